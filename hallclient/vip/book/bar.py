"""The book of drinks and consumables: batches, orders and counts, inside an open act."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select, update
from sqlalchemy.orm import Session

from hallclient.store.audit import Act
from hallclient.store.sequences import next_number
from hallclient.vip.records.bar import (
    DrinkBatch,
    DrinkCount,
    DrinkCountLine,
    DrinkEnd,
    DrinkMove,
    DrinkOrder,
    DrinkStanding,
)
from hallclient.vip.rules import bar as rules
from hallclient.vip.rules.bar import (
    TAKES,
    Batch,
    CountLine,
    DrinkStep,
    Outcome,
    good_until,
    goods_of,
)
from hallclient.vip.rules.bar_errors import (
    BatchNotCounted,
    BatchUnknown,
    OrderEnded,
    OrderUnknown,
)
from hallclient.vip.rules.bar_views import BatchDay

# -- batches --------------------------------------------------------------------------------


def _batches(hall: str) -> Select[DrinkBatch, DrinkStanding]:
    return (
        select(DrinkBatch, DrinkStanding)
        .join(
            DrinkStanding,
            (DrinkStanding.hall == hall) & (DrinkStanding.batch == DrinkBatch.number),
        )
        .where(DrinkBatch.hall == hall)
        .order_by(DrinkBatch.number)
    )


def batches(session: Session, hall: str) -> tuple[Batch, ...]:
    """Every batch of which anything is left, in the order in which they came."""
    query = _batches(hall).where(DrinkStanding.left > 0)
    return tuple(_batch(row) for row in session.execute(query))


def batch(session: Session, hall: str, number: int, *, spent: bool = False) -> Batch:
    """One batch; raises BatchUnknown, also of one that is used up unless `spent`."""
    row = session.execute(_batches(hall).where(DrinkBatch.number == number)).first()
    if row is None or not (spent or row[1].left):
        raise BatchUnknown(field="batch", number=number)
    return _batch(row)


def _batch(row: Row[DrinkBatch, DrinkStanding]) -> Batch:
    came, stands = row
    until = good_until(goods_of(came.goods), came.best_before, stands.opened_on)
    return Batch(
        came.number,
        came.goods,
        came.servings,
        came.best_before,
        until,
        stands.opened_on,
        stands.left,
        came.at,
    )


def receive(doing: Act, goods: str, servings: int, best_before: date | None, day: date) -> Batch:
    """A new batch of the book."""
    number = next_number(doing.session, doing.hall, "drink-batch")
    row = {
        "number": number,
        "goods": goods,
        "servings": servings,
        "best_before": best_before,
        "at": doing.at,
        "by": doing.clerk,
    }
    doing.add(DrinkBatch, [row])
    doing.add(DrinkStanding, [{"batch": number, "left": 0, "opened_on": None}])
    move(doing, batch(doing.session, doing.hall, number, spent=True), DrinkStep.RECEIVED,
         servings, day)  # fmt: skip
    return batch(doing.session, doing.hall, number)


def move(doing: Act, one: Batch, step: DrinkStep, servings: int, day: date, **more: Any) -> Batch:
    """A step of a batch, given back as it is then. Who calls it holds the bar's turn."""
    opened = day if step is DrinkStep.OPENED else one.opened_on
    after = replace(one, left=one.left + TAKES[step] * servings, opened_on=opened)
    if after.left < 0:
        raise ValueError(f"batch {one.number} would hold {after.left}")
    doing.session.connection().execute(
        update(DrinkStanding)
        .where(DrinkStanding.hall == doing.hall, DrinkStanding.batch == one.number)
        .values(left=after.left, opened_on=opened)
    )
    row = {
        "number": next_number(doing.session, doing.hall, "drink-move"),
        "batch": one.number,
        "business_date": day,
        "step": step.value,
        "servings": servings,
        "at": doing.at,
        "by": doing.clerk,
        "second": "",
        "order_number": 0,
        "count": 0,
        "cause": "",
        "note": "",
    }
    doing.add(DrinkMove, [row | more])
    return after


# -- orders ---------------------------------------------------------------------------------


def ask(
    doing: Act, goods: str, servings: int, day: date, *, reception: int = 0, seat: str = ""
) -> rules.DrinkOrder:
    """What a guest chose; it waits until it is brought, declined or refused."""
    number = next_number(doing.session, doing.hall, "drink-order")
    row = {
        "number": number,
        "business_date": day,
        "at": doing.at,
        "by": doing.clerk,
        "reception": reception or None,
        "seat": seat,
        "goods": goods,
        "servings": servings,
    }
    doing.add(DrinkOrder, [row])
    return order(doing.session, doing.hall, number)


