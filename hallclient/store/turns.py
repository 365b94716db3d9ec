"""Who waits for whom: units of work of one hall side by side, one alone, or in turn by name.

On PostgreSQL these are advisory locks that end with the transaction. SQLite has one writer, who
waited at BEGIN. Everybody takes them in this order, which is what keeps two from waiting for each
other: the hall, the request, names within a book, rows, numbers; the audit chain's row last.
"""

from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session


def _key(name: str) -> object:
    return func.hashtextextended(bindparam(name), 0)


# Built once: one of them begins every unit of work.
_BESIDE: Final = select(func.pg_advisory_xact_lock_shared(_key("hall")))
_BESIDE_IN_TURN: Final = select(
    func.pg_advisory_xact_lock_shared(_key("hall")), func.pg_advisory_xact_lock(_key("turn"))
)
_TURN: Final = select(func.pg_advisory_xact_lock(_key("turn")))


def wait_for_turn(session: Session, name: str) -> None:
    """Waits until no other transaction holds this name; it is ours until the commit.

    For what has no row to lock yet: the first number of a sequence, a new customer.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(_TURN, {"turn": name})


def wait_until_alone(session: Session, hall: str) -> None:
    """Waits until nobody else writes in the hall, and keeps it so until the commit.

    What a use case finds when it looks is then still so when it writes, whatever it looks at.
    """
    wait_for_turn(session, _hall(hall))


def go_beside(session: Session, hall: str, name: str = "") -> None:
    """Joins others who write in the hall; waits for one who is there alone, or has the name.

    For units that lock, or name in their update, each row that they rely on.
    """
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return
    if name:
        turn = f"request/{hall}/{name}"
        connection.execute(_BESIDE_IN_TURN, {"hall": _hall(hall), "turn": turn})
    else:
        connection.execute(_BESIDE, {"hall": _hall(hall)})


def _hall(hall: str) -> str:
    return f"hall/{hall}"
