"""A later entry (补录): when and why it was done on paper. Out of sight until it is asked for."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from hallclient.base.language import tr
from hallclient.counter.rules.late import REASON_MOST
from hallclient.ui.widgets.marks import plain_label


class LateRow(QWidget):
    """Two fields; hidden they say nothing."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.done_at, self.reason = QLineEdit(), QLineEdit()
        self._labels = (plain_label(), plain_label())
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        parts = (("late_done_at", self.done_at), ("late_reason", self.reason))
        for column, (name, edit) in enumerate(parts):
            edit.setObjectName(name)
            edit.setMaxLength(REASON_MOST)
            edit.textEdited.connect(lambda _text: self.changed.emit())
            self._labels[column].setBuddy(edit)
            grid.addWidget(self._labels[column], 0, column)
            grid.addWidget(edit, 1, column)
            grid.setColumnStretch(column, 1 + 2 * column)
        self.retranslate()
        self.hide()

    def words(self) -> tuple[str, str]:
        """Time and reason as typed; both "" while the order is done now."""
        if self.isHidden():
            return "", ""
        return self.done_at.text().strip(), self.reason.text().strip()

    def load(self, done_at: str, reason: str) -> None:
        """What a draft said; shown when it said anything."""
        self.done_at.setText(done_at)
        self.reason.setText(reason)
        self.setVisible(bool(done_at or reason))

    def toggle(self) -> None:
        """Shows the fields with the focus in the first, or takes back that it is a later entry."""
        if self.isHidden():
            self.show()
            self.done_at.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.load("", "")
        self.changed.emit()

    def retranslate(self) -> None:
        """Writes the labels in the language in force."""
        texts = (tr("Done at (later entry)"), tr("Why it is entered only now"))
        for label, edit, text in zip(self._labels, (self.done_at, self.reason), texts, strict=True):
            label.setText(text)
            edit.setAccessibleName(text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
