"""The events of bar and lounge through their page, and customers' papers through the register's.

What a screen does not offer is asked of the services, which refuse it with the same code.
"""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt

from hallclient.app.client import Client
from hallclient.custody import service as custody
from hallclient.custody.page import CustodyPage
from hallclient.custody.page.words import COUNT
from hallclient.custody.rules import CustodyKind, CustodyState
from hallclient.custody.rules import Step as CustodyStep
from hallclient.play import bar_script as day
from hallclient.play.bar_hands import NOBODY, BarHands
from hallclient.play.floor import Floor, field
from hallclient.play.keys import choose, press, type_text
from hallclient.play.outcome import Done
from hallclient.play.parts import Event
from hallclient.ui.widgets.data_table import DataTable
from hallclient.vip.page.bar import BarPage
from hallclient.vip.page.bar_words import Deed
from hallclient.vip.rules.lounge import Result


class BarKeys:
    """Works the bar's page and the custody register by keys."""

    def __init__(self, floor: Floor, services: BarHands) -> None:
        self._floor, self._services = floor, services
        self._does: Mapping[type, Callable[[Any], Done]] = {
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
        return self._services.knows(event)

    def perform(self, event: Event) -> Done:
        """Does what the event says; raises HallError when the hall refuses."""
        return self._does[type(event)](event)

    # -- drinks -------------------------------------------------------------------------

    def _receive(self, event: day.DrinksIn) -> Done:
        client, page = self._bar(event, Deed.RECEIVE)
        if not choose(page.ui.goods, event.goods):
            return self._services.perform(event)
        type_text(field(page, "servings"), str(event.servings))
        if page.ui.bestBefore.isVisible():  # what has no date is not asked for one
            type_text(field(page, "bestBefore"), event.best_before)
        return self._made(event, self._put(client, page))

    def _open(self, event: day.OfBatch) -> Done:
        client, page = self._bar(event, Deed.OPEN)
        if not self._row(page.ui.stock, event.batch):
            return self._services.perform(event)
        return _done(self._put(client, page))

    def _ask(self, event: day.AskDrink) -> Done:
        client, page = self._bar(event, Deed.ASK)
        guest = self._services.guest(event)
        offered = choose(page.ui.goods, event.goods)
        if not offered or (guest and not choose(page.ui.guest, guest)):
            return self._services.perform(event)
        type_text(field(page, "servings"), str(event.servings))
        type_text(field(page, "seat"), event.seat)
        return self._made(event, self._put(client, page))

    def _of_drink(self, event: day.OfDrink) -> Done:
        deed = Deed.BRING if event.do == "drink_bring" else Deed.DECLINE
        client, page = self._bar(event, deed)
        if not self._row(page.ui.orders, event.drink):
            return self._services.perform(event)
        if deed is Deed.BRING and event.said:
            press(page.ui.phrased, Qt.Key.Key_Space)
        return _done(self._put(client, page))

    def _write_off(self, event: day.DrinksOff) -> Done:
        client, page = self._bar(event, Deed.WRITE_OFF)
        chosen = self._row(page.ui.stock, event.batch)
        if not chosen or not choose(page.ui.cause, event.cause):
            return self._services.perform(event)
        type_text(field(page, "servings"), str(event.servings))
        type_text(field(page, "note"), event.note)
        return _done(self._signed(client, page, event.approver))

    def _count(self, event: day.DrinksCount) -> Done:
        client, page = self._bar(event, Deed.COUNT)
        numbers = {self._number(name): found for name, found in event.found.items()}
        if NOBODY in numbers:
            return self._services.perform(event)
        for row, batch in enumerate(page.ui.stock.rows()):
            page.ui.stock.selectRow(row)
            type_text(field(page, "found"), str(numbers.get(batch.number, batch.left)))
            press(field(page, "found"), Qt.Key.Key_Return)
            self._floor.settle(client)
        return _done(self._signed(client, page, event.witness))

    # -- the lounge ---------------------------------------------------------------------

    def _item(self, event: day.LoungeItem) -> Done:
        client, page = self._bar(event, Deed.ENTER)
        codes = [line.item.code for line in page.ui.list.rows()]
        if event.item not in codes:
            return self._services.perform(event)
        page.ui.list.selectRow(codes.index(event.item))
        choose(page.ui.result, Result(event.result))
        if page.ui.value.isVisible():
            type_text(page.ui.value, "" if event.value is None else str(event.value))
        type_text(field(page, "note"), event.note)
        return _done(self._put(client, page))

    def _sign_list(self, event: day.LoungeSign) -> Done:
        client, page = self._bar(event, Deed.SIGN)
        self._put(client, page)
        return Done()

    def _slips(self, event: day.SlipsCount) -> Done:
        client, page = self._bar(event, Deed.SLIPS)
        type_text(field(page, "slips"), str(event.slips))
        type_text(field(page, "note"), event.note)
        return _done(self._put(client, page))

    def _bar(self, event: Event, deed: Deed) -> tuple[Client, BarPage]:
        stage = self._floor.stage
        client = self._floor.client(event.counter or 0, stage.actor(event))
        page = self._floor.page(client, "bar", BarPage, permission="bar.serve")
        page.clear_errors()
        page.choose(deed)
        return client, page

    def _put(self, client: Client, page: BarPage) -> int:
        self._floor.primary(client, page)
        return page.made

    def _signed(self, client: Client, page: BarPage, code: str) -> int:
        self._floor.primary(client, page)
        self._floor.sign(client, code)
        self._floor.refuse(page)
        return page.made

    # -- customers' papers --------------------------------------------------------------

    def _paper_in(self, event: day.PaperIn) -> Done:
        client, page = self._register(event, CustodyStep.RECEIVED)
        choose(page.ui.kind, CustodyKind(event.kind))
        type_text(field(page, "first"), event.number)
        type_text(field(page, "owner"), event.owner)
        type_text(field(page, "description"), event.description)
        type_text(field(page, "outside"), event.outside or event.owner)
        self._sign_register(client, page, event.witness)
        return self._made(event, max(line.number for line in page.ui.register.rows()))

    def _paper_out(self, event: day.PaperOut) -> Done:
        client, page = self._register(event, CustodyStep.RETURNED)
        if not self._row(page.ui.register, event.paper):
            return self._services.perform(event)
        type_text(field(page, "outside"), event.given_to)
        type_text(field(page, "reason"), event.reason)
        self._sign_register(client, page, event.witness)
        return _done(self._number(event.paper))

    def _count_custody(self, event: day.CustodyCount) -> Done:
        client, page = self._register(event, COUNT)
        if page.ui.mine.isChecked():
            press(page.ui.mine, Qt.Key.Key_Space)
        missing = {self._number(name) for name in event.missing}
        for row, line in enumerate(page.ui.register.rows()):
            if line.standing.state is CustodyState.KEPT:
                page.ui.register.selectRow(row)
                there = 0 if line.number in missing else line.standing.left
                type_text(field(page, "found"), str(there))
                press(field(page, "found"), Qt.Key.Key_Return)
                self._floor.settle(client)
        self._sign_register(client, page, event.witness)
        stage = self._floor.stage
        return _done(custody.counts(stage.desk(stage.actor(event)))[0].number)

    def _register(self, event: Event, deed: str) -> tuple[Client, CustodyPage]:
        stage = self._floor.stage
        client = self._floor.client(event.counter or 0, stage.actor(event))
        page = self._floor.page(client, "custody", CustodyPage, permission="custody.keep")
        page.clear_errors()
        page.choose(deed)
        return client, page

    def _sign_register(self, client: Client, page: CustodyPage, code: str) -> None:
        self._floor.primary(client, page)
        self._floor.sign(client, code)
        self._floor.refuse(page)

    # -- what was made before -----------------------------------------------------------

    def _row(self, table: DataTable, name: str) -> bool:
        """Chooses the row that an earlier event made; False when it is not there."""
        numbers = [row.number for row in table.rows()]
        wanted = self._number(name)
        if wanted in numbers:
            table.selectRow(numbers.index(wanted))
        return wanted in numbers

    def _number(self, name: str) -> int:
        return self._floor.stage.memory.at_the_bar.get(name, NOBODY)

    def _made(self, event: Event, number: int) -> Done:
        if event.id:
            self._floor.stage.memory.at_the_bar[event.id] = number
        return _done(number)


def _done(number: int) -> Done:
    return Done(str(number))
