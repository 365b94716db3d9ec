"""The answer to work was lost: its page stands still until it is known what became of the work.

Nothing on the page can be pressed or typed meanwhile, so that the work can not be begun a second
time under another id; what was typed stays in sight.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from hallclient.base.errors import HallError, OutcomeUnknown
from hallclient.base.language import N_
from hallclient.ui.frame import Frame
from hallclient.ui.jobs import Job, Lane

ASK_AGAIN: Final = N_("Ask again")
PAUSES: Final = (1_000, 2_000, 4_000, 8_000, 15_000)
"""Milliseconds until it is asked again by itself, ever longer."""


class NotTaken(HallError):
    """It is known now: what was asked for was not done, and never will be of itself."""

    code = "outcome.not-taken"
    sentence = N_(
        "It was not taken: nothing was written, everything is as it was. You may do it again."
    )


class Outcome(QObject):
    """Asks until there is an answer: by itself, and whenever it is told to."""

    def __init__(
        self, page: QWidget, lane: Lane, error: OutcomeUnknown, told: Callable[[bool], object]
    ) -> None:
        """`told` is called once, on the UI thread: True when the work was done."""
        super().__init__(page)
        self.error, self._lane, self._told = error, lane, told
        self._asking = False
        self._asked = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.ask)
        self._timer.start(PAUSES[0])

    @Slot()
    def ask(self) -> None:
        """Asks now, unless the answer is on its way already."""
        if self._asking:
            return
        self._asking = True
        self._timer.stop()
        was_taken = self.error.was_taken
        job = Job(lambda _step: was_taken(), self)
        job.succeeded.connect(self._answered)
        job.failed.connect(self._not_answered)
        self._lane.start(job)

    @Slot(object)
    def _answered(self, taken: bool) -> None:  # noqa: FBT001 - a signal
        self._told(taken)
        self.deleteLater()

    @Slot(object)
    def _not_answered(self, error: Exception) -> None:
        if not isinstance(error, HallError):
            raise error
        self._asking = False
        self._asked += 1
        self._timer.start(PAUSES[min(self._asked, len(PAUSES) - 1)])


class Standstill:
    """Everything on a page that could be pressed or typed into is dead; one button asks again."""

    def __init__(self, page: Frame) -> None:
        self._page = page
        self._outcome: Outcome | None = None
        self._dead: list[QAction | QWidget] = []

    @property
    def lasts(self) -> bool:
        """Whether nobody knows yet."""
        return self._outcome is not None

    def ask(self) -> None:
        """Asks now, if there is anything to ask."""
        if self._outcome is not None:
            self._outcome.ask()

    def begin(self, lane: Lane, error: OutcomeUnknown, told: Callable[[bool], object]) -> None:
        """From now on; `told` is called when everything is as it was: True if the work was done."""

        def known(taken: bool) -> None:  # noqa: FBT001 - the one fact there is
            self._end()
            told(taken)

        page, (button, key) = self._page, self._asking
        mortal: tuple[QAction | QWidget, ...] = (*page.actions(), *page.buttons())
        self._dead = [one for one in mortal if one.isEnabled() and one not in (button, key)]
        self._enable(on=False)
        self._outcome = Outcome(page, lane, error, known)
        button.show()
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    @cached_property
    def _asking(self) -> tuple[QPushButton, QAction]:
        """The button that asks again, to be seen only while there is something to ask, its key."""
        button = self._page.add_button(ASK_AGAIN, self.ask)
        return button, self._page.add_key("Ctrl+R", ASK_AGAIN, button)

    def _end(self) -> None:
        self._outcome = None
        self._asking[0].hide()
        self._enable(on=True)

    def _enable(self, *, on: bool) -> None:
        self._page.body.setEnabled(on)
        for one in self._dead:
            one.setEnabled(on)
