"""What the hall knows of a guest when something is recommended: the counter's books and ours."""

from dataclasses import replace

from sqlalchemy.orm import Session

from hallclient.counter.recommending import known_at_counters
from hallclient.counter.rules.recommending import Known
from hallclient.vip.book import facts, receptions

IN_USE = "services"
"""The item of the profile that says what the guest uses."""


def known_of(session: Session, hall: str, customer_id: str) -> Known:
    """All of it, for both doors: plans, profile, answers at counters and in receptions."""
    known = known_at_counters(session, hall, customer_id)
    kept = facts.facts_of(session, hall, customer_id, full=True)
    in_use = kept.pop(IN_USE, None)
    return replace(
        known,
        in_use=in_use.value if in_use is not None else "",
        told=tuple(fact.value for fact in kept.values()),
        answers=(*known.answers, *receptions.answers(session, hall, customer_id)),
    )
