"""What `hallclient verify` asks of the store: guards in place, chain unbroken, every row sealed."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.store.audit import CHAIN, FIRST, AuditRow, canonical, digest, mac
from hallclient.store.columns import Record
from hallclient.store.schema import missing_guards
from hallclient.store.sequences import last_numbers


@dataclass(frozen=True)
class Fault:
    """Something in the books that is not as it was written.

    Attributes:
        code: stable, such as `audit.digest`.
        place: table and key of the first place that is wrong, `audit seq 17`.
        sentence: English source sentence; translate before showing.
    """

    code: str
    place: str
    sentence: str


_UNREADABLE: Final = N_("A row holds a value that cannot be read.")

Check = Callable[[Session, str], Iterator[Fault]]
"""A room's check of its own books: (session, hall) to the faults found."""


def check_store(session: Session, hall: str, key: bytes) -> Iterator[Fault]:
    """Guards, chain and seals."""
    for name in missing_guards(session.connection()):
        yield Fault("store.guard", name, N_("A guard that keeps rows from being changed is gone."))
    yield from _check_chain(session, hall, key)
    yield from _check_seals(session, hall, key)


def halls_with_rows(session: Session) -> set[str]:
    """Codes of all halls that have acts, or that a row pretends to be of."""
    codes: set[str] = set(session.scalars(select(AuditRow.hall).distinct()))
    for table in _tables_of_halls():
        if len(table.primary_key) == 1:  # one row for each hall: the hall itself
            codes.update(session.connection().execute(select(table.c.hall)).scalars())
    return codes


def unreadable(session: Session, hall: str) -> Iterator[Fault]:
    """Rows whose values are not of their column's kind, such as a date that is none."""
    for table in _tables_of_halls():
        keys = select(*table.primary_key).where(table.c.hall == hall)
        try:
            for key in session.connection().execute(keys).mappings().all():
                yield from _unreadable_row(session, table, key)
        except ValueError:
            yield Fault("store.unreadable", table.name, _UNREADABLE)


def _unreadable_row(session: Session, table: Table, key: Any) -> Iterator[Fault]:
    row = select(table).where(*(column == key[column.name] for column in table.primary_key))
    try:
        session.connection().execute(row).all()
    except ValueError:
        yield Fault("store.unreadable", _place(table, key), _UNREADABLE)


def senseless(check: str) -> Fault:
    """A check could not be finished."""
    room = check.removeprefix("hallclient.").removesuffix(".checks")
    return Fault("store.senseless", room, N_("A row says what this program never writes."))


def _check_chain(session: Session, hall: str, key: bytes) -> Iterator[Fault]:
    table = AuditRow.__table__
    expected, previous = 1, FIRST
    query = select(table).where(AuditRow.hall == hall).order_by(AuditRow.seq)
    for row in session.connection().execute(query).mappings():
        place = f"audit seq {row['seq']}"
        if row["seq"] != expected:
            yield Fault("audit.gap", f"audit seq {expected}", N_("An audit row is missing."))
        if row["previous"] != previous and row["seq"] == expected:
            yield Fault("audit.link", place, N_("The audit chain is broken here."))
        if mac(key, dict(row)) != row["mac"]:
            yield Fault("audit.changed", place, N_("An audit row was changed."))
        expected, previous = row["seq"] + 1, row["mac"]
    if last_numbers(session, hall).get(CHAIN, 0) != expected - 1:
        yield Fault(
            "audit.cut", f"audit seq {expected}", N_("The end of the audit log is missing.")
        )


def _check_seals(session: Session, hall: str, key: bytes) -> Iterator[Fault]:
    sealed: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    places: dict[str, dict[str, str]] = defaultdict(dict)  # seal to table to its first row
    for table in _sealed_tables():
        query = select(table).where(table.c.hall == hall)
        for row in session.connection().execute(query).mappings():
            sealed[row["seal"]][table.name].append(canonical(dict(row)))
            places[row["seal"]].setdefault(table.name, _place(table, row))
    empty: dict[str, list[str]] = {}
    query = select(AuditRow.seal, AuditRow.digest, AuditRow.subject, AuditRow.seq).where(
        AuditRow.hall == hall
    )
    for seal, kept, subject, seq in session.connection().execute(query):
        if digest(key, sealed.pop(seal, empty)) != kept:
            rows = "; ".join(places[seal].values())
            yield Fault(
                "audit.digest",
                f"{subject or 'act'} (audit seq {seq}: {rows})",
                N_("A row of this act was changed, added or removed after it was written."),
            )
    for seal in sealed:
        place = "; ".join(places[seal].values())
        yield Fault("audit.unsealed", place, N_("A row belongs to no act on record."))


def _sealed_tables() -> list[Table]:
    return [
        table
        for table in _tables_of_halls()
        if "seal" in table.c and table.name != AuditRow.__tablename__
    ]


def _tables_of_halls() -> list[Table]:
    return [table for table in Record.metadata.sorted_tables if "hall" in table.c]


def _place(table: Table, row: Any) -> str:
    keys = (
        f"{column.name} {row[column.name]}" for column in table.primary_key if column.name != "hall"
    )
    return f"{table.name} {', '.join(keys)}"
