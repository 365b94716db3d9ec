"""A VIP guest left alone is told on every page of every PC where somebody looks after guests."""

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from hallclient import hall as house
from hallclient.base.clock import ScriptClock
from hallclient.base.ids import new_id
from hallclient.staff import service as staff
from hallclient.staff.rules import AddPerson, Role
from hallclient.till import book as till
from hallclient.vip import service as vip
from hallclient.vip.page.vip import VipPage
from hallclient.vip.rules import Arrive, DoStep, Step
from tests.app.conftest import PASSWORD, Start, quiet, sign_in

PATIENCE = 10_000


@pytest.mark.duty("S1-VP-10")
def test_the_alarm_is_on_the_managers_page_and_goes_when_somebody_talks(
    qtbot: QtBot, hall: house.HallPlace, start: Start, clock: ScriptClock
) -> None:
    elsewhere = house.open_hall(hall, clock)
    try:
        manager = elsewhere.desk.acting("M001", 0)
        staff.add_person(manager, AddPerson("V001", "接待丙", Role.VIP, PASSWORD, new_id()))
        host = elsewhere.desk.acting("V001", 2)
        client = start(hall, counter=0)
        sign_in(qtbot, client, "M001", PASSWORD)
        assert client.top is not None
        top = client.top
        ask = Arrive(new_id(), who="样例公司 王总", anyway=True)
        one = vip.arrive(host, ask, till.day_for_opening)
        page = client.window.go("vip")
        quiet(qtbot, client)
        assert isinstance(page, VipPage)
        qtbot.waitUntil(lambda: len(page.guests.ui.here.rows()) == 1, timeout=PATIENCE)
        assert "vip" not in top.alerts()
        clock.set(clock.now() + timedelta(seconds=181))
        qtbot.waitUntil(lambda: "vip" in top.alerts(), timeout=PATIENCE)
        assert "王总" in top.alerts()["vip"]
        assert page.guests.ui.alarm.isVisible()
        vip.do_step(host, DoStep(new_id(), one.serial, Step.TALKED))
        qtbot.waitUntil(lambda: "vip" not in top.alerts(), timeout=PATIENCE)
        quiet(qtbot, client)
    finally:
        elsewhere.close()


def test_a_clerk_is_not_told(
    qtbot: QtBot, hall: house.HallPlace, start: Start, clock: ScriptClock
) -> None:
    client = start(hall, counter=1)
    elsewhere = house.open_hall(hall, clock)
    try:
        ask = Arrive(new_id(), who="样例公司 王总", anyway=True)
        vip.arrive(elsewhere.desk.acting("M001", 0), ask, till.day_for_opening)
        clock.set(clock.now() + timedelta(seconds=200))
        sign_in(qtbot, client, "C001", PASSWORD)
        assert client.top is not None
        assert "vip" not in client.window.desk.top.alerts()
    finally:
        elsewhere.close()
