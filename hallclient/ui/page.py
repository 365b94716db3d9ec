"""The base of every page: title, notice, form, one primary button; work runs on a lane.

`docs/pages.md` shows a whole one. A HallError that the work (or `on_primary` itself) raises becomes
the sentence in the notice and, when its `field` is the object name of a widget, beside that widget.
Anything else is a bug and goes on to `sys.excepthook`.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from hallclient.base.changes import Change, touches
from hallclient.base.errors import Away, HallError, OutcomeUnknown, Several
from hallclient.base.language import side_by_side
from hallclient.base.progress import Step
from hallclient.ui.field_errors import FieldErrors, each_error
from hallclient.ui.following import Following
from hallclient.ui.frame import Form, Frame
from hallclient.ui.jobs import Job, Lane, Lanes
from hallclient.ui.outcome import NotTaken, Standstill
from hallclient.ui.runs import Progress, Run
from hallclient.ui.widgets.money_edit import MoneyEdit
from hallclient.ui.widgets.notice import Tone

__all__ = ["Form", "Page"]


class Page(Frame):
    """A screen of a room; made lazily and kept alive, so that nothing typed is lost.

    A subclass sets `title` and `primary_text`, builds its form, and overrides what it needs
    of `on_primary`, `retranslate`, `opened` and `back`.
    """

    field_names: ClassVar[Mapping[str, str]] = {}
    """An error's `field` to the object name of its widget, where the two differ."""

    follows: ClassVar[Set[str]] = frozenset()
    """Acts of any PC after which the page is read anew: `order.complete`, or all of a room's,
    `order`."""

    def __init__(self, lanes: Lanes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lanes = lanes
        self.errors = FieldErrors(self, self.field_names)
        self.refused: HallError | None = None
        """The refusal that the page shows now, for whoever reads its code."""
        self._runs: set[Run] = set()
        self._ready = True
        self._focus_lost_to: QWidget | None = None
        self._progress: Progress | None = None
        self._following = Following(self, lambda: bool(self._runs), self.refresh)
        self._standstill = Standstill(self)

    def opened(self) -> None:
        """The page came to the front: read anew what may have changed elsewhere."""

    def refresh(self) -> None:
        """Something that the page follows was changed while it is in front: read it anew.

        Whatever the clerk typed, chose or scrolled to stays (`DataTable.renew`), and nothing is
        said but what the change itself makes worth saying. A refusal of the reading is silent.
        """
        self.opened()

    @property
    def reading_anew(self) -> bool:
        """Whether what is being shown was read because of others: focus and news stay then."""
        return self._following.reading

    def hear(self, changes: Sequence[Change]) -> None:
        """What was done in the hall, on any PC; without changes: the database is back."""
        if not changes:
            self._reached()
        if touches(changes, self.follows):
            self._following.hear()
        elif not changes and self.follows:
            self._following.go_on()

    def set_ready(self, *, when: bool) -> None:
        """Whether the primary button may be pressed; while work runs it never may."""
        self._ready = when
        self._refresh_primary()

    def run[T](
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[HallError], object] | None = None,
        *,
        quiet: bool = False,
    ) -> Job:
        """Does the work on the lane and hands its value to `done` on the UI thread.

        The primary button is dead meanwhile and earlier errors go. A HallError is shown
        (`show_error`), or handed to `failed` instead; anything else is raised again. `quiet`
        work (looking something up while the clerk types) leaves button and errors alone.
        """
        return self._start(lane, lambda _step: work(), done, failed, quiet=quiet)

    def run_long[T](
        self,
        lane: Lane,
        work: Callable[[Step], T],
        done: Callable[[T], object],
        failed: Callable[[HallError], object] | None = None,
        *,
        text: str,
    ) -> Job:
        """Like `run` for work that takes seconds: shows `text`, progress, and a cancel key.

        The work calls `step(done, total)` between units; a cancel is silent.
        """
        job = self._start(lane, work, done, failed, quiet=False)
        if self._progress is None:
            self._progress = Progress(self)
            self.column.insertWidget(self.column.count() - 1, self._progress)
        self._progress.follow(job, text)
        return job

    @property
    def busy(self) -> bool:
        """Whether work that holds the primary button is under way."""
        return any(not run.quiet for run in self._runs)

    @property
    def about_to_work(self) -> bool:
        """Whether work will begin by itself, such as saving what was just typed."""
        return False

    def hurry(self) -> None:
        """Begins now what the page is about to do, without waiting for a quiet moment."""

    @property
    def waits_for_outcome(self) -> bool:
        """Whether nobody knows what became of the work: the page stands still until it is known."""
        return self._standstill.lasts

    def at_stake(self) -> str:
        """What has changed hands already when the answer to work is lost, a translated sentence."""
        return ""

    def say(self, text: str, tone: Tone = "info") -> None:
        """A sentence, already translated, above the form; "" takes it away."""
        self.notice.say(text, tone)

    def say_good(self, text: str) -> None:
        """What was done."""
        self.notice.say(text, "good")

    def show_error(self, error: HallError) -> None:
        """The refusal in the notice and beside every field it names; the first gets focus.

        Of several about one field the first is said, since mending it may mend the others.
        On a card the field is next to the notice: what stands there is not said twice.
        """
        if self.waits_for_outcome:  # what is looked up beside it is of no matter now
            return
        self.refused = error
        sentences = [str(error)] if isinstance(error, Several) else []
        placed: set[str] = set()
        for single in each_error(error):
            field, words = single.field, str(single)
            if field in placed:
                continue
            shown = bool(field) and self.errors.show(field, words, focus=not placed)
            if shown:
                placed.add(field)
            if not (shown and (self.narrow or isinstance(error, Several))):
                sentences.append(words)
        self.notice.say("\n".join(sentences), "wrong")

    def field_error(self, name: str, sentence: str) -> None:
        """A sentence, already translated, beside one field of this page."""
        if not self.errors.show(name, sentence):
            self.notice.say(sentence, "wrong")

    def clear_errors(self) -> None:
        """Takes back every sentence, in the notice and beside the fields."""
        if self.waits_for_outcome:
            return
        self.refused = None
        self.errors.clear()
        self.notice.clear()

    def _start[T](
        self,
        lane: Lane,
        work: Callable[[Step], T],
        done: Callable[[T], object],
        failed: Callable[[HallError], object] | None,
        *,
        quiet: bool,
    ) -> Job:
        if not quiet:
            self.clear_errors()
        following = self._following
        if quiet and following.reading:
            run = Run(self, work, following.also(done), failed or following.not_read, quiet=True)
        else:
            run = Run(self, work, done, failed or self.show_error, quiet=quiet)
        if not quiet:
            again = partial(self._start, lane, work, done, failed, quiet=False)
            run.lost = partial(self._lost, lane, again, run.failed)
        self._runs.add(run)
        run.ended.connect(self._on_run_ended)
        self._refresh_primary()
        lane.start(run.job)
        return run.job

    def _lost(
        self,
        lane: Lane,
        again: Callable[[], object],
        failed: Callable[[HallError], object],
        error: OutcomeUnknown,
    ) -> None:
        """The page stands still until it is known what became of the work.

        `again` does it once more: the same request id gives the first answer and writes nothing.
        """

        def told(taken: bool) -> None:  # noqa: FBT001 - the one fact there is
            self.clear_errors()
            self._refresh_primary()
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)
            if taken:
                again()
            else:
                failed(NotTaken())

        self.refused = error
        self.notice.say(side_by_side(str(error), self.at_stake()), "warning")
        self._standstill.begin(lane, error, told)

    def _reached(self) -> None:
        """The database answers again: what it refused is asked anew, and its sentence goes."""
        self._standstill.ask()
        if isinstance(self.refused, Away):
            self.clear_errors()
            if self.isVisible():
                self._following.read()

    @Slot(object)
    def _on_run_ended(self, run: Run) -> None:
        self._runs.discard(run)
        self._refresh_primary()

    def _refresh_primary(self) -> None:
        """Focus that the dead button lost comes back with it, unless the clerk went on."""
        able = self._ready and not self.busy and not self.waits_for_outcome
        if self.primary.isEnabled() == able:
            return
        had_focus = self.focusWidget() is self.primary
        self.primary.setEnabled(able)
        if not able:
            self._focus_lost_to = self.focusWidget() if had_focus else None
        elif self._focus_lost_to is not None and self.focusWidget() is self._focus_lost_to:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def hear_amount(self, money: MoneyEdit) -> None:
        money.refused.connect(self._on_amount_refused)

    @Slot(object)
    def _on_amount_refused(self, error: HallError) -> None:
        self.errors.show(error.field, str(error), focus=False)

    def press(self) -> None:
        try:
            self.on_primary()
        except HallError as error:  # the form itself refused: nothing was started
            self.clear_errors()
            self.show_error(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While work runs a second Enter goes nowhere, and Esc cancels work that can be."""
        if self.busy and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        elif event.key() == Qt.Key.Key_Escape and self._progress and self._progress.isVisible():
            self._progress.cancel()
        elif event.key() == Qt.Key.Key_Escape and self.waits_for_outcome:
            self.went_back.emit()  # other rooms can be looked at
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.settle_fields()
            self._following.settle()
            self.opened()
            self.focus_first()
