"""The draft (草稿): saved and priced as it is typed, set aside, dropped, offered back."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer

from hallclient.base.language import tr
from hallclient.counter.page.frame import CounterFrame
from hallclient.counter.page.steps import Step
from hallclient.counter.rules import DraftView, OrderDraft, Quote

SAVE_AFTER_MS = 250
"""Quiet time after a key before the draft is saved and priced."""


@dataclass(frozen=True)
class Priced:
    """A draft and what it came to."""

    draft: OrderDraft
    quote: Quote


class DraftKeeper:
    """Nothing typed is lost, and only the latest price is ever shown."""

    def __init__(self, frame: CounterFrame, taken_up: Callable[[OrderDraft], object]) -> None:
        """`taken_up` puts a draft that was offered back onto the desk."""
        self._frame = frame
        self._taken_up = taken_up
        self._asked = 0
        self._priced: Priced | None = None
        self._timer = QTimer(frame)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save_now)
        frame.touched.connect(self._timer.start)
        frame.identify.draft_picked.connect(self._pick)

    @property
    def waiting(self) -> bool:
        """Whether something typed is not yet on its way to the books."""
        return self._timer.isActive()

    def save_now(self) -> None:
        """Saves and prices what is on the desk."""
        self._timer.stop()
        frame = self._frame
        if frame.step is Step.DONE or frame.is_empty():
            return
        draft, save = frame.draft(), frame.calls.save_draft
        self.price(draft)
        frame.run(frame.lanes.write, lambda: save(draft), lambda _saved: None, quiet=True)

    def price(
        self,
        draft: OrderDraft,
        compare: Callable[[Priced | None, Priced], object] = lambda _before, _now: None,
    ) -> None:
        """Asks what the draft comes to; an answer that was overtaken is not shown.

        `compare` is handed the price before, if any is still good, and this one.
        """
        self._asked += 1
        asked, frame, quote = self._asked, self._frame, self._frame.calls.quote

        def priced(value: Quote) -> None:
            if asked == self._asked:
                before, self._priced = self._priced, Priced(draft, value)
                frame.show_quote(value)
                compare(before, self._priced)

        frame.run(frame.lanes.read, lambda: quote(draft), priced, quiet=True)

    def forget(self) -> None:
        """The order is on the books or gone: no save and no price of it comes any more."""
        self._timer.stop()
        self._asked += 1
        self._priced = None

    def offer(self) -> None:
        """Looks for half-done orders while nothing is typed."""
        frame = self._frame
        if frame.step is Step.IDENTIFY and frame.is_empty():
            drafts = frame.calls.drafts
            frame.run(frame.lanes.read, drafts, self._show, quiet=True)

    def set_aside(self) -> None:
        """Keeps the order as it is, with what it holds, and serves the next customer."""
        frame = self._frame
        if frame.step is Step.DONE or frame.is_empty():
            return
        self._timer.stop()
        draft, save = frame.draft(), frame.calls.save_draft
        frame.run(frame.lanes.write, lambda: save(draft), lambda _saved: self._set_aside())

    def drop(self, *, said: bool = True) -> None:
        """Voids the draft on the desk; needs no second person, nothing was done yet."""
        frame = self._frame
        if frame.step is Step.DONE or frame.is_empty():
            frame.clear_errors()
            return
        self._timer.stop()
        drop, release, draft_id = (
            frame.calls.drop_draft,
            frame.calls.release,
            frame.visit.request_id,
        )

        def work() -> None:
            drop(draft_id)
            release(draft_id)

        frame.run(frame.lanes.write, work, lambda _gone: self._dropped(said=said))

    def _set_aside(self) -> None:
        self._start_anew()
        self._frame.say(tr("The order is set aside. It is offered back at the start of a visit."))

    def _dropped(self, *, said: bool) -> None:
        self._start_anew()
        if said:
            self._frame.say(tr("The half-done order was dropped."))

    def _start_anew(self) -> None:
        self.forget()
        self._frame.clear_desk()
        self._frame.go(Step.IDENTIFY)
        self.offer()

    def _show(self, drafts: tuple[DraftView, ...]) -> None:
        frame = self._frame
        mine = frame.visit.request_id
        waiting = tuple(view for view in drafts if view.draft.request_id != mine)
        frame.identify.show_drafts(waiting, frame.titles)
        frame.settle_fields()

    def _pick(self, view: DraftView) -> None:
        self.save_now()  # what was begun meanwhile is a draft of its own
        self.forget()
        self._taken_up(view.draft)
