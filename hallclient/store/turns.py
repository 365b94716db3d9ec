"""Who waits for whom: units of work of one hall side by side, one alone, or in turn by name.

On PostgreSQL these are advisory locks that end with the transaction. SQLite has one writer, who
waited at BEGIN. Everybody takes them in this order, which is what keeps two from waiting for each
other: the hall, the request, the counter, names within a book, rows, numbers; the audit chain's
row last.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, func, select
from sqlalchemy.orm import Session

from hallclient.store.versions import refuse_other


def _key(name: str) -> Any:
    return func.hashtextextended(bindparam(name), 0)


def _beside(turns: int) -> Select[Any]:
    """Locks from left to right, in one statement; then the version, as it is by then."""
    names = [_key(f"turn{place}") for place in range(turns)]
    shared = func.pg_advisory_xact_lock_shared(_key("hall"))
    return select(shared, *map(func.pg_advisory_xact_lock, names), func.hall_version())


# Built once: one of them begins every unit of work.
_BESIDE: Final = tuple(_beside(turns) for turns in range(3))
_TURN: Final = select(func.pg_advisory_xact_lock(_key("turn")))
_ALONE: Final = select(func.pg_advisory_xact_lock(_key("hall")), func.hall_version())


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
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        _begin(connection, _ALONE, {"hall": _hall(hall)})


def go_beside(session: Session, hall: str, names: Sequence[str] = ()) -> None:
    """Joins others who write in the hall; waits for one who is there alone, or has a name.

    For units that lock, or name in their update, each row that they rely on. At most two names.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        turns = {f"turn{place}": f"{hall}/{name}" for place, name in enumerate(names)}
        _begin(connection, _BESIDE[len(turns)], {"hall": _hall(hall), **turns})


def _begin(connection: Connection, locks: Select[Any], names: dict[str, str]) -> None:
    """Raises DatabaseNewer, DatabaseOlder: somebody migrated while this client was open."""
    refuse_other(connection.execute(locks, names).one()[-1])


def _hall(hall: str) -> str:
    return f"hall/{hall}"
