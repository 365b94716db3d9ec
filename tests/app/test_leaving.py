"""Signing out with work undone: the real hall says what, asks once more, and keeps it on record."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from hallclient import hall as house
from hallclient.app.client import Client
from hallclient.app.leftovers import Leftovers
from hallclient.base.ids import new_id
from hallclient.care import service as care
from hallclient.care.rules import OpenEnquiry
from hallclient.counter import service as counter
from hallclient.counter.rules import LineDraft, OrderDraft
from hallclient.staff import service as staff
from hallclient.staff.rules import AuditQuery
from hallclient.store.desk import Desk
from hallclient.till import service as till
from hallclient.till.book import day_for_opening
from hallclient.till.rules import OpenShiftAsk
from hallclient.ui.handles import find
from hallclient.ui.leaving import LeaveDialog
from hallclient.vip.rules.bar import AskDrink, ReceiveDrinks
from hallclient.vip.service import bar
from tests.app.conftest import PASSWORD, Start, quiet, sign_in


def begin_work(desk: Desk) -> None:
    """An open shift and a half-done order."""
    manager = staff.sign(desk, "M001", PASSWORD)
    till.open_shift(desk, OpenShiftAsk(new_id(), {1_000: 50}, manager))
    draft = OrderDraft(new_id(), lines=(LineDraft("recharge", {"mobile": "13800138000"}),))
    counter.save_draft(desk, draft)


def ask_to_leave(qtbot: QtBot, client: Client) -> list[LeaveDialog]:
    find(client.window, "Sign out", QPushButton).click()
    quiet(qtbot, client)
    return [one for one in client.window.findChildren(LeaveDialog) if one.isVisible()]


def left_on_record(desk: Desk) -> str:
    (entry, *_) = staff.audit_log(desk.acting("M001"), AuditQuery(action="staff.sign-out")).entries
    return entry.details


@pytest.mark.duty("S1-CT-36")
def test_an_open_shift_and_a_half_done_order_are_told_before_leaving(
    qtbot: QtBot, hall: house.HallPlace, start: Start, tmp_path: Path
) -> None:
    client = start(hall)
    sign_in(qtbot, client, "C001")
    assert client.seat is not None
    desk = client.seat.desk
    begin_work(desk)
    (dialog,) = ask_to_leave(qtbot, client)
    shift = till.my_till(desk).shift
    assert shift is not None
    said = Leftovers(shift.shift_id, drafts=1, papers=1).sentences()
    assert dialog.page.left.text() == "\n".join(said)
    assert client.seat is not None
    dialog.page.press_primary()
    quiet(qtbot, client)
    assert client.seat is None
    assert all(name in left_on_record(desk) for name in ("shifts", "drafts", "papers"))
    assert len(counter.drafts(desk)) == 1


@pytest.mark.duty("S1-FG-14", "S1-CT-36")
def test_an_enquiry_that_is_mine_is_told_before_leaving(
    qtbot: QtBot, hall: house.HallPlace, start: Start
) -> None:
    client = start(hall)
    sign_in(qtbot, client, "C001")
    assert client.seat is not None
    desk = client.seat.desk
    care.open_enquiry(desk, OpenEnquiry(new_id(), "宽带几天能装"), day_for_opening)
    (dialog,) = ask_to_leave(qtbot, client)
    assert dialog.page.left.text() == "\n".join(Leftovers("", 0, 0, matters=1).sentences())
    dialog.page.press_primary()
    quiet(qtbot, client)
    assert "matters" in left_on_record(desk)


@pytest.mark.duty("S1-VP-27")
def test_a_bar_that_is_not_counted_is_told_before_leaving(
    qtbot: QtBot, hall: house.HallPlace, start: Start
) -> None:
    client = start(hall)
    sign_in(qtbot, client, "M001")
    assert client.seat is not None
    desk = client.seat.desk
    bar.receive(desk, ReceiveDrinks(new_id(), "tea", "10", "2099-12-31"))
    bar.ask_drink(desk, AskDrink(new_id(), "tea"))
    (dialog,) = ask_to_leave(qtbot, client)
    left = Leftovers("", 0, 0, bar=1, drinks=1)
    assert dialog.page.left.text() == "\n".join(left.sentences())
    dialog.page.press_primary()
    quiet(qtbot, client)
    assert client.seat is None
    assert all(word in left_on_record(desk) for word in ("bar", "drinks"))


def test_with_nothing_left_the_person_leaves_at_once(
    qtbot: QtBot, hall: house.HallPlace, start: Start
) -> None:
    client = start(hall)
    sign_in(qtbot, client, "M001")
    assert client.seat is not None
    desk = client.seat.desk
    assert ask_to_leave(qtbot, client) == []
    assert client.seat is None
    assert "left" not in left_on_record(desk)
