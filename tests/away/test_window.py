"""The same through the real window and by keys: the clerk sees what became of the order, once."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hallclient.app.client import Client
from hallclient.base.money import yuan
from hallclient.counter.page.steps import Step
from hallclient.counter.service import drafts, order_of
from hallclient.hall import HallPlace
from hallclient.ledger.rules import Account
from hallclient.ui.handles import find
from tests.app.conftest import PASSWORD, Start, field, quiet, sign_in
from tests.counter.conftest import Hall, recharge
from tests.counter.page.conftest import Around, Clerk
from tools import postgres
from tools.proxy import Proxy, Strike

CONTROL = Qt.KeyboardModifier.ControlModifier


class Seated(Clerk):
    """The clerk at a page of a real client."""

    def __init__(self, qtbot: QtBot, client: Client, hall: Hall, room: str) -> None:
        super().__init__(qtbot, client.window.go(room), hall, Around())
        self.client = client


@pytest.fixture
def clerk(qtbot: QtBot, start: Start, place: HallPlace, founded: Hall) -> Seated:
    """C001 at the counter page of a client, a recharge of 50 yuan paid with 100 before them."""
    client = start(place)
    clerk = at_the_counter(qtbot, client, founded)
    clerk.recharge("50")
    clerk.go_on()
    clerk.pay("100.00")
    clerk.say_all()
    return clerk


def at_the_counter(qtbot: QtBot, client: Client, hall: Hall) -> Seated:
    quiet(qtbot, client)
    sign_in(qtbot, client, "C001")
    return at_room(qtbot, client, hall, "counter")


def at_room(qtbot: QtBot, client: Client, hall: Hall, room: str) -> Seated:
    clerk = Seated(qtbot, client, hall, room)
    clerk.settle()
    return clerk


def confirm(clerk: Seated) -> None:
    """Ctrl+Enter, without waiting for what comes of it."""
    QTest.keyClick(clerk.page.primary, Qt.Key.Key_Return, CONTROL)


def lost(clerk: Seated, proxy: Proxy, strike: Strike, then: Callable[[], object]) -> None:
    """The order is confirmed, the connection breaks at its commit, and `then` happens."""
    proxy.at_commit(strike)
    confirm(clerk)
    assert proxy.struck.wait(10)
    then()
    clerk.qtbot.waitUntil(lambda: clerk.page.waits_for_outcome, timeout=10_000)


def until(clerk: Seated, step: Step) -> None:
    def there() -> bool:
        return clerk.step is step and not clerk.page.waits_for_outcome

    clerk.qtbot.waitUntil(there, timeout=20_000)
    clerk.settle()


def alerts(client: Client) -> dict[str, str]:
    return client.window.desk.top.alerts()


def test_an_order_whose_answer_was_lost_is_shown_as_unknown_and_then_as_taken(
    clerk: Seated, proxy: Proxy
) -> None:
    lost(clerk, proxy, Strike.AFTER, proxy.refuse)
    page = clerk.page
    assert clerk.code == "outcome.unknown"
    assert page.notice.tone == "warning"  # not a refusal
    assert yuan(10_000) in page.notice.text()  # what the customer has given already
    assert not page.primary.isEnabled()
    assert not page.body.isEnabled()
    confirm(clerk)
    QTest.keyClick(page, Qt.Key.Key_D, CONTROL)  # dropping it is not possible either
    clerk.qtbot.waitUntil(lambda: "database" in alerts(clerk.client))
    proxy.listen()
    QTest.keyClick(page, Qt.Key.Key_R, CONTROL)
    until(clerk, Step.DONE)
    assert yuan(5_000) in page.done.spoken.text()  # the change to hand over
    assert len(clerk.orders()) == 1
    assert drafts(clerk.hall.desk) == ()
    assert "database" not in alerts(clerk.client)


def test_an_order_that_was_not_taken_is_as_it_was_and_is_taken_by_the_next_key(
    clerk: Seated, proxy: Proxy
) -> None:
    before = clerk.page.draft()
    lost(clerk, proxy, Strike.BEFORE, lambda: None)
    until(clerk, Step.PAY)  # asked by itself
    assert clerk.code == "outcome.not-taken"
    assert clerk.page.draft() == before
    assert clerk.orders() == []
    assert clerk.page.primary.isEnabled()
    clerk.go_on()
    assert clerk.step is Step.DONE
    assert len(clerk.orders()) == 1


def test_a_server_that_dies_at_the_commit_and_comes_back(
    clerk: Seated, proxy: Proxy, server: postgres.Server
) -> None:
    try:
        lost(clerk, proxy, Strike.AFTER, server.kill)
        QTest.keyClick(clerk.page, Qt.Key.Key_R, CONTROL)
        clerk.settle()
        assert clerk.page.waits_for_outcome
    finally:
        server.start()
    until(clerk, Step.DONE)
    assert len(clerk.orders()) == 1


def test_a_client_that_ends_while_nobody_knows_is_told_at_the_next_sign_in(
    clerk: Seated, proxy: Proxy, qtbot: QtBot, start: Start, place: HallPlace
) -> None:
    lost(clerk, proxy, Strike.AFTER, proxy.refuse)
    clerk.client.drop()
    proxy.listen()
    again = at_the_counter(qtbot, start(place), clerk.hall)
    number = clerk.orders()[0].order_no
    assert number in alerts(again.client)["taken"]
    assert again.page.identify.waiting() == ()


def test_what_is_typed_while_the_database_is_away_survives_the_end_of_the_client(
    clerk: Seated, proxy: Proxy, qtbot: QtBot, start: Start, place: HallPlace
) -> None:
    proxy.refuse()
    clerk.write("Payment {number}: amount", "200", number=1)
    clerk.settle()
    kept = clerk.page.draft()
    assert kept.tenders[0].amount == "200"
    qtbot.waitUntil(lambda: "database" in alerts(clerk.client))
    confirm(clerk)
    clerk.settle()
    assert clerk.code == "database.unreachable"
    assert clerk.step is Step.PAY
    clerk.client.drop()
    proxy.listen()
    again = at_the_counter(qtbot, start(place), clerk.hall)
    (view,) = again.page.identify.waiting()
    assert view.draft == kept
    assert "taken" not in alerts(again.client)


@pytest.mark.parametrize("strike", [Strike.BEFORE, Strike.AFTER])
def test_a_reversal_whose_answer_was_lost_gives_the_money_back_once(
    qtbot: QtBot, start: Start, place: HallPlace, founded: Hall, proxy: Proxy, strike: Strike
) -> None:
    """The same on a page that knows nothing of it: what holds for an order holds for all."""
    order = founded.sell(recharge(amount="50"))
    client = start(place)
    at_the_counter(qtbot, client, founded)
    clerk = at_room(qtbot, client, founded, "orders")
    clerk.write("Reason of the reversal", "客户办错")
    clerk.press(Qt.Key.Key_F8)
    proxy.at_commit(strike, number=2)  # the first is that of the signature
    clerk.sign("M001", PASSWORD)
    qtbot.waitUntil(lambda: proxy.struck.is_set() and not clerk.page.busy, timeout=10_000)
    qtbot.waitUntil(lambda: not clerk.page.waits_for_outcome, timeout=20_000)
    clerk.settle()
    taken = strike is Strike.AFTER
    assert bool(order_of(founded.desk, order.order_no).reversal_no) is taken
    if taken:
        assert yuan(5_000) in clerk.page.notice.text()  # what to give back
    else:
        assert clerk.code == "outcome.not-taken"
        assert clerk.page.reason.text() == "客户办错"
        clerk.press(Qt.Key.Key_F8)
        clerk.sign("M001", PASSWORD)
        assert order_of(founded.desk, order.order_no).reversal_no
    assert founded.balance(Account.PREPAID) == 0


def test_an_answer_that_never_comes_ends_in_the_same_question(
    clerk: Seated, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hallclient.store.patience.ANSWER", 0.5)
    lost(clerk, proxy, Strike.HELD, lambda: None)
    until(clerk, Step.DONE)
    assert len(clerk.orders()) == 1


def test_the_window_opens_without_a_database_and_goes_on_by_itself(
    qtbot: QtBot, start: Start, place: HallPlace, founded: Hall, proxy: Proxy
) -> None:
    proxy.refuse()
    client = start(place)
    gate = client.window.findChild(QWidget, "gate")
    assert gate is not None
    qtbot.waitUntil(lambda: bool(shown(gate)), timeout=10_000)
    assert f"127.0.0.1:{proxy.port}" in shown(gate)
    quiet(qtbot, client)
    QTest.keyClicks(field(client, "code"), "C001")
    find(gate, "Try again").click()
    proxy.listen()
    qtbot.waitUntil(lambda: not shown(gate), timeout=10_000)
    quiet(qtbot, client)
    assert field(client, "code").text() == "C001"  # nothing typed is lost
    sign_in(qtbot, client, "C001")
    assert client.seat is not None


def shown(gate: QWidget) -> str:
    """Where the hall is looked for, "" while there is nothing to say."""
    label = next(one for one in gate.findChildren(QWidget, "opening"))
    return label.text() if label.isVisible() and "127" in label.text() else ""  # type: ignore[attr-defined]
