"""A hall with people and counters, and what happens to tickets there in one line each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.ids import new_id
from hallclient.queue import checks, service
from hallclient.queue.rules import (
    AtCounter,
    CallTicket,
    CounterAsk,
    Finish,
    OfTicket,
    PauseCounter,
    TakeTicket,
    Ticket,
    TransferTicket,
)
from hallclient.staff.rules import Role
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.till import book as till
from tests.conftest import DAY, HALL
from tests.halls import found_with

PEOPLE = {
    **{f"c{number}": Role.CLERK for number in range(1, 10)},
    "v1": Role.VIP,
    "g1": Role.GUIDE,
    "r1": Role.RECEPTION,
    "s1": Role.GUARD,
    "m1": Role.DUTY_MANAGER,
    "a1": Role.AUDITOR,
}
NINE = from_hall(DAY, 9, 0).astimezone(UTC)


@dataclass
class Queue:
    """The queue of a hall; clerk c1 sits at counter 1, c2 at counter 2, and so on."""

    desk: Desk
    clock: ScriptClock
    tickets: dict[str, int] = field(default_factory=dict)

    def at(self, counter: int) -> Desk:
        return self.desk.acting(f"c{counter}", counter)

    def time(self, after_nine: int) -> None:
        """Moves the clock to so many seconds after nine."""
        self.clock.set(NINE + timedelta(seconds=after_nine))

    def take(self, line: str = "A", **more: object) -> Ticket:
        ask = TakeTicket(new_id(), line, **more)  # type: ignore[arg-type]
        one = service.take(self.desk.acting("g1", 0), ask, till.day_for_opening).ticket
        self.tickets[one.number] = one.serial
        return one

    def many(self, line: str, count: int) -> list[str]:
        return [self.take(line).number for _ in range(count)]

    def open(self, *counters: int) -> None:
        for counter in counters:
            service.open_counter(self.at(counter), CounterAsk(new_id()), till.day_for_opening)

    def call(self, counter: int = 1, ticket: str = "", reason: str = "") -> str:
        ask = CallTicket(new_id(), self.tickets.get(ticket, 0), reason)
        return service.call(self.at(counter), ask).ticket.number

    def recall(self, counter: int = 1) -> Ticket:
        return service.recall(self.at(counter), AtCounter(new_id())).ticket

    def start(self, counter: int = 1) -> Ticket:
        return service.start(self.at(counter), AtCounter(new_id())).ticket

    def miss(self, counter: int = 1) -> Ticket:
        return service.miss(self.at(counter), AtCounter(new_id()))

    def hold(self, counter: int = 1) -> Ticket:
        return service.hold(self.at(counter), AtCounter(new_id()))

    def finish(self, counter: int = 1, rating: int | None = None) -> Ticket:
        return service.finish(self.at(counter), Finish(new_id(), rating))

    def resume(self, ticket: str, counter: int = 1) -> Ticket:
        ask = OfTicket(new_id(), self.tickets[ticket])
        return service.resume(self.at(counter), ask).ticket

    def give_back(self, ticket: str) -> Ticket:
        ask = OfTicket(new_id(), self.tickets[ticket])
        return service.give_back(self.desk.acting("g1", 0), ask)

    def cancel(self, ticket: str) -> Ticket:
        return service.cancel(self.desk.acting("g1", 0), OfTicket(new_id(), self.tickets[ticket]))

    def transfer(self, line: str, ticket: str = "", counter: int = 1) -> Ticket:
        ask = TransferTicket(new_id(), line, self.tickets.get(ticket, 0))
        return service.transfer(self.at(counter), ask)

    def pause(self, counter: int = 1, reason: str = "meal", *, lies_open: bool = False) -> None:
        ask = PauseCounter(new_id(), reason)
        service.pause(self.at(counter), ask, lambda _session: lies_open)

    def back(self, counter: int = 1) -> None:
        service.back(self.at(counter), CounterAsk(new_id()))

    def close(self, counter: int = 1) -> None:
        service.close_counter(self.at(counter), CounterAsk(new_id()))

    def serve(self, counter: int = 1) -> str:
        """Calls the next and serves them in no time."""
        number = self.call(counter)
        self.start(counter)
        self.finish(counter)
        return number

    def served(self, counter: int = 1, count: int = 1) -> list[str]:
        return [self.serve(counter) for _ in range(count)]

    def order(self) -> list[str]:
        return [row.number for row in service.board(self.desk).waiting]

    def faults(self) -> list[str]:
        with self.desk.read() as session:
            return [fault.code for fault in checks.check(session, HALL)]

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        """Plain SQL over the books, as anybody could write it."""
        with self.desk.read() as session:
            return [tuple(row) for row in session.execute(text(statement))]


@pytest.fixture
def queue(desk: Desk, clock: ScriptClock) -> Queue:
    """Counter 1 is open with clerk c1."""
    hall = furnished(desk, clock)
    hall.open(1)
    return hall


def furnished(desk: Desk, clock: ScriptClock) -> Queue:
    """A hall with its people; no counter is open."""
    with act(desk, "test.staff") as doing:
        found_with(doing, PEOPLE)
    return Queue(desk, clock)


def instants(rows: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Rows whose times are instants, whichever database told them."""
    return [
        tuple(
            datetime.fromisoformat(value) if isinstance(value, str) and "T" in value else value
            for value in row
        )
        for row in rows
    ]
