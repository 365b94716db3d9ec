"""What the queue page may ask for: plain callables, bound to the desk by `app`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from hallclient.queue.page.strip_calls import StripCalls
from hallclient.queue.rules import (
    Board,
    Figures,
    OfTicket,
    Slip,
    TakeTicket,
    Ticket,
    TransferTicket,
)


@dataclass(frozen=True)
class BoardCalls:
    """The queue for whoever stands at the front desk; every callable runs on a lane but `printed`.

    Attributes:
        figures: of a business day; None for the open one.
        numbered: a ticket by the number on its slip; raises TicketUnknown, TicketOver.
        printed: a slip was asked for; called on the UI thread.
        strip: for who calls customers without a counter page, None for everybody else.
    """

    board: Callable[[], Board]
    figures: Callable[[date | None], Figures]
    numbered: Callable[[str], Ticket]
    take: Callable[[TakeTicket], Slip]
    cancel: Callable[[OfTicket], Ticket]
    give_back: Callable[[OfTicket], Ticket]
    transfer: Callable[[TransferTicket], Ticket]
    printed: Callable[[], object]
    strip: StripCalls | None = None
