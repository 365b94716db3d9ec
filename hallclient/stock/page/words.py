"""Rows and columns of the stock page, and how its refusals find their fields."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from hallclient.base.errors import HallError
from hallclient.base.language import N_, tr
from hallclient.base.money import Fen, yuan
from hallclient.stock.rules import (
    NO_FACE,
    STATE_NAMES,
    STOCK_NAMES,
    Run,
    SerialRange,
    StockCount,
    StockKind,
    StockState,
    StockTaken,
    neighbours,
    range_of,
    shown,
)
from hallclient.ui.widgets.data_table import Column

WITH_FACE: Final[Mapping[StockKind, str]] = {
    StockKind.VALUE_CARD: N_("Face value"),
    StockKind.NUMBER: N_("Fee for choosing"),
}
"""Kinds that are received with an amount, and what it is."""

STATE_TITLES: Final[Mapping[StockState, str]] = {
    StockState.IN_STOCK: N_("In stock"),
    StockState.ALLOCATED: N_("Allocated"),
    StockState.SOLD: N_("Sold"),
    StockState.USED: N_("Used"),
    StockState.VOID: N_("Void"),
    StockState.RETURNED: N_("Returned"),
    StockState.WRITTEN_OFF: N_("Written off"),
}


@dataclass(frozen=True)
class KindLine:
    """One line of the counts: a kind and face, with its pieces by state."""

    kind: StockKind
    face_fen: Fen
    pieces: Mapping[StockState, int]


@dataclass(frozen=True)
class Difference:
    """Serials in a row that a stock-take missed, or found too much."""

    missing: bool
    first: str
    last: str
    pieces: int


def lines(counts: Iterable[StockCount]) -> tuple[KindLine, ...]:
    """A line for every kind and face; a kind that was never received has a line of its own."""
    found: dict[tuple[StockKind, Fen], dict[StockState, int]] = {}
    for count in counts:
        found.setdefault((count.kind, count.face_fen), {})[count.state] = count.pieces
    for kind in set(StockKind) - {kind for kind, _face in found}:
        found[kind, NO_FACE] = {}
    order = list(StockKind)
    keys = sorted(found, key=lambda key: (order.index(key[0]), key[1]))
    return tuple(KindLine(kind, face, found[kind, face]) for kind, face in keys)


def differences(taken: StockTaken) -> Iterator[Difference]:
    """What is missing, then what is too much, each as runs; neither is set off (8.5)."""
    for missing, names in ((True, taken.missing), (False, taken.surplus)):
        for run in neighbours(names):
            yield Difference(missing, run[0], run[-1], len(run))


def typed_range(first: str, last: str) -> SerialRange:
    """The range as typed; an empty end means one piece. Raises as `range_of`."""
    return range_of(first, last if last.strip() else first)


def on_panel(error: HallError, prefix: str) -> HallError:
    """The same refusal, its field named as on the panel: `first` is `receive_first` there."""
    if error.field:
        error.field = f"{prefix}_{error.field}"
    return error


def range_text(first: str, last: str) -> str:
    """`A01` or `A01 - A09`."""
    return first if first == last else f"{first} - {last}"


def _serial(run: Run, serial: str) -> str:
    """A number that a customer may have by now is masked, as everywhere."""
    return serial if run.state is StockState.IN_STOCK else shown(run.kind, serial)


def _face(fen: Fen) -> str:
    return yuan(fen) if fen else ""


def _pieces(state: StockState, line: KindLine) -> str:
    return f"{line.pieces[state]:,}" if state in line.pieces else ""


COUNT_COLUMNS: Final = (
    Column[KindLine](N_("Resource"), lambda line: tr(STOCK_NAMES[line.kind])),
    Column[KindLine](N_("Face or fee"), lambda line: _face(line.face_fen), number=True, width=11),
    *(
        Column[KindLine](title, partial(_pieces, state), number=True, width=9)
        for state, title in STATE_TITLES.items()
    ),
)

REPORT_COLUMNS: Final = (
    Column[Run](N_("First serial"), lambda run: _serial(run, run.first), width=20),
    Column[Run](N_("Last serial"), lambda run: _serial(run, run.last), width=20),
    Column[Run](N_("Quantity"), lambda run: f"{run.pieces:,}", number=True, width=8),
    Column[Run](N_("State"), lambda run: tr(STATE_NAMES[run.state]), width=8),
    Column[Run](N_("Face or fee"), lambda run: _face(run.face_fen), number=True, width=11),
    Column[Run](N_("Batch"), lambda run: run.batch),
)

FOUND_COLUMNS: Final = (
    Column[SerialRange](N_("First serial"), lambda found: found.first),
    Column[SerialRange](N_("Last serial"), lambda found: found.last),
    Column[SerialRange](N_("Quantity"), lambda found: f"{found.pieces:,}", number=True, width=9),
)

DIFFERENCE_COLUMNS: Final = (
    Column[Difference](
        N_("Difference"), lambda row: tr("missing") if row.missing else tr("surplus"), width=9
    ),
    Column[Difference](N_("First serial"), lambda row: row.first),
    Column[Difference](N_("Last serial"), lambda row: row.last),
    Column[Difference](N_("Quantity"), lambda row: f"{row.pieces:,}", number=True, width=9),
)
