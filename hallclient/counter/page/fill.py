"""The details of one line: the kind's own form, a lower price, or a refusal with its reason."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from hallclient.base.language import tr
from hallclient.counter.page.business import KindForm
from hallclient.counter.rules import LineDraft
from hallclient.ui.widgets.marks import plain_label
from hallclient.ui.widgets.money_edit import MoneyEdit


class FillPanel(QWidget):
    """Holds the form of the line that is being filled in."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.form: KindForm | None = None
        self._line: LineDraft | None = None
        self._head = plain_label(role="section")
        self.price, self.price_reason = MoneyEdit(), QLineEdit()
        self.price.setObjectName("price")
        self.price_reason.setObjectName("price_reason")
        self.reason, self.refuse = QLineEdit(), QPushButton()
        self.reason.setObjectName("reason")
        for edit in (self.price_reason, self.reason):
            edit.setMaxLength(120)
        self._price_row = _row(self.price, self.price_reason)
        self._refusal_row = _row(self.reason, self.refuse)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        for part in (self._head, self._price_row, self._refusal_row):
            self._column.addWidget(part)
        self._column.addStretch(1)
        for edit in (self.price, self.price_reason):
            edit.textChanged.connect(lambda _text: self.changed.emit())
        self.refuse.clicked.connect(lambda: self.refused.emit(self.reason.text().strip()))
        self.retranslate()
        self.set_form(None, None)

    def set_form(self, form: KindForm | None, line: LineDraft | None) -> None:
        """Another line's form; None for none."""
        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form, self._line = form, line
        self.price.setText(line.price if line else "")
        self.price_reason.setText(line.price_reason if line else "")
        self.reason.clear()
        self._price_row.setVisible(bool(line and line.price))
        self._refusal_row.hide()
        if form is not None and line is not None:
            form.load(line.fields)
            self._column.insertWidget(1, form)
        self._head.setText(tr(form.spec.title) if form else "")

    def line(self) -> LineDraft:
        """The line as typed."""
        if self.form is None:
            raise LookupError("no line is open")
        answers = self._line.answers if self._line else {}
        shown = not self._price_row.isHidden()
        return LineDraft(
            self.form.spec.code,
            self.form.fields(),
            answers,
            self.price.text().strip() if shown else "",
            self.price_reason.text().strip() if shown else "",
        )

    def toggle_price(self) -> None:
        """Shows or hides the row for a lower price; hidden, the list price stands."""
        shown = self._price_row.isHidden() and self.form is not None
        self._price_row.setVisible(shown)
        if shown:
            self.price.setFocus()
        self.changed.emit()

    def toggle_refusal(self) -> None:
        """Shows or hides the row in which the reason of a refusal is typed."""
        shown = self._refusal_row.isHidden()
        self._refusal_row.setVisible(shown)
        if shown:
            self.reason.setFocus()

    def retranslate(self) -> None:
        """Writes every text in the language in force."""
        self._head.setText(tr(self.form.spec.title) if self.form else "")
        for edit, text in (
            (self.price, tr("Lower price")),
            (self.price_reason, tr("Reason of the lower price")),
            (self.reason, tr("Reason why it cannot be accepted")),
        ):
            edit.setPlaceholderText(text)
            edit.setAccessibleName(text)
        self.refuse.setText(tr("Record the refusal"))
        self.refuse.setAccessibleName(tr("Record the refusal"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _row(*parts: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        row.addWidget(part)
    return holder
