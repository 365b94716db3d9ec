"""A counter opened for the queue, paused with its reason, closed."""

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from hallclient.policy.book import policy_of
from hallclient.queue import book
from hallclient.queue.rules import (
    CounterAsk,
    CounterEvent,
    CounterNotOpen,
    CounterStanding,
    CounterState,
    CounterStep,
    CounterTaken,
    MoneyOrPapersOpen,
    NoCounterHere,
    NothingServed,
    PauseCounter,
    PauseReason,
    pause_reason,
    served_lines,
)
from hallclient.queue.service.desk import refuse_customer
from hallclient.queue.service.tickets import DayOf
from hallclient.staff import book as staff
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk

type LiesOpen = Callable[[Session], bool]
"""Whether money or papers lie open at the desk; who takes money stands above this room."""


def open_counter(desk: Desk, ask: CounterAsk, day_of: DayOf) -> CounterStanding:
    """Signs the desk's counter in for the queue, with the lines that it may serve.

    Raises NoCounterHere, CounterTaken, NothingServed, NotPermitted.
    """
    with act(desk, "queue.open", ask.request_id) as doing:
        if doing.earlier is None:
            person = staff.require(doing.session, desk, "queue.serve")
            if doing.counter < 1:
                raise NoCounterHere
            _refuse_taken(doing)
            exceptions = policy_of(doing.session, doing.hall, doing.at).queue_lines
            lines = served_lines(person.role.value, doing.counter, exceptions)
            if not lines:
                raise NothingServed(clerk=doing.clerk, counter=doing.counter)
            _enter(doing, CounterStep.OPENED, day_of(doing), lines=lines)
        return _found(doing)


def _refuse_taken(doing: Act) -> None:
    stands = book.counter_at(doing.session, doing.hall, doing.counter)
    if stands is not None and stands.state is not CounterState.CLOSED:
        raise CounterTaken(clerk=stands.clerk, counter=doing.counter)
    other = book.counter_of(doing.session, doing.hall, doing.clerk)
    if other:
        raise CounterTaken(clerk=doing.clerk, counter=other)


def pause(desk: Desk, ask: PauseCounter, lies_open: LiesOpen) -> CounterStanding:
    """Hangs the sign out (暂停服务) with its reason (S1-CT-20); nobody is called here meanwhile.

    Raises PauseReasonMissing, CustomerHere, MoneyOrPapersOpen (S1-CT-34), CounterNotOpen,
    CounterTaken, CounterPaused, NotPermitted.
    """
    with act(desk, "queue.pause", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            hang_out(doing, pause_reason(ask.reason), lies_open)
        return _found(doing)


def hang_out(doing: Act, reason: PauseReason, lies_open: LiesOpen) -> None:
    """The same inside an act that pauses more than the queue's counter: all of it or nothing."""
    stands = _own(doing)
    refuse_customer(doing, doing.counter)
    if lies_open(doing.session):
        raise MoneyOrPapersOpen
    _enter(doing, CounterStep.PAUSED, stands.business_date, reason=reason.code)


def back(desk: Desk, ask: CounterAsk) -> CounterStanding:
    """Takes the sign in. Raises CounterNotPaused, CounterNotOpen, CounterTaken, NotPermitted."""
    with act(desk, "queue.back", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            take_in(doing)
        return _found(doing)


def take_in(doing: Act) -> None:
    """The same inside an act that resumes more than the queue's counter."""
    _enter(doing, CounterStep.RESUMED, _own(doing).business_date)


def close_counter(desk: Desk, ask: CounterAsk) -> CounterStanding:
    """Signs the counter out. Raises CustomerHere, CounterNotOpen, CounterTaken, NotPermitted."""
    with act(desk, "queue.close", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            stands = _own(doing)
            refuse_customer(doing, doing.counter)
            _enter(doing, CounterStep.CLOSED, stands.business_date)
        return _found(doing)


def counter_here(doing: Act) -> CounterStanding | None:
    """The counter of the act, while the person is signed in at it for the queue; else None."""
    stands = book.counter_at(doing.session, doing.hall, doing.counter)
    own = stands is not None and stands.clerk == doing.clerk
    return stands if stands and own and stands.state is not CounterState.CLOSED else None


def _own(doing: Act) -> CounterStanding:
    """The desk's counter, open or paused, and the person's own."""
    staff.require(doing.session, doing.desk, "queue.serve")
    stands = _found(doing)
    if stands.state is CounterState.CLOSED:
        raise CounterNotOpen(counter=doing.counter)
    if stands.clerk != doing.clerk:
        raise CounterTaken(clerk=stands.clerk, counter=doing.counter)
    return stands


def _found(doing: Act) -> CounterStanding:
    stands = book.counter_at(doing.session, doing.hall, doing.counter)
    if stands is None:
        raise CounterNotOpen(counter=doing.counter)
    return stands


def _enter(doing: Act, step: CounterStep, day: date, *, lines: str = "", reason: str = "") -> None:
    event = CounterEvent(step, doing.at, doing.clerk, day, lines, reason)
    book.move_counter(doing, doing.counter, event)
    doing.subject = f"queue-counter/{doing.counter}"
