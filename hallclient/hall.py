"""The composition root without Qt: makes and opens a hall.

The window, the command line and the day player all begin here; a server or a script could too.
A clerk waits for the opening, so it loads only what a sign-in needs; `books.py` knows the rest.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Engine, event, insert, make_url, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hallclient import __version__
from hallclient.base.clock import Clock, SystemClock
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.language import N_
from hallclient.base.progress import Step
from hallclient.devices.disks import lies_elsewhere, refuse_too_long
from hallclient.policy.records import Hall
from hallclient.policy.rules import checked_hall_code
from hallclient.staff import service as staff
from hallclient.store.desk import Desk
from hallclient.store.engine import READING, open_engine
from hallclient.store.integrity import Fault
from hallclient.store.keys import FileKeyStore, Keys, KeyStore, KeyWrong, open_key_store
from hallclient.store.meta import DatabaseInfo, database_id
from hallclient.store.personal import bind
from hallclient.store.rotation import (
    Renewed,
    checked_keys,
    copy_secrets,
    finder,
    first_keys,
    note_version,
    renew,
)
from hallclient.store.schema import is_empty
from hallclient.store.trouble import in_a_sentence
from hallclient.store.unit_of_work import Store
from hallclient.store.versions import check_version

if TYPE_CHECKING:
    from hallclient.retention.rules import Plan
    from hallclient.settings import Settings
    from hallclient.store.migrating import Migrated


DATABASES: Final = ("sqlite", "postgresql")


class HallExists(HallError):
    """A database is there already; nothing is ever overwritten."""

    code = "init.exists"
    sentence = N_(
        "There is a database already. Choose another place, or open the one that is there."
    )


class AddressMalformed(HallError):
    """Not the address of a database that this program can open."""

    code = "database.address"
    sentence = N_(
        "This is not the address of a database, such as sqlite:///hall.db or "
        "postgresql+psycopg://server/hall. Check it in the settings."
    )


class DayMalformed(HallError):
    """Not a calendar day."""

    code = "export.day"
    sentence = N_("Type the business day as 2026-11-22.")


class DatabaseElsewhere(HallError):
    """A file on another PC: its locks are not to be relied upon over a network."""

    code = "database.elsewhere"
    sentence = N_(
        "The database file lies on another PC, where two that write at once would spoil it. Put "
        "it on a disk of this PC; for several counters use a server."
    )


class HallAbsent(HallError):
    """No database at the address."""

    code = "database.absent"
    sentence = N_(
        "There is no database at this address. Check it in the settings, or make a new hall."
    )


class HallUnknown(HallError):
    """The database is there, but no hall of this code is in it."""

    code = "database.hall"
    sentence = N_("There is no hall {hall} in this database. Correct its code in the settings.")


@dataclass(frozen=True)
class HallPlace:
    """Where a hall's database and keys are.

    Attributes:
        url: SQLAlchemy URL of the database.
        keys: keeps the database's secret keys.
        hall: the hall's code; "" takes the only one in the database.
    """

    url: str
    keys: KeyStore
    hall: str = ""

    @classmethod
    def of(cls, settings: "Settings", url: str | None = None) -> "HallPlace":
        """The place that this PC's settings name, or another database with this PC's keys."""
        keys = open_key_store(settings.keys_folder)
        return cls(url, keys) if url else cls(settings.database, keys, settings.hall)


@dataclass(frozen=True)
class NewHall:
    """What a new hall begins with."""

    code: str
    name: str
    manager_code: str
    manager_name: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class OpenHall:
    """An open hall: a desk at which nobody sits yet."""

    desk: Desk

    def close(self) -> None:
        """Gives the connections back."""
        self.desk.store.close()


def create_hall(place: HallPlace, new: NewHall, clock: Clock | None = None) -> OpenHall:
    """Makes the database, its keys, the hall and its first manager.

    Raises HallExists when anything is there, DatabaseUnreachable, HallCodeMalformed, KeyMissing or
    KeyWrong where a founding was begun with other keys, or what the staff room refuses.
    """
    code = checked_hall_code(new.code)
    engine = engine_at(place.url, must_exist=False)
    with _given_back_on_refusal(engine):
        identity = _make_tables(engine)
        with engine.connect() as connection:
            keys = first_keys(connection, place.keys, identity)
        bind(engine, keys, finder(place.keys, identity))
        desk = _desk(engine, code, keys, clock)
        with engine.begin() as connection:
            if not note_version(connection, 1, keys.personal[1], desk.now()):
                raise KeyWrong(name=f"{identity}.key")  # somebody founds it on another PC
        staff.first_manager(desk, new.name, new.manager_code, new.manager_name, new.password)
    return OpenHall(desk)


def _make_tables(engine: Engine) -> str:
    """The tables, empty; returns the database's id.

    Tables that hold no hall yet were left by a founding that was refused or killed half-way:
    they are taken up again. Raises HallExists, and what `check_version` raises.
    """
    from hallclient.tables import create_tables

    if not is_empty(engine):
        with engine.connect() as connection:
            check_version(connection)
        with Session(engine) as session:
            if session.scalars(select(Hall.hall)).first() is not None:
                raise HallExists
            known = database_id(session)
        if known is not None:
            return known
    else:
        create_tables(engine)
    identity = new_id()
    with engine.begin() as connection:
        connection.execute(insert(DatabaseInfo), {"database_id": identity, "made_by": __version__})
    return identity


def open_hall(place: HallPlace, clock: Clock | None = None, *, hurry: bool = True) -> OpenHall:
    """Opens the hall at the place; without `hurry` a server may think for as long as it wants.

    Raises HallAbsent, HallUnknown, DatabaseUnreachable, DatabaseNewer, DatabaseOlder,
    DatabaseForeign, KeyMissing, KeyWrong; the database is left as it was.
    """
    engine = engine_at(place.url, must_exist=True, hurry=hurry)
    with _given_back_on_refusal(engine):
        with engine.connect() as connection:
            check_version(connection)
        with Session(engine) as session:
            identity = database_id(session)
            halls = session.scalars(select(Hall.hall).order_by(Hall.hall)).all()
            if identity is None or not halls:
                raise HallAbsent
            hall = place.hall or halls[0]
            if hall not in halls:
                raise HallUnknown(hall=hall)
            keys = checked_keys(session.connection(), place.keys, identity)
        bind(engine, keys, finder(place.keys, identity))
        return OpenHall(_desk(engine, hall, keys, clock))


def open_display(place: HallPlace, clock: Clock | None = None) -> OpenHall:
    """Opens the hall at the place for a display that everybody sees: read only, without its keys.

    Whoever takes such a PC away holds nothing that opens personal data, and nobody can act from
    it. Raises as `open_hall`, but for the keys.
    """
    engine = engine_at(place.url, must_exist=True)
    event.listen(engine, "connect", _only_reads)
    reading = engine.execution_options(**READING[engine.dialect.name])
    with _given_back_on_refusal(engine):
        with reading.connect() as connection:
            check_version(connection)
        with Session(reading) as session:
            halls = session.scalars(select(Hall.hall).order_by(Hall.hall)).all()
        if not halls:
            raise HallAbsent
        hall = place.hall or halls[0]
        if hall not in halls:
            raise HallUnknown(hall=hall)
        return OpenHall(_desk(engine, hall, Keys(audit=b""), clock))


def _only_reads(connection: Any, _entry: object) -> None:
    """The database itself refuses whatever would write."""
    if hasattr(connection, "read_only"):  # a server's driver
        connection.read_only = True
    else:
        connection.execute("PRAGMA query_only=ON")


@contextmanager
def _given_back_on_refusal(engine: Engine) -> Iterator[None]:
    """Leaves no connection open when a hall turns out not to open, for whatever reason."""
    try:
        with in_a_sentence():
            yield
    except BaseException:
        engine.dispose()
        raise


def verify(desk: Desk) -> tuple[Fault, ...]:
    """The faults in the books, of every hall that has any; empty when all is as it was written.

    The first thousand; `inspection.inspect` counts the rest and tells how far it has come.
    """
    from hallclient.inspection import inspect

    return tuple(inspect(desk).faults)


def engine_at(url: str, *, must_exist: bool, hurry: bool = True) -> Engine:
    """The database at an address.

    Raises AddressMalformed, DatabaseElsewhere, PathTooLong, HallAbsent when it must exist.
    """
    try:
        parsed = make_url(url)
        parsed.get_dialect()
    except (SQLAlchemyError, ValueError) as error:  # a port that is no number
        raise AddressMalformed from error
    if parsed.get_backend_name() not in DATABASES:
        raise AddressMalformed
    if parsed.get_backend_name() == "sqlite":
        if parsed.database in (None, "", ":memory:"):  # a hall that is gone with the program
            raise AddressMalformed
        file = Path(str(parsed.database))
        if lies_elsewhere(file):
            raise DatabaseElsewhere
        refuse_too_long("database", file, len("-journal"))
        if must_exist and not file.is_file():
            raise HallAbsent
        if not must_exist:
            file.parent.mkdir(parents=True, exist_ok=True)
    return open_engine(url, hurry=hurry)


@contextmanager
def lent_engine(place: HallPlace, *, must_exist: bool) -> Iterator[Engine]:
    """The database at the place, which may be no hall's; given back at the end.

    Raises as `engine_at`, DatabaseUnreachable and its kin.
    """
    engine = engine_at(place.url, must_exist=must_exist)
    try:
        with in_a_sentence():
            yield engine
    finally:
        engine.dispose()


def _desk(engine: Engine, hall: str, keys: Keys, clock: Clock | None) -> Desk:
    return Desk(store=Store(engine), clock=clock or SystemClock(), keys=keys, hall=hall)


def migrate(place: HallPlace, folder: Path | None = None) -> "Migrated":
    """Brings an older database to this version, after a backup.

    Args:
        folder: takes the dump of a server's database; a file's copy lies beside it.
    Raises KeyMissing, KeyWrong, BackupFailed and its kin, and what `open_hall` raises; the
    database is then as it was.
    """
    import hallclient.tables  # noqa: F401 - guards stand again on every table that is known
    from hallclient.store import migrating

    engine_at(place.url, must_exist=True).dispose()
    with in_a_sentence():
        return migrating.migrate(place.url, SystemClock().now(), place.keys, folder)


def let_clients_in(place: HallPlace) -> None:
    """Gives the clients of a server their role and its rights; nothing to do for a file.

    Raises ClientRoleMissing when an administrator has to make the role first; the hall can be
    used by its owner meanwhile.
    """
    import hallclient.tables  # noqa: F401 - rights are given in every table that is known
    from hallclient.store import roles

    with lent_engine(place, must_exist=True) as engine:
        roles.let_clients_in(engine)


def copy_key(place: HallPlace, folder: Path) -> list[str]:
    """Writes the key files of the hall's database into a folder, for another PC; on record.

    Raises KeyFileExists, KeyFileUnwritten, and what `open_hall` raises.
    """
    with closing(open_hall(place)) as opened:
        return copy_secrets(opened.desk, place.keys, FileKeyStore(folder))


def rotate_key(place: HallPlace, step: Step) -> Renewed:
    """Renews the key of personal data, or ends a renewal that was cut short; clients may be open.

    Raises KeyStoreClosed, and what `open_hall` raises.
    """
    with closing(open_hall(place)) as opened:
        return renew(opened.desk, place.keys, step)


def personal_data_due(desk: Desk) -> "Plan":
    """Whose personal data would be erased today; nothing is written."""
    from hallclient.retention import service as retention

    return retention.announced(desk)


def erase_due(
    desk: Desk,
    plan: "Plan",
    manager: tuple[str, str],
    second: tuple[str, str],
    step: Step,
) -> None:
    """Erases what a plan says, or carries on with what was begun; people are (code, password).

    Raises SignInFailed, SignInLocked, and what `retention.start` raises; nothing is erased then.
    """
    from hallclient.retention import service as retention
    from hallclient.retention.rules import ERASE, StartErasing

    signed_in = staff.sign_in(desk, *manager)
    acting = desk.acting(signed_in.code, 0)
    if not plan.begun:
        signature = staff.sign(acting, *second, ERASE)
        retention.start(acting, StartErasing(plan.mark, new_id()), signature)
    retention.carry_on(acting, step)


def export_shift(desk: Desk, key: str, path: Path) -> None:
    """Writes the workbook of a shift, the last counted one when the key is ""."""
    from hallclient.duty import service as duty
    from hallclient.till import service as till
    from hallclient.till.rules import ShiftState

    if not key:
        last = duty.last_closed(desk)
        days = [None] if last is None else [None, last.business_date]
        rows = [row for day in days for row in till.shifts_of_day(desk, day)]
        counted = [row for row in rows if row.state is not ShiftState.OPEN]
        key = max(counted, key=lambda row: row.opened_at).shift_id if counted else ""
    duty.export_shift(desk, key, path)


def export_day(desk: Desk, key: str, path: Path) -> None:
    """Writes the workbook of a closed day (ISO date), the last one when the key is ""."""
    from hallclient.duty import service as duty

    try:
        day = date.fromisoformat(key) if key else None
    except ValueError as error:
        raise DayMalformed from error
    duty.export_day(desk, path, day)


EXPORTS: Final[Mapping[str, Callable[[Desk, str, Path], None]]] = {
    "shift": export_shift,
    "day": export_day,
}
"""What `hallclient export` writes, by its name on the command line."""
