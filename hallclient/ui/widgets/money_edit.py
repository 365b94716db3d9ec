"""A field for an amount: the clerk types yuan, the program gets integer fen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from hallclient.base.errors import HallError
from hallclient.base.money import Fen, fen_from_text, yuan


class MoneyEdit(QLineEdit):
    """Yuan with at most two decimals, full-width digits welcome; never a float in between.

    On leaving the field a right amount is written out as `1,234.50`; a wrong one stays as
    typed and `refused` tells why. A page shows that sentence by itself.
    """

    changed = Signal()
    """The text changed, by hand or by program."""

    refused = Signal(object)
    """What was typed is no amount: a HallError with this field's name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.setMaxLength(20)
        self.setPlaceholderText("0.00")
        self.setProperty("role", "money")
        self.textChanged.connect(lambda _text: self.changed.emit())

    def fen(self) -> Fen:
        """The amount typed. Raises AmountMalformed (also when empty) or AmountDecimals."""
        return fen_from_text(self.text(), field=self.objectName())

    def fen_or_none(self) -> Fen | None:
        """The amount, or None while the field is empty or holds no amount."""
        try:
            return self.fen()
        except HallError:
            return None

    def is_empty(self) -> bool:
        """Whether nothing was typed, which is not the same as zero."""
        return not self.text().strip()

    def set_fen(self, fen: int | None) -> None:
        """Writes an amount; None empties the field."""
        self.setText("" if fen is None else yuan(fen))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.is_empty() or self.isReadOnly():
            return
        try:
            written = yuan(self.fen())
        except HallError as error:
            self.refused.emit(error)
            return
        if written != self.text():
            self.setText(written)
