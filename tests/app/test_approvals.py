"""Two PCs of one hall: a clerk asks, the duty manager sees, reads and answers, all by keys."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from hallclient import hall as house
from hallclient.app.client import Client
from hallclient.base.clock import ScriptClock
from hallclient.base.ids import new_id
from hallclient.base.language import use_language
from hallclient.counter import service as counter
from hallclient.counter.page import OrdersPage
from hallclient.counter.rules import LineDraft, OrderDraft, TenderDraft
from hallclient.staff import service as staff
from hallclient.staff.page.approvals import ApprovalsDialog
from hallclient.staff.rules import ApprovalRequest, AuditQuery
from hallclient.store.desk import Desk
from hallclient.till import service as till
from hallclient.till.page import ShiftPage
from hallclient.till.rules import MovementKind, OpenShiftAsk
from hallclient.ui.authorise import AuthoriseDialog
from hallclient.ui.top_bar import TopBar
from tests.app.conftest import PASSWORD, Start, quiet, sign_in


class Two:
    """The clerk's PC and the manager's, on one database."""

    def __init__(self, qtbot: QtBot, clerk: Client, manager: Client) -> None:
        self.qtbot, self.clerk, self.manager = qtbot, clerk, manager

    @property
    def desk(self) -> Desk:
        assert self.clerk.seat is not None
        return self.clerk.seat.desk

    @property
    def top(self) -> TopBar:
        return self.manager.window.desk.top

    def dialog(self) -> AuthoriseDialog:
        """The dialog on the clerk's screen."""
        found = self.clerk.window.findChildren(AuthoriseDialog)
        return next(one for one in found if one.isVisible())

    def ask(self) -> AuthoriseDialog:
        """F6 in the clerk's dialog; waits until the request is made."""
        dialog = self.dialog()
        self.to(self.clerk, dialog)
        QTest.keyClick(dialog.page, Qt.Key.Key_F6)
        self.qtbot.waitUntil(lambda: dialog.page.waits)
        return dialog

    def to(self, client: Client, window: QWidget | None = None) -> None:
        """Each PC has a screen of its own; here one window after the other gets the keys."""
        wanted = window or client.window

        def active() -> bool:
            wanted.activateWindow()  # again and again: a dialog that is just closing still blocks
            return wanted.isActiveWindow()

        self.qtbot.waitUntil(active)

    def told(self, count: int) -> None:
        """The manager's top bar says that something waits, whatever page is in front, or not."""
        self.qtbot.waitUntil(lambda: ("approvals" in self.top.alerts()) == bool(count))

    def requests(self) -> ApprovalsDialog:
        """Alt+A on the manager's PC."""
        self.told(1)
        self.to(self.manager)
        QTest.keyClick(self.manager.window, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
        dialog = next(
            one for one in self.manager.window.findChildren(ApprovalsDialog) if one.isVisible()
        )
        self.qtbot.waitUntil(lambda: dialog.page.shown is not None)
        self.to(self.manager, dialog)
        return dialog

    def answer(self, *, reason: str = "", password: str = PASSWORD) -> None:
        """Password and Enter, or a reason and F8, as the manager would."""
        dialog = self.requests()
        type_into(dialog, "password", password)
        if reason:
            type_into(dialog, "reason", reason)
            QTest.keyClick(dialog.page, Qt.Key.Key_F8)
        else:
            QTest.keyClick(field(dialog, "password"), Qt.Key.Key_Return)
        quiet(self.qtbot, self.manager)

    def standing(self) -> ApprovalRequest | None:
        found = staff.open_requests(self.desk.acting("M001", 0))
        return found[0] if found else None

    def actions(self) -> list[str]:
        query = AuditQuery(action="approval.")
        return [one.action for one in staff.audit_log(self.desk.acting("M001"), query).entries][
            ::-1
        ]


def field(root: QWidget, name: str) -> QLineEdit:
    return next(edit for edit in root.findChildren(QLineEdit, name) if edit.isVisible())


def type_into(root: QWidget, name: str, text: str) -> None:
    edit = field(root, name)
    edit.setFocus()
    edit.clear()
    QTest.keyClicks(edit, text)


@pytest.fixture
def two(qtbot: QtBot, hall: house.HallPlace, start: Start) -> Two:
    """Both signed in; the clerk's shift is open and one order is on the books."""
    manager = start(hall, counter=0)
    sign_in(qtbot, manager, "M001")
    clerk = start(hall)
    sign_in(qtbot, clerk, "C001")
    assert clerk.seat is not None
    desk = clerk.seat.desk
    till.open_shift(desk, OpenShiftAsk(new_id(), {1_000: 50}, staff.sign(desk, "M001", PASSWORD)))
    return Two(qtbot, clerk, manager)


def pay_out(two: Two) -> ShiftPage:
    """10.00 yuan of takings are to be paid out: the clerk is asked for a second person."""
    two.to(two.clerk)
    page = two.clerk.window.go("shift")
    assert isinstance(page, ShiftPage)
    quiet(two.qtbot, two.clerk)
    page.moving.choose(MovementKind.PAY_OUT)
    type_into(page, "move_amount", "10")
    type_into(page, "move_reason", "water")
    type_into(page, "move_voucher", "V-77")
    page.press_primary()
    quiet(two.qtbot, two.clerk)
    return page


def test_a_payment_is_approved_on_the_managers_screen(two: Two) -> None:
    page = pay_out(two)
    two.ask()
    dialog = two.requests()
    shown = dialog.page.shown
    assert shown is not None
    use_language("en")
    dialog.page.retranslate()
    assert dialog.page.ui.what.text() == "Approve a payment out of takings"
    use_language("zh")
    assert [(fact.label, fact.value) for fact in shown.facts] == [
        ("Amount", "10.00"), ("Reason", "water"), ("Voucher", "V-77"),
    ]  # fmt: skip
    two.answer()
    two.qtbot.waitUntil(lambda: len(page.view.movements) == 1)
    assert two.actions() == ["approval.ask", "approval.approve"]
    two.told(0)


def test_a_refusal_tells_the_clerk_why_and_somebody_may_sign_here(two: Two) -> None:
    page = pay_out(two)
    dialog = two.ask()
    two.answer(reason="no receipt")
    two.qtbot.waitUntil(lambda: not dialog.page.waits)
    assert "no receipt" in dialog.page.notice.text()
    behind = two.manager.window.desk.current
    assert behind is not None
    two.qtbot.waitUntil(lambda: behind.notice.text().startswith("未同意"))
    assert behind.notice.tone == dialog.page.notice.tone == "wrong"
    type_into(dialog, "code", "M001")
    type_into(dialog, "password", PASSWORD)
    QTest.keyClick(field(dialog, "password"), Qt.Key.Key_Return)
    two.qtbot.waitUntil(lambda: len(page.view.movements) == 1)
    assert two.actions() == ["approval.ask", "approval.refuse"]


def test_enter_never_approves_what_a_reason_is_typed_against(two: Two) -> None:
    pay_out(two)
    two.ask()
    dialog = two.requests()
    type_into(dialog, "reason", "not this")
    type_into(dialog, "password", PASSWORD)
    QTest.keyClick(field(dialog, "password"), Qt.Key.Key_Return)
    quiet(two.qtbot, two.manager)
    assert dialog.page.refused is not None
    assert dialog.page.refused.code == "approval.reason-typed"
    assert two.standing() is not None


def test_a_wrong_password_answers_nothing(two: Two) -> None:
    pay_out(two)
    two.ask()
    two.answer(password="not-my-own")
    dialog = two.requests()
    assert dialog.page.refused is not None
    assert dialog.page.refused.code == "signin.failed"
    assert field(dialog, "password").text() == ""
    assert two.standing() is not None


def test_what_the_clerk_withdraws_leaves_the_managers_screen(two: Two) -> None:
    pay_out(two)
    asked = two.ask()
    dialog = two.requests()
    two.to(two.clerk, asked)
    QTest.keyClick(asked.page, Qt.Key.Key_Escape)
    two.qtbot.waitUntil(lambda: dialog.page.shown is None)
    assert not dialog.page.primary.isEnabled()
    assert not asked.page.waits
    assert asked.isVisible()  # one step back: somebody may still sign here
    assert two.actions() == ["approval.ask", "approval.withdraw"]
    two.told(0)


def test_nobody_waits_for_ever(two: Two, clock: ScriptClock) -> None:
    pay_out(two)
    asked = two.ask()
    two.told(1)
    clock.set(clock.now() + timedelta(seconds=121))
    two.qtbot.waitUntil(lambda: not asked.page.waits)
    two.qtbot.waitUntil(lambda: two.actions() == ["approval.ask", "approval.time-out"])
    two.told(0)


def test_who_signs_out_takes_the_request_back(two: Two) -> None:
    pay_out(two)
    two.ask()
    desk = two.desk
    two.clerk.window.sign_out()
    two.qtbot.waitUntil(lambda: staff.open_requests(desk.acting("M001", 0)) == ())
    two.told(0)


def test_behind_the_lock_nothing_is_done(two: Two) -> None:
    page = pay_out(two)
    dialog = two.ask()
    two.clerk.window.lock()
    two.answer()
    quiet(two.qtbot, two.clerk)
    assert dialog.page.waits
    assert page.view.movements == ()
    two.to(two.clerk)
    type_into(two.clerk.window, "password", PASSWORD)
    QTest.keyClick(field(two.clerk.window, "password"), Qt.Key.Key_Return)
    two.qtbot.waitUntil(lambda: len(page.view.movements) == 1)


def test_a_client_that_lost_its_power_finds_its_request_again(
    two: Two, hall: house.HallPlace, start: Start
) -> None:
    pay_out(two)
    two.ask()
    before = two.standing()
    two.clerk.drop()
    two.clerk = start(hall)
    sign_in(two.qtbot, two.clerk, "C001")
    page = pay_out(two)
    two.ask()
    assert before is not None
    assert two.standing() is not None
    assert two.standing().request_id == before.request_id  # type: ignore[union-attr]
    two.answer()
    two.qtbot.waitUntil(lambda: len(page.view.movements) == 1)
    assert two.actions() == ["approval.ask", "approval.approve"]


@pytest.mark.duty("S0-MG-14")
def test_a_reversal_is_read_whole_before_it_is_approved(two: Two) -> None:
    draft = OrderDraft(
        new_id(),
        lines=(LineDraft("recharge", {"mobile": "13800138000", "amount": "20"}),),
        tenders=(TenderDraft("cash", "20"),),
    )
    prompts = frozenset(counter.quote(two.desk, draft).prompts)
    order = counter.complete(two.desk, replace(draft, acknowledged=prompts))
    page = two.clerk.window.go("orders")
    assert isinstance(page, OrdersPage)
    quiet(two.qtbot, two.clerk)
    page.reason.setText("wrong number")
    QTest.keyClick(page, Qt.Key.Key_F8)
    two.ask()
    shown = two.requests().page.shown
    assert shown is not None
    told = {fact.label: fact.value for fact in shown.facts}
    assert told["Order number"] == order.order_no
    assert (told["Total"], told["Cash"], told["Reason"]) == ("20.00", "20.00", "wrong number")
    assert told["Mobile number"] == "138****8000"
    two.answer()
    two.qtbot.waitUntil(lambda: page.table.current().reversal_no != "")
