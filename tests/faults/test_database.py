"""The database itself fails: the clerk reads one sentence, nothing is half done, work goes on."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from hallclient.base.errors import HallError
from hallclient.counter import service as counter
from hallclient.duty import service as duty
from hallclient.staff import service as staff
from hallclient.store.desk import Desk
from hallclient.store.engine import open_engine
from hallclient.store.trouble import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseUnreachable,
)
from hallclient.store.unit_of_work import Store
from hallclient.till import service as till
from tests.conftest import ON_POSTGRESQL
from tests.counter.conftest import recharge
from tests.faults.conftest import Hall, faults, no_file_above

on_sqlite = pytest.mark.skipif(ON_POSTGRESQL, reason="about the embedded database")
on_a_server = pytest.mark.skipif(not ON_POSTGRESQL, reason="about a database server")


@contextmanager
def limited(hall: Hall, pragma: str, options: str) -> Iterator[Desk]:
    """The clerk's desk at another PC, whose connections are limited so."""
    url = hall.desk.store.engine.url
    if ON_POSTGRESQL:
        url = url.update_query_dict({"options": f"-c {options}"})
    store = Store(open_engine(url.render_as_string(hide_password=False)))
    if not ON_POSTGRESQL:
        event.listen(store.engine, "connect", lambda made, _: made.execute(f"PRAGMA {pragma}"))
    try:
        yield replace(hall.desk, store=store)
    finally:
        store.close()


def file_of(desk: Desk) -> Path:
    database = desk.store.engine.url.database
    assert database
    return Path(database)


def refused(call: Callable[[], object]) -> HallError:
    """The refusal; anything else would be the crash dialog."""
    with pytest.raises(HallError) as caught:
        call()
    assert str(caught.value)
    return caught.value


def test_a_database_locked_by_somebody_else_is_busy(hall: Hall) -> None:
    draft = hall.paid(recharge(amount="20"))
    counter.save_draft(hall.desk, draft)
    before = hall.everything()
    elsewhere = limited(hall, "busy_timeout = 50", "lock_timeout=100ms")
    with elsewhere as desk, hall.desk.write():  # another PC writes, and does not come to an end
        assert isinstance(refused(lambda: counter.complete(desk, draft)), DatabaseBusy)
        assert isinstance(refused(lambda: counter.drop_draft(desk, "d")), DatabaseBusy)
        assert counter.drafts(desk)[0].draft.lines == draft.lines  # looking goes on
    assert hall.everything() == before
    assert counter.complete(hall.desk, draft).total_fen == 2_000
    assert counter.drafts(hall.desk) == ()


def test_a_database_that_may_only_be_read_says_so(hall: Hall) -> None:
    draft = hall.paid(recharge(amount="20"))
    with limited(hall, "query_only = ON", "default_transaction_read_only=on") as desk:
        assert isinstance(refused(lambda: counter.complete(desk, draft)), DatabaseReadOnly)
        assert till.my_till(desk).shift is not None
    assert counter.complete(hall.desk, draft).total_fen == 2_000


@on_sqlite
def test_a_full_disk_takes_nothing_and_the_order_goes_through_later(hall: Hall) -> None:
    with hall.desk.read() as session:
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
    with limited(hall, f"max_page_count = {pages}", "") as desk:
        drafts = [hall.paid(recharge(amount="20")) for _ in range(60)]
        sold = 0
        for draft in drafts:
            before = hall.everything()
            try:
                counter.complete(desk, draft)
            except DatabaseFull:
                break
            sold += 1
        assert hall.everything() == before
    assert sold < 60
    assert counter.complete(hall.desk, drafts[sold]).total_fen == 2_000


@on_sqlite
def test_a_disk_that_fails_at_the_commit_takes_nothing(hall: Hall) -> None:
    """The system refuses to let the write-ahead log grow, at ever later points of the order."""
    draft, before = hall.paid(recharge(amount="20")), hall.everything()
    log = file_of(hall.desk).with_name("hall.db-wal")
    size, failed = log.stat().st_size, 0
    for more in range(0, 200_000, 4_096):
        try:
            with no_file_above(size + more):
                counter.complete(hall.desk, draft)
        except (DatabaseUnreachable, DatabaseFull):
            failed += 1
        else:
            break
        assert hall.everything() == before
    assert failed > 2
    assert faults(hall.desk) == []


@on_sqlite
def test_a_database_file_taken_away_stops_the_counter_and_makes_no_new_one(hall: Hall) -> None:
    draft, before = hall.paid(recharge(amount="20")), hall.everything()
    file = file_of(hall.desk)
    away = file.with_name("away.db")
    file.rename(away)
    assert isinstance(refused(lambda: counter.complete(hall.desk, draft)), DatabaseUnreachable)
    assert isinstance(refused(lambda: till.my_till(hall.desk)), DatabaseUnreachable)
    hall.desk.store.engine.dispose()  # a new connection does not make an empty database either
    assert isinstance(refused(lambda: counter.complete(hall.desk, draft)), DatabaseUnreachable)
    assert not file.exists()
    away.rename(file)
    assert hall.everything() == before
    assert counter.complete(hall.desk, draft).total_fen == 2_000


