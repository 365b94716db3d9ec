"""The queue's events of a day script, straight through its services."""

from collections.abc import Callable, Mapping
from typing import Any

from hallclient.base.ids import new_id
from hallclient.counter import service as counter
from hallclient.play import queue_script as day
from hallclient.play.outcome import Done
from hallclient.play.parts import Event
from hallclient.play.stage import Stage
from hallclient.queue import service as queue
from hallclient.queue.rules import (
    AtCounter,
    CallTicket,
    CounterAsk,
    Finish,
    LeaveSeat,
    OfTicket,
    TakeTicket,
    Ticket,
    TransferTicket,
)
from hallclient.store.desk import Desk
from hallclient.till import book as till
from hallclient.till.rules import till_checks

PAUSE_MINUTES = 10


class QueueHands:
    """Carries out what a script says of tickets and counters."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._does: Mapping[type, Callable[[Desk, Any], Done]] = {
            day.TakeTicket: self._take,
            day.CounterQueue: self._counter,
            day.PauseCounter: self._pause,
            day.Next: self._next,
            day.AtCounter: self._at_counter,
            day.Finish: self._finish,
            day.OfTicket: self._of_ticket,
            day.TransferTicket: self._transfer,
        }

    def knows(self, event: Event) -> bool:
        """Whether the event is the queue's."""
        return type(event) in self._does

    def perform(self, event: Event) -> Done:
        """Does what the event says; raises HallError when the hall refuses."""
        actor = self._stage.actor(event)
        return self._does[type(event)](self._stage.desk(actor, event.counter or 0), event)

    def _take(self, desk: Desk, event: day.TakeTicket) -> Done:
        ask = TakeTicket(
            new_id(),
            event.line,
            care=event.care,
            booked=event.booked,
            note=event.note,
            on_paper=True,
        )
        one = queue.take(desk, ask, till.day_for_opening).ticket
        if event.id:
            self._stage.memory.tickets[event.id] = one.serial
        return Done(one.number)

    def _counter(self, desk: Desk, event: day.CounterQueue) -> Done:
        ask = CounterAsk(new_id())
        if event.do == "open_counter":
            queue.open_counter(desk, ask, till.day_for_opening)
        elif event.do == "resume_counter":
            counter.back_at_seat(desk, ask)
        else:
            queue.close_counter(desk, ask)
        return Done()

    def _pause(self, desk: Desk, event: day.PauseCounter) -> Done:
        counter.leave_seat(desk, LeaveSeat(new_id(), event.reason, PAUSE_MINUTES, all_ticked()))
        return Done()

    def _next(self, desk: Desk, event: day.Next) -> Done:
        ask = CallTicket(new_id(), self._serial(event.ticket), event.reason)
        return _done(queue.call(desk, ask).ticket)

    def _at_counter(self, desk: Desk, event: day.AtCounter) -> Done:
        ask = AtCounter(new_id())
        match event.do:
            case "recall":
                return _done(queue.recall(desk, ask).ticket)
            case "start":
                return _done(queue.start(desk, ask).ticket)
            case "missed":
                return _done(queue.miss(desk, ask))
            case "park":
                return _done(queue.hold(desk, ask))

    def _finish(self, desk: Desk, event: day.Finish) -> Done:
        return _done(queue.finish(desk, Finish(new_id(), event.rating)))

    def _of_ticket(self, desk: Desk, event: day.OfTicket) -> Done:
        ask = OfTicket(new_id(), self._serial(event.ticket))
        match event.do:
            case "unpark":
                return _done(queue.resume(desk, ask).ticket)
            case "ticket_return":
                return _done(queue.give_back(desk, ask))
            case "ticket_cancel":
                return _done(queue.cancel(desk, ask))

    def _transfer(self, desk: Desk, event: day.TransferTicket) -> Done:
        serial = self._serial(event.ticket)
        ask = TransferTicket(new_id(), event.line, serial, event.reason)
        return _done(queue.transfer(desk, ask))

    def _serial(self, name: str) -> int:
        """The ticket of an earlier event; 0 for none, -1 for one that was refused: unknown."""
        return self._stage.memory.tickets.get(name, -1) if name else 0


def all_ticked() -> frozenset[str]:
    """A good clerk has locked and cleared everything before leaving."""
    return frozenset(check.duty for check in till_checks("leaving"))


def _done(one: Ticket) -> Done:
    return Done(one.number)
