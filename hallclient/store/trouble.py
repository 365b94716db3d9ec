"""The database itself refuses: the disk, the lock, the network or a character, in one sentence.

These are no bugs of the program, so nobody sees a crash dialog for them. Whatever was under way
is rolled back; the same request may be sent again.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DataError, DBAPIError, OperationalError, ProgrammingError

from hallclient.base.errors import Away, HallError
from hallclient.base.language import N_
from hallclient.store.refused import LoginRefused, RightMissing, ServerDatabaseAbsent, why_refused


class DatabaseBusy(HallError):
    """Another program or PC keeps the database locked for longer than we wait."""

    code = "database.busy"
    sentence = N_("The database is busy and took nothing. Try again in a moment.")


class DatabaseUnreachable(Away):
    """The server, the disk or the folder does not answer, or the file was taken away."""

    code = "database.unreachable"
    sentence = N_(
        "The database cannot be reached. Check the network and the address, then try again."
    )


class CommitUnanswered(DatabaseUnreachable):
    """The connection broke at the commit: it happened, or it did not."""

    code = "database.unanswered"
    sentence = N_(
        "The connection broke before the answer came. Look whether it was done, then try again."
    )


class DatabaseFull(HallError):
    """No room left on the disk that holds the database."""

    code = "database.full"
    sentence = N_("The disk with the database is full and took nothing. Make room, then try again.")


class DatabaseReadOnly(HallError):
    """The file, its folder or the server's session may only be read."""

    code = "database.read-only"
    sentence = N_(
        "The database can be read but not written. Check the rights of its file and folder."
    )


class DatabaseDamaged(HallError):
    """A page of the file is not what it should be. Nothing is repaired by itself."""

    code = "database.damaged"
    sentence = N_(
        "The database file is damaged. Stop working, keep the file, and restore the last backup."
    )


class TextUnwritable(HallError):
    """Half a surrogate pair, or a NUL on PostgreSQL: no text that a database keeps."""

    code = "text.unwritable"
    sentence = N_("The text holds a character that cannot be kept. Delete it and type it again.")


type Trouble = type[HallError]

_BY_SQLITE: Final[dict[int, Trouble]] = {  # primary result codes, sqlite.org/rescode.html
    3: DatabaseReadOnly,  # PERM
    5: DatabaseBusy,  # BUSY
    6: DatabaseBusy,  # LOCKED
    8: DatabaseReadOnly,  # READONLY
    10: DatabaseUnreachable,  # IOERR
    11: DatabaseDamaged,  # CORRUPT
    13: DatabaseFull,  # FULL
    14: DatabaseUnreachable,  # CANTOPEN
    15: DatabaseBusy,  # PROTOCOL: too many clients opened the log of writes at once
    26: DatabaseDamaged,  # NOTADB
}

_NO_TEXT: Final = "Could not decode to UTF-8"
"""How Python says that a row's text is none; such an error has no code."""

_BY_SQLSTATE: Final[dict[str, Trouble]] = {  # PostgreSQL, appendix A: a code, else its class
    "53100": DatabaseFull,
    "25006": DatabaseReadOnly,
    "57014": DatabaseBusy,  # cancelled: the server's own time limit
    "55P03": DatabaseBusy,  # lock not available
    "40": DatabaseBusy,  # deadlock, serialization
    "53": DatabaseBusy,  # out of connections, memory
    "08": DatabaseUnreachable,
    "57": DatabaseUnreachable,  # shut down, starting up
    "58": DatabaseUnreachable,  # the server's disk
    "25P03": DatabaseUnreachable,  # idle for too long in the midst of a transaction
    "28": LoginRefused,
    "3D": ServerDatabaseAbsent,
    "42501": RightMissing,
    "XX001": DatabaseDamaged,
    "XX002": DatabaseDamaged,
}

_NO_ROOM: Final = (
    "connection slots|too many (clients|connections)|连接槽|连接位|太多的客户|连接太多"
)
"""How a server says that no more may connect: it names roles, and yet it is no login refused."""


def trouble(error: Exception) -> HallError | None:
    """The refusal that this error is, or None for a bug of ours: a wrong statement or row."""
    if isinstance(error, UnicodeEncodeError):
        return TextUnwritable()
    if not isinstance(error, DBAPIError):
        return None
    refusal = _of_sqlite(error) or _of_postgresql(error)
    if refusal is None and error.connection_invalidated:
        refusal = DatabaseUnreachable
    return None if refusal is None else refusal()


def _of_sqlite(error: DBAPIError) -> Trouble | None:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is None:  # found by Python, not by SQLite
        return DatabaseDamaged if str(error.orig).startswith(_NO_TEXT) else None
    return _BY_SQLITE.get(code & 0xFF)


def _of_postgresql(error: DBAPIError) -> Trouble | None:
    state = getattr(error.orig, "sqlstate", "")
    if state is None and isinstance(error, OperationalError | ProgrammingError):
        if re.search(_NO_ROOM, str(error.orig)):  # at connecting there is no code, only words
            return DatabaseBusy
        answered = why_refused(error.orig)
        return answered or (DatabaseUnreachable if isinstance(error, OperationalError) else None)
    if state is None and isinstance(error, DataError):  # never sent: the driver found a NUL
        return TextUnwritable
    return _BY_SQLSTATE.get(state or "") or _BY_SQLSTATE.get((state or "")[:2])


@contextmanager
def in_a_sentence() -> Iterator[None]:
    """At a door, where no `Store` is open yet: what the database refuses is raised as a refusal."""
    try:
        yield
    except DBAPIError as error:
        raise trouble(error) or DatabaseUnreachable() from error


def is_spoilt(error: Exception) -> bool:
    """Whether a stored value could not be read as what its column holds: no row of ours has one.

    It is the database library that stumbles then, in its own conversion of values.
    """
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return last is not None and "_processors" in last.tb_frame.f_code.co_filename