@on_sqlite
def test_a_file_exchanged_under_an_order_takes_nothing(hall: Hall) -> None:
    """Somebody restores a copy while the client is open: the order is not confirmed and lost."""
    draft, file = hall.paid(recharge(amount="20")), file_of(hall.desk)
    away = file.with_name("away.db")

    def exchange(*_: Any) -> None:
        if file.exists():
            file.rename(away)

    event.listen(hall.desk.store.engine, "before_cursor_execute", exchange)
    assert isinstance(refused(lambda: counter.complete(hall.desk, draft)), DatabaseUnreachable)
    event.remove(hall.desk.store.engine, "before_cursor_execute", exchange)
    away.rename(file)
    with hall.desk.read() as session:
        found = session.execute(text("SELECT count(*) FROM orders")).scalar_one()
    assert found == 2


@on_sqlite
def test_a_damaged_page_is_named_and_nothing_is_repaired_by_itself(desk: Desk) -> None:
    hall = Hall(desk)
    hall.open(desk)
    draft, file = hall.paid(recharge(amount="20")), file_of(desk)
    desk.store.engine.dispose()
    with closing(sqlite3.connect(file)) as plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = plain.execute("SELECT rootpage FROM sqlite_master WHERE name = 'shifts'").fetchone()
        size = plain.execute("PRAGMA page_size").fetchone()[0]
    with file.open("rb+") as raw:
        raw.seek((root[0] - 1) * size)
        raw.write(b"\xff" * size)
    assert isinstance(refused(lambda: till.my_till(desk)), DatabaseDamaged)
    assert isinstance(refused(lambda: counter.complete(desk, draft)), DatabaseDamaged)
    desk.store.engine.dispose()
    file.write_bytes(b"not a database at all, but long enough to be looked at" * 100)
    assert isinstance(refused(lambda: till.my_till(desk)), DatabaseDamaged)


@on_sqlite
def test_a_text_that_is_none_is_damage(desk: Desk) -> None:
    """Python finds it, not SQLite: rubbish where a name ought to be."""
    with closing(sqlite3.connect(file_of(desk))) as plain, plain:
        plain.execute("UPDATE staff SET name = CAST(x'ff41ff' AS TEXT) WHERE code = 'c2'")
    assert isinstance(refused(lambda: staff.people(desk.acting("m1", 0))), DatabaseDamaged)


@on_sqlite
def test_a_day_that_is_no_day_is_damage(hall: Hall) -> None:
    """SQLAlchemy finds it when it reads the value: nobody's bug, and no row of ours."""
    with closing(sqlite3.connect(file_of(hall.desk))) as plain, plain:
        (before,) = plain.execute("SELECT business_date FROM business_days").fetchone()
        plain.execute("UPDATE business_days SET business_date = 5")
    assert isinstance(refused(lambda: till.shifts_of_day(hall.manager)), DatabaseDamaged)
    with closing(sqlite3.connect(file_of(hall.desk))) as plain, plain:
        plain.execute("UPDATE business_days SET business_date = ?", (before,))


@on_a_server
def test_a_server_that_ends_the_connection_is_unreachable_and_then_found_again(
    hall: Hall,
) -> None:
    draft, before = hall.paid(recharge(amount="20")), hall.everything()
    engine, killer = hall.desk.store.engine, hall.desk.store.engine.connect()
    statements = 0

    def kill(*_: Any) -> None:
        nonlocal statements
        statements += 1
        if statements == 8:
            killer.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    event.listen(engine, "before_cursor_execute", kill)
    assert isinstance(refused(lambda: counter.complete(hall.desk, draft)), DatabaseUnreachable)
    event.remove(engine, "before_cursor_execute", kill)
    killer.close()
    assert hall.everything() == before
    assert counter.complete(hall.desk, draft).total_fen == 2_000


def test_a_wrong_statement_stays_a_bug(hall: Hall) -> None:
    """It must reach the crash dialog: a sentence would hide it."""
    for statement in ("SELECT * FROM nothing", "INSERT INTO database_info VALUES (NULL, 'x')"):
        with pytest.raises(Exception) as caught, hall.desk.write() as session:  # noqa: PT011
            session.execute(text(statement))
        assert not isinstance(caught.value, HallError)


def test_the_day_is_closed_once_the_database_answers_again(hall: Hall) -> None:
    hall.finish()
    ask = hall.ask()
    with limited(hall, "query_only = ON", "default_transaction_read_only=on") as desk:
        refused(lambda: duty.close_day(desk.acting("m1", 0), ask))
    assert duty.close_day(hall.manager, ask).number == 1
