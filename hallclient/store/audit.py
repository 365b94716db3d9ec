"""One act (一次操作): rows written together, sealed together, in a keyed chain nobody can mend.

Every write of a use case happens inside an `Act`. Its sealed rows carry the act's id; when the
act ends, one audit row says who did what, where and when, holds a digest of those rows, and is
linked to the audit row before it. All is keyed (HMAC-SHA-256): who can change the file but does
not hold the key can neither alter a row nor cut the chain unseen.
"""

import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import Index, String, bindparam, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from hallclient.base.errors import OutcomeUnknown
from hallclient.base.ids import new_id
from hallclient.store.columns import APPEND_ONLY, HallRecord, PersonalText, on_display
from hallclient.store.desk import Desk
from hallclient.store.personal import (
    DataKey,
    cipher_of,
    enciphered,
    month_of,
    personal_columns,
)
from hallclient.store.sequences import Sequence as Numbers
from hallclient.store.sequences import next_number
from hallclient.store.trouble import CommitUnanswered
from hallclient.store.unit import ahead
from hallclient.store.unit_of_work import add_rows

CHAIN: Final = "audit"
FIRST: Final = "0" * 64


class SealedRecord(HallRecord):
    """A row that is written once, inside an act, and covered by the act's digest.

    Give every column a value when adding it: a default filled in by the database would not be
    covered. Set `__table_args__ = APPEND_ONLY` (or include it last) so that the database keeps it.
    """

    __abstract__ = True

    seal: Mapped[str] = mapped_column(String(32), sort_order=99)


class AuditRow(HallRecord):
    """One act on record; see the module. `remark` is what somebody typed about it, or None."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("uq_audit_request", "hall", "request_id", unique=True),
        Index("ix_audit_subject", "hall", "subject"),
        Index("ix_audit_seal", "hall", "seal", unique=True),
        on_display(APPEND_ONLY, "hall", "seq", "action", "subject"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(32))
    counter: Mapped[int]
    action: Mapped[str] = mapped_column(String(48))
    subject: Mapped[str] = mapped_column(String(64))
    request_id: Mapped[str | None] = mapped_column(String(64))
    details: Mapped[dict[str, Any]]
    remark: Mapped[str | None] = mapped_column(PersonalText)
    seal: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))


class Reseal(HallRecord):
    """The digest of an act whose rows a later version encrypted; takes the place of the row's.

    Written by a migration only, for acts whose rows were then as their audit row says. `mac` says
    so (`reseal_mac`): digests stand in the audit log for everybody to copy.
    """

    __tablename__ = "reseals"
    __table_args__ = APPEND_ONLY

    seal: Mapped[str] = mapped_column(String(32), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))


# Built once: both run in every act.
_SUBJECT = select(AuditRow.subject).where(
    AuditRow.hall == bindparam("of_hall"), AuditRow.request_id == bindparam("of_request")
)
_MAC = select(AuditRow.mac).where(
    AuditRow.hall == bindparam("of_hall"), AuditRow.seq == bindparam("of_seq")
)

_LINK = (
    update(Numbers)
    .where(Numbers.hall == bindparam("of_hall"), Numbers.name == CHAIN)
    .values(last=Numbers.last + 1)
    .returning(Numbers.last, func.hall_mac(Numbers.hall, Numbers.last - 1))
)
"""Number and mac in one answer, for whoever waits behind us: on a server only."""


class Act:
    """A unit of work on record; made by `act()` below.

    Attributes:
        session: the open session; books read and write through it, and never commit.
        at: the one instant of this act, UTC.
        earlier: the subject of the act that carried the same request id before, or None. When it
            is set the use case returns that act's result and writes nothing.
        subject: what the act is about, such as `order/H1202611220100001`; no personal data.
        whose: under whose key the act's personal text goes from now on: a customer's id or
            `staff/CODE`; "" for text of nobody in particular, which goes under the month's.
        remark: free text about the act, which may name somebody: kept encrypted in its audit row.
    """

    def __init__(self, session: Session, desk: Desk, action: str, request_id: str | None) -> None:
        self.session = session
        self.desk = desk
        self.hall = desk.hall
        self.clerk = desk.clerk
        self.counter = desk.counter
        self.at = desk.now()
        self.action = action
        self.subject = ""
        self.whose = ""
        self.request_id = request_id
        self.seal = new_id()
        self.details: dict[str, Any] = {}
        self.remark = ""
        self._keys: dict[str, DataKey] = {}
        self._sealed: dict[str, list[str]] = defaultdict(list)
        self.earlier = subject_of(session, desk.hall, request_id) if request_id else None

    @property
    def number(self) -> int:
        """7 where the act, or the one with the same request before it, is about `ticket/7`."""
        return int((self.earlier or self.subject).rpartition("/")[2])

    def add(
        self,
        table: type[HallRecord],
        rows: Sequence[Mapping[str, Any]],
        *,
        whose: str | None = None,
    ) -> None:
        """Inserts rows; `hall` is filled in, and in sealed tables `seal`.

        Personal text is encrypted under the key of `whose`, `self.whose` when left out.
        """
        sealed = issubclass(table, SealedRecord)
        extra = {"hall": self.hall} | ({"seal": self.seal} if sealed else {})
        full = [self.enciphered(table, {**row, **extra}, whose=whose) for row in rows]
        add_rows(self.session, table, full)
        if sealed:
            self._sealed[table.__tablename__].extend(canonical(row) for row in full)

    def enciphered(
        self, table: type[HallRecord], values: Mapping[str, Any], *, whose: str | None = None
    ) -> dict[str, Any]:
        """A row's values, or some of them, as an INSERT or UPDATE of this table takes them."""
        if not any(values.get(name) for name in personal_columns(table)):
            return dict(values)
        subject = (self.whose if whose is None else whose) or month_of(self.at)
        key = self._keys.get(subject)
        if key is None:
            cipher = cipher_of(self.session)
            key = cipher.key_for(self.session, self.hall, subject, self.at)
            self._keys[subject] = key
        return enciphered(key, table, values)

    def note(self, **details: Any) -> None:
        """Adds facts to the audit row; never a name, a document number or a mobile."""
        self.details.update(details)

    def close(self) -> None:
        """Appends the audit row. Last in the unit: the chain's row is what others wait for."""
        key = self.desk.keys.audit
        sealed = digest(key, self._sealed)
        seq, previous = _next_link(self.session, self.hall)  # from here on the other acts wait
        row: dict[str, Any] = {
            "hall": self.hall,
            "seq": seq,
            "at": self.at,
            "actor": self.clerk,
            "counter": self.counter,
            "action": self.action,
            "subject": self.subject,
            "request_id": self.request_id,
            "details": self.details,
            "remark": self.remark or None,
            "seal": self.seal,
            "digest": sealed,
            "previous": previous,
        }
        row = self.enciphered(AuditRow, row)
        row["mac"] = mac(key, row)
        add_rows(self.session, AuditRow, [row])


