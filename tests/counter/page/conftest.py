"""A clerk at the counter page: keys only, real services, controls found by their names."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from hallclient.app.approvals import Approvals
from hallclient.app.backstage import Seat
from hallclient.app.counter_calls import counter_calls, orders_calls
from hallclient.base.language import tr
from hallclient.counter.page import CounterPage, OrdersPage
from hallclient.counter.page.steps import Step
from hallclient.counter.rules import CompletedOrder, OrderQuery
from hallclient.counter.service import DraftsHere, find_orders, kind_specs, order_of
from hallclient.customers.rules import name_keys
from hallclient.devices.reader_simulator import SimulatedReader
from hallclient.staff import passwords
from hallclient.staff.records import StaffMember
from hallclient.staff.rules import Role, SignedIn
from hallclient.store.desk import Desk
from hallclient.ui.authorise import AuthoriseDialog
from hallclient.ui.customer_screen import CustomerView
from hallclient.ui.handles import find
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from hallclient.ui.remote import nobody_elsewhere
from hallclient.ui.widgets.choice_box import ChoiceBox
from hallclient.ui.widgets.prompt_list import PromptList
from tests.counter.conftest import Hall
from tests.pages import in_english, lanes, put_in_front

PASSWORD = "counter-test-2026"
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier

__all__ = ["in_english", "lanes"]


class NobodyElsewhere:
    """Approvals of a hall where every second person stands at the counter."""

    def remotely(self, _seat: Seat) -> Callable[[object], None]:
        return nobody_elsewhere


@dataclass
class Around:
    """What stands around the page: the customer's screen, the printer, the card reader."""

    reader: SimulatedReader = field(default_factory=SimulatedReader)
    shown: list[CustomerView | None] = field(default_factory=list)
    printed: int = 0
    approvals: Any = field(default_factory=NobodyElsewhere)

    @cached_property
    def drafts(self) -> DraftsHere:
        """What the PC keeps while the database is away: nothing in these tests."""
        return DraftsHere(Path("nowhere"))

    def show_customer(self, view: CustomerView | None) -> None:
        self.shown.append(view)

    def print_papers(self) -> None:
        self.printed += 1

    @property
    def last(self) -> CustomerView | None:
        return self.shown[-1] if self.shown else None


def seat_of(desk: Desk) -> Seat:
    """The seat of the clerk at this desk, as the composition root makes it."""
    kinds = kind_specs(desk)
    clerk = SignedIn(desk.clerk, f"Clerk {desk.clerk}", Role.CLERK, frozenset({"order.make"}))
    keys = {spec.code: name_keys(spec.chinese) for spec in kinds}
    return Seat(desk, clerk, "Clerk", 5, kinds, keys)


