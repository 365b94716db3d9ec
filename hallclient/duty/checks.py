"""What `hallclient verify` asks of closed days: unchanged, unbroken, agreeing with the books."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.duty.book import NUMBERS
from hallclient.duty.records import BagHandOver, DayClosing, DepositBag
from hallclient.duty.report import figures, same_figures
from hallclient.duty.rules import FIRST, FORM, digest
from hallclient.ledger.records import PostingRow
from hallclient.ledger.rules import Account
from hallclient.store.audit import AuditRow
from hallclient.store.integrity import Fault
from hallclient.store.sequences import last_numbers
from hallclient.till.records import BusinessDay


def check(session: Session, hall: str) -> Iterator[Fault]:
    """Numbers and digests of the day reports, their figures and deposits, bags, closed days."""
    table: Any = DayClosing.__table__
    query = select(table).where(DayClosing.hall == hall).order_by(DayClosing.number)
    wanted, previous, form = 1, FIRST, 1
    days = session.execute(query).mappings().all()
    for day in days:
        if day["number"] != wanted:
            yield Fault("day.gap", f"day_closings {wanted}", N_("A day report is missing."))
        yield from _chain(day, previous if day["number"] == wanted else day["previous"])
        yield from _anchor(session, hall, day, form)
        form = max(form, day["report"].get("form", 1))
        yield from _figures(session, hall, day)
        yield from _deposit(session, hall, day)
        wanted, previous = day["number"] + 1, day["digest"]
    if last_numbers(session, hall).get(NUMBERS, 0) != wanted - 1:
        place = f"day_closings {wanted}"
        yield Fault("day.cut", place, N_("The last day report is missing."))
    yield from _closed(session, hall, {day["business_date"] for day in days})
    yield from _bags(session, hall, {day["bag_number"] for day in days})


def _chain(day: Any, previous: str) -> Iterator[Fault]:
    place = f"day_closings {day['number']}"
    if day["previous"] != previous:
        yield Fault("day.link", place, N_("The chain of day reports is broken here."))
    if digest(day["report"], day["previous"]) != day["digest"]:
        yield Fault("day.changed", place, N_("A day report was changed after the close."))


def _anchor(session: Session, hall: str, day: Any, wanted: int) -> Iterator[Fault]:
    """The audit row that a report names is the last before its own act, as it was at the close."""
    form = day["report"].get("form", 1)
    place = f"day_closings {day['number']}"
    if not wanted <= form <= FORM:
        yield Fault("day.form", place, N_("A day report is of a form this version never writes."))
    if form == 1:
        return
    named = day["report"].get("audit_seq"), day["report"].get("audit_mac")
    own = select(AuditRow.seq - 1).where(AuditRow.hall == hall, AuditRow.seal == day["seal"])
    kept = select(AuditRow.seq, AuditRow.mac).where(
        AuditRow.hall == hall, AuditRow.seq == own.scalar_subquery()
    )
    if session.execute(kept).one_or_none() != named:
        yield Fault("day.anchor", place, N_("The audit log is not the one this day was closed on."))


def _figures(session: Session, hall: str, day: Any) -> Iterator[Fault]:
    now = figures(session, hall, day["business_date"])
    stated = {
        "number": day["number"],
        "business_date": day["business_date"].isoformat(),
        "closed_by": day["by"],
        "witness": day["witness"],
        "bag": day["bag_number"],
        "deposit_fen": day["deposit_fen"],
        "over_fen": day["over_fen"],
        "short_fen": day["short_fen"],
    }
    for name in same_figures(day["report"], now | stated):
        place = f"day_closings {day['number']} {name}"
        yield Fault("day.figures", place, N_("A day report differs from the books."))


def _deposit(session: Session, hall: str, day: Any) -> Iterator[Fault]:
    """What went into the bag is one entry; a safe that was empty has none."""
    posted = select(func.coalesce(func.sum(PostingRow.amount_fen), 0)).where(
        PostingRow.hall == hall,
        PostingRow.entry_no == day["entry_no"],
        PostingRow.account == Account.BAG.value,
    )
    place = f"day_closings {day['number']} deposit"
    if int(session.execute(posted).scalar_one()) != day["deposit_fen"]:
        yield Fault("day.deposit", place, N_("A deposit differs from its journal entry."))
    bag = select(DepositBag.amount_fen).where(
        DepositBag.hall == hall,
        DepositBag.bag_number == day["bag_number"],
        DepositBag.business_date == day["business_date"],
    )
    kept = session.execute(bag).scalar_one_or_none() or 0
    if kept != day["deposit_fen"]:
        yield Fault("day.bag", place, N_("A deposit differs from what its bag holds."))


def _closed(session: Session, hall: str, reported: set[Any]) -> Iterator[Fault]:
    """Every closed business day has its report, and no open one has."""
    query = select(BusinessDay.business_date, BusinessDay.closed_at).where(BusinessDay.hall == hall)
    for day, closed_at in session.execute(query.order_by(BusinessDay.business_date)):
        if (closed_at is not None) != (day in reported):
            place = f"business_days {day.isoformat()}"
            yield Fault("day.report", place, N_("A closed day and its report do not match."))


def _bags(session: Session, hall: str, reported: set[str]) -> Iterator[Fault]:
    """Every bag was sealed by a close, and every hand-over is of a bag."""
    sealed = select(DepositBag.bag_number).where(DepositBag.hall == hall)
    handed = select(BagHandOver.bag_number).where(BagHandOver.hall == hall)
    bags = set(session.scalars(sealed))
    for number in sorted((bags - reported) | (set(session.scalars(handed)) - bags)):
        yield Fault("bag.unknown", f"deposit_bags {number}", N_("A bag belongs to no close."))
