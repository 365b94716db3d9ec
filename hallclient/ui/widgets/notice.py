"""One line above a page's form: what happened, or what is wrong and what to do."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from hallclient.ui.widgets.marks import mark

type Tone = Literal["info", "good", "warning", "wrong"]


class Notice(QLabel):
    """Hidden while it has nothing to say; text is always plain, a reader aloud is told."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setWordWrap(True)
        self.tone: Tone = "info"
        self.hide()

    def say(self, text: str, tone: Tone = "info") -> None:
        """Shows the text; "" hides the line."""
        self.tone = tone
        self.setText(text)
        self.setAccessibleName(text)
        mark(self, "tone", tone)
        self.setVisible(bool(text))
        if text:
            from PySide6.QtGui import QAccessible, QAccessibleEvent

            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def clear(self) -> None:
        """Nothing to say."""
        self.say("")
