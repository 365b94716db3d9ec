"""The settings page by keys: this PC, the hall, one's own password."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hallclient.base.clock import ScriptClock, hall_date
from hallclient.policy import service as policy
from hallclient.policy.rules import SETTINGS
from hallclient.staff import service
from hallclient.staff.page.pc_settings import PcSettings
from hallclient.staff.page.settings import SettingsCalls, SettingsPage
from hallclient.store.desk import Desk
from hallclient.ui.jobs import Lanes

Show = Callable[[SettingsPage], Any]
KEPT = PcSettings("zh", "light", 100, 3, "")


class Pc:
    """This PC's settings, kept in memory."""

    def __init__(self) -> None:
        self.kept = KEPT

    def save(self, wanted: PcSettings) -> PcSettings:
        self.kept = wanted
        return wanted


@pytest.fixture
def pc() -> Pc:
    return Pc()


@pytest.fixture
def calls(pc: Pc, manager: Desk) -> SettingsCalls:
    return SettingsCalls(
        read_pc=lambda: pc.kept,
        save_pc=pc.save,
        printers=lambda: ("Office printer",),
        policy=partial(policy.read, manager),
        history=partial(policy.history, manager),
        change_policy=partial(policy.change, manager),
        change_password=partial(service.change_password, manager),
        today=lambda: hall_date(manager.now()),
        may_change_hall=True,
    )


@pytest.fixture
def page(calls: SettingsCalls, lanes: Lanes) -> SettingsPage:
    return SettingsPage(calls, lanes)


def choose(page: SettingsPage, key: str) -> None:
    page.ui.settings.selectRow(list(SETTINGS).index(key))


def to_hall(page: SettingsPage, clerk: Any) -> None:
    clerk.key(Qt.Key.Key_F6)
    assert page.ui.settings.isVisible()


def test_what_is_set_for_this_pc_is_shown(page: SettingsPage, hands: Show) -> None:
    hands(page)
    shown = (page.ui.language.value(), page.ui.theme.value(), page.ui.text_scale.value())
    assert shown == ("zh", "light", 100)
    assert (page.ui.counter.text(), page.ui.printer.value()) == ("3", "")


def test_this_pc_is_set_by_keys_and_the_window_is_told(
    qtbot: QtBot, page: SettingsPage, pc: Pc, hands: Show
) -> None:
    clerk = hands(page)
    clerk.enter("English", "Dark", "125")
    clerk.write("7")
    clerk.key(Qt.Key.Key_Return)
    clerk.write("Office")
    with qtbot.waitSignal(page.pc_saved) as saved:
        clerk.confirm()
    wanted = PcSettings("en", "dark", 125, 7, "Office printer")
    assert saved.args == [wanted]
    assert pc.kept == wanted


def test_a_receipt_printer_and_a_card_reader_are_set_by_keys(
    calls: SettingsCalls, lanes: Lanes, pc: Pc, hands: Show
) -> None:
    page = SettingsPage(replace(calls, takes_dots=True), lanes)
    clerk = hands(page)
    ui = page.ui
    assert not ui.receipts.isEnabled(), "papers go to a folder"
    assert not ui.library.isEnabled(), "there is no reader"
    page.ui.printer.setFocus()
    clerk.enter("Office", "Dots", "Maker")
    clerk.write(r"C:\reader\sdtapi.dll")
    clerk.confirm()
    wanted = replace(
        KEPT, printer="Office printer", past_driver=True, reader="sdt",
        library=r"C:\reader\sdtapi.dll",
    )  # fmt: skip
    assert pc.kept == wanted
    ui.library.setText(" ")
    clerk.confirm()
    assert pc.kept.library == "sdtapi.dll"


def test_where_no_queue_takes_dots_nobody_is_offered_them(
    page: SettingsPage, hands: Show, pc: Pc
) -> None:
    """A choice that was made in the file stays there all the same."""
    pc.kept = replace(KEPT, printer="Office printer", past_driver=True)
    clerk = hands(page)
    assert not page.ui.receipts.isEnabled()
    page.ui.counter.setText("5")
    clerk.confirm()
    assert pc.kept == replace(KEPT, printer="Office printer", past_driver=True, counter=5)


def test_made_up_cards_are_offered_only_where_they_are_set(
    page: SettingsPage, hands: Show, pc: Pc
) -> None:
    clerk = hands(page)
    page.ui.reader.set_value("simulator")
    assert page.ui.reader.value() is None
    page.ui.reader.set_value("none")
    pc.kept = replace(KEPT, reader="simulator")
    page.opened()
    clerk.settle()
    assert page.ui.reader.value() == "simulator"


