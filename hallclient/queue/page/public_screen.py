"""The hall's display: calls, waiting customers, notices; to be read at ten metres."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeyEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hallclient.base.clock import hall_time
from hallclient.base.errors import HallError
from hallclient.base.language import labelled, tr
from hallclient.queue.page.announcer import Announcer, Say, others
from hallclient.queue.rules import line_of
from hallclient.queue.rules.notices import NoticeKind, PublicNotice, notice_standard
from hallclient.queue.rules.public import PublicView
from hallclient.ui.jobs import Job, Lane
from hallclient.ui.widgets.marks import mark, plain_label

NUMBERS: Final = (1 / 4, 1 / 5, 1 / 6, 1 / 7, 1 / 8)
"""Heights of the number in front, the first that fits: notices that need more lines take their
room from it, and from the calls that are listed."""
TALL: Final = 1.1
"""A letter and digits have nothing under the line: they need no more than this of a line."""
MOST_CALLS: Final = 6
PADDING: Final = 4
"""Pixels over and under a notice, as in the style sheet."""
WINDOW: Final = 1 / 9
CALL: Final = 1 / 13
"""Heights of the letters of calls, as parts of the screen's height."""
REST: Final = 1 / 20
"""Height of everything else that is to be read: a letter of 1/300 of the distance is legible, so
at ten metres 33 mm, which is 1/20 of a display of 55 inches (685 mm high)."""
LEFT, RIGHT = 11, 9
"""Shares of the width: who is called and who waits, and the calls before."""
LINES_A_ROW: Final = 2
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
        self._turn = 0
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
        self._list_heading.setText(tr("Called"))
        self._waiting_heading.setText(tr("Waiting"))
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
        self._body = QHBoxLayout()
        self._body.addWidget(self._make_front(), LEFT)
        self._body.addWidget(self._make_list(), RIGHT)
        self._column.addLayout(self._body, 1)
        self._fault, self._notice = self._strip("fault"), self._strip("notice")
        self._column.addWidget(self._fault)
        self._column.addWidget(self._notice)

    def _make_front(self) -> QWidget:
        """The call that is said, huge, over who waits in which line."""
        card = QFrame()
        card.setObjectName("publicFront")
        self._number, self._window = _Number(), plain_label()
        for label, role in ((self._number, "number"), (self._window, "window")):
            label.setProperty("role", role)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self._number)
        column.addWidget(self._window)
        column.addStretch(1)
        self._waiting_heading = plain_label(role="muted")
        self._waiting = QGridLayout()
        self._waiting_labels: list[tuple[QLabel, QLabel]] = []
        whole = QWidget()
        outer = QVBoxLayout(whole)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(PADDING)
        outer.addWidget(card, 1)
        outer.addWidget(self._waiting_heading)
        outer.addLayout(self._waiting)
        return whole

    def _make_list(self) -> QWidget:
        """The calls before it."""
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._list_heading = plain_label(role="muted")
        column.addWidget(self._list_heading)
        self._rows = QGridLayout()
        self._rows.setColumnStretch(1, 1)
        column.addLayout(self._rows)
        column.addStretch(1)
        self._row_labels: list[tuple[QLabel, QLabel]] = []
        for row in range(MOST_CALLS):
            number, window = plain_label(role="call"), plain_label()
            window.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._rows.addWidget(number, row, 0)
            self._rows.addWidget(window, row, 1)
            self._row_labels.append((number, window))
        return whole

    def _strip(self, name: str) -> QLabel:
        label = plain_label()
        label.setObjectName("publicStrip")
        label.setProperty("tone", name)
        label.setWordWrap(True)
        label.hide()
        return label

    def _every(self, seconds: int, work: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.timeout.connect(work)
        timer.start(1000 * seconds)
        return timer

    def _fill(self, screen: QScreen) -> None:
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    @Slot()
    def _resize(self) -> None:
        self._set_sizes()
        self._show_calls()
        self._show_waiting()

    def _set_sizes(self) -> None:
        """Every letter a part of the screen's height, or of its width where it is narrow."""
        height = self._unit
        rest = _font(height * REST)
        for label in (
            self._hall, self._clock, self._message, self._list_heading,
            self._waiting_heading, self._fault, self._notice,
        ):  # fmt: skip
            label.setFont(rest)
        for number, window in self._row_labels:
            number.setFont(_font(height * CALL, bold=True))
            window.setFont(_font(height * CALL))
        for _name, count in self._waiting_labels:
            count.setFont(_font(height * REST, bold=True))
        edge = self._edge
        self._column.setContentsMargins(edge, edge // 2, edge, edge // 2)
        self._column.setSpacing(edge // 2)
        self._body.setSpacing(2 * edge)
        self._rows.setVerticalSpacing(edge // 3)
        self._waiting.setHorizontalSpacing(2 * edge)
        self._waiting.setVerticalSpacing(0)
        self._shape()

    def _shape(self) -> None:
        """The largest number, and the most calls, that leave everything else its room."""
        line = self._line(REST)
        edge = self._edge
        strips = [strip for strip in (self._fault, self._notice) if not strip.isHidden()]
        below = sum(self._lines_of(strip) * line + 3 * PADDING + edge // 2 for strip in strips)
        body = self.height() - below - line - 2 * edge
        waiting = (1 + -(-len(self._waiting_labels) // LINES_A_ROW)) * line + edge
        room = body - waiting - self._line(WINDOW) - edge
        part = next((each for each in NUMBERS if self._unit * each * TALL <= room), NUMBERS[-1])
        self._number.setFont(_font(self._unit * part, bold=True))
        fitting = (body - line) // (self._line(CALL) + edge // 3)
        for place, labels in enumerate(self._row_labels):
            for label in labels:
                label.setVisible(place < fitting)

    def _lines_of(self, strip: QLabel) -> int:
        metrics = QFontMetrics(_font(self._unit * REST))
        room = QRect(0, 0, int(self.width() - 4 * self._edge), self.height())
        wrapped = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), strip.text())
        return max(1, round(wrapped.height() / metrics.lineSpacing()))

    def _line(self, part: float) -> int:
        """Pixels of one line of letters that are this part of the screen's height."""
        return QFontMetrics(_font(self._unit * part, bold=True)).height()

    @property
    def _edge(self) -> int:
        """Half a line: what lies between the parts."""
        return round(self._unit * REST / 2)

    @property
    def _unit(self) -> int:
        """The height of which every letter is a part."""
        return min(self.height(), self.width() * 9 // 16)

    def _fit(self, label: QLabel, text: str, part: float, share: float) -> None:
        """The text as high as this part of the screen, or as its share of the width allows."""
        room = share * (self.width() - 4 * self._unit * REST)
        font = _font(self._unit * part)
        wide = QFontMetrics(font).horizontalAdvance(text)
        if wide > room > 0:
            font.setPixelSize(max(1, int(font.pixelSize() * room / wide)))
        label.setFont(font)
        label.setText(text)

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
        self._number.setText("" if front is None else front.number)
        if front is not None:
            where = tr("Please go to window {counter}", counter=front.counter)
        else:
            where = "" if view is None else tr("Please take a ticket")
        self._fit(self._window, where, WINDOW, LEFT / (LEFT + RIGHT) * 0.95)
        rest = others(view.calls, front) if view is not None else ()
        for place, (number, window) in enumerate(self._row_labels):
            there = place < len(rest)
            number.setText(rest[place].number if there else "")
            shown = tr("Window {counter}", counter=rest[place].counter) if there else ""
            window.setText(shown)

    def _show_waiting(self) -> None:
        lines = () if self._view is None else self._view.lines
        while len(self._waiting_labels) < len(lines):
            self._add_line()
        for (name, count), line in zip(self._waiting_labels, lines, strict=False):
            text = f"{line.letter}  {line_of(line.letter).text}"
            self._fit(name, text, REST, LEFT / (LEFT + RIGHT) / LINES_A_ROW * 0.8)
            count.setText(str(line.waiting))

    def _add_line(self) -> None:
        row, place = divmod(len(self._waiting_labels), LINES_A_ROW)
        name, count = plain_label(), plain_label()
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._waiting.addWidget(name, row, 2 * place)
        self._waiting.addWidget(count, row, 2 * place + 1)
        self._waiting.setColumnStretch(2 * place, 1)
        self._waiting_labels.append((name, count))
        self._set_sizes()

    @Slot()
    def _turn_notices(self) -> None:
        self._turn += 1
        self._show_notices()

    def _show_notices(self) -> None:
        """A fault is always in sight (S1-FG-28); what else is put up takes turns below it."""
        notices = () if self._view is None else self._view.notices
        faults = [each for each in notices if each.kind is NoticeKind.FAULT]
        rest = [each for each in notices if each.kind is not NoticeKind.FAULT]
        for strip, those in ((self._fault, faults), (self._notice, rest)):
            strip.setVisible(bool(those))
            if those:
                one = those[self._turn % len(those)]
                strip.setText(_worded(one))
                mark(strip, "tone", one.kind.value)
                strip.setFont(_font(self._unit * REST))  # which the style sheet has taken away
        self._shape()

    @Slot()
    def _show_clock(self) -> None:
        self._clock.setText(hall_time(self._calls.now()).strftime("%Y-%m-%d  %H:%M"))


class _Number(QLabel):
    """A ticket's number: it wants the room of its digits, not of a line of any text."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setIndent(0)

    def sizeHint(self) -> QSize:
        return self._flat(super().sizeHint())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's spelling
        return self._flat(super().minimumSizeHint())

    def _flat(self, hint: QSize) -> QSize:
        return QSize(hint.width(), round(self.font().pixelSize() * TALL))


def _worded(notice: PublicNotice) -> str:
    if notice.kind is NoticeKind.FAULT:
        return notice.text
    return labelled(notice_standard().kinds[notice.kind].text, notice.text)


def _font(height: float, *, bold: bool = False) -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPixelSize(max(1, round(height)))
    font.setBold(bold)
    return font
