"""The close of the day through the real widgets, by keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from hallclient.base.changes import Change
from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.language import use_language
from hallclient.base.pieces import face_text
from hallclient.duty import service as duty
from hallclient.duty.page import DayCalls, DayPage
from hallclient.ledger.rules import Account
from hallclient.staff.rules import Signature
from hallclient.till import service as till
from hallclient.ui.handles import find, find_anywhere
from hallclient.ui.jobs import Lanes
from hallclient.ui.widgets.data_table import DataTable
from tests.counter.conftest import recharge
from tests.duty.conftest import DAY, Hall, pieces_for
from tests.ui.conftest import lanes  # noqa: F401 - a fixture


@pytest.fixture
def calls(hall: Hall, tmp_path: Path) -> DayCalls:
    """The manager's desk; the password of everybody is their code."""
    desk = hall.manager

    def sign(code: str, password: str, permission: str) -> Signature:
        assert password == code
        return hall.sign(code, permission)

    return DayCalls(
        status=lambda: duty.day_status(desk),
        approve=lambda ask: till.approve_shift(desk, ask),
        close=lambda ask: duty.close_day(desk, ask),
        hand_over=lambda ask: duty.hand_over_bag(desk, ask),
        sign=sign,
        report=lambda day: duty.export_day(desk, tmp_path / duty.day_file(day), day),
        clerk="m1",
    )


@pytest.fixture
def page(qtbot: QtBot, calls: DayCalls, lanes: Lanes) -> DayPage:  # noqa: F811
    page = DayPage(calls, lanes)
    page.resize(1280, 700)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    return page


def field(page: DayPage, name: str) -> QLineEdit:
    return find(page, name, QLineEdit)


def cell(table: DataTable, row: int, column: int) -> str:
    """What a cell shows, "" while the row is not there yet."""
    return table.text_at(row, column) if row < len(table.rows()) else ""


def fill(qtbot: QtBot, page: DayPage, bag: str, deposit: str) -> None:
    qtbot.keyClicks(field(page, "Number of the deposit bag"), bag)
    qtbot.keyClicks(field(page, "Cash in the bag, in yuan"), deposit)


def witness(qtbot: QtBot, code: str) -> None:
    """Signs in the dialog that has opened."""
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    for name in ("Second person's code", "Second person's password"):
        edit = find_anywhere(name, QLineEdit)
        qtbot.waitUntil(edit.hasFocus)
        qtbot.keyClicks(edit, code)
        qtbot.keyClick(edit, Qt.Key.Key_Return)


def ready(qtbot: QtBot, page: DayPage) -> None:
    qtbot.waitUntil(page.primary.isEnabled)


def close_by_keys(qtbot: QtBot, page: DayPage) -> None:
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_the_page_says_what_is_still_to_do_and_waits(qtbot: QtBot, page: DayPage) -> None:
    qtbot.waitUntil(lambda: "Not counted yet: 1 (c1), 2 (c2)" in page.ui.todo.text())
    assert not page.primary.isEnabled()
    assert page.ui.expected.text() == "—"
    assert len(page.ui.shifts.rows()) == 2
    shown = [cell(page.ui.shifts, row, 4) for row in (0, 1)]
    assert shown == ["", ""]


@pytest.mark.duty("S1-CT-05", "S1-CT-32")
def test_courtesies_that_were_left_out_are_seen_while_the_day_goes_on(
    qtbot: QtBot, hall: Hall, page: DayPage
) -> None:
    tab = page.ui.below.tabText
    qtbot.waitUntil(lambda: len(page.ui.shifts.rows()) == 2)
    assert tab(1) == "Courtesies left out"
    for left_out in ("S1-CT-32", "S1-CT-32", ""):
        hall.end_visit(hall.sell(recharge()).order_no, left_out=left_out)
    second = hall.at("c2", 2)
    hall.end_visit(hall.sell(recharge(), desk=second).order_no, second, left_out="S1-CT-05")
    assert duty.day_status(second).left_out == (), "one clerk is not told of another"
    page.hear((Change(9, "visit.end", "visit/1", 1, "c1"),))
    qtbot.waitUntil(lambda: tab(1) == "Courtesies left out (3)", timeout=10_000)
    qtbot.keyClick(page, Qt.Key.Key_F9)
    table = find(page, "Courtesies left out", DataTable)
    assert [[cell(table, row, column) for column in range(4)] for row in range(2)] == [
        ["16", "Say goodbye by surname, then call the next customer.", "c1", "2 of 3 visits"],
        [
            "1",
            "Stand, greet and offer the seat (twice at most); sit down after the customer.",
            "c2",
            "1 of 1 visits",
        ],
    ]


def test_a_bag_is_seen_before_it_goes(qtbot: QtBot, page: DayPage) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F9)
    assert page.ui.below.currentIndex() == 1
    qtbot.keyClick(page, Qt.Key.Key_F7)
    assert page.ui.below.currentIndex() == 0
    assert QApplication.activeModalWidget() is None