@pytest.mark.parametrize("text", ["", "x", "100", "-1"])
def test_a_counter_that_is_none_is_refused_beside_its_field(
    page: SettingsPage, pc: Pc, hands: Show, text: str
) -> None:
    clerk = hands(page)
    page.ui.counter.setText(text)
    clerk.confirm()
    assert list(page.errors.sentences()) == ["counter"]
    assert pc.kept == KEPT


def test_every_setting_of_the_hall_has_a_line(page: SettingsPage, hands: Show) -> None:
    clerk = hands(page)
    to_hall(page, clerk)
    table = page.ui.settings
    assert [line.rule.key for line in table.rows()] == list(SETTINGS)
    choose(page, "recharge_most_fen")
    assert page.ui.value.text() == "5,000.00"
    assert page.ui.chosen.text() == "Largest single recharge"


def test_a_setting_is_changed_at_once(
    qtbot: QtBot, page: SettingsPage, hands: Show, manager: Desk
) -> None:
    clerk = hands(page)
    to_hall(page, clerk)
    choose(page, "document_limit")
    clerk.key(Qt.Key.Key_Return)
    qtbot.waitUntil(page.ui.value.hasFocus)
    clerk.write("3")
    clerk.confirm()
    assert policy.read(manager).document_limit == 3
    line = page.ui.settings.current()
    assert (line.rule.key, line.value, line.set_by) == ("document_limit", "3", "M1")


def test_a_setting_can_wait_for_its_day(
    page: SettingsPage, hands: Show, manager: Desk, clock: ScriptClock
) -> None:
    clerk = hands(page)
    to_hall(page, clerk)
    choose(page, "document_limit")
    page.ui.value.setText("3")
    page.ui.effective.setText("2026-12-01")
    clerk.confirm()
    line = page.ui.settings.current()
    assert (line.value, line.coming) == ("5", "3 (2026-12-01)")
    clock.set(clock.now() + timedelta(days=9))
    assert policy.read(manager).document_limit == 3


@pytest.mark.parametrize(
    ("value", "day", "field"),
    [
        ("0", "", "value"),
        ("many", "", "value"),
        ("3", "tomorrow", "effective"),
        ("3", "2026-13-01", "effective"),
        ("3", "2026-11-21", "value"),
    ],
)
def test_a_value_or_day_that_is_wrong_is_told_beside_its_field(
    page: SettingsPage, hands: Show, manager: Desk, value: str, day: str, field: str
) -> None:
    clerk = hands(page)
    to_hall(page, clerk)
    choose(page, "document_limit")
    page.ui.value.setText(value)
    page.ui.effective.setText(day)
    clerk.confirm()
    assert list(page.errors.sentences()) == [field]
    assert policy.history(manager) == ()


def test_who_may_not_change_the_hall_reads_it(
    calls: SettingsCalls, lanes: Lanes, hands: Show
) -> None:
    page = SettingsPage(replace(calls, may_change_hall=False), lanes)
    clerk = hands(page)
    to_hall(page, clerk)
    assert not page.primary.isVisible()
    assert not page.ui.value.isEnabled()
    assert "duty manager" in page.ui.hallHint.text()
    clerk.key(Qt.Key.Key_F6)
    assert page.primary.isVisible()


def test_ones_own_password_is_changed_by_keys(
    page: SettingsPage, hands: Show, manager: Desk
) -> None:
    clerk = hands(page)
    page.show_password()
    page.ui.old.setFocus()
    clerk.enter("correct horse", "battery staple")
    clerk.write("battery staple")
    clerk.confirm()
    assert page.notice.text() == "Your password is changed."
    assert service.sign_in(manager, "M1", "battery staple").code == "M1"
    assert [edit.text() for edit in (page.ui.old, page.ui.new, page.ui.again)] == ["", "", ""]


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [
        ("correct horse", "battery staple", "battery stable", "again"),
        ("correct horse", "short", "short", "new"),
    ],
)
def test_a_new_password_that_is_no_good_is_told_beside_its_field(
    page: SettingsPage, hands: Show, old: str, new: str, again: str, field: str
) -> None:
    clerk = hands(page)
    page.show_password()
    page.ui.old.setFocus()
    clerk.enter(old, new)
    clerk.write(again)
    clerk.confirm()
    assert list(page.errors.sentences()) == [field]


def test_what_was_chosen_and_not_kept_yet_stays_when_the_page_comes_back(
    page: SettingsPage, hands: Show, pc: Pc
) -> None:
    manager = hands(page)
    page.ui.theme.set_value("dark")
    page.hide()
    page.show()
    manager.settle()
    assert page.ui.theme.value() == "dark"
    page.ui.theme.set_value("light")
    pc.kept = replace(KEPT, counter=7)
    page.opened()
    manager.settle()
    assert page.ui.counter.text() == "7", "where nothing is chosen, what is kept is shown"
