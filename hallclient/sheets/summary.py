"""The first sheet of a report: facts, totals with their checks, and the signature block."""

from collections.abc import Sequence
from typing import Final

from hallclient.base.clock import shown_time
from hallclient.base.language import N_, tr
from hallclient.sheets.cells import Form, Formula
from hallclient.sheets.checked import CHECK_TITLE, STORED_TITLE, Live, check
from hallclient.sheets.looks import Column, Look
from hallclient.sheets.values import Signed
from hallclient.sheets.workbook import Sheet, Workbook

_COLUMNS: Final = (
    Column("", 30),
    Column(N_("How many"), 22, Form.COUNT),
    Column(N_("Yuan"), 22, Form.YUAN),
    Column(CHECK_TITLE, 12),
    Column(STORED_TITLE, 12, Form.COUNT, hidden=True),
    Column(STORED_TITLE, 16, Form.FEN, hidden=True),
)


class Summary:
    """The summary sheet; made first so that it lies on top, filled last."""

    def __init__(self, book: Workbook) -> None:
        self.sheet: Sheet = book.sheet(N_("Summary"), _COLUMNS, frozen=False)

    def facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Title, origin, and label with text in each row; labels are English source."""
        self.sheet.front()
        self.sheet.gap()
        for label, text in facts:
            self.sheet.cells(((tr(label), Form.TEXT, Look.LABEL), (text, Form.TEXT, Look.FACT)))

    def section(self, title: str) -> None:
        """The heading of a table."""
        self.sheet.gap()
        self.sheet.line((tr(title),), Look.SECTION, height=22)
        self.sheet.headings(height=20)

    def amount(
        self, label: str, money: Live | int, count: Live | None = None, look: Look = Look.PLAIN
    ) -> int:
        """One row: a translated label, perhaps a number, money, and the check of both.

        Returns:
            The row's number, for formulas further down.
        """
        row = self.sheet.rows + 1
        pairs, good = [], True
        if count is not None:
            pairs.append((f"B{row}", f"E{row}", Form.COUNT))
            good = count.shows == count.stored
        if isinstance(money, Live):
            pairs.append((f"C{row}", f"F{row}", Form.YUAN))
            good = good and money.shows == money.stored
        stored = money.stored if isinstance(money, Live) else money
        return self.sheet.cells(
            (
                (label, Form.TEXT, look),
                (Formula(count.text, count.shows) if count else None, Form.COUNT, look),
                (_money(money), Form.YUAN, look),
                (check(pairs, good=good) if pairs else None, Form.TEXT, Look.CHECK),
                (count.stored if count else None, Form.COUNT, look),
                (stored, Form.FEN, look),
            )
        )

    def signatures(self, signed: Sequence[Signed]) -> None:
        """Role, name and time as on record, and a line for the pen."""
        self.sheet.gap()
        self.sheet.line((tr("Signatures"),), Look.SECTION, height=22)
        heads = (tr("Role"), tr("Name"), tr("Signed at"), tr("Signature"))
        self.sheet.line(heads, Look.HEAD, height=20)
        for line in signed:
            at = shown_time(line.at) if line.at else ""
            self.sheet.line((tr(line.role), line.name, at, ""), Look.INK, height=30)

    def notes(self, lines: Sequence[str]) -> None:
        """Small print at the end."""
        self.sheet.gap()
        for line in lines:
            self.sheet.line((line,), Look.NOTE)


def _money(money: Live | int) -> Formula | int:
    return Formula(money.text, money.shows) if isinstance(money, Live) else money
