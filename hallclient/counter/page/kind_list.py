"""Which business: every kind with its number key, found by word, code or pinyin initials."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from hallclient.base.language import tr
from hallclient.counter.page.panel import Panel
from hallclient.counter.rules import KindSpec


class KindList(Panel):
    """Typing narrows the list, Up and Down move in it, Enter takes the marked business."""

    chosen = Signal(str)

    def __init__(
        self,
        kinds: Sequence[KindSpec],
        keys: Mapping[str, frozenset[str]],
        parent: QWidget | None = None,
    ) -> None:
        """`keys` are the beginnings by which a kind's Chinese term is found, by code."""
        super().__init__(parent)
        self._kinds = tuple(kinds)
        self._keys = keys
        self.search = QLineEdit()
        self.search.setMaxLength(40)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setProperty("role", "choices")
        self.list.itemActivated.connect(lambda _item: self.choose_current())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self.retranslate()

    def retranslate(self) -> None:
        self.search.setPlaceholderText(tr("Number, word, code or pinyin initials"))
        self.search.setAccessibleName(tr("Find a business"))
        self.list.setAccessibleName(tr("Businesses"))
        self._narrow(self.search.text())

    def start(self) -> None:
        """Every business again, with the focus in the search field."""
        self.search.clear()
        self._narrow("")
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_current(self) -> None:
        """Takes the business that is marked."""
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def enter(self) -> None:
        self.choose_current()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = self.list.currentRow() + step
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, row)))
        else:
            super().keyPressEvent(event)

    def _narrow(self, text: str) -> None:
        wanted = text.strip().lower()
        self.list.clear()
        for number, spec in enumerate(self._kinds, 1):
            if not wanted or self._fits(wanted, number, spec):
                item = QListWidgetItem(f"{number}   {tr(spec.title)}")
                item.setData(Qt.ItemDataRole.UserRole, spec.code)
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _fits(self, wanted: str, number: int, spec: KindSpec) -> bool:
        words = (tr(spec.title).lower(), spec.title.lower(), spec.code, spec.chinese)
        return (
            wanted == str(number)
            or any(wanted in word for word in words)
            or any(key.startswith(wanted) for key in self._keys.get(spec.code, ()))
        )
