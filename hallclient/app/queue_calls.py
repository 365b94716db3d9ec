"""The queue page bound to a seat: callables in, plain values out."""

from datetime import date
from typing import TYPE_CHECKING

from hallclient.app.backstage import Seat
from hallclient.base.clock import hall_date
from hallclient.counter import service as counter
from hallclient.counter.service.leaving import TOLD
from hallclient.queue import service as queue
from hallclient.queue.page.board_calls import BoardCalls
from hallclient.queue.page.strip_calls import StripCalls
from hallclient.queue.rules import Figures
from hallclient.store.desk import Desk
from hallclient.till import book as till
from hallclient.till.rules import till_checks

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
        strip=None if "order.make" in seat.person.permissions else strip_calls(seat),
    )


def strip_calls(seat: Seat) -> StripCalls | None:
    """The strip for the person at the seat; None where nobody is called to them."""
    desk = seat.desk
    if desk.counter < 1 or "queue.serve" not in seat.person.permissions:
        return None
    return StripCalls(
        look=lambda: queue.counter_now(desk),
        open=lambda ask: queue.open_counter(desk, ask, till.day_for_opening),
        close=lambda ask: queue.close_counter(desk, ask),
        call=lambda ask: queue.call(desk, ask),
        recall=lambda ask: queue.recall(desk, ask),
        miss=lambda ask: queue.miss(desk, ask),
        start=lambda ask: queue.start(desk, ask),
        hold=lambda ask: queue.hold(desk, ask),
        resume=lambda ask: queue.resume(desk, ask),
        transfer=lambda ask: queue.transfer(desk, ask),
        finish=lambda ask: queue.finish(desk, ask),
        leave=lambda ask: counter.leave_seat(desk, ask),
        back=lambda ask: counter.back_at_seat(desk, ask),
        checks=leaving_checks,
    )


def leaving_checks() -> tuple[tuple[str, str], ...]:
    """What is locked and cleared before leaving; nobody is left sitting, so nobody is told why."""
    checks = till_checks("leaving")
    return tuple((check.duty, check.text) for check in checks if check.duty != TOLD)


def day_figures(desk: Desk, day: date | None) -> Figures:
    """The figures of a day; of the open business day where none was typed."""
    if day is None:
        with desk.read() as session:
            day = till.open_day(session, desk.hall)
    return queue.day_figures(desk, day or hall_date(desk.now()))
