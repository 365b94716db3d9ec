"""What the use cases of VIP reception share: subjects of acts, the record of a refusal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from hallclient.base.errors import HallError
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk

type DayOf = Callable[[Act], date]
"""The business day that what is done now belongs to; who keeps it stands below this room."""


def reception_subject(serial: int) -> str:
    """What an act about a reception is about; no personal data."""
    return f"vip-reception/{serial}"


def customer_subject(customer_id: str) -> str:
    """The same of a customer."""
    return f"customer/{customer_id}"


@contextmanager
def on_record(desk: Desk, subject: str, *kinds: type[HallError]) -> Iterator[None]:
    """A refusal of these kinds goes on record before the host reads it: who, when, about whom.

    It was never done: what was refused leaves nothing but this.
    """
    try:
        yield
    except kinds as refusal:
        with act(desk, "vip.refuse") as doing:
            doing.subject = subject
            doing.note(code=refusal.code)
        raise
