"""Money large enough for both sides of the counter."""

from typing import Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hallclient.base.language import tr
from hallclient.base.money import yuan
from hallclient.ui.widgets.marks import mark, plain_label

type FigureTone = Literal["plain", "due", "good", "wrong"]


class BigFigure(QWidget):
    """A caption and an amount below it; — while there is no amount."""

    def __init__(self, parent: QWidget | None = None, caption: str = "") -> None:
        """`caption` is English source; in a form set it by the `caption` property instead."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._source = caption
        self._fen: int | None = None
        self._caption = plain_label(role="caption")
        self._figure = plain_label(role="figure")
        for label in (self._caption, self._figure):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            column.addWidget(label)
        self.retranslate()
        self.set_fen(None)

    def set_caption(self, source: str) -> None:
        """What the amount is; English source."""
        self._source = source
        self.retranslate()

    def set_fen(self, fen: int | None, tone: FigureTone = "plain") -> None:
        """The amount in fen."""
        self._fen = fen
        self._figure.setText("—" if fen is None else yuan(fen))
        mark(self._figure, "tone", tone)

    def text(self) -> str:
        """The amount as shown."""
        return self._figure.text()

    def retranslate(self) -> None:
        """Writes the caption in the language in force."""
        self._caption.setText(tr(self._source))
        if not self.accessibleName() or self._source:
            self.setAccessibleName(tr(self._source))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
