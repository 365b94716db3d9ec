"""One PC from its start to its end: gate, desk, alerts, the power cut."""

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hallclient import hall as house
from hallclient.app import backstage
from hallclient.staff.page.first_run import FirstRunPage
from hallclient.staff.page.settings import SettingsPage
from hallclient.staff.page.sign_in import SignInPage
from tests.app.conftest import PASSWORD, Start, field, quiet, sign_in, type_keys


def test_typing_is_accepted_while_the_hall_is_still_being_opened(
    qtbot: QtBot, hall: house.HallPlace, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_open = threading.Event()
    real = backstage.open_backstage

    def slowly(opening: object) -> object:
        assert may_open.wait(timeout=20)
        return real(opening)  # type: ignore[arg-type]

    monkeypatch.setattr(backstage, "open_backstage", slowly)
    client = start(hall)
    type_keys(client, "code", "M001")
    type_keys(client, "password", PASSWORD)
    assert field(client, "code").text() == "M001"
    page = client.window.findChild(SignInPage)
    assert page is not None
    page.press_primary()
    may_open.set()
    quiet(qtbot, client)
    assert client.seat is not None
    assert client.seat.person.code == "M001"


def test_without_a_hall_the_first_run_makes_one_and_its_manager_signs_in(
    qtbot: QtBot, place: house.HallPlace, start: Start
) -> None:
    client = start(place)
    quiet(qtbot, client)
    page = client.window.findChild(FirstRunPage)
    assert page is not None
    for name, text in (("hall_code", "H9"), ("hall_name", "New Hall"), ("code", "M9"),
                       ("name", "Boss"), ("password", PASSWORD), ("again", PASSWORD)):  # fmt: skip
        type_keys(client, name, text)
    page.press_primary()
    quiet(qtbot, client)
    sign_in(qtbot, client, "M9")
    assert client.seat is not None
    assert client.backstage.hall_name == "New Hall"


def test_a_wrong_password_stays_at_the_gate_with_one_sentence(
    qtbot: QtBot, hall: house.HallPlace, start: Start
) -> None:
    client = start(hall)
    sign_in(qtbot, client, "M001", "not-the-one")
    page = client.window.findChild(SignInPage)
    assert client.seat is None
    assert page is not None
    assert page.refused is not None
    assert page.refused.code == "signin.failed"
    assert field(client, "password").text() == ""


def test_the_rail_shows_the_rooms_of_the_person(
    qtbot: QtBot, hall: house.HallPlace, start: Start
) -> None:
    client = start(hall)
    sign_in(qtbot, client, "M001")
    managers = {room.id for room in client.window.desk.rooms}
    client.window.sign_out()
    quiet(qtbot, client)
    sign_in(qtbot, client, "C001")
    clerks = {room.id for room in client.window.desk.rooms}
    assert {"day", "people", "log", "shifts", "stock"} <= managers
    assert not {"day", "people", "log", "shifts", "stock"} & clerks
    assert "catalog" in managers & clerks, "prices are for everybody to read"
    assert {"counter", "shift", "orders", "settings"} <= clerks


def test_a_password_set_by_somebody_else_leads_to_a_new_one(
    qtbot: QtBot, hall: house.HallPlace, start: Start
) -> None:
    client = start(hall)
    sign_in(qtbot, client, "C001")
    assert isinstance(client.window.desk.current, SettingsPage)
    assert field(client, "old").isVisible()


def test_a_printer_that_fails_shows_in_the_top_bar_and_holds_nothing_up(
    qtbot: QtBot, hall: house.HallPlace, start: Start, tmp_path: Path
) -> None:
    (tmp_path / "papers").write_text("a file where the folder should be", "utf-8")
    client = start(hall)
    sign_in(qtbot, client, "M001")
    seat = client.seat
    assert seat is not None
    assert "papers" not in client.window.desk.top.alerts()
    leave_a_paper(seat.desk)
    client.print_papers()
    quiet(qtbot, client)
    qtbot.waitUntil(lambda: "papers" in client.window.desk.top.alerts(), timeout=10_000)


def leave_a_paper(desk: object) -> None:
    """A paper that waits for this counter, as an order leaves it."""
    from hallclient.base.clock import hall_date
    from hallclient.base.money import Fen
    from hallclient.paper import book
    from hallclient.paper.values import CashSlip
    from hallclient.store.audit import act
    from hallclient.store.desk import Desk

    assert isinstance(desk, Desk)
    with act(desk, "test.paper") as doing:
        slip = CashSlip(
            kind="drop", number="D1", hall=desk.hall, hall_name="样例营业厅", counter=1,
            clerk="C001", clerk_name="柜员乙", business_date=hall_date(doing.at),
            at=doing.at, amount_fen=Fen(100), witness="M001", witness_name="值班甲",
        )  # fmt: skip
        book.enqueue(doing, "slip", "moved/D1", slip.to_payload())


def test_after_a_power_cut_the_hall_opens_again(
    qtbot: QtBot, hall: house.HallPlace, start: Start
) -> None:
    client = start(hall)
    sign_in(qtbot, client, "M001")
    client.drop()
    again = start(hall)
    sign_in(qtbot, again, "M001")
    assert again.seat is not None
    assert house.verify(again.seat.desk) == ()
