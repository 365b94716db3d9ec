"""The events of a day script that the queue has: tickets, and counters that call them."""

from typing import Literal

from hallclient.play.parts import Event, Whole


class TakeTicket(Event):
    """A customer takes a ticket (取号); `booked` is "HH:MM" of an appointment."""

    do: Literal["ticket"]
    line: str
    care: bool = False
    booked: str = ""
    note: str = ""


class CounterQueue(Event):
    """The counter is opened for the queue, opened again after a pause, or closed."""

    do: Literal["open_counter", "resume_counter", "close_counter"]


class PauseCounter(Event):
    """The pause sign with one of the reasons of the standard."""

    do: Literal["pause_counter"]
    reason: str


class Next(Event):
    """Call the next customer, or a ticket out of turn with a reason."""

    do: Literal["next"]
    ticket: str = ""
    reason: str = ""


class AtCounter(Event):
    """A step of the ticket at the counter."""

    do: Literal["recall", "missed", "start", "park"]


class Finish(Event):
    """The customer is served."""

    do: Literal["finish"]
    rating: Whole | None = None


class OfTicket(Event):
    """A step of a ticket that is at no counter: taken up again, put back, given up."""

    do: Literal["unpark", "ticket_return", "ticket_cancel"]
    ticket: str


class TransferTicket(Event):
    """A ticket goes into another line; without `ticket` the one at the counter."""

    do: Literal["ticket_transfer"]
    line: str
    ticket: str = ""
    reason: str = ""


AnyQueue = (
    TakeTicket | CounterQueue | PauseCounter | Next | AtCounter | Finish | OfTicket | TransferTicket
)
