"""Leaving the seat and coming back: the sign of the queue and the till are one sign."""

from functools import partial
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hallclient.counter.records import Draft
from hallclient.counter.rules import CustomerWaits
from hallclient.counter.service.drafting import drafts
from hallclient.queue import service as queue
from hallclient.queue.rules import (
    CounterAsk,
    CounterNotPaused,
    CounterState,
    LeaveSeat,
    pause_reason,
    pause_reason_named,
)
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk
from hallclient.till import book as till_book
from hallclient.till import service as till
from hallclient.till.rules import Moved, OpenShift, PauseAsk, ResumeAsk

TOLD: Final = "S1-CT-21"
"""The clerk's tick that the customer was told why."""

LEFT: Final = "queue.pause"
"""The act that leaves a counter of the queue, with its till or without one."""
BACK: Final = "queue.back"


def leave_seat(desk: Desk, ask: LeaveSeat) -> None:
    """Hangs out the sign of a counter of the queue, and pauses its till: one act, both or neither.

    A desk without an open till has only the sign; a till that pauses already stays so.
    Raises what the queue's `pause` raises (money, papers or a customer: nobody leaves), and
    MinutesMalformed where there is a till.
    """
    reason = pause_reason(ask.reason)
    with act(desk, LEFT, ask.request_id) as doing:
        if doing.earlier is not None:
            return
        queue.hang_out(doing, reason, partial(lies_open, desk=desk))
        shift = _own_shift(doing)
        if shift is not None and not shift.paused:
            till.leave(doing, PauseAsk(ask.request_id, reason.text, ask.minutes, ask.checked))


def back_at_seat(desk: Desk, ask: CounterAsk) -> None:
    """Takes in whatever of the two hangs out. Raises CounterNotPaused when neither does."""
    with act(desk, BACK, ask.request_id) as doing:
        if doing.earlier is not None:
            return
        shift = _own_shift(doing)
        signed, paused = _sign_hangs(doing), shift is not None and shift.paused
        if not (signed or paused):
            raise CounterNotPaused(counter=doing.counter)
        if signed:
            queue.take_in(doing)
        if paused:
            till.come_back(doing)


def pause(desk: Desk, ask: PauseAsk) -> Moved:
    """Pauses the counter (暂停服务); not in the middle of a service without a word.

    While an order of the clerk is half done at this counter, the tick that the customer was told
    the reason must be among `ask.checked` (S1-CT-21, S1-CT-38). The order stays saved. Where the
    counter is open for the queue its sign hangs out in the same act, and nobody leaves a customer,
    money or papers: `ask.reason` is then one of the sign's.
    Raises CustomerWaits, what the till's own `pause` raises, and what the queue's raises;
    PauseReasonUnlisted.
    """
    half_done = any(view.counter == desk.counter for view in drafts(desk))
    if half_done and TOLD not in ask.checked:
        raise CustomerWaits
    with act(desk, "till.pause", ask.request_id) as doing:
        if doing.earlier is None:
            stands = queue.counter_here(doing)
            if stands is not None and stands.state is CounterState.OPEN:
                doing.action = LEFT
                reason = pause_reason_named(ask.reason)
                queue.hang_out(doing, reason, partial(lies_open, desk=desk))
        return till.leave(doing, ask)


def resume(desk: Desk, ask: ResumeAsk) -> Moved:
    """Is back at the till, and takes the sign of the queue in with it.

    Raises what the till's own `resume` raises.
    """
    with act(desk, "till.resume", ask.request_id) as doing:
        if doing.earlier is None and _sign_hangs(doing):
            doing.action = BACK
            queue.take_in(doing)
        return till.come_back(doing)


def lies_open(session: Session, desk: Desk) -> bool:
    """Whether a half-done order lies open at this counter: its money, its papers (S1-CT-34)."""
    query = select(Draft.draft_id).where(Draft.hall == desk.hall, Draft.counter == desk.counter)
    return session.execute(query.limit(1)).first() is not None


def _own_shift(doing: Act) -> OpenShift | None:
    shift = till_book.shift_at(doing.session, doing.hall, doing.counter)
    return shift if shift is not None and shift.clerk == doing.clerk else None


def _sign_hangs(doing: Act) -> bool:
    stands = queue.counter_here(doing)
    return stands is not None and stands.state is CounterState.PAUSED
