"""The page of plans and prices worked by keys, in English, on the real services."""

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from hallclient.base.clock import hall_date
from hallclient.base.language import N_
from hallclient.catalog import service
from hallclient.catalog.page import CatalogCalls, CatalogPage
from hallclient.policy.book import found_hall
from hallclient.staff.records import StaffMember
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.ui.jobs import Lanes
from tests.pages import PatientHands, in_english, lanes, put_in_front

__all__ = ["in_english", "lanes"]


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """The manager m1."""
    with act(desk, "test.staff") as doing:
        found_hall(doing, "示范营业厅")
        person = {"password_hash": "", "password_by": "", "active": True, "version": 1}
        doing.add(StaffMember, [{"code": "m1", "name": "m1", "role": "duty_manager"} | person])
    return desk.acting("m1", 0)


@pytest.fixture
def calls(desk: Desk) -> CatalogCalls:
    return CatalogCalls(
        read=partial(service.read, desk),
        versions=partial(service.versions, desk),
        change=partial(service.change, desk),
        today=lambda: hall_date(desk.now()),
        kinds=(("recharge", N_("Recharge")),),
        may_change=True,
    )


class Hands(PatientHands[CatalogPage]):
    """A manager's hands on the page."""

    def form(self, **fields: str) -> None:
        """Types into fields by their object names, each found by its accessible name."""
        for name, text in fields.items():
            field = getattr(self.page.ui, name)
            if isinstance(field, QLineEdit):
                self.fill(field.accessibleName(), text)
            else:
                self.at(field.accessibleName())
                field.setPlainText(text)
            assert self.page.focusWidget() is field

    def choose(self, code: str) -> None:
        """The table's row of an item, by the arrow keys, then Enter."""
        table = self.at("Plans and promotions")
        QTest.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
        while self.page.ui.code.text() != code:
            QTest.keyClick(table, Qt.Key.Key_Down)
        self.key(Qt.Key.Key_Return)


@pytest.fixture
def hands(qtbot: QtBot, lanes: Lanes) -> Callable[[CatalogCalls], Hands]:
    """Shows a page with these calls and gives the hands that work it."""

    def show(calls: CatalogCalls) -> Hands:
        page = CatalogPage(calls, lanes)
        put_in_front(qtbot, page, 1160, 700)
        made = Hands(qtbot, page)
        made.settle()
        return made

    return show
