"""Whether Caps Lock is on, as far as the keys tell: Qt does not say it anywhere."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit


class CapsHint(QObject):
    """Shows a label while a letter typed into one of the fields proves that Caps Lock is on."""

    def __init__(self, hint: QLabel, *fields: QLineEdit) -> None:
        super().__init__(hint)
        self._hint = hint
        self._known = False
        hint.hide()
        for field in fields:
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._look(event)
        elif event.type() == QEvent.Type.FocusOut:
            self._hint.hide()
        return False

    def _look(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock and self._known:
            self._hint.setVisible(self._hint.isHidden())
        elif len(text) == 1 and text.isascii() and text.isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._known = True
            self._hint.setVisible(text.isupper() != shifted)