@pytest.mark.duty("S1-VM-47")
def test_an_early_shift_is_approved_only_when_it_is_released(
    qtbot: QtBot, hall: Hall, page: DayPage, clock: ScriptClock
) -> None:
    clock.set(from_hall(DAY, 17, 0))
    hall.count_with(hall.desk)
    page.refresh()
    qtbot.waitUntil(lambda: cell(page.ui.shifts, 0, 2) == "To be approved, early")
    qtbot.keyClick(page, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: page.refused is not None)
    assert page.refused.code == "approval.early"
    page.ui.early_released.setChecked(True)
    qtbot.keyClick(page, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: cell(page.ui.shifts, 0, 2) == "Approved, early")
    assert cell(page.ui.shifts, 0, 6) == "m1"


def test_the_day_is_closed_by_keys_and_the_report_is_written(
    qtbot: QtBot, hall: Hall, page: DayPage, tmp_path: Path
) -> None:
    hall.finish(over=150, short=300)
    page.refresh()
    ready(qtbot, page)
    assert (page.ui.over.text(), page.ui.short_.text()) == ("1.50", "3.00")
    assert page.ui.expected.text() == "78.50"
    fill(qtbot, page, "b2026-17", "78.50")
    close_by_keys(qtbot, page)
    with qtbot.waitSignal(page.closed, timeout=10_000) as closed:
        witness(qtbot, "c1")
    (day,) = closed.args
    assert (day.number, day.bag_number, day.deposit_fen) == (1, "B202617", 7_850)
    qtbot.waitUntil(lambda: "day-2026-11-22.xlsx" in page.ui.last.text(), timeout=30_000)
    assert f"{day.hash[:32]} {day.hash[32:]}" in page.ui.last.text()
    assert "report 1, 78.50 yuan in the bag. 2026-11-23 is open." in page.notice.text()
    assert (tmp_path / "day-2026-11-22.xlsx").is_file()
    qtbot.waitUntil(lambda: cell(page.ui.bags, 0, 0) == "B202617")


def test_a_deposit_that_differs_is_refused_beside_its_field(
    qtbot: QtBot, hall: Hall, page: DayPage
) -> None:
    hall.finish()
    page.refresh()
    ready(qtbot, page)
    fill(qtbot, page, "B1", "79")
    close_by_keys(qtbot, page)
    witness(qtbot, "c1")
    qtbot.waitUntil(lambda: page.refused is not None)
    assert page.refused.code == "day.deposit-mismatch"
    assert "79.00" in field(page, "Cash in the bag, in yuan").accessibleDescription()
    assert hall.balance(Account.BAG) == 0


def test_a_bag_without_a_number_is_refused_before_anybody_signs(
    qtbot: QtBot, hall: Hall, page: DayPage
) -> None:
    hall.finish()
    page.refresh()
    ready(qtbot, page)
    fill(qtbot, page, "", "80")
    close_by_keys(qtbot, page)
    assert page.refused is not None
    assert page.refused.code == "day.bag-missing"
    assert QApplication.activeModalWidget() is None


@pytest.mark.duty("S2-KA-25")
def test_the_deposit_slip_makes_the_amount(qtbot: QtBot, hall: Hall, page: DayPage) -> None:
    hall.finish()
    page.refresh()
    ready(qtbot, page)
    qtbot.keyClicks(field(page, "Number of the deposit bag"), "B1")
    qtbot.keyClick(page, Qt.Key.Key_F4)
    for face, pieces in pieces_for(8_000).items():
        line = find(page, "Pieces of {face} yuan", QLineEdit, face=face_text(face))
        qtbot.keyClicks(line, str(pieces))
    assert page.ui.deposit.text() == "80.00"
    close_by_keys(qtbot, page)
    with qtbot.waitSignal(page.closed, timeout=10_000):
        witness(qtbot, "c1")
    rows = duty.day_facts(hall.manager).deposit.slip
    assert sum(row.face_fen * row.pieces for row in rows) == 8_000


@pytest.mark.duty("S2-KA-27", "S1-VM-44")
def test_a_bag_is_handed_to_its_carrier_before_a_witness(
    qtbot: QtBot, hall: Hall, page: DayPage
) -> None:
    hall.finish()
    hall.close()
    page.refresh()
    qtbot.waitUntil(lambda: len(page.ui.bags.rows()) == 1)
    field(page, "Who takes the bag to the bank").insert("押运员样三")  # as an input method does
    qtbot.keyClick(page, Qt.Key.Key_F7)
    witness(qtbot, "c2")
    qtbot.waitUntil(lambda: "was handed to 押运员样三" in page.notice.text())
    qtbot.waitUntil(lambda: page.ui.bags.rows() == ())


def test_the_page_speaks_chinese_when_it_is_switched(
    qtbot: QtBot, hall: Hall, page: DayPage
) -> None:
    qtbot.waitUntil(lambda: bool(page.ui.shifts.rows()))
    use_language("zh")
    page.retranslate()
    assert page.ui.todo.text().startswith("• 尚未盘点的班次：1 (c1), 2 (c2)")
