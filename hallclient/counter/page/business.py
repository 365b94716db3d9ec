"""Which business, and its form: whatever kind it is, the same few lines fill and read it."""

import importlib
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hallclient.base.language import tr
from hallclient.base.money import yuan
from hallclient.counter.rules import Answer, Choice, Field, KindSpec, LineDraft, Offer, QuotedLine
from hallclient.ui.page import Form
from hallclient.ui.widgets.choice_box import ChoiceBox
from hallclient.ui.widgets.marks import plain_label

ANSWERS = (
    (Answer.ACCEPTED.value, "Accepted"),
    (Answer.DECLINED.value, "Declined"),
    (Answer.TOLD.value, "Told"),
)


class KindList(QWidget):
    """Every business with its number key; typing narrows by word, code or pinyin initials."""

    chosen = Signal(str)

    def __init__(self, kinds: Sequence[KindSpec], keys: Mapping[str, frozenset[str]]) -> None:
        super().__init__()
        self._kinds = tuple(kinds)
        self._keys = keys
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setProperty("role", "choices")
        self.list.itemActivated.connect(self._on_activated)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.search)
        self.search.installEventFilter(self)
        self.retranslate()

    def retranslate(self) -> None:
        """Writes every title in the language in force."""
        self.search.setPlaceholderText(tr("Number, word, code or pinyin initials"))
        self.search.setAccessibleName(tr("Find a business"))
        self.list.setAccessibleName(tr("Businesses"))
        self._narrow(self.search.text())

    def choose_current(self) -> None:
        """Takes the business that is marked."""
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.choose_current()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = self.list.currentRow() + step
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, row)))
        else:
            super().keyPressEvent(event)

    def _narrow(self, text: str) -> None:
        wanted = text.strip().lower()
        self.list.clear()
        for number, spec in enumerate(self._kinds, 1):
            if wanted and not self._fits(wanted, number, spec):
                continue
            item = QListWidgetItem(f"{number}  {tr(spec.title)}")
            item.setData(Qt.ItemDataRole.UserRole, spec.code)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _fits(self, wanted: str, number: int, spec: KindSpec) -> bool:
        words = (tr(spec.title).lower(), spec.code, spec.chinese)
        return (
            wanted == str(number)
            or any(wanted in word for word in words)
            or any(key.startswith(wanted) for key in self._keys.get(spec.code, ()))
        )

    def _on_activated(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))


class KindForm(QWidget):
    """The form of one kind, its inputs found by the names of the kind's fields."""

    changed = Signal()
    left = Signal(str)
    """A field was filled and left: the moment to hold a number."""

    def __init__(self, spec: KindSpec) -> None:
        super().__init__()
        self.spec = spec
        self.form = _form_of(spec)
        self.form.setupUi(self)
        self._inputs = {field.name: self._input(field) for field in spec.fields}
        for field in spec.fields:
            self._watch(field, self._inputs[field.name])

    def fields(self) -> dict[str, str]:
        """Text as typed, by field name."""
        return {name: _text_of(widget) for name, widget in self._inputs.items()}

    def load(self, fields: Mapping[str, str]) -> None:
        """Puts typed text back."""
        for name, widget in self._inputs.items():
            _put_text(widget, fields.get(name, ""))

    def set_choices(self, name: str, choices: Sequence[Choice]) -> None:
        """Values on offer for a field; what was typed or chosen stays."""
        widget = self._inputs[name]
        shown = tuple((c.value, f"{c.label}  {c.detail}".strip()) for c in choices)
        if isinstance(widget, ChoiceBox):
            widget.set_choices(shown, translated=True)
        elif isinstance(widget, QComboBox):
            typed = widget.currentText()
            widget.blockSignals(True)
            widget.clear()
            for choice in choices:
                widget.addItem(choice.value)
                detail = f"{choice.label} {choice.detail}".strip()
                widget.setItemData(widget.count() - 1, detail, Qt.ItemDataRole.ToolTipRole)
            widget.setEditText(typed)
            widget.blockSignals(False)

    def wants_choices(self) -> tuple[str, ...]:
        """Fields that offer values."""
        return tuple(
            field.name
            for field in self.spec.fields
            if isinstance(self._inputs[field.name], QComboBox)
        )

    def retranslate(self) -> None:
        """Writes the labels in the language in force."""
        self.form.retranslateUi(self)

    def focus_first(self) -> None:
        """To the first field that is empty, else to the first."""
        empty = [w for name, w in self._inputs.items() if not _text_of(w) and w.isEnabled()]
        widget = (empty or list(self._inputs.values()))[0]
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _input(self, field: Field) -> QWidget:
        widget: QWidget | None = self.findChild(QWidget, field.name)
        if widget is None:
            raise LookupError(f"form {self.spec.form} has no input named {field.name}")
        return widget

    def _watch(self, field: Field, widget: QWidget) -> None:
        name = field.name
        if isinstance(widget, ChoiceBox):
            widget.chosen.connect(lambda _value: self.changed.emit())
            widget.chosen.connect(lambda _value: self.left.emit(name))
        elif isinstance(widget, QComboBox):
            widget.editTextChanged.connect(lambda _text: self.changed.emit())
            edit = widget.lineEdit()
            if edit is not None:
                edit.editingFinished.connect(lambda: self.left.emit(name))
        elif isinstance(widget, QLineEdit):
            widget.textChanged.connect(lambda _text: self.changed.emit())
            widget.editingFinished.connect(lambda: self.left.emit(name))


