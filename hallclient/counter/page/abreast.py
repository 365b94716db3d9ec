"""What other PCs do to the order on the desk: seen at once, and said when it matters."""

from hallclient.base.errors import HallError
from hallclient.base.language import tr
from hallclient.base.money import yuan
from hallclient.counter.page.drafts import DraftKeeper, Priced
from hallclient.counter.page.frame import CounterFrame
from hallclient.counter.page.line_desk import LineDesk
from hallclient.counter.page.steps import Step, first_spot


class Abreast:
    """Reads anew what is on offer and what the order comes to; nothing typed is touched."""

    def __init__(self, frame: CounterFrame, keeper: DraftKeeper, lines: LineDesk) -> None:
        self._frame, self._keeper, self._lines = frame, keeper, lines

    def read(self) -> None:
        """Half-done orders, values on offer, and the price of what is on the desk."""
        frame = self._frame
        if frame.step is Step.DONE:
            return
        self._keeper.offer()
        self._lines.offer_anew()
        if not self._keeper.waiting and not frame.is_empty():
            self._keeper.price(frame.draft(), self._compare)

    def _compare(self, before: Priced | None, now: Priced) -> None:
        """The same draft as before: what is new is not the clerk's doing."""
        if before is None or before.draft != now.draft:
            return
        known = {(one.error.code, one.field) for one in before.quote.problems}
        fresh = [
            one.error for one in now.quote.problems if (one.error.code, one.field) not in known
        ]
        was, due = before.quote.total_fen, now.quote.total_fen
        if fresh:
            self._tell(fresh[0])
        elif was != due:
            said = tr("The amount due has changed: {before} yuan before, {now} yuan now.",
                      before=yuan(was), now=yuan(due))  # fmt: skip
            self._frame.say(said, "warning")

    def _tell(self, error: HallError) -> None:
        """In the notice, and beside the field where it is in sight; the focus stays."""
        frame = self._frame
        spot, here = first_spot(error)
        frame.say(str(here), "warning")
        line = spot.line if spot.line >= 0 else frame.visit.place
        if spot.step is frame.step and line == frame.visit.place:
            frame.errors.show(here.field, str(here), focus=False)
