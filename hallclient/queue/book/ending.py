"""The end of the queue's day, in the act that closes the hall's."""

from collections import Counter
from datetime import date

from sqlalchemy import func, select

from hallclient.queue.book.looking import counters, tickets_in
from hallclient.queue.book.writing import move, move_counter
from hallclient.queue.records import QueueDay, QueueTicket
from hallclient.queue.rules import UNFINISHED, CounterEvent, CounterStep, Step
from hallclient.store.audit import Act


def end_day(doing: Act) -> int:
    """Ends every ticket that is unfinished and every counter that is open.

    Whoever still waits is left over, which is on record and no reason to keep a hall open: the
    close of a day must not depend on somebody who went home. Returns how many were left over.
    Nobody else writes in the hall meanwhile.
    """
    left = Counter[date]()
    for one in tickets_in(doing.session, doing.hall, UNFINISHED):
        move(doing, one, Step.LEFT, counter=0)
        left[one.business_date] += 1
    for counter, stands in counters(doing.session, doing.hall).items():
        event = CounterEvent(CounterStep.CLOSED, doing.at, doing.clerk, stands.business_date)
        move_counter(doing, counter, event)
    rows = [
        {
            "business_date": day,
            "at": doing.at,
            "by": doing.clerk,
            "issued": issued,
            "left_over": left[day],
        }
        for day, issued in _open_days(doing)
    ]
    doing.add(QueueDay, rows)
    return left.total()


def _open_days(doing: Act) -> list[tuple[date, int]]:
    """Business days whose tickets are not over, with how many there are."""
    over = select(QueueDay.business_date).where(QueueDay.hall == doing.hall)
    query = (
        select(QueueTicket.business_date, func.count())
        .where(QueueTicket.hall == doing.hall, QueueTicket.business_date.not_in(over))
        .group_by(QueueTicket.business_date)
        .order_by(QueueTicket.business_date)
    )
    return [(day, issued) for day, issued in doing.session.connection().execute(query)]
