"""The words of the queue page: columns, deeds, figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hallclient.base.clock import hall_time
from hallclient.base.language import N_, labelled, tr
from hallclient.queue.rules import (
    STATE_NAMES,
    CounterRow,
    Figures,
    Light,
    LineRow,
    QueueRow,
    Slip,
    State,
    WaitRange,
    kept_line,
    kept_reason,
)
from hallclient.ui.widgets.data_table import Column

WHOLE_PER_CENT: Final = 100


class Deed(StrEnum):
    """What is done at the front desk."""

    TAKE = "take"
    CANCEL = "cancel"
    GIVE_BACK = "give_back"
    TRANSFER = "transfer"


DEED_NAMES: Final[Mapping[Deed, str]] = {
    Deed.TAKE: N_("Take a ticket"),
    Deed.CANCEL: N_("Given up"),
    Deed.GIVE_BACK: N_("Put back after a miss"),
    Deed.TRANSFER: N_("Transfer to another line"),
}

FIELDS: Final[Mapping[Deed, tuple[str, ...]]] = {
    Deed.TAKE: ("line", "care", "booked", "note"),
    Deed.CANCEL: ("number",),
    Deed.GIVE_BACK: ("number",),
    Deed.TRANSFER: ("number", "line", "reason"),
}
"""What each deed asks for, in the order of the work."""

_LIGHTS: Final = {Light.BUSY: N_("busy"), Light.FREE: N_("idle"), Light.PAUSED: N_("paused")}


def minutes(seconds: int) -> str:
    """Whole minutes, as they are said."""
    return tr("{minutes} min", minutes=seconds // 60)


def range_words(wait: WaitRange | None) -> str:
    """About how long; nothing where no counter serves the line."""
    if wait is None:
        return tr("no counter open")
    return tr("{least} to {most} min", least=wait.least, most=wait.most)


def _care(row: QueueRow) -> str:
    booked = "" if row.booked_at is None else hall_time(row.booked_at).strftime("%H:%M")
    return " ".join(filter(None, (tr("care") if row.care else "", booked)))


def _state(row: QueueRow) -> str:
    return tr(STATE_NAMES[row.state]) if row.state is not State.WAITING else ""


ROW_COLUMNS: Final = (
    Column[QueueRow](N_("Ticket"), lambda row: row.number, width=6),
    Column[QueueRow](N_("Line"), lambda row: kept_line(row.line).text),
    Column[QueueRow](N_("Care, time"), _care, width=10),
    Column[QueueRow](N_("Waited"), lambda row: minutes(row.waited), number=True, width=7),
    Column[QueueRow](
        N_("Still to wait"),
        lambda row: range_words(row.expected) if row.state is State.WAITING else _state(row),
        width=14,
    ),
)


def _doing(row: CounterRow) -> str:
    light = tr(_LIGHTS[row.light])
    if row.light is Light.PAUSED:
        return f"{light} {kept_reason(row.reason).text}"
    return f"{light} {row.number}".strip()


COUNTER_COLUMNS: Final = (
    Column[CounterRow](N_("No."), lambda row: str(row.counter), number=True, width=4),
    Column[CounterRow](N_("State"), _doing),
    Column[CounterRow](N_("Clerk"), lambda row: row.clerk, width=7),
    Column[CounterRow](N_("Serves"), lambda row: row.lines, width=6),
    Column[CounterRow](
        N_("Since"), lambda row: hall_time(row.since).strftime("%H:%M"), number=True, width=8
    ),
)


def lines_words(lines: Sequence[LineRow]) -> str:
    """How many wait, and in which lines."""
    each = "  ".join(f"{line.letter} {line.waiting}" for line in lines if line.waiting)
    total = tr("{count} waiting", count=sum(line.waiting for line in lines))
    return labelled(total, each) if each else total


@dataclass(frozen=True)
class Figure:
    """One figure of a day, in words; `name` is translated already."""

    name: str
    value: str


FIGURE_COLUMNS: Final = (
    Column[Figure](N_("Figure"), lambda row: row.name),
    Column[Figure](N_("Value"), lambda row: row.value, number=True, width=10),
)


def figure_rows(found: Figures) -> tuple[Figure, ...]:
    """The day in the order of field rules 12, then the use of each counter."""
    rows = (
        (tr("Tickets taken"), str(found.issued)),
        (tr("Called"), str(found.called)),
        (tr("Served"), str(found.served)),
        (tr("Waiting now"), str(found.waiting)),
        (tr("Mean wait"), span(found.mean_wait)),
        (tr("Nine in ten waited at most"), span(found.p90_wait)),
        (tr("Waited longer than promised"), per_cent(found.late)),
        (tr("Mean time of service"), span(found.mean_handled)),
        (tr("Missed"), str(found.missed)),
        (tr("Missed, of those called"), per_cent(found.missed_share)),
        (tr("Given up"), str(found.cancelled)),
        (tr("Abandoned"), per_cent(found.abandoned)),
        (tr("Use of all counters"), per_cent(found.use)),
        *(
            (tr("Use of counter {counter}", counter=counter), per_cent(use))
            for counter, use in sorted(found.by_counter.items())
        ),
    )
    return tuple(Figure(name, value) for name, value in rows)


def span(seconds: int | None) -> str:
    """`9:30` minutes and seconds; a dash where there is nothing to divide by."""
    return "-" if seconds is None else f"{seconds // 60}:{seconds % 60:02d}"


def per_cent(share: int | None) -> str:
    """`26.09 %` of a share in 1/10,000; a dash where there is nothing to divide by."""
    return "-" if share is None else f"{share // WHOLE_PER_CENT}.{share % WHOLE_PER_CENT:02d} %"


def slip_words(slip: Slip) -> str:
    """What the customer is told with the slip."""
    number = slip.ticket.number
    if slip.wait is None:
        return tr("Ticket {number}: {ahead} ahead; no counter serves the line at the moment.",
                  number=number, ahead=slip.ahead)  # fmt: skip
    return tr("Ticket {number}: {ahead} ahead, about {least} to {most} minutes.",
              number=number, ahead=slip.ahead,
              least=slip.wait.least, most=slip.wait.most)  # fmt: skip