class Clerk:
    """Ten fingers at one page."""

    def __init__(self, qtbot: QtBot, page: Page, hall: Hall, around: Around) -> None:
        self.qtbot, self.hall, self.around = qtbot, hall, around
        self.page: Any = page

    def press(self, *keys: Qt.Key, control: bool = False) -> None:
        """Presses keys where the focus is."""
        for key in keys:
            target = self.page.focusWidget() or self.page
            QTest.keyClick(target, key, CONTROL if control else NONE)
            self.settle()

    def go_on(self) -> None:
        """Ctrl+Enter."""
        self.press(Qt.Key.Key_Return, control=True)

    def write(self, name: str, text: str, /, **facts: object) -> None:
        """Types into the field of this name; Chinese comes as from an input method, at once."""
        widget = _named(self.page, name, QWidget, facts)
        edit = widget.lineEdit() if isinstance(widget, QComboBox) else widget
        assert isinstance(edit, QLineEdit), name
        edit.setFocus()
        edit.selectAll()
        QTest.keyClick(edit, Qt.Key.Key_Delete)
        if text.isascii():
            QTest.keyClicks(edit, text)
        else:
            edit.insert(text)

    def choose(self, name: str, value: object, /, **facts: object) -> None:
        """Chooses by Home and Down."""
        box = _named(self.page, name, ChoiceBox, facts)
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _ in range(box.count()):
            if box.value() == value:
                break
            QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.value() == value
        self.settle()

    def settle(self) -> None:
        """Waits until nothing is under way; what waits for a quiet moment begins at once."""
        lanes = self.page.lanes

        def quiet() -> bool:
            if not (lanes.write.busy or lanes.read.busy):
                self.page.hurry()
            return not (lanes.write.busy or lanes.read.busy)

        self.qtbot.waitUntil(quiet, timeout=10_000)
        self.qtbot.waitUntil(quiet, timeout=10_000)

    # -- a visit ------------------------------------------------------------------------

    @property
    def step(self) -> Step:
        step: Step = self.page.step
        return step

    @property
    def code(self) -> str:
        """The stable code of the refusal that is shown, "" for none."""
        refused = self.page.refused
        return refused.code if refused is not None else ""

    def sentence(self, name: str) -> str:
        """What stands beside a field, "" while nothing is wrong there."""
        return str(self.page.errors.sentences().get(name, ""))

    def document(self, number: str, name: str, valid_until: str = "20400301") -> None:
        """Types a document."""
        self.write("Document number", number)
        self.write("Name on the document", name)
        self.write("Valid until", valid_until)

    def business(self, typed: str) -> None:
        """At the list of businesses: types and takes the first."""
        find(self.page, "Find a business", QLineEdit).setFocus()
        self.write("Find a business", typed)
        self.press(Qt.Key.Key_Return)

    def recharge(self, amount: str = "50", mobile: str = "13800138000") -> None:
        """From a new visit to the filled form of a recharge."""
        self.go_on()
        self.business("recharge")
        self.fill_recharge(amount, mobile)

    def fill_recharge(self, amount: str = "50", mobile: str = "13800138000") -> None:
        self.write("Mobile number", mobile)
        self.write("Amount", amount)
        self.settle()

    def new_number(
        self, number: str = "19900000001", iccid: str = "", plan: str = "basic-39"
    ) -> None:
        self.write("Number from the pool", number)
        self.write("SIM card (ICCID)", iccid)
        self.choose("Plan", plan)
        self.settle()

    def pay(self, amount: str, method: str = "cash", reference: str = "", place: int = 1) -> None:
        """Types one means of payment."""
        self.choose("Payment {number}: method", method, number=place)
        self.write("Payment {number}: amount", amount, number=place)
        if reference:
            self.write("Payment {number}: reference", reference, number=place)
        self.settle()

    def say_all(self) -> None:
        """F8 until every prompt is ticked."""
        panel = self.page.done if self.step is Step.DONE else self.page.pay
        for _ in panel.prompts.missing():
            self.press(Qt.Key.Key_F8)

    def finish(self, cash: str = "") -> None:
        """From the details to the books, with cash."""
        if self.step is Step.FILL:
            self.go_on()
        if cash:
            self.pay(cash)
        self.say_all()
        self.go_on()

    def dialog(self) -> AuthoriseDialog | None:
        """The dialog in which a second person signs, if it is open."""
        dialogs = self.page.findChildren(AuthoriseDialog)
        return next((one for one in dialogs if one.isVisible()), None)

    def sign(self, code: str, password: str = PASSWORD) -> None:
        """A second person signs in the dialog that is open."""
        dialog = self.dialog()
        assert dialog is not None
        fields = {edit.objectName(): edit for edit in dialog.findChildren(QLineEdit)}
        fields["code"].setText(code)
        fields["password"].setText(password)
        fields["password"].setFocus()
        QTest.keyClick(fields["password"], Qt.Key.Key_Return)
        self.settle()

    # -- the books ----------------------------------------------------------------------

    def orders(self) -> list[CompletedOrder]:
        """Every order of the counter, the first one first."""
        desk = self.hall.desk
        rows = find_orders(desk, OrderQuery(counter=desk.counter))
        return [order_of(desk, row.order_no) for row in reversed(rows)]


def said(prompts: PromptList) -> str:
    """Everything that a list of prompts says."""
    return "\n".join(box.accessibleName() for box in prompts.findChildren(QCheckBox))


def _named[W: QWidget](page: QWidget, name: str, kind: type[W], facts: dict[str, object]) -> W:
    return find(page, tr(name, **facts) if facts else name, kind)


@pytest.fixture
def hall(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Hall:
    """The hall at work, its people with a password (hashed cheaply: there are many tests)."""
    monkeypatch.setattr(passwords, "COST", passwords.Cost(1, 8, 1))
    with hall.desk.write() as session:
        session.execute(update(StaffMember).values(password_hash=passwords.hash_password(PASSWORD)))
    return hall


@pytest.fixture
def around() -> Around:
    return Around()


@pytest.fixture
def elsewhere(qapp: QApplication) -> Iterator[Approvals]:
    """The way to somebody elsewhere; what they do there is up to the test."""
    window: Any = None
    approvals = Approvals(window, qapp)
    yield approvals
    approvals.close()


type Sit = Callable[..., Clerk]
"""Shows a page to the clerk of a desk."""


@pytest.fixture
def sit(qtbot: QtBot, hall: Hall, lanes: Lanes, around: Around) -> Sit:
    """A counter page in front of the clerk of the desk; another call is another start."""

    def show(
        desk: Desk | None = None, *, lanes: Lanes = lanes, changed: dict[str, Any] | None = None
    ) -> Clerk:
        client: Any = around
        calls = counter_calls(client, client, seat_of(desk or hall.desk))
        page = CounterPage(replace(calls, **(changed or {})), lanes)
        return _show(qtbot, page, hall, around)

    return show


@pytest.fixture
def clerk(sit: Sit) -> Clerk:
    """Clerk c1 at counter 1, at the start of a visit."""
    return sit()


@pytest.fixture
def searcher(qtbot: QtBot, hall: Hall, lanes: Lanes, around: Around) -> Clerk:
    """Clerk c1 at the page of orders."""
    client: Any = around
    page = OrdersPage(orders_calls(client, seat_of(hall.desk)), lanes)
    return _show(qtbot, page, hall, around)


def _show(qtbot: QtBot, page: Page, hall: Hall, around: Around) -> Clerk:
    put_in_front(qtbot, page, 1180, 680)
    clerk = Clerk(qtbot, page, hall, around)
    clerk.settle()
    return clerk
