"""The stock-take: ranges typed blind to the books, then what differs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hallclient.base.errors import HallError
from hallclient.base.language import N_, tr
from hallclient.stock.page.words import (
    DIFFERENCE_COLUMNS,
    FOUND_COLUMNS,
    Difference,
    differences,
    on_panel,
    typed_range,
)
from hallclient.stock.rules import (
    STOCK_NAMES,
    CountedTwice,
    NothingCounted,
    SerialRange,
    StockKind,
    StockTaken,
    TakeStock,
    shown,
)
from hallclient.ui.forms.stock_take import Ui_StockTake
from hallclient.ui.page import Page


class TakePanel:
    """Reads the form `stock_take.ui`: what was found of one kind, by ranges.

    It is never told what the books say before the count is sealed.
    """

    def __init__(self, page: Page) -> None:
        self.widget = QWidget()
        self.ui = Ui_StockTake()
        page.add_form(self.ui, self.widget)
        self._page = page
        self._kind = StockKind.SIM
        self._found: tuple[SerialRange, ...] = ()
        self.sealed: StockTaken | None = None
        self.ui.found.set_columns(
            FOUND_COLUMNS, empty=N_("Type or scan first and last of every range that lies there.")
        )
        self.ui.differences.set_columns(
            DIFFERENCE_COLUMNS, empty=N_("Nothing is missing and nothing is too much.")
        )
        self.ui.take_last.returnPressed.connect(
            self._on_entered, Qt.ConnectionType.QueuedConnection
        )
        self.begin(self._kind)

    def begin(self, kind: StockKind) -> None:
        """A new count of a kind, nothing found yet."""
        self._kind, self.sealed = kind, None
        for edit in (self.ui.take_first, self.ui.take_last, self.ui.take_note):
            edit.clear()
        self.ui.take_nothing.setChecked(False)
        self._put(())
        self.ui.differences.set_rows(())
        self._show_parts()

    def retranslate(self) -> None:
        """Headings and figures in the language in force."""
        heading = tr("Stock-take: {kind}", kind=tr(STOCK_NAMES[self._kind]))
        self.ui.takeHeading.setText(heading)
        self.ui.resultHeading.setText(heading)
        pieces = sum(each.pieces for each in self._found)
        self.ui.takePieces.setText(tr("Counted so far: {pieces}", pieces=f"{pieces:,}"))
        self.ui.resultFigures.setText("" if self.sealed is None else figures(self.sealed))

    def is_empty(self) -> bool:
        """Whether nothing was counted or typed yet."""
        typed = self.ui.take_first.text() + self.ui.take_last.text()
        return not self._found and not typed.strip() and not self.ui.take_nothing.isChecked()

    def add(self) -> None:
        """The range that is typed goes on the list. Raises serial refusals, CountedTwice."""
        try:
            found = typed_range(self.ui.take_first.text(), self.ui.take_last.text())
        except HallError as error:
            raise on_panel(error, "take") from None
        for known in self._found:
            if shared := known.first_shared(found):
                raise CountedTwice(field="take_first", serial=shown(self._kind, shared))
        self._put((*self._found, found))
        self.ui.take_first.clear()
        self.ui.take_last.clear()
        self.ui.take_first.setFocus()

    def remove(self) -> None:
        """The chosen range leaves the list."""
        chosen = self.ui.found.current()
        self._put(tuple(each for each in self._found if each is not chosen))

    def ask(self, request_id: str) -> TakeStock:
        """What was found; a range still typed is added first. Raises before anybody signs."""
        if self.ui.take_first.text().strip() or self.ui.take_last.text().strip():
            self.add()
        if not self._found and not self.ui.take_nothing.isChecked():
            raise NothingCounted(field="take_first")
        found = tuple((each.first, each.last) for each in self._found)
        return TakeStock(self._kind, found, request_id, self.ui.take_note.text())

    def purpose(self) -> str:
        """The sentence that the second person signs: what was found, nothing else."""
        pieces = sum(each.pieces for each in self._found)
        return tr(
            "Stock-take of {kind}: quantity {pieces}, counted together",
            kind=tr(STOCK_NAMES[self._kind]),
            pieces=f"{pieces:,}",
        )

    def show_result(self, taken: StockTaken) -> None:
        """The count is sealed: now what differs is shown."""
        self.sealed = taken
        self.ui.differences.set_rows(tuple(differences(taken)))
        self._show_parts()

    def chosen(self) -> Difference | None:
        """The difference that is chosen."""
        row: Difference | None = self.ui.differences.current()
        return row

    def _put(self, found: tuple[SerialRange, ...]) -> None:
        self._found = found
        self.ui.found.set_rows(found)
        self.ui.take_nothing.setEnabled(not found)
        if found:
            self.ui.take_nothing.setChecked(False)
        self.retranslate()

    def _on_entered(self) -> None:
        """Queued behind the Enter that would go on to the next field."""
        if not self.ui.take_first.text().strip():
            return
        self._page.clear_errors()
        try:
            self.add()
        except HallError as error:
            self._page.show_error(error)

    def _show_parts(self) -> None:
        sealed = self.sealed is not None
        for widget in (self.ui.takeCard, self.ui.found):
            widget.setVisible(not sealed)
        for widget in (self.ui.resultCard, self.ui.differences):
            widget.setVisible(sealed)
        self.retranslate()


def figures(taken: StockTaken) -> str:
    """A sealed stock-take in two lines."""
    return tr(
        "Stock-take {number}: {found} found, {booked} in the books.\n"
        "{missing} missing, {surplus} surplus.",
        number=taken.number,
        found=f"{taken.found:,}",
        booked=f"{taken.booked:,}",
        missing=f"{len(taken.missing):,}",
        surplus=f"{len(taken.surplus):,}",
    )
