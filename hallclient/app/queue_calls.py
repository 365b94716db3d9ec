"""The queue page bound to a seat: callables in, plain values out."""

from datetime import date
from typing import TYPE_CHECKING

from hallclient.app.backstage import Seat
from hallclient.base.clock import hall_date
from hallclient.queue import service as queue
from hallclient.queue.page.board_calls import BoardCalls
from hallclient.queue.rules import Figures
from hallclient.store.desk import Desk
from hallclient.till import book as till

if TYPE_CHECKING:
    from hallclient.app.client import Client


def board_calls(client: "Client", seat: Seat) -> BoardCalls:
    """What the person at the seat may do with tickets."""
    desk = seat.desk
    return BoardCalls(
        board=lambda: queue.board(desk),
        figures=lambda day: day_figures(desk, day),
        numbered=lambda number: queue.ticket_numbered(desk, number),
        take=lambda ask: queue.take(desk, ask, till.day_for_opening),
        cancel=lambda ask: queue.cancel(desk, ask),
        give_back=lambda ask: queue.give_back(desk, ask),
        transfer=lambda ask: queue.transfer(desk, ask),
        printed=client.print_papers,
    )


def day_figures(desk: Desk, day: date | None) -> Figures:
    """The figures of a day; of the open business day where none was typed."""
    if day is None:
        with desk.read() as session:
            day = till.open_day(session, desk.hall)
    return queue.day_figures(desk, day or hall_date(desk.now()))
