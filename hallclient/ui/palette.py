"""Ctrl+K: any room or business by pinyin initials, code or word."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from hallclient.base.language import N_, tr
from hallclient.base.text import to_ascii
from hallclient.ui.shell import Entry
from hallclient.ui.widgets.data_table import Column, DataTable

_MOST_SHOWN = 12


class Finder:
    """Ranks entries against what was typed; initials are reckoned once, when first needed."""

    def __init__(self, entries: Sequence[Entry], initials: Callable[[str], Iterable[str]]) -> None:
        self._entries = entries
        self._initials = initials
        self._known: dict[str, frozenset[str]] = {}

    def matches(self, typed: str) -> list[Entry]:
        """Best first: the code, initials from their start, a word, anything inside."""
        wanted = to_ascii(typed).lower().replace(" ", "")
        if not wanted:
            return list(self._entries)
        ranked = [(self._rank(entry, wanted), at) for at, entry in enumerate(self._entries)]
        return [self._entries[at] for rank, at in sorted(ranked) if rank < _NO_MATCH]

    def _rank(self, entry: Entry, wanted: str) -> int:
        title = tr(entry.title).lower().replace(" ", "")
        initials = self._initials_of(entry)
        tests = (
            entry.code.lower() == wanted,
            wanted in initials,
            any(known.startswith(wanted) for known in initials),
            title.startswith(wanted),
            bool(entry.code) and entry.code.lower().startswith(wanted),
            wanted in title or wanted in entry.words.lower(),
            any(wanted in known for known in initials),
        )
        return next((rank for rank, fits in enumerate(tests) if fits), _NO_MATCH)

    def _initials_of(self, entry: Entry) -> frozenset[str]:
        text = tr(entry.title)
        if text not in self._known:
            latin = "".join(word[0] for word in text.lower().split() if word[0].isascii())
            found = {known.lower() for known in self._initials(text)} | ({latin} - {""})
            self._known[text] = frozenset(found)
        return self._known[text]


_NO_MATCH = 99


class Palette(QDialog):
    """A field and what it finds; Enter does the first, up and down choose another."""

    def __init__(self, parent: QWidget, finder: Finder) -> None:
        super().__init__(parent, Qt.WindowType.FramelessWindowHint | Qt.WindowType.Dialog)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("Find anything"))
        self._finder = finder
        self.typed = QLineEdit()
        self.typed.setAccessibleName(tr("Find a business or a room"))
        self.typed.setPlaceholderText(tr("Pinyin initials, code or word"))
        self.list = DataTable()
        self.list.setAccessibleName(tr("What was found"))
        self.list.horizontalHeader().hide()
        self.list.set_columns(
            (
                Column[Entry](N_("Code"), lambda entry: entry.code, width=16),
                Column[Entry](N_("Title"), lambda entry: tr(entry.title)),
            ),
            empty=N_("Nothing is called that. Try fewer letters."),
        )
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.typed)
        column.addWidget(self.list)
        self.typed.textChanged.connect(self._on_typed)
        self.list.clicked.connect(lambda _index: self._do_current())
        self._on_typed("")
        line = self.fontMetrics().height()
        self.resize(line * 26, line * 21)
        self._place(parent)

    def _place(self, parent: QWidget) -> None:
        middle = parent.mapToGlobal(parent.rect().center())
        self.move(
            middle.x() - self.width() // 2, parent.mapToGlobal(parent.rect().topLeft()).y() + 64
        )

    def _on_typed(self, text: str) -> None:
        self.list.set_rows(self._finder.matches(text)[:_MOST_SHOWN])

    def _do_current(self) -> None:
        chosen = self.list.current()
        if chosen is not None:
            self.accept()
            chosen.does()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do_current()
        elif event.key() in moves:
            count = max(1, len(self.list.rows()))
            at = self.list.currentIndex().row() + moves[Qt.Key(event.key())]
            self.list.selectRow(at % count)
        else:
            super().keyPressEvent(event)
