"""Encrypts what version 0001 wrote in clear, once, in the transaction of the migration to 0002.

Sealed rows change by it, their acts' audit rows do not: for each act whose rows were as its audit
row says, the digest of the encrypted rows is kept in `reseals`. An act that was tampered with
before gets none, so `verify` goes on saying so. Tables are read as they stand in the database:
the records of today may belong to a later version.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import batched
from typing import Any, Final

from sqlalchemy import Connection, MetaData, Table, bindparam, insert, select, text, update
from sqlalchemy.orm import Session

from hallclient.store.audit import canonical, digest, mac, reseal_mac
from hallclient.store.blind import blind
from hallclient.store.keys import Keys, KeyWrong
from hallclient.store.personal import DataKey, bind, month_of
from hallclient.store.rotation import note_version

SEALED: Final[Mapping[str, tuple[str, ...]]] = {
    "bag_hand_overs": ("carrier",),
    "cash_movements": ("reason", "voucher"),
    "counts": ("cause",),
    "custody_counts": ("note",),
    "custody_entries": ("outside", "reason"),
    "custody_findings": ("description",),
    "custody_items": ("description", "owner"),
    "customer_accesses": ("reason",),
    "customer_events": ("reason", "before", "after"),
    "order_lines": ("content",),
    "order_reversals": ("clerk_name", "approver_name", "reason", "receipt_missing"),
    "orders": ("parties",),
    "papers": ("payload",),
    "service_refusals": ("reason",),
    "shift_approvals": ("note",),
    "shift_openings": ("note",),
    "staff_changes": ("name",),
    "stock_movements": ("reason",),
    "stock_takes": ("note",),
    "subscription_events": ("before", "after"),
}
"""Columns of personal text by table, of rows that belong to acts."""

CHANGING: Final[Mapping[str, tuple[str, ...]]] = {
    "customers": ("name", "holder", "document_number", "mobile", "address"),
    "drafts": ("content",),
    "staff": ("name",),
    "subscriptions": ("holder", "mobile"),
}
"""The same of rows that change."""

_NUMBERS: Final[Mapping[str, tuple[str, ...]]] = {
    "stock_movements": ("first", "last"),
    "stock_takes": ("missing", "surplus"),
}
"""Columns that hold phone numbers in the rows of their kind."""

_ACTS: Final = 500
"""Acts, or rows, taken at a time."""

Row = Mapping[str, Any]


class _Books:
    """The database as it stands, with the keys it is encrypted with."""

    def __init__(self, connection: Connection, keys: Keys, at: datetime) -> None:
        self.connection = connection
        self.keys = keys
        self.at = at
        found = MetaData()
        found.reflect(connection)
        self.tables = found.tables
        self._session = Session(connection)
        self._cipher = bind(connection.engine, keys)
        self._opened: dict[tuple[str, str], DataKey] = {}

    def rows(self, query: Any) -> list[Row]:
        """All rows of a query, as mappings."""
        return [dict(row) for row in self.connection.execute(query).mappings()]

    def encrypted(self, table: str, row: Row, whose: str) -> dict[str, Any]:
        """The row with its personal text under that key."""
        changed = dict(row)
        for name in SEALED.get(table) or CHANGING[table]:
            if changed[name]:
                key = self._key(changed["hall"], whose)
                changed[name] = str(key.seal(f"{table}.{name}", changed[name]))
        if table == "order_lines":
            mobile = changed.pop("mobile")
            changed["mobile_mark"] = blind(self.keys.index, "order_lines.mobile", mobile)
        elif changed.get("kind") == "number" and table in _NUMBERS:
            changed |= {name: self.hidden(changed[name]) for name in _NUMBERS[table]}
        return changed

    def hidden(self, kept: Any) -> Any:
        """A phone number of the stock, or a list of them, as it is found again."""
        if isinstance(kept, list):
            return [self.hidden(each) for each in kept]
        return self._cipher.hidden("stock.number", kept)

    def write(self, table: str, rows: Sequence[Row], names: Sequence[str]) -> None:
        """Writes these columns of the rows back."""
        if not rows:
            return
        target = self.tables[table]
        keys = [column.name for column in target.primary_key]
        where = (target.c[name] == bindparam(f"of_{name}") for name in keys)
        values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in names}
        self.connection.execute(
            update(target).where(*where).values(values),
            [
                {f"of_{name}": row[name] for name in keys}
                | {f"to_{name}": row[name] for name in names}
                for row in rows
            ],
        )

    def _key(self, hall: str, whose: str) -> DataKey:
        if len(self._opened) > _ACTS:
            self._opened.clear()
        key = self._opened.get((hall, whose))
        if key is None:
            key = self._cipher.key_for(self._session, hall, whose, self.at)
            self._opened[hall, whose] = key
        return key


@dataclass
class _Act:
    """One act with the rows that belong to it, by table."""

    audit: Row
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))


def encrypt_all(connection: Connection, keys: Keys, at: datetime) -> None:
    """Encrypts every personal value; the guards must be down."""
    books = _Books(connection, keys, at)
    note_version(connection, 1, keys.personal[1], at)
    sealed = [name for name, table in books.tables.items() if _is_sealed(name, table)]
    for name in sealed:
        connection.execute(text(f"CREATE INDEX tmp_{name}_seal ON {name} (hall, seal)"))
    for acts in _acts(books, sealed):
        _encrypt_acts(books, acts)
    _encrypt_strays(books)
    for name in sealed:
        connection.execute(text(f"DROP INDEX tmp_{name}_seal"))
    for name in CHANGING:
        _encrypt_changing(books, name)
    _hide_numbers(books)


def _is_sealed(name: str, table: Table) -> bool:
    return "seal" in table.c and name not in ("audit", "reseals")


def refuse_wrong_key(connection: Connection, keys: Keys) -> None:
    """Raises KeyWrong when none of the newest acts was sealed with this key."""
    found = MetaData()
    found.reflect(connection, only=["audit", "database_info"])
    audit, info = found.tables["audit"], found.tables["database_info"]
    query = select(audit).order_by(audit.c.seq.desc()).limit(_ACTS)
    newest = [dict(row) for row in connection.execute(query).mappings()]
    if newest and not any(mac(keys.audit, row) == row["mac"] for row in newest):
        raise KeyWrong(name=f"{connection.execute(select(info.c.database_id)).scalar()}.key")


def _acts(books: _Books, sealed: Sequence[str]) -> Iterator[dict[str, _Act]]:
    """All acts in the order of the chain, some at a time, by seal."""
    audit = books.tables["audit"]
    for hall in books.connection.execute(select(audit.c.hall).distinct()).scalars().all():
        last = 0
        while True:
            page = select(audit).where(audit.c.hall == hall, audit.c.seq > last)
            found = books.rows(page.order_by(audit.c.seq).limit(_ACTS))
            if not found:
                break
            acts = {row["seal"]: _Act(row) for row in found}
            for name in sealed:
                table = books.tables[name]
                mine = select(table).where(table.c.hall == hall, table.c.seal.in_(list(acts)))
                for row in books.rows(mine):
                    acts[row["seal"]].rows[name].append(row)
            yield acts
            last = found[-1]["seq"]


def _encrypt_acts(books: _Books, acts: Mapping[str, _Act]) -> None:
    changed: dict[str, list[Row]] = defaultdict(list)
    reseals = []
    for act in acts.values():
        whose = _owners(books, act)
        before = {name: [canonical(row) for row in rows] for name, rows in act.rows.items()}
        after = dict(before)
        for name in act.rows.keys() & SEALED.keys():
            rows: list[Row] = [
                books.encrypted(name, row, whose(name, row)) for row in act.rows[name]
            ]
            after[name] = [canonical(row) for row in rows]
            changed[name].extend(rows)
        key = books.keys.audit
        if after != before and digest(key, before) == act.audit["digest"]:
            reseals.append(reseal(key, act.audit, digest(key, after)))
    for name, rows in changed.items():
        books.write(name, rows, _written(name))
    if reseals:
        books.connection.execute(insert(books.tables["reseals"]), reseals)


def reseal(key: bytes, audit: Row, new: str) -> Row:
    """The row of `reseals` by which this digest takes the place of the act's."""
    hall, seal = audit["hall"], audit["seal"]
    made = reseal_mac(key, hall, seal, audit["digest"], new)
    return {"hall": hall, "seal": seal, "digest": new, "mac": made}