class LineTerms(QWidget):
    """What must be said of a line before the money: promotions, each with the answer."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._boxes: dict[tuple[int, str], ChoiceBox] = {}
        self._rows: list[QWidget] = []

    def show_lines(self, lines: Sequence[QuotedLine | None], drafts: Sequence[LineDraft]) -> None:
        """The offers of all lines; an answer given before stays."""
        wanted = {
            (place, offer.code): offer
            for place, line in enumerate(lines)
            if line is not None
            for offer in line.offers
        }
        if set(wanted) == set(self._boxes):
            return
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows, self._boxes = [], {}
        for (place, code), offer in wanted.items():
            given = drafts[place].answers.get(code, "") if place < len(drafts) else ""
            self._add(place, offer, given or offer.answer)
        self.setVisible(bool(wanted))

    def answers(self, place: int) -> dict[str, str]:
        """The customer's answers on one line, by promotion."""
        return {
            code: str(box.value())
            for (line, code), box in self._boxes.items()
            if line == place and box.value() is not None
        }

    def _add(self, place: int, offer: Offer, given: str) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(8, 4, 8, 4)
        words = plain_label(f"{offer.name}: {offer.text}")
        words.setWordWrap(True)
        line.addWidget(words, 1)
        line.addWidget(plain_label(f"+{yuan(offer.bonus_fen)}", "money"))
        box = ChoiceBox()
        box.setObjectName(f"lines_{place}_answers_{offer.code}")
        box.setAccessibleName(tr("Customer's answer to {name}", name=offer.name))
        box.set_choices(ANSWERS)
        box.set_value(given or None)
        box.chosen.connect(lambda _value: self.changed.emit())
        line.addWidget(box)
        self._boxes[(place, offer.code)] = box
        self._rows.append(row)
        self._column.addWidget(row)


def _form_of(spec: KindSpec) -> Form:
    module = importlib.import_module(f"hallclient.ui.forms.{spec.form}")
    made = next(value for name, value in vars(module).items() if name.startswith("Ui_"))
    form: Form = made()
    return form


def _text_of(widget: QWidget) -> str:
    if isinstance(widget, ChoiceBox):
        return "" if widget.value() is None else str(widget.value())
    if isinstance(widget, QComboBox):
        return widget.currentText().strip()
    return widget.text().strip() if isinstance(widget, QLineEdit) else ""


def _put_text(widget: QWidget, text: str) -> None:
    if isinstance(widget, ChoiceBox):
        widget.set_value(text or None)
    elif isinstance(widget, QComboBox):
        widget.setEditText(text)
    elif isinstance(widget, QLineEdit):
        widget.setText(text)
