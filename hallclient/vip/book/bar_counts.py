"""Counts of the bar: two people, every batch, what they found becomes the book."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hallclient.store.audit import Act
from hallclient.store.sequences import next_number
from hallclient.vip.book.batches import batches, move, moved_on
from hallclient.vip.records.bar import DrinkBatch, DrinkCount, DrinkCountLine, DrinkMove
from hallclient.vip.rules import bar as rules
from hallclient.vip.rules.bar import Batch, CountLine, DrinkStep
from hallclient.vip.rules.bar_errors import BatchMoved, BatchNotCounted, BatchUnknown


def count(
    doing: Act, ask: rules.CountDrinks, day: date, witness: str, note: str
) -> rules.DrinkCount:
    """What two people found becomes the book; short and over are moves of their own.

    Raises BatchNotCounted for a batch that was left out, BatchUnknown for one that is not in the
    book, BatchMoved for one whose book changed while it was counted.
    """
    found = ask.found
    there = {each.number: each for each in batches(doing.session, doing.hall)}
    for number in sorted(there.keys() - found.keys()):
        raise BatchNotCounted(field="found", number=number)
    for number in sorted(found.keys() - there.keys()):
        raise BatchUnknown(field="found", number=number)
    for number, left in ask.left.items():
        if number in there and there[number].left != left:
            raise BatchMoved(field="found", number=number)
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
