"""The events of bar, lounge and customers' papers, straight through the services."""

from collections.abc import Callable, Mapping
from typing import Any

from hallclient.base.ids import new_id
from hallclient.custody import service as custody
from hallclient.custody.rules import (
    CountCustody,
    CustodyKind,
    CustodyState,
    Dispose,
    ReceiveItem,
)
from hallclient.custody.rules import Step as CustodyStep
from hallclient.play import bar_script as day
from hallclient.play.outcome import Done
from hallclient.play.parts import Event
from hallclient.play.stage import PASSWORD, Stage
from hallclient.staff import service as staff
from hallclient.staff.rules import Signature
from hallclient.store.desk import Desk
from hallclient.vip.rules.bar import (
    AskDrink,
    BringDrink,
    CountDrinks,
    DeclineDrink,
    OpenBatch,
    ReceiveDrinks,
    WriteOff,
)
from hallclient.vip.rules.lounge import CountSlips, EnterItem, Result, SignList
from hallclient.vip.service import bar, lounge

NOBODY = -1
"""Number of what an earlier event was to make and did not: the hall refuses it as unknown."""


class BarHands:
    """Carries out what a script says of bar, lounge and customers' papers."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._does: Mapping[type, Callable[[Desk, Any], Done]] = {
            day.DrinksIn: self._receive,
            day.OfBatch: self._open,
            day.AskDrink: self._ask,
            day.OfDrink: self._of_drink,
            day.DrinksOff: self._write_off,
            day.DrinksCount: self._count,
            day.LoungeItem: self._item,
            day.LoungeSign: self._sign_list,
            day.SlipsCount: self._slips,
            day.PaperIn: self._paper_in,
            day.PaperOut: self._paper_out,
            day.CustodyCount: self._count_custody,
        }

    def knows(self, event: Event) -> bool:
        """Whether the event is the bar's or the lounge's."""
        return type(event) in self._does

    def perform(self, event: Event) -> Done:
        """Does what the event says; raises HallError when the hall refuses."""
        actor = self._stage.actor(event)
        return self._does[type(event)](self._stage.desk(actor, event.counter or 0), event)

    # -- drinks -------------------------------------------------------------------------

    def _receive(self, desk: Desk, event: day.DrinksIn) -> Done:
        ask = ReceiveDrinks(new_id(), event.goods, str(event.servings), event.best_before)
        return self._made(event, bar.receive(desk, ask).number)

    def _open(self, desk: Desk, event: day.OfBatch) -> Done:
        return _done(bar.open_batch(desk, OpenBatch(new_id(), self._number(event.batch))).number)

    def _ask(self, desk: Desk, event: day.AskDrink) -> Done:
        guest = self.guest(event)
        ask = AskDrink(new_id(), event.goods, str(event.servings), guest, event.seat)
        return self._made(event, bar.ask_drink(desk, ask).number)

    def guest(self, event: day.AskDrink) -> int:
        """The reception of whom is asked, 0 for nobody in particular."""
        return self._stage.memory.receptions.get(event.guest, NOBODY) if event.guest else 0

    def _of_drink(self, desk: Desk, event: day.OfDrink) -> Done:
        number = self._number(event.drink)
        if event.do == "drink_decline":
            return _done(bar.decline(desk, DeclineDrink(new_id(), number)).number)
        return _done(bar.bring(desk, BringDrink(new_id(), number, event.said)).number)

    def _write_off(self, desk: Desk, event: day.DrinksOff) -> Done:
        number = self._number(event.batch)
        ask = WriteOff(new_id(), number, str(event.servings), event.cause, event.note)
        signed = self._sign(desk, event.approver, "stock.write_off")
        return _done(bar.write_off(desk, ask, signed).number)

    def _count(self, desk: Desk, event: day.DrinksCount) -> Done:
        found = {each.number: each.left for each in bar.board(desk).batches}
        found |= {self._number(name): servings for name, servings in event.found.items()}
        signed = self._sign(desk, event.witness, "bar.witness")
        return _done(bar.count(desk, CountDrinks(new_id(), found), signed).number)

    # -- the lounge ---------------------------------------------------------------------

    def _item(self, desk: Desk, event: day.LoungeItem) -> Done:
        value = "" if event.value is None else str(event.value)
        ask = EnterItem(new_id(), event.item, Result(event.result), value, event.note)
        return _done(lounge.enter(desk, ask).number)

    def _sign_list(self, desk: Desk, _event: day.LoungeSign) -> Done:
        lounge.sign(desk, SignList(new_id()))
        return Done()

    def _slips(self, desk: Desk, event: day.SlipsCount) -> Done:
        ask = CountSlips(new_id(), str(event.slips), event.note)
        return _done(lounge.count_slips(desk, ask).number)

    # -- customers' papers --------------------------------------------------------------

    def _paper_in(self, desk: Desk, event: day.PaperIn) -> Done:
        ask = ReceiveItem(
            CustodyKind(event.kind),
            event.description,
            event.outside or event.owner,
            new_id(),
            event.number,
            "",
            event.owner,
        )
        signed = self._sign(desk, event.witness, "custody.witness")
        return self._made(event, custody.receive(desk, ask, signed).number)

    def _paper_out(self, desk: Desk, event: day.PaperOut) -> Done:
        number = self._number(event.paper)
        ask = Dispose((number,), CustodyStep.RETURNED, event.reason, new_id(), event.given_to)
        custody.dispose(desk, ask, self._sign(desk, event.witness, "custody.witness"))
        return _done(number)

    def _count_custody(self, desk: Desk, event: day.CustodyCount) -> Done:
        missing = {self._number(name) for name in event.missing}
        found = {
            item.number: 0 if item.number in missing else item.standing.left
            for item in custody.register(desk)
            if item.standing.state is CustodyState.KEPT
        }
        signed = self._sign(desk, event.witness, "custody.witness")
        return _done(custody.count(desk, CountCustody(found, new_id()), signed).number)

    def _sign(self, desk: Desk, code: str, permission: str) -> Signature:
        return staff.sign(desk, code, PASSWORD, permission)

    def _number(self, name: str) -> int:
        return self._stage.memory.at_the_bar.get(name, NOBODY)

    def _made(self, event: Event, number: int) -> Done:
        if event.id:
            self._stage.memory.at_the_bar[event.id] = number
        return _done(number)


def _done(number: int) -> Done:
    return Done(str(number))
