"""The parts of the hall's display: the call in front, who waits, the calls before, notices."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from hallclient.base.language import labelled, tr
from hallclient.queue.page.display_letters import (
    CALL,
    LEFT,
    PADDING,
    REST,
    RIGHT,
    TALL,
    WINDOW,
    Letters,
)
from hallclient.queue.rules import line_of
from hallclient.queue.rules.notices import NoticeKind, PublicNotice, notice_standard
from hallclient.queue.rules.public import PublicCall
from hallclient.queue.rules.values import LineRow
from hallclient.ui.widgets.marks import mark, plain_label

MOST_CALLS: Final = 6
LINES_A_ROW: Final = 2


class Front(QWidget):
    """The call that is said, huge, over who waits in which line."""

    def __init__(self) -> None:
        super().__init__()
        self._number, self._window = _Number(), plain_label()
        for label, role in ((self._number, "number"), (self._window, "window")):
            label.setProperty("role", role)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = QFrame()
        card.setObjectName("publicFront")
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self._number)
        column.addWidget(self._window)
        column.addStretch(1)
        self._heading = plain_label(role="muted")
        self._waiting = QGridLayout()
        self._lines: list[tuple[QLabel, QLabel]] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(PADDING)
        outer.addWidget(card, 1)
        outer.addWidget(self._heading)
        outer.addLayout(self._waiting)

    def retranslate(self) -> None:
        """Its heading in the language in force."""
        self._heading.setText(tr("Waiting"))

    def show_call(self, call: PublicCall | None, otherwise: str, letters: Letters) -> None:
        """The call in front, and where to go; what there is to say `otherwise`."""
        self._number.setText("" if call is None else call.number)
        where = otherwise
        if call is not None:
            where = tr("Please go to window {counter}", counter=call.counter)
        letters.fit(self._window, where, WINDOW, LEFT / (LEFT + RIGHT) * 0.95)

    def show_lines(self, lines: Sequence[LineRow], letters: Letters) -> None:
        """How many wait; a line that was there stays."""
        while len(self._lines) < len(lines):
            self._add_line()
            self.set_sizes(letters)
        for (name, count), line in zip(self._lines, lines, strict=False):
            text = f"{line.letter}  {line_of(line.letter).text}"
            letters.fit(name, text, REST, LEFT / (LEFT + RIGHT) / LINES_A_ROW * 0.8)
            count.setText(str(line.waiting))

    def set_sizes(self, letters: Letters) -> None:
        """The letters of everything but the number."""
        self._heading.setFont(letters.font(REST))
        for _name, count in self._lines:
            count.setFont(letters.font(REST, bold=True))
        self._waiting.setHorizontalSpacing(2 * letters.edge)
        self._waiting.setVerticalSpacing(0)

    def shape(self, height: int, letters: Letters) -> None:
        """The largest number that leaves room within this height."""
        rows = 1 + -(-len(self._lines) // LINES_A_ROW)
        waiting = rows * letters.line(REST) + letters.edge
        room = height - waiting - letters.line(WINDOW) - letters.edge
        self._number.setFont(letters.number(room))

    def _add_line(self) -> None:
        row, place = divmod(len(self._lines), LINES_A_ROW)
        name, count = plain_label(), plain_label()
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._waiting.addWidget(name, row, 2 * place)
        self._waiting.addWidget(count, row, 2 * place + 1)
        self._waiting.setColumnStretch(2 * place, 1)
        self._lines.append((name, count))


class CallsBefore(QWidget):
    """The calls that do not stand in front, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = plain_label(role="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heading)
        self._rows = QGridLayout()
        self._rows.setColumnStretch(1, 1)
        column.addLayout(self._rows)
        column.addStretch(1)
        self._labels: list[tuple[QLabel, QLabel]] = []
        for row in range(MOST_CALLS):
            number, window = plain_label(role="call"), plain_label()
            window.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._rows.addWidget(number, row, 0)
            self._rows.addWidget(window, row, 1)
            self._labels.append((number, window))

    def retranslate(self) -> None:
        """Its heading in the language in force."""
        self._heading.setText(tr("Called"))

    def show_calls(self, calls: Sequence[PublicCall]) -> None:
        """As many as there is room for."""
        for place, (number, window) in enumerate(self._labels):
            there = place < len(calls)
            number.setText(calls[place].number if there else "")
            shown = tr("Window {counter}", counter=calls[place].counter) if there else ""
            window.setText(shown)

    def set_sizes(self, letters: Letters) -> None:
        """The letters of everything."""
        self._heading.setFont(letters.font(REST))
        for number, window in self._labels:
            number.setFont(letters.font(CALL, bold=True))
            window.setFont(letters.font(CALL))
        self._rows.setVerticalSpacing(letters.edge // 3)

    def shape(self, height: int, letters: Letters) -> None:
        """As many rows as fit within this height."""
        fitting = (height - letters.line(REST)) // (letters.line(CALL) + letters.edge // 3)
        for place, labels in enumerate(self._labels):
            for label in labels:
                label.setVisible(place < fitting)


class Strips:
    """Two lines of notices: a fault is always in sight (S1-FG-28), the others take turns below."""

    def __init__(self) -> None:
        self.labels = self._strip("fault"), self._strip("notice")
        self._turn = 0

    def turn(self) -> None:
        """Another notice's turn."""
        self._turn += 1

    def show_notices(self, notices: Sequence[PublicNotice], letters: Letters) -> None:
        """Those whose turn it is."""
        faults = [each for each in notices if each.kind is NoticeKind.FAULT]
        rest = [each for each in notices if each.kind is not NoticeKind.FAULT]
        for strip, those in zip(self.labels, (faults, rest), strict=True):
            strip.setVisible(bool(those))
            if those:
                one = those[self._turn % len(those)]
                strip.setText(_worded(one))
                mark(strip, "tone", one.kind.value)
                strip.setFont(letters.font(REST))  # which the style sheet has taken away

    def height(self, letters: Letters) -> int:
        """What they take of the display."""
        line, between = letters.line(REST), 3 * PADDING + letters.edge // 2
        shown = [strip for strip in self.labels if not strip.isHidden()]
        return sum(letters.lines_of(strip.text()) * line + between for strip in shown)

    def _strip(self, tone: str) -> QLabel:
        label = plain_label()
        label.setObjectName("publicStrip")
        label.setProperty("tone", tone)
        label.setWordWrap(True)
        label.hide()
        return label


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
