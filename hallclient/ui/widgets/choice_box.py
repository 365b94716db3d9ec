"""A choice of one; nothing is chosen until the clerk does."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from hallclient.base.language import tr


class ChoiceBox(QComboBox):
    """Entries are (value, text); the value is what the program reads, the text what is shown.

    Opens with Alt+Down or F4 as every combo box; a letter or character jumps to its entry.
    """

    chosen = Signal(object)
    """Another value was chosen, by hand or by program; None when nothing is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[tuple[object, str], ...] = ()
        self._translated = True
        self.currentIndexChanged.connect(lambda _index: self.chosen.emit(self.value()))
        self.setPlaceholderText(tr("Choose…"))

    def set_choices(
        self, choices: Sequence[tuple[object, str]], *, translated: bool = False
    ) -> None:
        """The entries; a value chosen before stays chosen if it is still there.

        Texts are English source, unless `translated` (names from the database).
        """
        value = self.value()
        self._choices, self._translated = tuple(choices), translated
        self.blockSignals(True)
        self.clear()
        self.addItems([self._shown(text) for _value, text in self._choices])
        self.setCurrentIndex(self._index_of(value))
        self.blockSignals(False)
        if value != self.value():
            self.chosen.emit(self.value())

    def value(self) -> object:
        """The value chosen, or None."""
        index = self.currentIndex()
        return self._choices[index][0] if 0 <= index < len(self._choices) else None

    def set_value(self, value: object) -> None:
        """Chooses a value; one that is not there chooses nothing."""
        self.setCurrentIndex(self._index_of(value))

    def retranslate(self) -> None:
        """Writes every entry in the language in force."""
        self.setPlaceholderText(tr("Choose…"))
        for index, (_value, text) in enumerate(self._choices):
            self.setItemText(index, self._shown(text))

    def _shown(self, text: str) -> str:
        return text if self._translated else tr(text)

    def _index_of(self, value: object) -> int:
        values = [known for known, _text in self._choices]
        return values.index(value) if value is not None and value in values else -1

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
