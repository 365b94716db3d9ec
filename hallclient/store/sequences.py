"""Numbers without gaps: taken in the transaction that uses them; a rollback gives them back."""

from sqlalchemy import String, bindparam, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from hallclient.store.columns import KEPT, HallRecord
from hallclient.store.turns import wait_for_turn
from hallclient.store.unit import ahead


class Sequence(HallRecord):
    """The last number dealt out under a name, such as `order/20261122/01`."""

    __tablename__ = "dealt_numbers"
    __table_args__ = KEPT

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    last: Mapped[int]


_NEXT = (  # built once: it runs three times in every order
    update(Sequence)
    .where(Sequence.hall == bindparam("of_hall"), Sequence.name == bindparam("of_name"))
    .values(last=Sequence.last + 1)
    .returning(Sequence.last)
)


def next_number(session: Session, hall: str, name: str) -> int:
    """The next number of the sequence, from 1; its row stays locked until the commit.

    Take it as late in the transaction as possible: other clients wait for this row.
    """
    taken = _take(session, hall, name)
    if taken is not None:
        return taken
    wait_for_turn(session, f"sequence/{hall}/{name}")  # somebody else may be first as well
    taken = _take(session, hall, name)
    if taken is not None:
        return taken
    session.connection().execute(insert(Sequence), [{"hall": hall, "name": name, "last": 1}])
    return 1


def _take(session: Session, hall: str, name: str) -> int | None:
    """The next number, or None when the sequence has not begun."""
    taken = ahead(session).execute(_NEXT, {"of_hall": hall, "of_name": name})
    number = taken.scalar_one_or_none()
    return None if number is None else int(number)


def last_numbers(session: Session, hall: str) -> dict[str, int]:
    """Every sequence with its last number, for the check that no number is missing."""
    rows = session.execute(select(Sequence.name, Sequence.last).where(Sequence.hall == hall))
    return {row.name: row.last for row in rows}
