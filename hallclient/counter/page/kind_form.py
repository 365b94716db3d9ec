"""The form of one business: whatever kind it is, the same few lines fill and read it."""

import importlib
from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from hallclient.base.language import tr
from hallclient.counter.page.suggest import make_suggesting, offer
from hallclient.counter.rules import Choice, Field, KindSpec
from hallclient.ui.page import Form
from hallclient.ui.widgets.choice_box import ChoiceBox

HOUSE_FORMS = "hallclient.ui.forms"


class KindForm(QWidget):
    """Inputs are found by the names of the kind's fields; typed text goes in and out."""

    edited = Signal(str)
    """A field changed, by hand."""

    left = Signal(str)
    """A field was filled and left: the moment to hold a number."""

    def __init__(self, spec: KindSpec) -> None:
        super().__init__()
        self.spec = spec
        self._form = form_of(spec)
        self._form.setupUi(self)
        for label in self.findChildren(QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._inputs = {field.name: self._input(field) for field in spec.fields}
        self._choices: dict[str, Sequence[Choice]] = {}
        self._awaited: dict[str, str] = {}
        self._loading = False
        for field in spec.fields:
            self._watch(field.name, self._inputs[field.name])

    def fields(self) -> dict[str, str]:
        """Text as typed, by field name."""
        return {
            name: _text_of(widget) or self._awaited.get(name, "")
            for name, widget in self._inputs.items()
        }

    def load(self, fields: Mapping[str, str]) -> None:
        """Puts typed text back; a choice that is not on offer yet is kept until it is."""
        self._loading = True
        for name, widget in self._inputs.items():
            text = fields.get(name, "")
            _put_text(widget, text)
            if isinstance(widget, ChoiceBox) and text and not _text_of(widget):
                self._awaited[name] = text
        self._loading = False

    def untouched(self) -> bool:
        """Whether nothing was typed; what a choice begins with does not count."""
        return not any(
            _text_of(widget)
            for name, widget in self._inputs.items()
            if self._required(name) or not isinstance(widget, ChoiceBox)
        )

    def offering(self) -> tuple[str, ...]:
        """Fields that offer values."""
        return tuple(name for name, box in self._inputs.items() if isinstance(box, QComboBox))

    def offer(self, name: str, choices: Sequence[Choice]) -> None:
        """Values on offer for a field; what was typed or chosen stays, also what is gone."""
        self._choices[name] = (*choices, *self._chosen_and_gone(name, choices))
        self._loading = True
        self._put_choices(name)
        self._loading = False

    def lost(self, name: str, choices: Sequence[Choice]) -> str:
        """What is typed, in words, if it was on offer before and is not among these; else ""."""
        typed, still = _text_of(self._inputs[name]), {one.value for one in choices}
        before = (one for one in self._choices.get(name, ()) if one.value == typed)
        return next((tr(one.label) for one in before if one.value not in still), "")

    def _chosen_and_gone(self, name: str, choices: Sequence[Choice]) -> Sequence[Choice]:
        """What was chosen of a closed list and is not on offer any more: the order says so."""
        widget = self._inputs[name]
        if not isinstance(widget, ChoiceBox):
            return ()
        chosen, still = widget.value(), {one.value for one in choices}
        before = self._choices.get(name, ())
        return [one for one in before if one.value == chosen and one.value not in still]

    def retranslate(self) -> None:
        """Labels and choices in the language in force."""
        self._form.retranslateUi(self)
        for name in self._choices:
            self._put_choices(name)

    def first_open(self) -> QWidget:
        """The first field that must be filled in and is not, else the first."""
        open_ones = [
            self._inputs[field.name]
            for field in self.spec.fields
            if field.required and not _text_of(self._inputs[field.name])
        ]
        return next(iter(open_ones or self._inputs.values()), self)

    def input(self, name: str) -> QWidget:
        """The widget of a field."""
        return self._inputs[name]

    def _put_choices(self, name: str) -> None:
        widget, choices = self._inputs[name], self._choices[name]
        if not isinstance(widget, ChoiceBox):
            if isinstance(widget, QComboBox):
                offer(widget, choices)
            return
        shown = [(one.value, f"{tr(one.label)}   {one.detail}".rstrip()) for one in choices]
        widget.set_choices(shown, translated=True)
        awaited = self._awaited.pop(name, "")
        if awaited:
            widget.set_value(awaited)
        elif widget.value() is None and shown and not self._required(name):
            widget.set_value(shown[0][0])

    def _required(self, name: str) -> bool:
        return any(field.required for field in self.spec.fields if field.name == name)

    def _input(self, field: Field) -> QWidget:
        widget: QWidget | None = self.findChild(QWidget, field.name)
        if widget is None:
            raise LookupError(f"form {self.spec.form} has no input named {field.name}")
        if isinstance(widget, QComboBox) and widget.isEditable():
            make_suggesting(widget)
        return widget

    def _watch(self, name: str, widget: QWidget) -> None:
        if isinstance(widget, ChoiceBox):
            widget.chosen.connect(lambda _value: self._on_chosen(name))
        elif isinstance(widget, QComboBox):
            widget.editTextChanged.connect(lambda _text: self._on_edited(name))
            edit = widget.lineEdit()
            if edit is not None:
                edit.editingFinished.connect(lambda: self.left.emit(name))
        elif isinstance(widget, QLineEdit):
            widget.textChanged.connect(lambda _text: self._on_edited(name))
            widget.editingFinished.connect(lambda: self.left.emit(name))

    def _on_edited(self, name: str) -> None:
        if not self._loading:
            self.edited.emit(name)

    def _on_chosen(self, name: str) -> None:
        if not self._loading:
            self._awaited.pop(name, None)
            self.edited.emit(name)
            self.left.emit(name)


def form_of(spec: KindSpec) -> Form:
    """The kind's compiled form: one of the house, or a third party's by its dotted module name.

    Raises LookupError when the module holds none: an installation to be mended.
    """
    module = importlib.import_module(form_module(spec))
    for name, value in vars(module).items():
        if name.startswith("Ui_"):
            form: Form = value()
            return form
    raise LookupError(f"module {module.__name__} holds no form")


def form_module(spec: KindSpec) -> str:
    """Where the form is: a plain name stands for a form of the house."""
    return spec.form if "." in spec.form else f"{HOUSE_FORMS}.{spec.form}"


def load_forms(specs: Iterable[KindSpec]) -> None:
    """Reads the forms ahead, on a worker: choosing a business then costs the screen nothing."""
    for spec in specs:
        importlib.import_module(form_module(spec))


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
