"""The details of one line: the kind's own form, a lower price, or a refusal with its reason."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hallclient.base.language import tr
from hallclient.counter.page.kind_form import KindForm
from hallclient.counter.page.panel import Panel
from hallclient.counter.rules import LineDraft
from hallclient.ui.widgets.marks import plain_label
from hallclient.ui.widgets.money_edit import MoneyEdit


class FillPanel(Panel):
    """Holds the form of the line that is being filled in.

    Attributes:
        cheaper, remove, decline: buttons that the page gives their words and keys.
    """

    changed = Signal()
    refused = Signal(str)
    """The business cannot be accepted, for this reason (不能受理)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form: KindForm | None = None
        self._head = plain_label(role="heading")
        self.cheaper, self.decline, self.remove = QPushButton(), QPushButton(), QPushButton()
        self.price, self.price_reason = MoneyEdit(), QLineEdit()
        self.price.setObjectName("price")
        self.price_reason.setObjectName("price_reason")
        self.reason, self.refuse = QLineEdit(), QPushButton()
        self.reason.setObjectName("reason")
        for edit in (self.price_reason, self.reason):
            edit.setMaxLength(120)
        self._labels = [plain_label() for _ in range(3)]
        self._price_row = _row((self._labels[0], self.price), (self._labels[1], self.price_reason))
        self._refusal_row = _row((self._labels[2], self.reason), (None, self.refuse))
        self._lay_out()
        for edit in (self.price, self.price_reason):
            edit.textChanged.connect(lambda _text: self.changed.emit())
        self.reason.returnPressed.connect(self.refuse.click)
        self.refuse.clicked.connect(lambda: self.refused.emit(self.reason.text().strip()))
        self.retranslate()
        self.set_form(None, None)

    def set_form(self, form: KindForm | None, line: LineDraft | None) -> None:
        """Another line's form; None for none."""
        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.setParent(None)
            self.form.deleteLater()
        self.form = form
        self.price.setText(line.price if line else "")
        self.price_reason.setText(line.price_reason if line else "")
        self.reason.clear()
        self._price_row.setVisible(bool(line and line.price))
        self._refusal_row.hide()
        if form is not None and line is not None:
            form.load(line.fields)
            self._column.insertWidget(1, form)
            form.show()
        self._head.setText(tr(form.spec.title) if form else "")

    def line(self) -> LineDraft | None:
        """The line as typed, None while no line is open; answers are not this panel's."""
        if self.form is None:
            return None
        shown = not self._price_row.isHidden()
        return LineDraft(
            self.form.spec.code,
            self.form.fields(),
            price=self.price.text().strip() if shown else "",
            price_reason=self.price_reason.text().strip() if shown else "",
        )

    def enter(self) -> None:
        """Enter in the reason of a refusal records it; elsewhere it goes on."""
        if not self.reason.hasFocus():
            super().enter()

    def toggle_price(self) -> None:
        """Shows or hides the row for a lower price; hidden, the list price stands."""
        shown = self._price_row.isHidden() and self.form is not None
        self._price_row.setVisible(shown)
        self._focus(self.price if shown else None)
        self.changed.emit()

    def toggle_refusal(self) -> None:
        """Shows or hides the row in which the reason of a refusal is typed."""
        shown = self._refusal_row.isHidden() and self.form is not None
        self._refusal_row.setVisible(shown)
        self._focus(self.reason if shown else None)

    def start(self) -> None:
        """The focus where the first entry is missing."""
        self._focus(None)

    def retranslate(self) -> None:
        if self.form is not None:
            self.form.retranslate()
        self._head.setText(tr(self.form.spec.title) if self.form else "")
        for label, edit, text in zip(
            self._labels,
            (self.price, self.price_reason, self.reason),
            (
                tr("Lower price"),
                tr("Reason of the lower price"),
                tr("Reason why it cannot be accepted"),
            ),
            strict=True,
        ):
            label.setText(text)
            edit.setAccessibleName(text)
        self.refuse.setText(tr("Record the refusal"))
        self.refuse.setAccessibleName(tr("Record the refusal"))

    def _focus(self, widget: QWidget | None) -> None:
        target = widget or (self.form.first_open() if self.form else None)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._head, 1)
        for button in (self.cheaper, self.decline, self.remove):
            button.setProperty("role", "link")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            head.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addLayout(head)
        for part in (self._price_row, self._refusal_row):
            self._column.addWidget(part)
        self._column.addStretch(1)


def _row(*parts: tuple[QLabel | None, QWidget]) -> QWidget:
    """Labels above, controls below; the last field but a button takes the room."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    for column, (label, control) in enumerate(parts):
        if label is not None:
            grid.addWidget(label, 0, column)
        grid.addWidget(control, 1, column)
        grid.setColumnStretch(column, 0 if label is None else 1 + 2 * column)
    return holder
