"""What `hallclient verify` asks of bar and lounge."""

from collections import defaultdict, deque
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.store.integrity import Fault
from hallclient.store.sequences import last_numbers
from hallclient.vip.records.bar import (
    DrinkBatch,
    DrinkCount,
    DrinkCountLine,
    DrinkEnd,
    DrinkMove,
    DrinkOrder,
    DrinkStanding,
    LoungeEntry,
    LoungeSignature,
    SlipCount,
)
from hallclient.vip.rules.bar import TAKES, DrinkStep, Outcome
from hallclient.vip.rules.lounge import Result

_NUMBERED: tuple[tuple[str, Any], ...] = (
    ("drink-batch", DrinkBatch),
    ("drink-move", DrinkMove),
    ("drink-order", DrinkOrder),
    ("drink-count", DrinkCount),
    ("lounge-entry", LoungeEntry),
    ("slip-count", SlipCount),
)


def check(session: Session, hall: str) -> Iterator[Fault]:
    """Stock adds up by batch; what was served was ordered; counts and lists say what was so."""
    yield from _gaps(session, hall)
    moves = _rows(session, hall, DrinkMove, DrinkMove.batch, DrinkMove.number)
    yield from _batches(session, hall, moves)
    yield from _orders(session, hall, moves)
    yield from _counts(session, hall, moves)
    yield from _lists(session, hall)


def _rows(session: Session, hall: str, table: Any, *order: Any) -> list[Any]:
    columns: tuple[Any, ...] = (table.__table__,)
    return list(session.execute(select(*columns).where(table.hall == hall).order_by(*order)))


def _gaps(session: Session, hall: str) -> Iterator[Fault]:
    last = last_numbers(session, hall)
    for name, table in _NUMBERED:
        numbers = set(session.scalars(select(table.number).where(table.hall == hall)))
        for number in sorted(numbers ^ set(range(1, last.get(name, 0) + 1))):
            sentence = N_("A number of the bar's or the lounge's books is missing.")
            yield Fault("bar.gap", f"{table.__tablename__} {number}", sentence)


def _batches(session: Session, hall: str, moves: list[Any]) -> Iterator[Fault]:
    """A batch begins with its receipt, never falls below nothing, and holds what its moves say."""
    came = {row.number: row for row in _rows(session, hall, DrinkBatch)}
    stands = {row.batch: (row.left, row.opened_on) for row in _rows(session, hall, DrinkStanding)}
    found: dict[int, tuple[int, object]] = {}
    for number, each in groupby(moves, key=lambda row: row.batch):
        left, opened_on, first = 0, None, True
        for row in each:
            step = DrinkStep(row.step) if row.step in set(DrinkStep) else None
            if step is None or (step is DrinkStep.RECEIVED) is not first or not _whole(step, row):
                yield _move_fault(row.number)
                break
            if first and row.servings != getattr(came.get(number), "servings", None):
                yield _move_fault(row.number)
            left, first = left + TAKES[step] * row.servings, False
            opened_on = row.business_date if step is DrinkStep.OPENED else opened_on
            if left < 0:
                yield _move_fault(row.number)
        found[number] = (left, opened_on)
    for number in sorted(came.keys() | stands.keys() | found.keys()):
        if number not in came or stands.get(number) != found.get(number):
            sentence = N_("A batch of the bar does not hold what its moves come to.")
            yield Fault("bar.batch", f"drink_standings {number}", sentence)


def _whole(step: DrinkStep, row: Any) -> bool:
    """Servings, order, count and second person are there just where the step has them."""
    moved = (row.servings > 0) is not (step is DrinkStep.OPENED)
    ordered = bool(row.order_number) is (step is DrinkStep.SERVED)
    counted = bool(row.count) is (step in (DrinkStep.SHORT, DrinkStep.OVER))
    signed = step in (DrinkStep.WRITTEN_OFF, DrinkStep.SHORT, DrinkStep.OVER)
    return moved and ordered and counted and (row.second not in ("", row.by)) is signed


def _move_fault(number: int) -> Fault:
    sentence = N_("A move of the bar's stock does not follow from the one before.")
    return Fault("bar.move", f"drink_moves {number}", sentence)


def _orders(session: Session, hall: str, moves: list[Any]) -> Iterator[Fault]:
    """What was brought left the stock, serving for serving and once; nothing else did."""
    served: dict[int, int] = defaultdict(int)
    for row in moves:
        served[row.order_number] += row.servings if row.step == DrinkStep.SERVED else 0
    goods = {row.number: row.goods for row in _rows(session, hall, DrinkBatch)}
    kinds = defaultdict(set)
    for row in moves:
        if row.order_number:
            kinds[row.order_number].add(goods.get(row.batch))
    ends = {row.order_number: row for row in _rows(session, hall, DrinkEnd)}
    for row in _rows(session, hall, DrinkOrder, DrinkOrder.number):
        end = ends.pop(row.number, None)
        brought = end is not None and end.outcome == Outcome.BROUGHT
        right = served.pop(row.number, 0) == (row.servings if brought else 0)
        refused = end is not None and end.outcome == Outcome.REFUSED
        if not right or kinds[row.number] - {row.goods} or refused is not bool(end and end.cause):
            yield _order_fault(row.number)
    served.pop(0, None)
    for number in sorted(served.keys() | ends.keys()):
        yield _order_fault(number)


def _order_fault(number: int) -> Fault:
    sentence = N_("A drink order does not agree with what left the stock.")
    return Fault("bar.order", f"drink_orders {number}", sentence)


def _counts(session: Session, hall: str, moves: list[Any]) -> Iterator[Fault]:
    """A count took for booked what the moves before it had led to; its differences are moves."""
    lines: dict[int, list[Any]] = defaultdict(list)
    for row in _rows(session, hall, DrinkCountLine):
        lines[row.count].append(row)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    waiting = deque(sorted(moves, key=lambda row: row.number))
    for row in waiting:
        if row.count:
            found[row.count][row.batch] = _change(row)
    left: dict[int, int] = defaultdict(int)
    for head in _rows(session, hall, DrinkCount, DrinkCount.number):
        while waiting and waiting[0].number <= head.moves:
            row = waiting.popleft()
            left[row.batch] += _change(row)
        of_this = lines.pop(head.number, [])
        said = {row.batch: row.booked for row in of_this}
        differs = {
            row.batch: row.counted - row.booked for row in of_this if row.counted != row.booked
        }
        there = {number: servings for number, servings in left.items() if servings}
        if said != there or differs != found[head.number] or head.by == head.witness:
            sentence = N_("A count of the bar does not agree with the book of then.")
            yield Fault("bar.count", f"drink_counts {head.number}", sentence)


def _change(row: Any) -> int:
    return TAKES[DrinkStep(row.step)] * row.servings if row.step in set(DrinkStep) else 0


def _lists(session: Session, hall: str) -> Iterator[Fault]:
    """A signed list has as many faults as it says."""
    entries = _rows(session, hall, LoungeEntry, LoungeEntry.number)
    for row in _rows(session, hall, LoungeSignature):
        last = {
            each.item: each.result
            for each in entries
            if each.business_date == row.business_date and each.number <= row.entries
        }
        if sum(result == Result.FAILED for result in last.values()) != row.failed:
            sentence = N_("A signed list of the lounge does not agree with its entries.")
            yield Fault("lounge.list", f"lounge_signatures {row.business_date}", sentence)
