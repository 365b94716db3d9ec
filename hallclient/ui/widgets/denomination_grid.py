"""Counting money face by face: what was typed, and nothing that was expected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from hallclient.base.language import N_, tr
from hallclient.base.money import FACES, Fen, yuan
from hallclient.base.pieces import MOST_PIECES, PiecesMalformed, PiecesMissing, face_text
from hallclient.base.text import to_ascii
from hallclient.ui.widgets.marks import mark, plain_label


class _Pieces(QLineEdit):
    """Pieces of one face: digits; + one more, - none of these, up and down to other faces."""

    def __init__(self, face: int) -> None:
        super().__init__()
        self.face = face
        self.setObjectName(f"pieces_{face}")
        self.setMaxLength(6)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.setProperty("role", "money")

    def pieces(self) -> int | None:
        """The number typed, None while the row is empty. Raises PiecesMalformed."""
        text = to_ascii(self.text())
        if not text:
            return None
        if not (text.isascii() and text.isdecimal()) or int(text) > MOST_PIECES:
            raise PiecesMalformed(field=self.objectName())
        return int(text)

    def add_one(self) -> None:
        """One more piece; an empty row starts at none."""
        try:
            self.setText(str(min((self.pieces() or 0) + 1, MOST_PIECES)))
        except PiecesMalformed:
            self.selectAll()

    def none_of_these(self) -> None:
        """Counted, and there are none."""
        self.setText("0")

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """A Chinese input method may hand on a sign as a text of its own, not as a key."""
        if self._does(event.commitString()):
            event.accept()
        else:
            super().inputMethodEvent(event)

    def _does(self, sign: str) -> bool:
        """Does what a sign stands for; False for any other text."""
        if sign in ("+", "＋", "="):
            self.add_one()
        elif sign in ("-", "－"):
            self.none_of_these()
            self.focusNextPrevChild(True)
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._does(event.text()):
            event.accept()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextPrevChild(True)
        elif event.key() == Qt.Key.Key_Up:
            self.focusNextPrevChild(False)
        else:
            super().keyPressEvent(event)


@dataclass(frozen=True)
class _Row:
    face: int
    caption: QLabel
    pieces: _Pieces
    more: QPushButton
    none: QPushButton
    amount: QLabel


class DenominationGrid(QWidget):
    """A row a face; nothing is prefilled, and an empty row is not a zero.

    The sum below is of what was typed here; what the books expect is not known to it.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, faces: Sequence[int] = FACES) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        self._heads = [plain_label(role="caption") for _ in range(3)]
        for column, head in zip((0, 1, 4), self._heads, strict=True):
            head.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(head, 0, column)
        self._rows = tuple(self._make_row(grid, line, face) for line, face in enumerate(faces, 1))
        self._state = plain_label(role="caption")
        grid.addWidget(self._state, len(faces) + 1, 0, 1, 4)
        self._total = plain_label(role="figure")
        self._total.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._total, len(faces) + 1, 4)
        grid.setColumnStretch(5, 1)
        self.setFocusProxy(self._rows[0].pieces)
        self.retranslate()

    def pieces(self) -> dict[int, int]:
        """Face in fen to pieces of every face counted; a face not counted is not in it.

        Raises PiecesMalformed with the row's field name.
        """
        counted = {row.face: row.pieces.pieces() for row in self._rows}
        return {face: pieces for face, pieces in counted.items() if pieces is not None}

    def complete(self) -> dict[int, int]:
        """Every face with its pieces. Raises PiecesMissing or PiecesMalformed."""
        pieces = self.pieces()
        missing = [row for row in self._rows if row.face not in pieces]
        if missing:
            faces = ", ".join(face_text(row.face) for row in missing)
            raise PiecesMissing(field=missing[0].pieces.objectName(), faces=faces)
        return pieces

    def missing(self) -> tuple[int, ...]:
        """Faces (fen) that hold no number yet, largest first."""
        return tuple(row.face for row in self._rows if _pieces_of(row) is None)

    def is_complete(self) -> bool:
        """Whether every face has been counted, none of them counting too."""
        return not self.missing()

    def total_fen(self) -> Fen:
        """The sum of the rows that hold a number."""
        return Fen(sum(row.face * (_pieces_of(row) or 0) for row in self._rows))

    def restore(self, pieces: Mapping[int, int]) -> None:
        """Puts back what was typed before, from a draft; never what the books say."""
        for row in self._rows:
            row.pieces.setText(str(pieces[row.face]) if row.face in pieces else "")

    def clear(self) -> None:
        """Nothing counted."""
        self.restore({})

    def retranslate(self) -> None:
        """Writes every text in the language in force."""
        for head, text in zip(self._heads, (N_("Face"), N_("Pieces"), N_("Amount")), strict=True):
            head.setText(tr(text))
        for row in self._rows:
            face = face_text(row.face)
            row.caption.setText(tr("{face} yuan", face=face))
            row.pieces.setAccessibleName(tr("Pieces of {face} yuan", face=face))
            row.more.setAccessibleName(tr("One more of {face} yuan", face=face))
            row.none.setText(tr("None of these"))
            row.none.setAccessibleName(tr("None of {face} yuan", face=face))
        self._refresh()

    def _make_row(self, grid: QGridLayout, line: int, face: int) -> _Row:
        row = _Row(
            face=face,
            caption=plain_label(),
            pieces=_Pieces(face),
            more=QPushButton("+1"),
            none=QPushButton(),
            amount=plain_label(role="money"),
        )
        row.caption.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for button, does in (
            (row.more, row.pieces.add_one),
            (row.none, row.pieces.none_of_these),
        ):
            button.setProperty("role", "small")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(does)
        row.pieces.textChanged.connect(lambda _text: self._refresh())
        for column, widget in enumerate((row.caption, row.pieces, row.more, row.none, row.amount)):
            grid.addWidget(widget, line, column)
        return row

    def _refresh(self) -> None:
        for row in self._rows:
            pieces = _pieces_of(row)
            row.amount.setText("" if pieces is None else yuan(row.face * pieces))
            mark(row.pieces, "wrong", pieces is None and bool(row.pieces.text().strip()))
        missing = len(self.missing())
        self._state.setText(
            tr("{count} faces not counted yet", count=missing) if missing else tr("All counted")
        )
        self._total.setText(yuan(self.total_fen()))
        self._total.setAccessibleName(tr("Counted so far"))
        self.changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _pieces_of(row: _Row) -> int | None:
    try:
        return row.pieces.pieces()
    except PiecesMalformed:
        return None
