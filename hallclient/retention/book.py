"""Who is due, who is held, and the erasing of one batch, inside an open act."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, SelectBase, and_, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from hallclient.base.clock import from_hall, hall_date
from hallclient.counter.records import Draft, Order, Reversal
from hallclient.custody import book as custody
from hallclient.customers.book.erasing import erase_customers
from hallclient.customers.book.marks import IN_SERVICE
from hallclient.customers.records import (
    Customer,
    CustomerEvent,
    Subscription,
    SubscriptionEvent,
)
from hallclient.paper import book as papers
from hallclient.retention.records import ErasingEnd, ErasingRun, Erasure, LegalHold
from hallclient.retention.rules import (
    Life,
    erasable_from,
    is_due,
    last_day_of,
    last_day_to_leave,
    left_on,
    month_is_over,
)
from hallclient.store.audit import Act
from hallclient.store.personal import ERASED, MONTH, PersonalKey, cipher_of, erase, month_of
from hallclient.vip.book.erasing import erase_guests


def over(session: Session, hall: str, period: int, as_of: date) -> list[tuple[str, Life]]:
    """Customers whose period is over, held ones too, the longest gone first."""
    found = [
        (erasable_from(left_on(life), period), customer_id, life)
        for customer_id, life in _lives(session, hall, period, as_of)
    ]
    return [(one, life) for since, one, life in sorted(found, key=_since) if since <= as_of]


def _since(found: tuple[date, str, Life]) -> tuple[date, str]:
    return found[0], found[1]


def _lives(
    session: Session, hall: str, period: int, as_of: date, after: str = "", most: int | None = None
) -> list[tuple[str, Life]]:
    """Customers who may be due, by their id from after this one; the rule has the last word."""
    query = _candidates(hall, period, as_of).where(Customer.customer_id > after).limit(most)
    rows = session.connection().execute(query).all()
    held = held_now(session, hall)
    return [
        (
            row.customer_id,
            Life(hall_date(row.at), ended=_day(row.ended), held=row.customer_id in held),
        )
        for row in rows
    ]


def _day(at: Any) -> date | None:
    return None if at is None else hall_date(at)


def _candidates(hall: str, period: int, as_of: date) -> Select[str, datetime, datetime]:
    """Nobody whose number is in service, and nobody for whom anything was done since."""
    since = from_hall(last_day_to_leave(period, as_of) + timedelta(days=1), 0, 0)
    event, number, change = CustomerEvent, aliased(Subscription), SubscriptionEvent
    last_change = (
        select(func.max(change.at))
        .join(
            number,
            and_(number.hall == change.hall, number.subscription_id == change.subscription_id),
        )
        .where(number.hall == hall, number.customer_id == Customer.customer_id)
        .scalar_subquery()
    )
    undone = aliased(Order)
    later = or_(
        _any(select(Order.order_no).where(*_theirs(Order, hall), Order.at >= since)),
        _any(
            select(Reversal.reversal_no)
            .join(undone, and_(undone.hall == Reversal.hall, undone.order_no == Reversal.order_no))
            .where(*_theirs(undone, hall), Reversal.at >= since)
        ),
        _any(select(Subscription.subscription_id).where(*_theirs(Subscription, hall), IN_SERVICE)),
    )
    return (
        select(Customer.customer_id, event.at, last_change.label("ended"))
        .join(
            event,
            and_(
                event.hall == Customer.hall,
                event.customer_id == Customer.customer_id,
                event.seq == Customer.version,
            ),
        )
        .where(Customer.hall == hall, Customer.erased_on.is_(None), event.at < since, ~later)
        .order_by(Customer.customer_id)
    )


def _theirs(table: Any, hall: str) -> tuple[ColumnElement[bool], ...]:
    return table.hall == hall, table.customer_id == Customer.customer_id


def _any(query: Select[Any]) -> ColumnElement[bool]:
    return query.correlate(Customer).exists()


def held_now(session: Session, hall: str) -> dict[str, int]:
    """Customers under a legal hold, with the number of the entry that holds them."""
    last = (
        select(LegalHold.customer_id, func.max(LegalHold.seq).label("seq"))
        .where(LegalHold.hall == hall)
        .group_by(LegalHold.customer_id)
        .subquery()
    )
    query = select(LegalHold.customer_id, LegalHold.seq).join(
        last, and_(last.c.customer_id == LegalHold.customer_id, last.c.seq == LegalHold.seq)
    )
    rows = session.connection().execute(query.where(LegalHold.hall == hall, LegalHold.stands))
    return {customer_id: int(seq) for customer_id, seq in rows}


def last_hold(session: Session, hall: str, customer_id: str) -> int:
    """Number of a customer's last entry in the book of holds, 0 for none."""
    query = select(func.max(LegalHold.seq)).where(
        LegalHold.hall == hall, LegalHold.customer_id == customer_id
    )
    return int(session.connection().execute(query).scalar_one() or 0)


