"""What `hallclient verify` asks of the store: guards in place, chain unbroken, every row sealed."""

import hmac
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import JSON, select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.base.progress import Step, silent
from hallclient.store.audit import CHAIN, FIRST, AuditRow, Reseal, mac, reseal_mac
from hallclient.store.columns import as_stored
from hallclient.store.schema import missing_guards
from hallclient.store.sealed_rows import (
    AT_ONCE,
    Line,
    absent_members,
    as_written,
    by_seal,
    json_of,
    line_of,
    place_of,
    raw,
    sealed_tables,
    tables_of_halls,
)
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
_RESEALED: Final = (
    "(SELECT digest FROM reseals WHERE reseals.hall = audit.hall AND reseals.seal = audit.seal)"
)
_CANONICAL: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":")
).encode  # made once: as `audit.canonical` writes what is nested
_TELL_EVERY: Final = 2_000
"""Acts between two tellings of how far the check has come."""

Check = Callable[[Session, str], Iterator[Fault]]
"""A room's check of its own books: (session, hall) to the faults found."""


def check_store(session: Session, hall: str, key: bytes, step: Step = silent) -> Iterator[Fault]:
    """Guards, chain and seals, in one pass over the acts; more only where something is wrong."""
    for name in missing_guards(session.connection()):
        yield Fault("store.guard", name, N_("A guard that keeps rows from being changed is gone."))
    yield from _check_reseals(session, hall, key)
    if session.get_bind().dialect.name == "sqlite" and _all_hold(session, hall, key, step):
        return
    yield from _check_chain(session, hall, key, step)
    yield from _check_seals(session, hall, key)


def _check_reseals(session: Session, hall: str, key: bytes) -> Iterator[Fault]:
    """Digests that took the place of others: each says so under the key, whichever way is taken."""
    query = (
        select(Reseal.seal, Reseal.digest, Reseal.mac, AuditRow.digest.label("old"))
        .join(AuditRow, (AuditRow.hall == Reseal.hall) & (AuditRow.seal == Reseal.seal))
        .where(Reseal.hall == hall)
        .order_by(Reseal.seal)
    )
    with session.connection().execute(query.execution_options(yield_per=AT_ONCE)) as found:
        for row in found:
            made = reseal_mac(key, hall, row.seal, row.old, row.digest)
            if made != row.mac:
                sentence = N_("A digest took the place of another without the key of the hall.")
                yield Fault("audit.forged", f"reseals {row.seal}", sentence)


def check_file(session: Session) -> Iterator[Fault]:
    """What SQLite finds wrong with its file: nobody else sees an index that lost an entry."""
    if session.get_bind().dialect.name != "sqlite":
        return
    for said in session.connection().exec_driver_sql("PRAGMA integrity_check(1)").scalars():
        if said != "ok":
            place = str(said).splitlines()[-1]
            yield Fault("store.damaged", place, N_("A page of the database file is damaged."))


def halls_with_rows(session: Session) -> set[str]:
    """Codes of all halls that have acts, or that a row pretends to be of."""
    codes: set[str] = set(session.scalars(select(AuditRow.hall).distinct()))
    for table in tables_of_halls():
        if len(table.primary_key) == 1:  # one row for each hall: the hall itself
            codes.update(session.connection().execute(select(table.c.hall)).scalars())
    return codes


def unreadable(session: Session, hall: str) -> Iterator[Fault]:
    """Rows whose values are not of their column's kind, such as a date that is none."""
    for table in tables_of_halls():
        keys = select(*table.primary_key).where(table.c.hall == hall)
        try:
            for key in session.connection().execute(keys).mappings().all():
                yield from _unreadable_row(session, table, key)
        except ValueError:
            yield Fault("store.unreadable", table.name, _UNREADABLE)


def _unreadable_row(session: Session, table: Any, key: Any) -> Iterator[Fault]:
    row = select(table).where(*(column == key[column.name] for column in table.primary_key))
    try:
        session.connection().execute(row).all()
    except ValueError:
        yield Fault("store.unreadable", place_of(table, key), _UNREADABLE)


def senseless(check: str) -> Fault:
    """A check could not be finished."""
    room = check.removeprefix("hallclient.").removesuffix(".checks")
    return Fault("store.senseless", room, N_("A row says what this program never writes."))


def _all_hold(session: Session, hall: str, key: bytes, step: Step) -> bool:
    """Whether chain and seals of an embedded database hold: acts and rows read side by side.

    Both lie in the order in which they were written. Wherever they do not, or anything else is
    not as expected, the answer is no, and the thorough way finds out what is wrong.
    """
    waiting: dict[str, list[tuple[Iterator[Line], str]]] = {}
    try:
        for table in sealed_tables():
            _wait(waiting, as_written(session, hall, table))
        for seal, kept in _linked(session, hall, key, step):
            lines = _lines_of(seal, waiting)
            lines.sort()
            text = "".join(lines)
            if hmac.digest(key, text.encode(), "sha256").hex() != kept:
                return False
    except (ValueError, TypeError, sqlite3.Error):  # a value that no program of ours wrote
        return False
    return not waiting


def _wait(waiting: dict[str, list[tuple[Iterator[Line], str]]], rows: Iterator[Line]) -> None:
    """The next row waits for its act."""
    for seal, text in rows:
        waiting.setdefault(seal, []).append((rows, text))
        return


def _lines_of(seal: str, waiting: dict[str, list[tuple[Iterator[Line], str]]]) -> list[str]:
    """The lines of one act; the row behind them waits for the act it belongs to."""
    lines = []
    for rows, text in waiting.pop(seal, ()):
        lines.append(text)
        for next_seal, next_text in rows:
            if next_seal != seal:
                waiting.setdefault(next_seal, []).append((rows, next_text))
                break
            lines.append(next_text)
    return lines


