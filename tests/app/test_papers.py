"""Papers that wait: the alert says how many, who asks hears why, who looks says what came out."""

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from hallclient import hall as house
from hallclient.app.client import Client
from hallclient.base.clock import ScriptClock
from hallclient.base.errors import HallError
from hallclient.devices.patient_printer import PaperDoubtful
from hallclient.devices.printers import PrinterAbsent
from hallclient.paper import service as paper
from hallclient.paper.rules import CLAIM_LASTS
from hallclient.staff import service as staff
from hallclient.staff.rules import AuditQuery
from hallclient.ui.handles import find
from hallclient.ui.paper_seen import PaperSeenDialog
from tests.app.conftest import Start, quiet, sign_in
from tests.app.test_client import leave_a_paper


class Tray:
    """A printer that is no folder: what it may have printed is not repeated by itself."""

    repeatable = False

    def __init__(self) -> None:
        self.refusal: HallError | None = None
        self.names: list[str] = []

    def print(self, pdf: bytes, name: str) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.names.append(name)


@pytest.fixture
def tray() -> Tray:
    return Tray()


@pytest.fixture
def client(qtbot: QtBot, hall: house.HallPlace, start: Start, tray: Tray) -> Client:
    """The manager at work, with a printer that the test minds."""
    client = start(hall)
    sign_in(qtbot, client, "M001")
    client.backstage._printer = tray
    return client


def alert(client: Client) -> str:
    return client.window.desk.top.alerts().get("papers", "")


def press_alert(qtbot: QtBot, client: Client) -> None:
    find(client.window, alert(client), QPushButton).click()
    quiet(qtbot, client)
    quiet(qtbot, client)


def dialogs(client: Client) -> list[PaperSeenDialog]:
    return [one for one in client.window.findChildren(PaperSeenDialog) if one.isVisible()]


def test_who_asks_for_waiting_papers_hears_what_hinders_them(
    qtbot: QtBot, client: Client, tray: Tray
) -> None:
    assert client.seat is not None
    tray.refusal = PrinterAbsent()
    leave_a_paper(client.seat.desk)
    client.print_papers()
    quiet(qtbot, client)
    qtbot.waitUntil(lambda: alert(client) != "")
    page = client.window.desk.current
    assert page is not None
    assert page.notice.text() == "", "nobody is disturbed who has not asked"
    press_alert(qtbot, client)
    assert page.notice.text() == str(PrinterAbsent())
    tray.refusal = None
    press_alert(qtbot, client)
    qtbot.waitUntil(lambda: alert(client) == "")
    assert len(tray.names) == 1


@pytest.mark.parametrize("came_out", [True, False])
def test_a_paper_in_doubt_is_asked_about_and_the_answer_is_on_record(
    qtbot: QtBot,
    client: Client,
    tray: Tray,
    clock: ScriptClock,
    came_out: bool,  # noqa: FBT001 - a case
) -> None:
    assert client.seat is not None
    desk = client.seat.desk
    tray.refusal = PaperDoubtful()
    leave_a_paper(desk)
    client.print_papers()
    quiet(qtbot, client)
    tray.refusal = None
    clock.set(clock.now() + CLAIM_LASTS)
    client.refresh_top()
    qtbot.waitUntil(lambda: alert(client) != "")
    press_alert(qtbot, client)
    (dialog,) = dialogs(client)
    assert "slip-moved-D1" in dialog.page.name.text()
    if came_out:
        dialog.came_out.click()
    else:
        dialog.page.press_primary()
    quiet(qtbot, client)
    qtbot.waitUntil(lambda: alert(client) == "", timeout=10_000)
    assert dialogs(client) == []
    assert len(tray.names) == (0 if came_out else 1)
    assert paper.waiting(desk) == ()
    action = "paper.came-out" if came_out else "paper.retry"
    assert len(staff.audit_log(desk, AuditQuery(action=action)).entries) == 1
    assert house.verify(desk) == ()


def test_a_paper_in_doubt_can_be_left_for_later(
    qtbot: QtBot, client: Client, tray: Tray, clock: ScriptClock
) -> None:
    assert client.seat is not None
    tray.refusal = PaperDoubtful()
    leave_a_paper(client.seat.desk)
    client.print_papers()
    quiet(qtbot, client)
    tray.refusal = None
    clock.set(clock.now() + CLAIM_LASTS)
    client.refresh_top()
    qtbot.waitUntil(lambda: alert(client) != "")
    press_alert(qtbot, client)
    (dialog,) = dialogs(client)
    dialog.page.back()
    quiet(qtbot, client)
    assert tray.names == []
    assert alert(client) != ""
