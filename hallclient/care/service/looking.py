"""What is open in the hall, and whose it is: for everybody to see."""

from datetime import date

from hallclient.care import book
from hallclient.care.rules import Kind, Matter, Told, in_order, room_is_free
from hallclient.policy.book import policy_of
from hallclient.staff import book as staff
from hallclient.staff.permissions import permission_table
from hallclient.staff.rules import Person
from hallclient.store.desk import Desk


def open_matters(desk: Desk, kinds: tuple[Kind, ...] = tuple(Kind)) -> tuple[Matter, ...]:
    """Every open matter: offered to the person at the desk, then theirs, then the others'."""
    with desk.read() as session:
        return in_order(book.matters(session, desk.hall, kinds=kinds), desk.clerk)


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
            and permission_table().allows(who.role, "care.take_down")
            and staff.at_work(session, desk.hall, who.code, now)
        )


def room_free(desk: Desk) -> bool:
    """Whether the reception room takes a guest now."""
    with desk.read() as session:
        rooms = policy_of(session, desk.hall, desk.now()).reception_rooms
        return room_is_free(book.guests(session, desk.hall), rooms)