def open_order(session: Session, hall: str, number: int) -> rules.DrinkOrder:
    """An order that waits; raises OrderUnknown, OrderEnded."""
    one = order(session, hall, number)
    if one.outcome is not None:
        raise OrderEnded(number=number, outcome=rules.OUTCOME_NAMES[one.outcome])
    return one


def end(
    doing: Act, one: rules.DrinkOrder, outcome: Outcome, *, phrased: bool = False, cause: str = ""
) -> rules.DrinkOrder:
    """An order that waited comes to its end."""
    row = {
        "order_number": one.number,
        "at": doing.at,
        "by": doing.clerk,
        "outcome": outcome.value,
        "phrased": phrased,
        "cause": cause,
    }
    doing.add(DrinkEnd, [row])
    return order(doing.session, doing.hall, one.number)


def _orders(hall: str) -> Select[DrinkOrder, DrinkEnd | None]:
    return (
        select(DrinkOrder, DrinkEnd)
        .join(
            DrinkEnd,
            (DrinkEnd.hall == hall) & (DrinkEnd.order_number == DrinkOrder.number),
            isouter=True,
        )
        .where(DrinkOrder.hall == hall)
        .order_by(DrinkOrder.number)
    )


def order(session: Session, hall: str, number: int) -> rules.DrinkOrder:
    """One order; raises OrderUnknown."""
    row = session.execute(_orders(hall).where(DrinkOrder.number == number)).first()
    if row is None:
        raise OrderUnknown(number=number)
    return _order(row)


def orders_of_day(session: Session, hall: str, day: date) -> tuple[rules.DrinkOrder, ...]:
    """Every order of a business day."""
    query = _orders(hall).where(DrinkOrder.business_date == day)
    return tuple(_order(row) for row in session.execute(query))


def waiting(session: Session, hall: str) -> tuple[rules.DrinkOrder, ...]:
    """Orders that nobody has brought yet, the oldest first."""
    query = _orders(hall).where(DrinkEnd.order_number.is_(None))
    return tuple(_order(row) for row in session.execute(query))


def _order(row: Row[DrinkOrder, DrinkEnd | None]) -> rules.DrinkOrder:
    asked, ended = row
    one = rules.DrinkOrder(
        asked.number,
        asked.business_date,
        asked.at,
        asked.by,
        asked.reception or 0,
        asked.seat,
        asked.goods,
        asked.servings,
    )
    if ended is None:
        return one
    return replace(
        one,
        outcome=Outcome(ended.outcome),
        ended_at=ended.at,
        ended_by=ended.by,
        phrased=ended.phrased,
        cause=ended.cause,
    )


# -- counts ---------------------------------------------------------------------------------


def moved_on(session: Session, hall: str, day: date, step: DrinkStep) -> Mapping[int, int]:
    """{batch: servings} that this step moved on a business day."""
    query = (
        select(DrinkMove.batch, func.sum(DrinkMove.servings))
        .where(
            DrinkMove.hall == hall,
            DrinkMove.business_date == day,
            DrinkMove.step == step.value,
        )
        .group_by(DrinkMove.batch)
    )
    return {number: int(servings) for number, servings in session.execute(query)}


def batch_days(session: Session, hall: str, day: date) -> tuple[BatchDay, ...]:
    """Every batch that had anything left on a business day, or moved on it."""
    query = select(
        DrinkMove.batch, DrinkMove.business_date, DrinkMove.step, func.sum(DrinkMove.servings)
    ).where(DrinkMove.hall == hall, DrinkMove.business_date <= day)
    grouped = query.group_by(DrinkMove.batch, DrinkMove.business_date, DrinkMove.step)
    opening: dict[int, int] = defaultdict(int)
    moved: dict[int, dict[DrinkStep, int]] = defaultdict(dict)
    for number, on, code, servings in session.execute(grouped):
        step = DrinkStep(code)
        if on == day:
            moved[number][step] = int(servings)
        else:
            opening[number] += TAKES[step] * int(servings)
    rows = session.execute(_batches(hall))
    every = (_batch(row) for row in rows)
    return tuple(
        BatchDay(each, opening[each.number], moved[each.number])
        for each in every
        if opening[each.number] or moved[each.number]
    )


