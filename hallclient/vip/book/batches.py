"""Batches of drinks and consumables, and the moves that say what is left of them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select, update
from sqlalchemy.orm import Session

from hallclient.store.audit import Act
from hallclient.store.sequences import next_number
from hallclient.vip.records.bar import DrinkBatch, DrinkMove, DrinkStanding
from hallclient.vip.rules.bar import TAKES, Batch, DrinkStep, good_until
from hallclient.vip.rules.bar_errors import BatchUnknown
from hallclient.vip.rules.bar_standard import goods_named
from hallclient.vip.rules.bar_views import BatchDay


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
    until = good_until(goods_named(came.goods), came.best_before, stands.opened_on)
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
