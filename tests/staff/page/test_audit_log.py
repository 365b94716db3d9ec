"""The audit log page: filters by keys, pages of a hundred, nothing to change."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt

from hallclient.staff import service
from hallclient.staff.page.audit_log import AuditLogCalls, AuditLogPage
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.ui.jobs import Lanes

Show = Callable[[AuditLogPage], Any]


@pytest.fixture
def page(manager: Desk, lanes: Lanes) -> AuditLogPage:
    return AuditLogPage(AuditLogCalls(partial(service.audit_log, manager.acting("A1"))), lanes)


def test_the_newest_acts_are_shown_at_once(page: AuditLogPage, hands: Show) -> None:
    hands(page)
    table = page.ui.acts
    assert [entry.seq for entry in table.rows()] == [4, 3, 2, 1]
    assert [table.text_at(0, column) for column in range(6)] == [
        "4",
        "2026-11-22 09:00",
        "M1",
        "1",
        "Person added",
        "staff/A1",
    ]
    assert page.ui.count.text() == "1 to 4 of 4 acts"


def test_filters_are_typed_and_shown_by_ctrl_enter(page: AuditLogPage, hands: Show) -> None:
    clerk = hands(page)
    clerk.at("Act begins with")
    clerk.write("hall.")
    clerk.confirm()
    assert [entry.action for entry in page.ui.acts.rows()] == ["hall.found"]
    clerk.at("First day")
    clerk.write("20261123")
    clerk.confirm()
    assert page.ui.acts.rows() == ()
    assert page.ui.count.text() == "0 to 0 of 0 acts"


def test_the_last_day_is_meant_whole(page: AuditLogPage, hands: Show) -> None:
    clerk = hands(page)
    clerk.at("Last day")
    clerk.write("2026-11-22")
    clerk.confirm()
    assert len(page.ui.acts.rows()) == 4


def test_a_day_that_is_none_is_told_beside_its_field(page: AuditLogPage, hands: Show) -> None:
    clerk = hands(page)
    clerk.at("First day")
    clerk.write("yesterday")
    clerk.confirm()
    assert list(page.errors.sentences()) == ["since"]


def test_a_hundred_at_a_time_older_and_newer_by_keys(
    page: AuditLogPage, hands: Show, manager: Desk
) -> None:
    for _ in range(150):
        with act(manager, "test.act"):
            pass
    clerk = hands(page)
    assert page.ui.count.text() == "1 to 100 of 154 acts"
    clerk.key(Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    clerk.settle()
    assert page.ui.count.text() == "101 to 154 of 154 acts"
    clerk.key(Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    clerk.settle()
    assert page.ui.count.text() == "101 to 154 of 154 acts"
    clerk.key(Qt.Key.Key_PageUp, Qt.KeyboardModifier.AltModifier)
    clerk.settle()
    assert page.ui.count.text() == "1 to 100 of 154 acts"
