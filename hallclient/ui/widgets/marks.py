"""Properties that the style sheet looks at, and labels that never read their text as markup."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


def mark(widget: QWidget, name: str, value: object) -> None:
    """Sets a property the style sheet selects by, and draws the widget anew if it changed."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def plain_label(text: str = "", role: str = "", parent: QWidget | None = None) -> QLabel:
    """A label whose text is text; `role` is the style sheet's `role` property."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setIndent(0)  # a style of its own would push the text in by half a letter
    label.setText(text)
    if role:
        label.setProperty("role", role)
    return label
