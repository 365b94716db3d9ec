"""The counting form: what was counted is read from it; what is expected it never knows."""

from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QWidget

from hallclient.base.errors import HallError
from hallclient.base.money import FACES, Fen
from hallclient.base.pieces import MOST_PIECES, PiecesMalformed, face_text
from hallclient.base.text import to_ascii
from hallclient.till.page.checks import clear_checks
from hallclient.till.rules import (
    COUNTED_STOCK,
    COUNTED_TENDERS,
    TENDER_NAMES,
    CounterfeitFace,
    TotalMissing,
)
from hallclient.ui.forms.shift_count import Ui_ShiftCount
from hallclient.ui.page import Page
from hallclient.ui.widgets.money_edit import MoneyEdit


@dataclass(frozen=True)
class Counted:
    """What the clerk typed, complete; the service checks it again."""

    denominations: dict[int, int]
    tenders: dict[str, Fen]
    stock: dict[str, int]
    counterfeit: dict[int, int]
    note: str


class CountPanel:
    """Reads and clears the form `shift_count.ui` on a widget of a page."""

    def __init__(self, page: Page) -> None:
        self.widget = QWidget()
        self.ui = Ui_ShiftCount()
        page.add_form(self.ui, self.widget)
        own_names(self.ui.count_denominations, "count")
        faces = tuple((face, face_text(face)) for face in FACES)
        self.ui.count_fake_face.set_choices(faces, translated=True)

    def counted(self) -> Counted:
        """Everything typed. Raises the refusal of the first row that is empty or wrong."""
        return Counted(
            denominations=self.ui.count_denominations.complete(),
            tenders={method: self._total(method) for method in COUNTED_TENDERS},
            stock=self._stock(),
            counterfeit=self._counterfeit(),
            note=self.ui.count_note.text(),
        )

    def clear(self) -> None:
        """Nothing counted: every row empty."""
        self.ui.count_denominations.clear()
        for edit in self.widget.findChildren(QLineEdit):
            edit.clear()
        self.ui.count_fake_face.set_value(None)
        clear_checks(self.ui.close_checks)

    def is_empty(self) -> bool:
        """Whether nothing was typed yet."""
        return not any(edit.text() for edit in self.widget.findChildren(QLineEdit))

    def _total(self, method: str) -> Fen:
        edit: MoneyEdit = getattr(self.ui, f"count_{method}")
        if edit.is_empty():
            raise TotalMissing(field=edit.objectName(), method=TENDER_NAMES[method])
        return edit.fen()

    def _stock(self) -> dict[str, int]:
        edits = {kind: getattr(self.ui, f"count_{kind}") for kind in COUNTED_STOCK}
        return {kind: _pieces(edit) for kind, edit in edits.items() if edit.text().strip()}

    def _counterfeit(self) -> dict[int, int]:
        face = self.ui.count_fake_face.value()
        if isinstance(face, int):
            return {face: _pieces(self.ui.count_fake_pieces)}
        if self.ui.count_fake_pieces.text().strip():
            raise CounterfeitFace(field="count_fake_face")
        return {}


def own_names(grid: QWidget, prefix: str) -> None:
    """Two grids on one page: their rows get names of their own, by which errors find them."""
    for edit in grid.findChildren(QLineEdit):
        edit.setObjectName(f"{prefix}_{edit.objectName()}")


def _pieces(edit: QLineEdit) -> int:
    text = to_ascii(edit.text())
    if not (text.isascii() and text.isdecimal()) or int(text) > MOST_PIECES:
        raise PiecesMalformed(field=edit.objectName())
    return int(text)


def on_panel(error: HallError, prefix: str) -> HallError:
    """The same refusal, its field named as on the panel: `amount` is `move_amount` there."""
    if error.field:
        error.field = f"{prefix}_{error.field}"
    return error