@contextmanager
def act(
    desk: Desk, action: str, request_id: str | None = None, *, beside: bool = False
) -> Iterator[Act]:
    """Opens a unit of work on record; on leaving it appends the audit row and commits.

    Any error rolls all of it back. A repeat of a request id (`earlier` set) appends nothing.
    Raises OutcomeUnknown when the connection to a server broke at the commit.

    Args:
        beside: others may write in the hall meanwhile, see `Desk.write_beside`. Without it the
            hall stands still: the plain way, for what happens a few times a day.
    """
    unit = desk.write_beside(request_id) if beside else desk.write()
    with _knowing(desk, request_id), unit as session:
        doing = Act(session, desk, action, request_id)
        yield doing
        if doing.earlier is None:
            doing.close()


@contextmanager
def _knowing(desk: Desk, request_id: str | None) -> Iterator[None]:
    """Says how to find out, when nobody knows whether the commit happened."""
    try:
        yield
    except CommitUnanswered as error:
        if request_id is None:
            raise
        raise OutcomeUnknown(partial(was_taken, desk, request_id)) from error


def was_taken(desk: Desk, request_id: str) -> bool:
    """Whether an act with this request id is on record; raises DatabaseUnreachable and its kin.

    Waits its turn behind the act itself, which may still be at its commit on the server: what
    this finds is final.
    """
    with desk.write_beside(request_id) as session:
        return subject_of(session, desk.hall, request_id) is not None


def canonical(row: Mapping[str, Any]) -> str:
    """One row as text that is the same before writing and after reading it back."""
    present = {key: _plain(value) for key, value in row.items() if value is not None}
    return json.dumps(present, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return value


def digest(key: bytes, sealed: Mapping[str, Sequence[str]]) -> str:
    """The keyed digest of an act's rows: {table: canonical rows in any order}."""
    keyed = hmac.new(key, digestmod=hashlib.sha256)
    for table in sorted(sealed):
        for row in sorted(sealed[table]):
            keyed.update(f"{table}\n{row}\n".encode())
    return keyed.hexdigest()


def mac(key: bytes, row: Mapping[str, Any]) -> str:
    """The chain link of one audit row; covers every column but itself."""
    covered = {name: value for name, value in row.items() if name != "mac"}
    return hmac.new(key, canonical(covered).encode(), hashlib.sha256).hexdigest()


def reseal_mac(key: bytes, hall: str, seal: str, old: str, new: str) -> str:
    """What only who has the key can say: this act's new digest takes the place of its old one."""
    text = "|".join(("reseal", hall, seal, old, new))
    return hmac.digest(key, text.encode(), "sha256").hex()


def head(session: Session, hall: str) -> tuple[int, str]:
    """Number and mac of the chain's last row: whoever keeps them has every row before in hand.

    Nobody else may write in the hall meanwhile. (0, FIRST) where nothing was ever written.
    """
    query = select(AuditRow.seq, AuditRow.mac).where(AuditRow.hall == hall)
    row = session.execute(query.order_by(AuditRow.seq.desc()).limit(1)).one_or_none()
    return (0, FIRST) if row is None else (row.seq, row.mac)


def subject_of(session: Session, hall: str, request_id: str) -> str | None:
    """What the act with this request id was about, None when there is none on record."""
    found = session.connection().execute(_SUBJECT, {"of_hall": hall, "of_request": request_id})
    return found.scalar_one_or_none()


def _next_link(session: Session, hall: str) -> tuple[int, str]:
    """The number of the next audit row, and the mac of the one before it."""
    connection = ahead(session)
    if connection.dialect.name == "postgresql":
        found = connection.execute(_LINK, {"of_hall": hall}).one_or_none()
        if found is not None:
            return int(found[0]), str(found[1])
    seq = next_number(session, hall, CHAIN)
    return seq, _mac_before(session, hall, seq)


def _mac_before(session: Session, hall: str, seq: int) -> str:
    if seq == 1:
        return FIRST
    found = ahead(session).execute(_MAC, {"of_hall": hall, "of_seq": seq - 1})
    return found.scalar_one()
