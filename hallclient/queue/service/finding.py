"""A ticket by what is printed on the slip."""

from hallclient.base.text import to_ascii
from hallclient.queue import book
from hallclient.queue.book.numbering import numbered
from hallclient.queue.rules import Ticket, TicketOver, TicketUnknown
from hallclient.store.desk import Desk


def ticket_numbered(desk: Desk, number: str) -> Ticket:
    """The newest ticket with this number, of a day that is not closed.

    A slip of yesterday whose number was not dealt out today is told as what it is.
    Raises TicketUnknown, TicketOver.
    """
    wanted = to_ascii(number).upper()
    with desk.read() as session:
        serial = numbered(session, desk.hall, wanted) if wanted else None
        if serial is None:
            raise TicketUnknown(field="number")
        one = book.ticket(session, desk.hall, serial)
        if book.day_ended(session, desk.hall, one.business_date):
            raise TicketOver(field="number", number=one.number, day=one.business_date.isoformat())
        return one
