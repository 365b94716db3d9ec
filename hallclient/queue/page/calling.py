"""The counter side on a page: calls, serves and lets go, and keeps the strip as the hall has it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction

from hallclient.base.changes import Change, touches
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.language import N_
from hallclient.base.text import to_ascii
from hallclient.queue.page.strip import (
    AGAIN,
    BACK,
    CLOSE,
    FINISH,
    LEAVE,
    MISSED,
    NEXT,
    OPEN,
    PARK,
    PICK,
    START,
    TRANSFER,
    QueueStrip,
)
from hallclient.queue.page.strip_ask import Answer, Question
from hallclient.queue.page.strip_calls import StripCalls
from hallclient.queue.page.strip_questions import leaving, picking, rating, transferring
from hallclient.queue.rules import (
    AtCounter,
    CallTicket,
    CounterAsk,
    CounterNow,
    CounterState,
    Finish,
    LeaveSeat,
    NobodyWaiting,
    OfTicket,
    State,
    Ticket,
    TransferTicket,
)
from hallclient.ui.page import Page

KEYS: Final = {
    NEXT: ("F2", N_("Next")),
    AGAIN: ("Shift+F2", N_("Call again")),
    START: ("Shift+F3", N_("Sits down")),
    MISSED: ("Shift+F4", N_("Did not come")),
    FINISH: ("Shift+F7", N_("Served")),
    PARK: ("Shift+F5", N_("Park")),
    TRANSFER: ("Shift+F6", N_("Transfer")),
    PICK: ("Shift+F8", N_("Choose a customer")),
    LEAVE: ("Shift+F9", N_("Pause")),
    BACK: ("Shift+F9", N_("Back at the seat")),
    OPEN: ("Shift+F12", N_("Open for the queue")),
    CLOSE: ("Shift+F12", N_("Close for the queue")),
}
"""The key and the name of each deed; two of one key are never offered together."""

FOLLOWS: Final = frozenset({"queue", "visit.end", "day", "policy"})
"""Acts of any PC after which the strip is read anew."""

FIELDS: Final = {
    "line": "queue_choice",
    "rating": "queue_choice",
    "reason": "queue_reason",
    "minutes": "queue_minutes",
}
_MINUTE_MS: Final = 30_000


class Calling:
    """Works the strip above a page; a page with more at stake overrides what it needs.

    Hooks: `begun`, `may_let_go`, `gone`, `seen`, `show_rating`, `folded`.
    """

    def __init__(self, page: Page, calls: StripCalls) -> None:
        self._page, self._calls = page, calls
        self._now: CounterNow | None = None
        self._actions: dict[str, QAction] = {}
        self._rating = False
        self._picks: Question | None = None
        self.strip = QueueStrip()
        page.column.insertWidget(1, self.strip)
        self._bind()
        self._minute = QTimer(self.strip)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self.look)
        self.strip.ask.closed.connect(self._on_folded)
        self.strip.ask.choice.chosen.connect(self._on_chosen)

    @property
    def now(self) -> CounterNow | None:
        """The counter as it was last read."""
        return self._now

    @property
    def here(self) -> Ticket | None:
        """The ticket at this counter, None for none or where somebody else sits."""
        now = self._now
        if now is None or now.called is None or now.elsewhere:
            return None
        return now.called.ticket

    def look(self) -> None:
        """Reads the counter anew; what cannot be read stays as it was."""
        page = self._page
        if page.isVisible():
            page.run(page.lanes.read, self._calls.look, self._show, _silent, quiet=True)

    def hear(self, changes: Sequence[Change]) -> None:
        """What was done in the hall; the page itself need not be read anew for it."""
        if touches(changes, FOLLOWS) or not changes:
            self.look()

    def fold(self) -> bool:
        """Takes a question back; False when none was asked."""
        asked = self.strip.ask.is_open
        self.strip.ask.fold()
        return asked

    def start(self, *, quiet: bool = False) -> None:
        """The customer who was called sits down."""
        page, start, ask = self._page, self._calls.start, AtCounter(new_id())
        page.run(page.lanes.write, lambda: start(ask), self._started, self._refused, quiet=quiet)

    # -- what a page may override ---------------------------------------------------------

    def begun(self, customer: str) -> None:
        """The service began; `customer` is the id of who is known, "" otherwise."""

    def may_let_go(self) -> bool:
        """Whether the customer may go; a page with an order on it says what is to be done first."""
        return True

    def gone(self, *, aside: bool) -> None:
        """The customer left the counter; `aside` will come back to it, or to another."""

    def seen(self, now: CounterNow) -> None:
        """The counter was read anew."""

    def show_rating(self, mark: int | None) -> None:
        """What the customer is asked and the clerk put down, 0 for none yet; None: no more."""

    def folded(self) -> None:
        """A question was folded in: the focus goes back to the page's own work."""
        self._page.focus_first()

    # -- what is done -----------------------------------------------------------------------

    def _bind(self) -> None:
        calls = self._calls
        does: dict[str, Callable[[], object]] = {
            NEXT: lambda: self._do(calls.call, CallTicket(new_id())),
            AGAIN: lambda: self._do(calls.recall, AtCounter(new_id())),
            START: self.start,
            MISSED: lambda: self._do(calls.miss, AtCounter(new_id())),
            FINISH: self._finish,
            PARK: lambda: self._do(calls.hold, AtCounter(new_id()), self._aside),
            TRANSFER: lambda: self.strip.ask.ask(transferring(self.here), self._transferred),
            PICK: self._pick,
            LEAVE: lambda: self.strip.ask.ask(leaving(calls.checks()), self._left),
            BACK: lambda: self._do(calls.back, CounterAsk(new_id())),
            OPEN: lambda: self._do(calls.open, CounterAsk(new_id())),
            CLOSE: lambda: self._do(calls.close, CounterAsk(new_id())),
        }
        for deed, (keys, text) in KEYS.items():
            button = self.strip.buttons[deed]
            button.clicked.connect(partial(self._press, does[deed]))
            self._actions[deed] = self._page.add_key(keys, text, button)

    def _press(self, does: Callable[[], object], _checked: bool = False) -> None:  # noqa: FBT001 - Qt's
        if self._now is not None and not self._page.busy:
            does()

    def _do[Ask](
        self, step: Callable[[Ask], object], ask: Ask, then: Callable[[], object] | None = None
    ) -> None:
        page = self._page

        def done(_result: object) -> None:
            self.strip.ask.fold()
            self.look()
            if then is not None:
                then()

        page.run(page.lanes.write, lambda: step(ask), done, self._refused)

    def _aside(self) -> None:
        self.gone(aside=True)

    def _away(self) -> None:
        self.gone(aside=False)

    def _refused(self, error: HallError) -> None:
        """Said at its field, while the question is open; the counter may stand otherwise now."""
        error.field = FIELDS.get(error.field, "") if self.strip.ask.is_open else ""
        self._page.show_error(error)
        self.look()

    def _started(self, _called: object) -> None:
        one = self.here
        self.look()
        self.begun("" if one is None else one.customer)

    def _finish(self) -> None:
        """Who goes is asked how it was."""
        if self.may_let_go():
            self._rating = True
            self.strip.ask.ask(rating(), self._rated)
            self._on_chosen(None)

    def _rated(self, answer: Answer) -> None:
        stars = answer.choice if isinstance(answer.choice, int) else 0
        self._do(self._calls.finish, Finish(new_id(), stars or None), self._away)

    def _transferred(self, answer: Answer) -> None:
        ask = TransferTicket(new_id(), str(answer.choice or ""), reason=answer.reason)
        self._do(self._calls.transfer, ask, self._aside)

    def _pick(self) -> None:
        page = self._page
        page.run(page.lanes.read, self._calls.look, self._picking)

    def _picking(self, now: CounterNow) -> None:
        """Of the list as it is at this moment: nobody chooses from an old one."""
        self._show(now)
        if now.parked or now.waiting:
            self._picks = picking(now)
            self.strip.ask.ask(self._picks, self._picked)
        else:
            self._page.show_error(NobodyWaiting())

    def _picked(self, answer: Answer) -> None:
        """A parked customer is taken up again; one who waits is called out of turn."""
        serial = answer.choice if isinstance(answer.choice, int) else -1
        now = self._now
        if now is not None and any(row.serial == serial for row in now.parked):
            self._do(self._calls.resume, OfTicket(new_id(), serial))
        else:
            self._do(self._calls.call, CallTicket(new_id(), serial, answer.reason))

    def _left(self, answer: Answer) -> None:
        typed = to_ascii(answer.minutes)
        minutes = int(typed) if typed.isascii() and typed.isdecimal() else 0
        reason = str(answer.choice or "")
        self._do(self._calls.leave, LeaveSeat(new_id(), reason, minutes, answer.checked))

    # -- what is shown ----------------------------------------------------------------------

    def _show(self, now: CounterNow) -> None:
        self._now = now
        self.strip.show_now(now)
        paused, closed = now.state is CounterState.PAUSED, now.state is CounterState.CLOSED
        for deed, action in self._actions.items():
            fits = True
            if deed in (LEAVE, BACK):
                fits = paused is (deed == BACK)
            elif deed in (OPEN, CLOSE):
                fits = closed is (deed == OPEN)
            action.setEnabled(bool(now.lines) and fits)
        if now.lines and not closed:  # waits and pauses grow without anybody doing anything
            self._minute.start()
        else:
            self._minute.stop()
        self._renew_picks(now)
        self.seen(now)

    def _renew_picks(self, now: CounterNow) -> None:
        """Whom another counter has taken can be chosen no more."""
        asked = self.strip.ask.question
        if asked is None or asked is not self._picks:
            return
        fresh = picking(now)
        if not fresh.choices:
            self.strip.ask.fold()
            self._page.show_error(NobodyWaiting())
        elif [one for one, _words in fresh.choices] != [one for one, _words in asked.choices]:
            self._picks = fresh
            self.strip.ask.renew(fresh)

    def _on_chosen(self, _value: object) -> None:
        """The customer sees the question, and what the clerk puts down as the answer."""
        if self._rating:
            value = self.strip.ask.choice.value()
            self.show_rating(value if isinstance(value, int) else 0)

    def _on_folded(self) -> None:
        if self._rating:
            self._rating = False
            self.show_rating(None)
        self.folded()


def is_called(one: Ticket | None) -> bool:
    """Whether a customer was called and has not sat down yet."""
    return one is not None and one.standing.state is State.CALLED


def is_served(one: Ticket | None) -> bool:
    """Whether a customer is being served."""
    return one is not None and one.standing.state is State.SERVING


def _silent(_error: HallError) -> None:
    """What could not be read stays as it was shown."""
