"""The people page by keys, on the real services."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hallclient.staff import service
from hallclient.staff.page.people import PeopleCalls, PeoplePage
from hallclient.staff.rules import Role
from hallclient.store.desk import Desk
from hallclient.ui.jobs import Lanes
from hallclient.ui.widgets.data_table import DataTable

Show = Callable[[PeoplePage], Any]


@pytest.fixture
def page(manager: Desk, lanes: Lanes) -> PeoplePage:
    calls = PeopleCalls(
        people=partial(service.people, manager),
        add=partial(service.add_person, manager),
        set_active=partial(service.set_active, manager),
        change_role=partial(service.change_role, manager),
        reset_password=partial(service.reset_password, manager),
    )
    return PeoplePage(calls, lanes)


def choose(page: PeoplePage, code: str) -> None:
    table = page.ui.people
    table.selectRow([person.code for person in table.rows()].index(code))


def test_everybody_is_listed_by_code(page: PeoplePage, hands: Show) -> None:
    hands(page)
    table = page.ui.people
    assert [person.code for person in table.rows()] == ["A1", "C1", "C2", "M1"]
    assert [table.text_at(0, column) for column in range(4)] == [
        "A1",
        "Person A1",
        "Auditor",
        "works here",
    ]


def test_a_person_is_added_by_keys(page: PeoplePage, hands: Show, manager: Desk) -> None:
    clerk = hands(page)
    clerk.at("Staff code")
    clerk.enter("C3", "Person C3")
    clerk.write("Clerk")
    clerk.key(Qt.Key.Key_Return)
    clerk.write("battery staple")
    clerk.confirm()
    assert page.notice.text() == "Person C3 was added."
    assert [person.code for person in page.ui.people.rows()] == ["A1", "C1", "C2", "C3", "M1"]
    assert service.sign_in(manager, "C3", "battery staple").role is Role.CLERK
    assert page.ui.password.text() == ""


def test_what_is_missing_is_told_beside_its_field(page: PeoplePage, hands: Show) -> None:
    clerk = hands(page)
    clerk.at("Staff code")
    clerk.write("C3")
    clerk.confirm()
    assert list(page.errors.sentences()) == ["role"]
    page.ui.role.set_value(Role.CLERK)
    clerk.confirm()
    assert list(page.errors.sentences()) == ["name"]


def test_a_taken_code_is_told_beside_the_code(page: PeoplePage, hands: Show) -> None:
    clerk = hands(page)
    clerk.at("Staff code")
    clerk.enter("C1", "Somebody")
    page.ui.role.set_value(Role.CLERK)
    page.ui.password.setText("battery staple")
    clerk.confirm()
    assert list(page.errors.sentences()) == ["code"]


def test_the_chosen_person_leaves_and_comes_back(
    page: PeoplePage, hands: Show, manager: Desk
) -> None:
    clerk = hands(page)
    choose(page, "C2")
    assert page.ui.chosenHeading.text() == "Person C2  C2"
    for said, active in (("Person C2 has left.", False), ("Person C2 works here again.", True)):
        clerk.key(Qt.Key.Key_F8)
        clerk.settle()
        assert page.notice.text() == said
        assert page.ui.people.current().code == "C2"
        assert page.ui.people.current().active is active


def test_the_chosen_person_gets_another_post(page: PeoplePage, hands: Show) -> None:
    clerk = hands(page)
    choose(page, "C2")
    clerk.at("New post")
    clerk.write("Duty")
    clerk.key(Qt.Key.Key_F6)
    clerk.settle()
    assert page.ui.people.current().role is Role.DUTY_MANAGER


def test_the_chosen_person_gets_another_password(
    page: PeoplePage, hands: Show, manager: Desk
) -> None:
    clerk = hands(page)
    choose(page, "C2")
    clerk.at("New password")
    clerk.write("short")
    clerk.key(Qt.Key.Key_F7)
    clerk.settle()
    assert list(page.errors.sentences()) == ["new_password"]
    page.ui.new_password.setText("battery staple")
    clerk.key(Qt.Key.Key_F7)
    clerk.settle()
    assert service.sign_in(manager, "C2", "battery staple").password_given


def test_ones_own_rights_stay_as_they_are(page: PeoplePage, hands: Show) -> None:
    clerk = hands(page)
    choose(page, "M1")
    clerk.key(Qt.Key.Key_F8)
    clerk.settle()
    assert "changed by somebody else" in page.notice.text()
    assert page.ui.people.current().active


def test_enter_in_the_list_goes_on_to_the_chosen_persons_post(
    qtbot: QtBot, page: PeoplePage, hands: Show
) -> None:
    clerk = hands(page)
    clerk.at("People of the hall", DataTable)
    clerk.key(Qt.Key.Key_Return)
    qtbot.waitUntil(page.ui.new_role.hasFocus)
