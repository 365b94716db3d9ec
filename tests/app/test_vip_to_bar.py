"""From the guest in front on the VIP page to the bar by one key: the drink is for that guest."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hallclient import hall as house
from hallclient.base.clock import ScriptClock
from hallclient.base.ids import new_id
from hallclient.till import book as till
from hallclient.vip import service as vip
from hallclient.vip.page.bar import BarPage
from hallclient.vip.page.bar_words import Deed
from hallclient.vip.page.vip import VipPage
from hallclient.vip.rules import Arrive, DoStep, Step
from tests.app.conftest import PASSWORD, Start, quiet, sign_in

PATIENCE = 10_000


@pytest.mark.duty("S1-VP-06", "S0-BA-01")
def test_f12_opens_the_bar_with_the_guest_who_is_in_front(
    qtbot: QtBot, hall: house.HallPlace, start: Start, clock: ScriptClock
) -> None:
    client = start(hall, counter=0)
    sign_in(qtbot, client, "M001", PASSWORD)
    elsewhere = house.open_hall(hall, clock)
    try:
        host = elsewhere.desk.acting("M001", 0)
        guests = []
        for who in ("样例公司 王总", "样例公司 李总"):
            ask = Arrive(new_id(), who=who, anyway=True)
            guests.append(vip.arrive(host, ask, till.day_for_opening).serial)
            vip.do_step(host, DoStep(new_id(), guests[-1], Step.SEATED, place="lounge"))
    finally:
        elsewhere.close()
    page = client.window.go("vip")
    assert isinstance(page, VipPage)
    for one in guests:  # the bar's page is new the first time, and has its guests the second
        client.window.go("vip")
        qtbot.waitUntil(lambda: len(page.guests.ui.here.rows()) == 2, timeout=PATIENCE)
        page.guests.select(one)
        quiet(qtbot, client)
        QTest.keyClick(page, Qt.Key.Key_F12)
        quiet(qtbot, client)
        bar = client.window.desk.current
        assert isinstance(bar, BarPage)
        qtbot.waitUntil(lambda bar=bar, one=one: bar.guests.chosen == one, timeout=PATIENCE)
        assert bar.deed == Deed.ASK
        assert bar.ui.guest.isVisible()
