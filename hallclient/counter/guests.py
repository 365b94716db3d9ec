"""Whether the customer at a counter is received as a VIP: then its prompts are asked for too."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from hallclient.queue import book as queue
from hallclient.queue.rules import queue_standard

type GuestAt = Callable[[Session, str, int, datetime], bool]
"""Of a hall, a counter and the time; who knows more than the queue stands above the counter."""


def guest_by_ticket(session: Session, hall: str, counter: int, _now: datetime) -> bool:
    """Whether the ticket at the counter is of a line with priority (VIP客户)."""
    there = queue.at_counter(session, hall, counter) if counter > 0 else None
    line = None if there is None else queue_standard().lines.get(there.standing.line)
    return line is not None and line.priority
