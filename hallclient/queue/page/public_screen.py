"""The hall's display: calls, waiting customers, notices; to be read at ten metres."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hallclient.base.clock import hall_time
from hallclient.base.errors import HallError
from hallclient.base.language import tr
from hallclient.queue.page.announcer import Announcer, Say, others
from hallclient.queue.page.display_letters import LEFT, REST, RIGHT, Letters
from hallclient.queue.page.display_parts import CallsBefore, Front, Strips
from hallclient.queue.rules.public import PublicView
from hallclient.ui.jobs import Job, Lane
from hallclient.ui.widgets.marks import plain_label

NOTICE_SECONDS: Final = 10
READ_SECONDS: Final = 20
"""How often it is read even if nothing was heard: a notice begins and ends by the clock alone."""


@dataclass(frozen=True)
class PublicCalls:
    """What the screen may ask for: what everybody may see, the clock, and a voice.

    Attributes:
        say: says a call to its end; on a thread where it may take as long as it takes.
    """

    view: Callable[[], PublicView]
    now: Callable[[], datetime]
    say: Say


class PublicScreen(QWidget):
    """A window of its own that nobody types into."""

    closed = Signal()
    shown = Signal(object)
    """A `PublicView` is on the screen."""

    def __init__(self, calls: PublicCalls, lane: Lane, announcer: Announcer | None = None) -> None:
        super().__init__()
        self.setObjectName("public")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setCursor(Qt.CursorShape.BlankCursor)  # nobody points at anything here
        self._calls, self._lane = calls, lane
        self.announcer = announcer or Announcer(calls.say, self)
        self.announcer.changed.connect(self._show_calls)
        self._view: PublicView | None = None
        self._reading = self._behind = False
        self._said = ""
        self._resizes = QTimer(self)  # once the style has reached every label
        self._resizes.setSingleShot(True)
        self._resizes.timeout.connect(self._resize)
        self._make()
        self._ticks = self._every(1, self._show_clock)
        self._turns = self._every(NOTICE_SECONDS, self._turn_notices)
        self._reads = self._every(READ_SECONDS, self.read)
        self.retranslate()

    # -- what others ask of it ----------------------------------------------------------------

    def place(self, number: int | None = None) -> None:
        """Fills a display of this PC: the one with this number from 1 on, else the second one."""
        screens = sorted(
            QGuiApplication.screens(), key=lambda each: each is not QGuiApplication.primaryScreen()
        )
        wanted = len(screens) if number is None else min(max(number, 1), len(screens))
        self._fill(screens[min(wanted, 2) - 1 if number is None else wanted - 1])

    @Slot()
    def read(self) -> None:
        """Reads the hall anew; once more behind a reading that is under way."""
        if self._reading:
            self._behind = True
            return
        self._reading, self._behind = True, False
        view = self._calls.view
        job = Job(lambda _step: view(), self)
        job.succeeded.connect(self._on_read)
        job.failed.connect(self._on_not_read)
        self._lane.start(job)

    @property
    def reading(self) -> bool:
        """Whether the hall is being read."""
        return self._reading

    def say(self, sentence: str) -> None:
        """One sentence instead of what would be out of date; "" takes it away."""
        self._said = sentence
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))

    def texts(self) -> tuple[str, ...]:
        """Everything that can be read on it now."""
        labels = self.findChildren(QLabel)
        return tuple(label.text() for label in labels if label.text() and label.isVisibleTo(self))

    # -- what Qt asks ------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QEvent) -> None:
        for timer in (self._ticks, self._turns, self._reads):
            timer.stop()
        self.closed.emit()
        super().closeEvent(event)  # type: ignore[arg-type]

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:  # which takes every letter's size away
            self._resizes.start()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._resize()
        super().resizeEvent(event)

    def retranslate(self) -> None:
        """Draws what is shown in the language in force."""
        self.setWindowTitle(tr("Public screen"))
        self._front.retranslate()
        self._before.retranslate()
        self._show_clock()
        self._show_view()

    # -- making ------------------------------------------------------------------------------

    def _make(self) -> None:
        self._hall, self._clock = plain_label(), plain_label()
        self._clock.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._message = plain_label(role="warning")
        self._message.hide()
        head = QHBoxLayout()
        head.addWidget(self._hall, 1)
        head.addWidget(self._message)
        head.addWidget(self._clock)
        self._column = QVBoxLayout(self)
        self._column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._column.addLayout(head)
        self._front, self._before, self._strips = Front(), CallsBefore(), Strips()
        self._body = QHBoxLayout()
        self._body.addWidget(self._front, LEFT)
        self._body.addWidget(self._before, RIGHT)
        self._column.addLayout(self._body, 1)
        for strip in self._strips.labels:
            self._column.addWidget(strip)

    def _every(self, seconds: int, work: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.timeout.connect(work)
        timer.start(1000 * seconds)
        return timer

    def _fill(self, screen: QScreen) -> None:
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    @property
    def _letters(self) -> Letters:
        return Letters(self.size())

    @Slot()
    def _resize(self) -> None:
        letters = self._letters
        for label in (self._hall, self._clock, self._message, *self._strips.labels):
            label.setFont(letters.font(REST))
        self._front.set_sizes(letters)
        self._before.set_sizes(letters)
        edge = letters.edge
        self._column.setContentsMargins(edge, edge // 2, edge, edge // 2)
        self._column.setSpacing(edge // 2)
        self._body.setSpacing(2 * edge)
        self._shape()
        self._show_calls()
        self._show_waiting()

    def _shape(self) -> None:
        """The largest number, and the most calls, that leave everything else its room."""
        letters = self._letters
        head = letters.line(REST) + 2 * letters.edge
        height = self.height() - self._strips.height(letters) - head
        self._front.shape(height, letters)
        self._before.shape(height, letters)

    # -- showing -----------------------------------------------------------------------------

    @Slot(object)
    def _on_read(self, view: PublicView) -> None:
        self._reading = False
        self.say("")
        self._view = view
        self.announcer.follow(view)
        self._show_view()
        self.shown.emit(view)
        if self._behind:
            self.read()

    @Slot(object)
    def _on_not_read(self, error: Exception) -> None:
        self._reading = False
        self.say(tr("The display is not up to date. Please look at the windows."))
        if not isinstance(error, HallError):
            raise error

    def _show_view(self) -> None:
        view = self._view
        self._hall.setText("" if view is None else view.hall)
        self._show_calls()
        self._show_waiting()
        self._show_notices()

    @Slot()
    def _show_calls(self) -> None:
        view, front = self._view, self.announcer.front
        nobody = "" if view is None else tr("Please take a ticket")
        self._front.show_call(front, nobody, self._letters)
        self._before.show_calls(others(view.calls, front) if view is not None else ())

    def _show_waiting(self) -> None:
        self._front.show_lines(() if self._view is None else self._view.lines, self._letters)

    @Slot()
    def _turn_notices(self) -> None:
        self._strips.turn()
        self._show_notices()

    def _show_notices(self) -> None:
        self._strips.show_notices(() if self._view is None else self._view.notices, self._letters)
        self._shape()

    @Slot()
    def _show_clock(self) -> None:
        self._clock.setText(hall_time(self._calls.now()).strftime("%Y-%m-%d  %H:%M"))