def _written(name: str) -> tuple[str, ...]:
    if name == "order_lines":
        return (*SEALED[name], "mobile_mark")
    return SEALED[name] + _NUMBERS.get(name, ())


def _owners(books: _Books, act: _Act) -> Callable[[str, Row], str]:
    """Whose key takes a row of this act: the customer's it speaks of, else the month's."""
    month = month_of(instant(act.audit["at"]))
    of_act = _customer_of(books, act) or month

    def whose(name: str, row: Row) -> str:
        if name in ("customer_events", "customer_accesses"):
            return str(row["customer_id"])
        if name == "subscription_events":
            return _holder_of(books, row) or month
        if name == "custody_items":
            return f"custody/{row['number']}"  # as the register does: it lies there for years
        return f"staff/{row['code']}" if name == "staff_changes" else of_act

    return whose


def _customer_of(books: _Books, act: _Act) -> str:
    """The customer of the order that was made or reversed, "" for nobody."""
    orders = act.rows.get("orders", ())
    for reversal in act.rows.get("order_reversals", ()):
        table = books.tables["orders"]
        same = (table.c.hall == reversal["hall"], table.c.order_no == reversal["order_no"])
        orders = books.rows(select(table.c.customer_id).where(*same))
    return str(orders[0]["customer_id"]) if orders else ""


