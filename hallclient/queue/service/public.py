"""The hall's display, read in a few milliseconds; nothing personal in it, and nothing written."""

from sqlalchemy.orm import Session

from hallclient.policy.book import policy_of
from hallclient.queue.book import public as book
from hallclient.queue.book.notices import public_notices
from hallclient.queue.rules import LineRow, State, queue_standard
from hallclient.queue.rules.notices import on_screen
from hallclient.queue.rules.public import PublicCall, PublicView
from hallclient.store.desk import Desk


def public_view(desk: Desk) -> PublicView:
    """Calls, waiting customers and notices at this moment; needs nobody at the desk."""
    now = desk.now()
    with desk.read() as session:
        return PublicView(
            hall=policy_of(session, desk.hall, now).hall_name,
            at=now,
            calls=_calls(session, desk.hall),
            lines=_lines(session, desk.hall),
            notices=on_screen(public_notices(session, desk.hall), now),
        )


def _calls(session: Session, hall: str) -> tuple[PublicCall, ...]:
    found = (
        PublicCall(
            row.serial,
            row.number,
            row.counter,
            row.last_at,
            called=row.state == State.CALLED,
            seq=row.seq,
        )
        for row in book.at_counters(session, hall)
    )
    return tuple(sorted(found, key=lambda call: call.seq, reverse=True))


def _lines(session: Session, hall: str) -> tuple[LineRow, ...]:
    waiting = book.waiting_by_line(session, hall)
    return tuple(
        LineRow(letter, waiting.get(letter, 0), 0) for letter in sorted(queue_standard().lines)
    )
