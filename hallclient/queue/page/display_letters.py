"""Letters on the hall's display: every one a part of its height, to be read at ten metres."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QLabel

NUMBERS: Final = (1 / 4, 1 / 5, 1 / 6, 1 / 7, 1 / 8)
"""Heights of the number in front, the first that fits: notices that need more lines take their
room from it, and from the calls that are listed."""
TALL: Final = 1.1
"""A letter and digits have nothing under the line: they need no more than this of a line."""
WINDOW: Final = 1 / 9
CALL: Final = 1 / 13
"""Heights of the letters of calls, as parts of the screen's height."""
REST: Final = 1 / 20
"""Height of everything else that is to be read: a letter of 1/300 of the distance is legible, so
at ten metres 33 mm, which is 1/20 of a display of 55 inches (685 mm high)."""
LEFT, RIGHT = 11, 9
"""Shares of the width: who is called and who waits, and the calls before."""
PADDING: Final = 4
"""Pixels over and under a notice, as in the style sheet."""


class Letters:
    """The sizes on a display of this size, in pixels; of its width where it is narrow."""

    def __init__(self, size: QSize) -> None:
        self.size = size
        self._unit = min(size.height(), size.width() * 9 // 16)

    @property
    def edge(self) -> int:
        """Half a line: what lies between the parts."""
        return round(self._unit * REST / 2)

    def font(self, part: float, *, bold: bool = False) -> QFont:
        """Letters that are this part of the screen's height."""
        font = QFont(QGuiApplication.font())
        font.setPixelSize(max(1, round(self._unit * part)))
        font.setBold(bold)
        return font

    def line(self, part: float) -> int:
        """Pixels of one line of such letters."""
        return QFontMetrics(self.font(part, bold=True)).height()

    def number(self, room: int) -> QFont:
        """Of the largest number that leaves the rest its room, or of the smallest."""
        part = next((each for each in NUMBERS if self._unit * each * TALL <= room), NUMBERS[-1])
        return self.font(part, bold=True)

    def lines_of(self, text: str) -> int:
        """How many lines a text needs over the whole width."""
        metrics = QFontMetrics(self.font(REST))
        room = QRect(0, 0, self.size.width() - 4 * self.edge, self.size.height())
        wrapped = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), text)
        return max(1, round(wrapped.height() / metrics.lineSpacing()))

    def fit(self, label: QLabel, text: str, part: float, share: float) -> None:
        """The text as high as this part of the screen, or as its share of the width allows."""
        room = share * (self.size.width() - 4 * self._unit * REST)
        font = self.font(part)
        wide = QFontMetrics(font).horizontalAdvance(text)
        if wide > room > 0:
            font.setPixelSize(max(1, int(font.pixelSize() * room / wide)))
        label.setFont(font)
        label.setText(text)
