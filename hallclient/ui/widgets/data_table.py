"""A table of plain rows: read, chosen by key, never edited in place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from hallclient.base.language import tr
from hallclient.base.text import printable

type Index = QModelIndex | QPersistentModelIndex

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Column[R]:
    """One column.

    Attributes:
        title: English source.
        text: a row to what is shown; called for visible rows only.
        number: whether it is set right, as amounts and counts are.
        width: in characters of the base font, 0 to share what is left.
    """

    title: str
    text: Callable[[R], str]
    number: bool = False
    width: int = 0


class _Rows(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns: tuple[Column[Any], ...] = ()
        self.rows: tuple[object, ...] = ()

    def put(self, columns: tuple[Column[Any], ...], rows: Sequence[object]) -> None:
        self.beginResetModel()
        self.columns, self.rows = columns, tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's spelling
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's spelling
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return printable(self.columns[index.column()].text(self.rows[index.row()]))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[index.column()].number else _LEFT
        return None

    def headerData(  # noqa: N802 - Qt's spelling
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(self.columns[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].number else _LEFT
        return None


class DataTable(QTableView):
    """Rows are any values of the page; Enter or a double click chooses one.

    Up, Down, Home, End, Page Up and Page Down move; Tab leaves the table. An empty table
    says what to do next.
    """

    row_chosen = Signal(object)
    """Enter or a double click on a row."""

    row_changed = Signal(object)
    """Another row is current; None when there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = ""
        self._renewing = False
        self._model = _Rows(self)
        self.setModel(self._model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.activated.connect(lambda _index: self._tell_chosen())
        self.selectionModel().currentRowChanged.connect(self._on_current)

    def set_columns[R](self, columns: Sequence[Column[R]], empty: str = "") -> None:
        """The columns, and (English source) what to do next while there are no rows."""
        self._empty = empty
        self._model.put(tuple(columns), ())
        self._fit()

    def _fit(self) -> None:
        """Heights and widths follow the font, so the text scale reaches the rows."""
        line = self.fontMetrics().height() + 12
        self.verticalHeader().setMinimumSectionSize(line)
        self.verticalHeader().setDefaultSectionSize(line)
        self.setMinimumHeight(line * 5)
        header = self.horizontalHeader()
        for position, column in enumerate(self._model.columns):
            if column.width:
                digit = self.fontMetrics().horizontalAdvance("0")
                self.setColumnWidth(position, column.width * digit + 24)
            header.setSectionResizeMode(
                position,
                QHeaderView.ResizeMode.Interactive
                if column.width
                else QHeaderView.ResizeMode.Stretch,
            )

    def set_rows[R](self, rows: Sequence[R], *, keep: Callable[[R], object] | None = None) -> None:
        """Other rows; with `keep`, the row with the same key stays current, else the first."""
        current = self.current()
        key = keep(current) if keep is not None and current is not None else None
        self._model.put(self._model.columns, rows)
        where = [at for at, row in enumerate(rows) if keep is not None and keep(row) == key]
        if rows:
            self.selectRow(where[0] if where else 0)
        else:
            self.row_changed.emit(None)

    def renew[R](self, rows: Sequence[R], *, keep: Callable[[R], object]) -> None:
        """The same list read anew: what is current and what is in sight stay.

        A current row that is gone leaves none current: nobody acts on a row not chosen by them.
        `row_changed` is sent only when the current row is gone or says something else now.
        """
        was = self._model.rows
        if not was:
            self.set_rows(rows, keep=keep)
        if not was or tuple(rows) == was:
            self.viewport().update()
            return
        current, place = self.current(), {keep(row): at for at, row in enumerate(rows)}
        top = self._top_after(place, keep)
        at = None if current is None else place.get(keep(current))
        self._renewing = True
        self._model.put(self._model.columns, rows)
        if at is not None:
            self.selectRow(at)
        self._renewing = False
        self.updateGeometries()
        self.verticalScrollBar().setValue(top)
        if current is not None and (at is None or rows[at] != current):
            self.row_changed.emit(self.current())

    def _top_after[R](self, place: Mapping[object, int], keep: Callable[[R], object]) -> int:
        """Where the first row in sight stands now; at the top one stays, and sees what is new."""
        top = self.verticalScrollBar().value()
        seen = self._model.rows[top:] if top else ()
        return next((place[keep(row)] for row in seen if keep(row) in place), top)  # type: ignore[arg-type]

    def _on_current(self, *_indexes: object) -> None:
        if not self._renewing:
            self.row_changed.emit(self.current())

    def rows(self) -> tuple[Any, ...]:
        """Every row shown."""
        return self._model.rows

    def current(self) -> Any:
        """The current row's value, or None."""
        at = self.currentIndex().row()
        return self._model.rows[at] if 0 <= at < len(self._model.rows) else None

    def text_at(self, row: int, column: int) -> str:
        """What one cell shows."""
        return str(self._model.data(self._model.index(row, column)))

    def retranslate(self) -> None:
        """Reads titles and cells anew."""
        if self._model.columns:
            self._model.headerDataChanged.emit(
                Qt.Orientation.Horizontal, 0, len(self._model.columns) - 1
            )
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """No higher than it has to be: Qt's own hint made a page scroll that had room enough."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses and ends here: the page would go on to its next field with it."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not modifiers and self.current() is not None:
            self._tell_chosen()
            event.accept()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._model.rows or not self._empty:
            return
        painter = QPainter(self.viewport())
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        area = self.viewport().rect().adjusted(24, 24, -24, -24)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area, flags, tr(self._empty))
        painter.end()

    def _tell_chosen(self) -> None:
        row = self.current()
        if row is not None:
            self.row_chosen.emit(row)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.FontChange:
            self._fit()
        super().changeEvent(event)
