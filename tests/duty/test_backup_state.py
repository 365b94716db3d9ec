"""The manager sees the last good backup, and what became of one that failed."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hallclient.base.clock import ScriptClock
from hallclient.duty import service as duty
from hallclient.duty.page import DayCalls, DayPage
from hallclient.duty.rules import BackupState
from hallclient.store.audit import act
from hallclient.store.backup import BackupFailed
from hallclient.ui.jobs import Lanes
from tests.duty.conftest import Hall
from tests.ui.conftest import lanes  # noqa: F401 - a fixture


def note(hall: Hall, action: str, **details: object) -> None:
    with act(hall.desk, action) as doing:
        doing.subject = "backup"
        doing.note(**details)


def made(hall: Hall, file: str) -> None:
    note(hall, "backup.made", file=file, bytes=1)


def failed(hall: Hall) -> None:
    facts = {"name": "b.db"}
    note(hall, "backup.failed", code="backup.failed", reason=BackupFailed.sentence, facts=facts)


@pytest.mark.duty("S0-GN-02")
def test_a_closed_day_is_in_no_backup_until_one_was_made(done: Hall, clock: ScriptClock) -> None:
    assert duty.day_status(done.manager).backup == BackupState()
    made(done, "a.db")
    clock.set(clock.now() + timedelta(minutes=1))
    done.close()
    assert duty.day_status(done.manager).backup.unbacked
    clock.set(clock.now() + timedelta(minutes=1))
    made(done, "b.db")
    backup = duty.day_status(done.manager).backup
    assert (backup.file, backup.unbacked) == ("b.db", False)


def test_a_clock_set_back_makes_no_backup_newer_than_the_close(
    done: Hall, clock: ScriptClock
) -> None:
    made(done, "a.db")
    clock.set(clock.now() - timedelta(hours=1))
    done.close()
    assert duty.day_status(done.manager).backup.unbacked
    clock.set(clock.now() - timedelta(hours=1))
    made(done, "b.db")
    assert not duty.day_status(done.manager).backup.unbacked


def test_a_failure_is_told_until_one_succeeds(done: Hall) -> None:
    made(done, "a.db")
    failed(done)
    state = duty.day_status(done.manager).backup
    assert (state.file, state.failed_at) == ("a.db", done.desk.now())
    made(done, "c.db")
    assert duty.day_status(done.manager).backup.failed_at is None


def test_a_good_backup_is_not_forgotten_over_many_that_failed(done: Hall) -> None:
    made(done, "a.db")
    for _ in range(51):
        failed(done)
    state = duty.day_status(done.manager).backup
    assert (state.file, state.failed_at) == ("a.db", done.desk.now())


def test_the_page_says_it_and_a_key_begins_a_backup(
    qtbot: QtBot, done: Hall, lanes: Lanes  # noqa: F811
) -> None:  # fmt: skip
    begun: list[int] = []
    desk = done.manager

    def never(*_: object) -> Any:
        raise AssertionError

    calls = DayCalls(
        status=lambda: duty.day_status(desk),
        approve=never,
        close=never,
        hand_over=never,
        sign=never,
        report=never,
        back_up=lambda: begun.append(1),
    )
    made(done, "a.db")
    failed(done)
    page = DayPage(calls, lanes)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    page.refresh()
    qtbot.waitUntil(lambda: "a.db" in page.ui.last.text(), timeout=5000)
    assert "b.db" in page.ui.last.text()
    qtbot.keyClick(page, Qt.Key.Key_F8)
    assert begun == [1]
