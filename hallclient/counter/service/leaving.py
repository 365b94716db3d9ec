"""Leaving the seat while a customer is being served."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hallclient.counter.records import Draft
from hallclient.counter.rules import CustomerWaits
from hallclient.counter.service.drafting import drafts
from hallclient.store.desk import Desk
from hallclient.till import service as till
from hallclient.till.rules import Moved, PauseAsk

TOLD: Final = "S1-CT-21"
"""The clerk's tick that the customer was told why."""


def pause(desk: Desk, ask: PauseAsk) -> Moved:
    """Pauses the counter (暂停服务); not in the middle of a service without a word.

    While an order of the clerk is half done at this counter, the tick that the customer was told
    the reason must be among `ask.checked` (S1-CT-21, S1-CT-38). The order stays saved.
    Raises CustomerWaits, and what the till's own `pause` raises.
    """
    half_done = any(view.counter == desk.counter for view in drafts(desk))
    if half_done and TOLD not in ask.checked:
        raise CustomerWaits
    return till.pause(desk, ask)


def lies_open(session: Session, desk: Desk) -> bool:
    """Whether a half-done order lies open at this counter: its money, its papers (S1-CT-34)."""
    query = select(Draft.draft_id).where(Draft.hall == desk.hall, Draft.counter == desk.counter)
    return session.execute(query.limit(1)).first() is not None