def _holder_of(books: _Books, event: Row) -> str:
    table = books.tables["subscriptions"]
    same = (table.c.hall == event["hall"], table.c.subscription_id == event["subscription_id"])
    found = books.rows(select(table.c.customer_id).where(*same))
    return str(found[0]["customer_id"]) if found else ""


def _encrypt_strays(books: _Books) -> None:
    """Rows that belong to no act, which `verify` complains of: personal all the same."""
    audit = books.tables["audit"]
    for name in SEALED:
        table = books.tables[name]
        known = select(audit.c.seq).where(
            audit.c.hall == table.c.hall, audit.c.seal == table.c.seal
        )
        rows = books.rows(select(table).where(~known.exists()))
        month = month_of(books.at)
        books.write(name, [books.encrypted(name, row, month) for row in rows], _written(name))


def _encrypt_changing(books: _Books, name: str) -> None:
    table = books.tables[name]
    keys = list(table.primary_key)
    everybody = books.connection.execute(select(*keys).order_by(*keys)).all()
    for part in batched(everybody, _ACTS, strict=False):
        rows = []
        for key in part:
            one = select(table).where(*(keys[n] == value for n, value in enumerate(key)))
            row = books.rows(one)[0]
            rows.append(books.encrypted(name, row, _own(name, row)))
        books.write(name, rows, CHANGING[name])


def _hide_numbers(books: _Books) -> None:
    """Phone numbers in stock are hidden; their order is kept in `place`."""
    items = books.tables["stock_items"]
    books.connection.execute(update(items).values(place=0))
    where = (items.c.hall == bindparam("of_hall"), items.c.serial == bindparam("of_serial"))
    hide = update(items).where(items.c.kind == "number", *where)
    in_order = select(items.c.hall, items.c.serial).where(items.c.kind == "number")
    found = books.rows(in_order.order_by(items.c.hall, items.c.received_at, items.c.serial))
    changes = [
        {
            "of_hall": row["hall"],
            "of_serial": row["serial"],
            "to_serial": books.hidden(row["serial"]),
            "to_place": place,
        }
        for place, row in enumerate(found, start=1)
    ]
    if changes:
        new: dict[str, Any] = {"serial": bindparam("to_serial"), "place": bindparam("to_place")}
        books.connection.execute(hide.values(new), changes)


def _own(name: str, row: Row) -> str:
    """Whose key takes a row that changes."""
    if name == "staff":
        return f"staff/{row['code']}"
    if name == "drafts":
        return month_of(instant(row["saved_at"]))
    return str(row["customer_id"])


def instant(value: Any) -> datetime:
    """A time as either database keeps it."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.astimezone(UTC)
