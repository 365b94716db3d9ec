"""What is open in the hall, and whose it is: for everybody to see."""

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from hallclient.care import book
from hallclient.care.rules import Matter, Told, in_order, on_day, room_is_free
from hallclient.policy.book import policy_of
from hallclient.staff import book as staff
from hallclient.staff.rules import Person
from hallclient.store.desk import Desk

type OpenDay = Callable[[Session, str], date | None]
"""The open business day of a hall; who keeps it stands beside this room."""


def open_matters(desk: Desk, open_day: OpenDay) -> tuple[Matter, ...]:
    """Every open matter: offered to the person at the desk, then theirs, then the others'."""
    with desk.read() as session:
        day = open_day(session, desk.hall)
        seen = tuple(on_day(one, day) for one in book.matters(session, desk.hall))
        return in_order(seen, desk.clerk)


def owned(desk: Desk) -> int:
    """How many open matters the person at the desk is responsible for."""
    with desk.read() as session:
        return sum(one.standing.owner == desk.clerk for one in book.matters(session, desk.hall))


def matters_of_day(desk: Desk, day: date) -> tuple[Matter, ...]:
    """Everything that was taken down on a business day, by number."""
    with desk.read() as session:
        return book.matters(session, desk.hall, day=day)


def course(desk: Desk, number: int) -> tuple[Told, ...]:
    """What happened to a matter, in order; nothing for one that is not there."""
    with desk.read() as session:
        return book.events(session, desk.hall, number)


def colleagues(desk: Desk) -> tuple[Person, ...]:
    """Who is at work and takes matters over, but the person at the desk; by code."""
    now = desk.now()
    with desk.read() as session:
        return tuple(
            who
            for who in staff.people(session, desk.hall)
            if who.code != desk.clerk
            and staff.may(who, "care.take_down")
            and staff.at_work(session, desk.hall, who.code, now)
        )


def room_free(desk: Desk, open_day: OpenDay) -> bool:
    """Whether the reception room takes a guest now."""
    with desk.read() as session:
        rooms = policy_of(session, desk.hall, desk.now()).reception_rooms
        there = book.guests(session, desk.hall, open_day(session, desk.hall))
        return room_is_free(there, rooms)
