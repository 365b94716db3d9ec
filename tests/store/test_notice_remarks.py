"""A hall of version 0008 wrote remarks on notices in clear; afterwards nobody reads them there."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from hallclient import hall
from hallclient.base.ids import new_id
from hallclient.queue.records import QueueNoticeStep
from hallclient.queue.rules.notices import NoticeStep, PutUpNotice
from hallclient.queue.service import notices
from hallclient.store import migrating, schema, versions
from hallclient.store.audit import Act, act
from hallclient.store.columns import Sealed
from hallclient.store.desk import Desk
from hallclient.store.engine import open_engine
from hallclient.store.keys import keys_of
from hallclient.store.meta import database_id
from tests.store.test_first_version import everything, faults, first

__all__ = ["first"]  # the hall as the first version left it

SAID = "样例张工 14:00 到，电话 19900000001"


@contextmanager
def of_its_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This program takes itself for version 0008."""
    with monkeypatch.context() as back:
        back.setattr(versions, "HEAD", "0008")
        yield


@pytest.fixture
def eighth(first: hall.HallPlace, monkeypatch: pytest.MonkeyPatch) -> hall.HallPlace:
    """The hall when it was of version 0008: a fault was reported, and mended without a word."""
    engine = open_engine(first.url, hurry=False)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", migrating._let_tables_change)
    with of_its_time(monkeypatch):
        with engine.begin() as connection:
            config = Config()
            config.set_main_option("script_location", str(migrating.MIGRATIONS))
            config.attributes["connection"] = connection
            identity = database_id(Session(connection)) or ""
            config.attributes["keys"] = keys_of(first.keys, identity)
            command.upgrade(config, "0008")
            schema._tell_of_acts(connection)
            versions.mark(connection)
        engine.dispose()
        opened = hall.open_hall(first)
        desk = manager(opened.desk)
        hung = notices.put_up(desk, PutUpNotice(new_id(), "fault", "自助机"))
        for number, (step, remark) in enumerate(
            [(NoticeStep.REPORTED, SAID), (NoticeStep.TAKEN_DOWN, "")], start=1
        ):
            with act(desk, f"notice.{step}", new_id()) as doing:
                doing.subject = f"notice/{hung.serial}"
                written_in_clear(doing, hung.serial, number, step, remark)
        opened.close()
    return first


def manager(desk: Desk) -> Desk:
    with desk.read() as session:
        query = "SELECT code FROM staff WHERE role = 'duty_manager' ORDER BY code"
        return desk.acting(str(session.execute(text(query)).scalars().first()), 0)


def written_in_clear(doing: Act, notice: int, number: int, step: NoticeStep, remark: str) -> None:
    row = {
        "notice": notice,
        "number": number,
        "step": step.value,
        "at": doing.at,
        "by": doing.clerk,
        "remark": Sealed(remark),  # so it goes in as it is
    }
    doing.add(QueueNoticeStep, [row])


def remarks(place: hall.HallPlace) -> list[str]:
    opened = hall.open_hall(place)
    try:
        with opened.desk.read() as session:
            query = "SELECT remark FROM queue_notice_steps ORDER BY number"
            stored = list(session.execute(text(query)).scalars())
            (kept,) = notices.notices(opened.desk)
            assert kept.reported_at is not None
            assert kept.down_at is not None
            read = session.query(QueueNoticeStep.remark).order_by(QueueNoticeStep.number).all()
        return [*stored, *(row[0] for row in read)]
    finally:
        opened.close()


def test_a_remark_is_legible_to_the_hall_only_and_the_books_hold(eighth: hall.HallPlace) -> None:
    assert SAID in everything(eighth)
    hall.migrate(eighth)
    assert SAID not in everything(eighth)
    said, nothing, *read = remarks(eighth)
    assert said.startswith("1.H001.")
    assert (nothing, read) == ("", [SAID, ""])
    assert faults(eighth) == []


def test_a_hall_whose_key_was_renewed_is_brought_on_too(
    eighth: hall.HallPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with of_its_time(monkeypatch):
        hall.rotate_key(eighth, lambda _done, _total: None)
    hall.migrate(eighth)
    assert remarks(eighth)[2:] == [SAID, ""]
    assert faults(eighth) == []


def test_a_remark_that_was_changed_before_is_named_afterwards(eighth: hall.HallPlace) -> None:
    engine = open_engine(eighth.url)
    with engine.begin() as connection:
        schema.lift_guards(connection)
        connection.execute(text("UPDATE queue_notice_steps SET remark = 'x' WHERE number = 1"))
    engine.dispose()
    hall.migrate(eighth)
    assert faults(eighth) == ["audit.digest"]
