"""The queue at the counter: calls, serves and lets go, and keeps the strip as the hall has it."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.language import N_
from hallclient.base.text import to_ascii
from hallclient.counter.page.drafts import DraftKeeper
from hallclient.counter.page.frame import CounterFrame
from hallclient.counter.page.queue_ask import Answer
from hallclient.counter.page.queue_calls import QueueCalls
from hallclient.counter.page.queue_questions import leaving, picking, rating, transferring
from hallclient.counter.page.queue_strip import (
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
from hallclient.counter.page.screen import rating_view
from hallclient.counter.page.steps import Step
from hallclient.counter.rules import LeaveSeat, OrderHalfDone
from hallclient.queue.rules import (
    AtCounter,
    CallTicket,
    CounterAsk,
    CounterNow,
    CounterState,
    Finish,
    NobodyWaiting,
    OfTicket,
    State,
    TransferTicket,
)
from hallclient.till.rules import ResumeAsk

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
_BEGUN: Final = frozenset({Step.CHOOSE, Step.FILL, Step.PAY})


class Queueing:
    """Works the strip. Who goes on from identifying serves the customer who was called."""

    def __init__(
        self,
        frame: CounterFrame,
        calls: QueueCalls,
        keeper: DraftKeeper,
        recall: Callable[[str], object],
    ) -> None:
        """`recall` puts the papers of a known customer on the desk."""
        self._frame, self._calls = frame, calls
        self._keeper, self._recall = keeper, recall
        self._now: CounterNow | None = None
        self._actions: dict[str, QAction] = {}
        self._rating = False
        self.strip = QueueStrip()
        frame.column.insertWidget(1, self.strip)
        self._bind()
        self._minute = QTimer(self.strip)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self.look)
        frame.stepped.connect(self._on_step)
        frame.cleared.connect(self.look)
        self.strip.ask.closed.connect(self._on_folded)
        self.strip.ask.choice.chosen.connect(self._on_chosen)

    @property
    def now(self) -> CounterNow | None:
        """The counter as it was last read."""
        return self._now

    def look(self) -> None:
        """Reads the counter anew; what cannot be read stays as it was."""
        frame = self._frame
        if frame.isVisible():
            frame.run(frame.lanes.read, self._calls.look, self._show, _silent, quiet=True)

    def fold(self) -> bool:
        """Takes a question back; False when none was asked."""
        asked = self.strip.ask.is_open
        self.strip.ask.fold()
        return asked

    # -- what is done -------------------------------------------------------------------

    def _bind(self) -> None:
        calls = self._calls
        does: dict[str, Callable[[], object]] = {
            NEXT: lambda: self._do(calls.call, CallTicket(new_id())),
            AGAIN: lambda: self._do(calls.recall, AtCounter(new_id())),
            START: lambda: self._start(quiet=False),
            MISSED: lambda: self._do(calls.miss, AtCounter(new_id())),
            FINISH: self._finish,
            PARK: lambda: self._do(calls.hold, AtCounter(new_id()), self._aside),
            TRANSFER: self._transfer,
            PICK: self._pick,
            LEAVE: self._leave,
            BACK: lambda: self._do(calls.back, ResumeAsk(new_id())),
            OPEN: lambda: self._do(calls.open, CounterAsk(new_id())),
            CLOSE: lambda: self._do(calls.close, CounterAsk(new_id())),
        }
        for deed, (keys, text) in KEYS.items():
            button = self.strip.buttons[deed]
            button.clicked.connect(partial(self._press, does[deed]))
            self._actions[deed] = self._frame.add_key(keys, text, button)

    def _press(self, does: Callable[[], object], _checked: bool = False) -> None:  # noqa: FBT001 - Qt's
        if self._now is not None and not self._frame.busy:
            does()

    def _do[Ask](
        self, step: Callable[[Ask], object], ask: Ask, then: Callable[[], object] | None = None
    ) -> None:
        frame = self._frame

        def done(_result: object) -> None:
            self.strip.ask.fold()
            self.look()
            if then is not None:
                then()

        frame.run(frame.lanes.write, lambda: step(ask), done, self._refused)

    def _aside(self) -> None:
        """Who leaves the seat unfinished leaves nothing on the desk for the next one to see."""
        self._keeper.set_aside()

    def _away(self) -> None:
        """Who leaves without an order leaves no papers either."""
        self._keeper.drop(said=False)

    def _refused(self, error: HallError) -> None:
        """Said at its field, while the question is open; the counter may stand otherwise now."""
        error.field = FIELDS.get(error.field, "") if self.strip.ask.is_open else ""
        self._frame.show_error(error)
        self.look()

    def _start(self, *, quiet: bool) -> None:
        frame, start, ask = self._frame, self._calls.start, AtCounter(new_id())
        frame.run(frame.lanes.write, lambda: start(ask), self._started, self._refused, quiet=quiet)

    def _started(self, _called: object) -> None:
        """Who is known is not asked again (S3-FD-01)."""
        now, frame = self._now, self._frame
        known = now.called.ticket.customer if now is not None and now.called is not None else ""
        self.look()
        if known and frame.step is Step.IDENTIFY and frame.is_empty():
            self._recall(known)

    def _finish(self) -> None:
        """Without an order only the rating is asked; with one it stands beside the last steps."""
        frame = self._frame
        if frame.step is Step.DONE:
            frame.press_primary()
        elif frame.visit.lines:
            frame.show_error(OrderHalfDone())
        else:
            self._rating = True
            self.strip.ask.ask(rating(), self._rated)
            self._on_chosen(None)

    def _rated(self, answer: Answer) -> None:
        stars = answer.choice if isinstance(answer.choice, int) else 0
        self._do(self._calls.finish, Finish(new_id(), stars or None), self._away)

    def _transfer(self) -> None:
        now = self._now
        one = now.called.ticket if now is not None and now.called is not None else None
        self.strip.ask.ask(transferring(one), self._transferred)

    def _transferred(self, answer: Answer) -> None:
        line = str(answer.choice or "")
        ask = TransferTicket(new_id(), line, reason=answer.reason)
        self._do(self._calls.transfer, ask, self._aside)

    def _pick(self) -> None:
        frame = self._frame
        frame.run(frame.lanes.read, self._calls.look, self._picking)

    def _picking(self, now: CounterNow) -> None:
        """Of the list as it is at this moment: nobody chooses from an old one."""
        self._show(now)
        if now.parked or now.waiting:
            self.strip.ask.ask(picking(now), self._picked)
        else:
            self._frame.show_error(NobodyWaiting())

    def _picked(self, answer: Answer) -> None:
        """A parked customer is taken up again; one who waits is called out of turn."""
        serial = answer.choice if isinstance(answer.choice, int) else -1
        now = self._now
        if now is not None and any(row.serial == serial for row in now.parked):
            self._do(self._calls.resume, OfTicket(new_id(), serial))
        else:
            self._do(self._calls.call, CallTicket(new_id(), serial, answer.reason))

    def _leave(self) -> None:
        self.strip.ask.ask(leaving(), self._left)

    def _left(self, answer: Answer) -> None:
        typed = to_ascii(answer.minutes)
        minutes = int(typed) if typed.isascii() and typed.isdecimal() else 0
        reason = str(answer.choice or "")
        self._do(self._calls.leave, LeaveSeat(new_id(), reason, minutes, answer.checked))

    # -- what is shown ------------------------------------------------------------------

    def _show(self, now: CounterNow) -> None:
        self._now = now
        self.strip.show_now(now)
        paused, closed = now.state is CounterState.PAUSED, now.state is CounterState.CLOSED
        for deed, action in self._actions.items():
            action.setEnabled(bool(now.lines))
            if deed in (LEAVE, BACK):
                action.setEnabled(bool(now.lines) and paused is (deed == BACK))
            elif deed in (OPEN, CLOSE):
                action.setEnabled(bool(now.lines) and closed is (deed == OPEN))
        if paused:
            self._minute.start()
        else:
            self._minute.stop()
        one = now.called.ticket if now.called is not None and not now.elsewhere else None
        serving = one is not None and one.standing.state is State.SERVING
        self._frame.serve(one.serial if one is not None and serving else 0)

    def _on_step(self, step: int) -> None:
        """Going on from the papers is the beginning of the service."""
        one = self._now.called.ticket if self._now is not None and self._now.called else None
        if Step(step) in _BEGUN and one is not None and one.standing.state is State.CALLED:
            self._start(quiet=True)

    def _on_chosen(self, _value: object) -> None:
        """The customer sees the question, and what the clerk puts down as the answer."""
        if self._rating:
            value = self.strip.ask.choice.value()
            self._frame.calls.show_customer(rating_view(value if isinstance(value, int) else 0))

    def _on_folded(self) -> None:
        if self._rating:
            self._rating = False
            self._frame.calls.show_customer(None)
        self._frame.panel.start()


def _silent(_error: HallError) -> None:
    """What could not be read stays as it was shown."""