def _linked(session: Session, hall: str, key: bytes, step: Step) -> Iterator[tuple[str, str]]:
    """(seal, digest) of every act; raises ValueError where the chain does not hold."""
    total, wanted, previous = last_numbers(session, hall).get(CHAIN, 0), 1, FIRST
    for seq, seal, kept, before, own, head, details, tail in _audit_rows(session, hall):
        text = f'{head[:-1]},"details":{_details(details)},{tail[1:]}'
        made = hmac.digest(key, text.encode(), "sha256").hex()
        if seq != wanted or before != previous or made != own:
            raise ValueError(f"the chain does not hold at {wanted}")
        yield seal, kept
        wanted, previous = seq + 1, own
        if not seq % _TELL_EVERY:
            step(seq, total)
    if wanted != total + 1:
        raise ValueError("the chain was cut")


def _audit_rows(session: Session, hall: str) -> Iterator[Any]:
    """Numbers and marks of each act, and what its mac covers, in three parts."""
    table = AuditRow.metadata.tables["audit"]
    columns = sorted((c for c in table.c if c.name != "mac"), key=lambda column: column.name)
    place = next(n for n, column in enumerate(columns) if isinstance(column.type, JSON))
    head, tail = columns[:place], columns[place + 1 :]
    query = (
        f"SELECT seq, seal, coalesce({_RESEALED}, digest), previous, mac, "  # noqa: S608
        f"{json_of(head)}, details, {json_of(tail)}"  # our own names only
        f" FROM audit WHERE hall = ? ORDER BY seq"
    )
    absent = absent_members(tail)
    for *marks, kept in raw(session).execute(query, [hall]):
        text = kept
        for member in absent:
            text = text.replace(member, "")
        yield *marks, text


@lru_cache(maxsize=4_096)
def _details(kept: str) -> str:
    """As `audit.canonical` writes them; a day's acts say the same few things again and again."""
    return _CANONICAL(json.loads(kept))


def _check_chain(session: Session, hall: str, key: bytes, step: Step) -> Iterator[Fault]:
    expected, previous = 1, FIRST
    total = last_numbers(session, hall).get(CHAIN, 0)
    for row in _acts(session, hall, AuditRow.seq):
        place = f"audit seq {row['seq']}"
        if row["seq"] != expected:
            yield Fault("audit.gap", f"audit seq {expected}", N_("An audit row is missing."))
        if row["previous"] != previous and row["seq"] == expected:
            yield Fault("audit.link", place, N_("The audit chain is broken here."))
        if mac(key, {name: row[name] for name in row if name != "resealed"}) != row["mac"]:
            yield Fault("audit.changed", place, N_("An audit row was changed."))
        expected, previous = row["seq"] + 1, row["mac"]
        if not expected % _TELL_EVERY:
            step(expected, total)
    if total != expected - 1:
        yield Fault(
            "audit.cut", f"audit seq {expected}", N_("The end of the audit log is missing.")
        )


def _check_seals(session: Session, hall: str, key: bytes) -> Iterator[Fault]:
    """Acts and rows both sorted by seal, so that one act's rows are in memory at a time."""
    rows = merge(*(_sorted(session, hall, table) for table in sealed_tables()), key=itemgetter(0))
    groups = groupby(rows, key=itemgetter(0))
    seal, group = next(groups, (None, ()))
    for act in _acts(session, hall, by_seal(session, AuditRow.metadata.tables["audit"])):
        while seal is not None and seal < act["seal"]:
            yield _unsealed(group)
            seal, group = next(groups, (None, ()))
        mine: Iterable[Any] = ()
        if seal == act["seal"]:
            mine = list(group)
            seal, group = next(groups, (None, ()))
        yield from _unlike(key, act, mine)
    while seal is not None:
        yield _unsealed(group)
        seal, group = next(groups, (None, ()))


def _unlike(key: bytes, act: Any, rows: Iterable[Any]) -> Iterator[Fault]:
    text = "".join(sorted(line for _, line, _ in rows))
    if hmac.digest(key, text.encode(), "sha256").hex() != (act["resealed"] or act["digest"]):
        where = "; ".join(_first_places(rows))
        yield Fault(
            "audit.digest",
            f"{act['subject'] or 'act'} (audit seq {act['seq']}: {where})",
            N_("A row of this act was changed, added or removed after it was written."),
        )


def _unsealed(rows: Iterable[Any]) -> Fault:
    place = "; ".join(_first_places(rows))
    return Fault("audit.unsealed", place, N_("A row belongs to no act on record."))


def _first_places(rows: Iterable[Any]) -> Iterable[str]:
    """The first row of each table."""
    found: dict[str, str] = {}
    for _, line, place in rows:
        found.setdefault(line.partition("\n")[0], place)
    return found.values()


def _sorted(session: Session, hall: str, table: Any) -> Iterator[tuple[str, str, str]]:
    """(seal, line, place) of every row."""
    query = as_stored(table).where(table.c.hall == hall).order_by(by_seal(session, table))
    query = query.execution_options(yield_per=AT_ONCE)
    for row in session.connection().execute(query).mappings():
        yield row["seal"], line_of(table.name, dict(row)), place_of(table, row)


def _acts(session: Session, hall: str, order: Any) -> Iterator[Any]:
    """Every act, with the digest in force beside the one it was written with."""
    table = AuditRow.metadata.tables["audit"]
    newer = select(Reseal.digest).where(Reseal.hall == table.c.hall, Reseal.seal == table.c.seal)
    query = as_stored(table).add_columns(newer.scalar_subquery().label("resealed"))
    query = query.where(table.c.hall == hall).order_by(order)
    with session.connection().execute(query.execution_options(yield_per=AT_ONCE)) as found:
        yield from found.mappings()