def count(
    doing: Act, found: Mapping[int, int], day: date, witness: str, note: str
) -> rules.DrinkCount:
    """What two people found becomes the book; short and over are moves of their own.

    Raises BatchNotCounted for a batch that `found` leaves out, BatchUnknown for one that is not
    in the book.
    """
    there = {each.number: each for each in batches(doing.session, doing.hall)}
    for number in sorted(there.keys() - found.keys()):
        raise BatchNotCounted(field="found", number=number)
    for number in sorted(found.keys() - there.keys()):
        raise BatchUnknown(field="found", number=number)
    lines = _compared(doing, tuple(there.values()), found, day)
    number = next_number(doing.session, doing.hall, "drink-count")
    head = {
        "number": number,
        "business_date": day,
        "at": doing.at,
        "by": doing.clerk,
        "witness": witness,
        "moves": _last_move(doing.session, doing.hall),
        "note": note,
    }
    doing.add(DrinkCount, [head])
    rows = [
        {
            "count": number,
            "batch": line.batch,
            "booked": line.booked,
            "counted": line.counted,
            "written_off": line.written_off,
            "served": line.served,
        }
        for line in lines
    ]
    if rows:
        doing.add(DrinkCountLine, rows)
    for line in lines:
        step = DrinkStep.SHORT if line.short else DrinkStep.OVER
        if line.short or line.over:
            move(doing, there[line.batch], step, line.short or line.over, day,
                 second=witness, count=number)  # fmt: skip
    return rules.DrinkCount(number, day, doing.at, doing.clerk, witness, lines)


def _compared(
    doing: Act, there: Sequence[Batch], found: Mapping[int, int], day: date
) -> tuple[CountLine, ...]:
    gone = moved_on(doing.session, doing.hall, day, DrinkStep.WRITTEN_OFF)
    served = moved_on(doing.session, doing.hall, day, DrinkStep.SERVED)
    return tuple(
        CountLine(
            each.number,
            each.goods,
            each.left,
            found[each.number],
            gone.get(each.number, 0),
            served.get(each.number, 0),
        )
        for each in there
    )


def _last_move(session: Session, hall: str) -> int:
    query = select(func.max(DrinkMove.number)).where(DrinkMove.hall == hall)
    return session.execute(query).scalar_one() or 0


def uncounted(session: Session, hall: str, day: date, by: str) -> bool:
    """Whether this person moved drinks on a business day after its last count."""
    last = select(func.coalesce(func.max(DrinkCount.moves), 0)).where(
        DrinkCount.hall == hall, DrinkCount.business_date == day
    )
    query = select(DrinkMove.number).where(
        DrinkMove.hall == hall,
        DrinkMove.business_date == day,
        DrinkMove.by == by,
        DrinkMove.count == 0,
        DrinkMove.number > last.scalar_subquery(),
    )
    return session.execute(query.limit(1)).first() is not None


def counts(
    session: Session, hall: str, day: date | None = None, most: int = 20
) -> tuple[rules.DrinkCount, ...]:
    """The counts of a business day, or the last ones of all; newest first."""
    query = select(DrinkCount).where(DrinkCount.hall == hall)
    if day is not None:
        query = query.where(DrinkCount.business_date == day)
    heads = session.scalars(query.order_by(DrinkCount.number.desc()).limit(most)).all()
    return tuple(_counted(session, head) for head in heads)


def counted(session: Session, hall: str, number: int) -> rules.DrinkCount:
    """A count on record."""
    query = select(DrinkCount).where(DrinkCount.hall == hall, DrinkCount.number == number)
    return _counted(session, session.scalars(query).one())


def _counted(session: Session, head: DrinkCount) -> rules.DrinkCount:
    query = (
        select(DrinkCountLine, DrinkBatch.goods)
        .join(
            DrinkBatch,
            (DrinkBatch.hall == DrinkCountLine.hall) & (DrinkBatch.number == DrinkCountLine.batch),
        )
        .where(DrinkCountLine.hall == head.hall, DrinkCountLine.count == head.number)
        .order_by(DrinkCountLine.batch)
    )
    lines = tuple(
        CountLine(row.batch, goods, row.booked, row.counted, row.written_off, row.served)
        for row, goods in session.execute(query)
    )
    return rules.DrinkCount(head.number, head.business_date, head.at, head.by, head.witness, lines)