def months_over(session: Session, hall: str, period: int, as_of: date) -> tuple[str, ...]:
    """Months whose free text is due; one of which a draft is still open stays for now."""
    names = select(PersonalKey.whose).where(
        PersonalKey.hall == hall, PersonalKey.whose.startswith(MONTH)
    )
    drafts = select(Draft.saved_at).where(Draft.hall == hall)
    connection = session.connection()
    waiting = {month_of(at) for at in connection.execute(drafts).scalars()}
    found = sorted(set(connection.execute(names).scalars()) - waiting)
    months = (whose.removeprefix(MONTH) for whose in found)
    return tuple(month for month in months if month_is_over(month, period, as_of))


def mark_of(customers: Sequence[str], months: Sequence[str], as_of: date) -> str:
    """A short name of exactly what would be erased."""
    whole = json.dumps([as_of.isoformat(), list(customers), list(months)])
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def begun(session: Session, hall: str) -> ErasingRun | None:
    """The run that was begun and has not come to its end."""
    ended = select(ErasingEnd.run_id).where(ErasingEnd.hall == hall)
    query = select(ErasingRun).where(ErasingRun.hall == hall, ErasingRun.run_id.not_in(ended))
    return session.scalars(query).first()


def erase_people(doing: Act, run: ErasingRun, after: str, most: int) -> tuple[int, str]:
    """Looks at the next customers of a run and erases those who are due.

    Returns how many were erased, and the last one looked at: "" when none is left.
    """
    lives = _lives(doing.session, doing.hall, run.period, run.as_of, after, most)
    due = [one for one, life in lives if is_due(life, run.period, run.as_of)]
    if due:
        cipher_of(doing.session).warm(doing.session, doing.hall, due)
        papers.keep_remains_about(doing, _numbers(doing.hall, due), ERASED)
        _put_on_record(doing, run, due)
        erase_guests(doing, due)
        erase_customers(doing, due)
    return len(due), lives[-1][0] if lives else ""


def _put_on_record(doing: Act, run: ErasingRun, owners: Sequence[str]) -> None:
    """Whose data this run erases, and the very key that goes with it."""
    query = select(PersonalKey.whose, PersonalKey.key_id).where(
        PersonalKey.hall == doing.hall, PersonalKey.whose.in_(owners)
    )
    keys = {row.whose: row.key_id for row in doing.session.connection().execute(query)}
    said = {"run_id": run.run_id, "at": doing.at}
    rows = [{"whose": one, "key_id": keys.get(one, ""), **said} for one in owners]
    doing.add(Erasure, rows)


def _numbers(hall: str, customer_ids: Sequence[str]) -> SelectBase:
    """Numbers of these customers' orders, and of the reversals of these."""
    orders = select(Order.order_no).where(Order.hall == hall, Order.customer_id.in_(customer_ids))
    undone = select(Reversal.reversal_no).where(
        Reversal.hall == hall, Reversal.order_no.in_(orders)
    )
    return union_all(orders, undone)


def erase_month(doing: Act, run: ErasingRun, month: str, after: str, most: int) -> str:
    """Writes down what stays of a month's next papers; after the last erases its free text.

    With it goes what was said of items that had left custody by the end of the month.
    Returns the paper last looked at: "" when the month is done with, also by another desk.
    """
    whose = MONTH + month
    query = select(PersonalKey.key_id).where(
        PersonalKey.hall == doing.hall, PersonalKey.whose == whose
    )
    key_id = doing.session.connection().execute(query).scalar_one_or_none()
    if key_id is None:
        return ""
    doing.note(month=month)
    last = papers.keep_remains_under(doing, key_id, ERASED, after=after, most=most)
    if not last:
        owners = [whose, *_out_of_custody(doing, last_day_of(month))]
        _put_on_record(doing, run, owners)
        for each in owners:
            erase(doing.session, doing.hall, each)
    return last


def _out_of_custody(doing: Act, last: date) -> list[str]:
    """Whose keys describe items that were gone on this day, as far as there are any."""
    keys = select(PersonalKey.whose).where(
        PersonalKey.hall == doing.hall, PersonalKey.whose.startswith(custody.KEY)
    )
    there = set(doing.session.connection().execute(keys).scalars())
    end = datetime.combine(last + timedelta(days=1), time(), UTC)  # months of keys are in UTC
    gone = custody.gone_before(doing.session, doing.hall, end)
    return [whose for number in gone if (whose := f"{custody.KEY}{number}") in there]


def erased_in(session: Session, hall: str, run_id: str) -> tuple[int, int]:
    """Customers and months that a run has erased so far."""
    query = select(Erasure.whose).where(Erasure.hall == hall, Erasure.run_id == run_id)
    names = list(session.connection().execute(query).scalars())
    months = sum(name.startswith(MONTH) for name in names)
    return sum("/" not in name for name in names), months
