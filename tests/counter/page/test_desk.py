"""The desk itself: keys, focus, language, lock, forms of somebody else, the pace of the screen."""

import sys
import threading
import types
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QFormLayout, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from hallclient.app.counter_calls import counter_calls
from hallclient.counter import service
from hallclient.counter.page import CounterPage
from hallclient.counter.page.kind_form import KindForm
from hallclient.counter.page.steps import Step
from hallclient.counter.rules import DocumentRule, Field, KindSpec
from hallclient.ui.handles import find, named
from hallclient.ui.jobs import Lanes
from hallclient.ui.shell import Person, Place, Room, WindowCalls
from hallclient.ui.theme import Look
from hallclient.ui.translator import speak
from hallclient.ui.window import MainWindow
from tests.counter.conftest import ID, Hall, iccid
from tests.counter.page.conftest import PASSWORD, Around, Clerk, Sit, said, seat_of


def enter(clerk: Clerk, times: int = 1) -> list[str]:
    """Enter so many times; where the focus was each time."""
    been = []
    for _ in range(times):
        clerk.press(Qt.Key.Key_Return)
        focus = clerk.page.focusWidget()
        been.append(focus.objectName() if focus else "")
    return been


def test_enter_goes_through_the_fields_and_on_from_the_last(clerk: Clerk) -> None:
    assert find(clerk.page, "Find a returning customer").hasFocus()
    assert enter(clerk, 8) == [
        f"customer_{name}"
        for name in (
            "kind", "number", "name", "valid_until", "mobile", "address", "face", "face_reason",
        )
    ]  # fmt: skip
    enter(clerk)
    assert clerk.step is Step.CHOOSE
    clerk.business("new_number")
    clerk.page.fill.form.input("mobile").setFocus()
    assert enter(clerk, 3) == ["iccid", "plan", "deposit"]


def test_a_recharge_by_enter_alone(clerk: Clerk) -> None:
    clerk.go_on()
    QTest.keyClicks(clerk.page.focusWidget(), "1")
    enter(clerk)
    QTest.keyClicks(clerk.page.focusWidget(), "13800138000")
    enter(clerk)
    QTest.keyClicks(clerk.page.focusWidget(), "50")
    enter(clerk)
    assert clerk.step is Step.PAY
    assert find(clerk.page, "Payment 1: amount").hasFocus()
    QTest.keyClicks(clerk.page.focusWidget(), "50")
    enter(clerk)
    assert clerk.page.primary.hasFocus()
    clerk.settle()
    clerk.say_all()
    enter(clerk)
    assert clerk.step is Step.DONE


def test_tab_follows_the_work(clerk: Clerk) -> None:
    clerk.go_on()
    clerk.business("recharge")
    been = []
    for _ in range(2):
        QTest.keyClick(clerk.page.focusWidget(), Qt.Key.Key_Tab)
        been.append(clerk.page.focusWidget())
    assert been == [find(clerk.page, "Amount"), clerk.page.primary]


def test_every_control_is_found_by_a_name_of_its_own(clerk: Clerk) -> None:
    def names() -> list[str]:
        controls = named(clerk.page, QWidget)
        return sorted(one.accessibleName() for one in controls)

    clerk.press(Qt.Key.Key_F10)
    pages = [names()]
    clerk.press(Qt.Key.Key_F10)
    clerk.recharge("300")
    clerk.press(Qt.Key.Key_F6, Qt.Key.Key_F12)
    pages.append(names())
    clerk.press(Qt.Key.Key_F6, Qt.Key.Key_F12)
    clerk.go_on()
    clerk.pay("100", "wechat", "W-1")
    clerk.press(Qt.Key.Key_F9)
    pages.append(names())
    for found in pages:
        assert len(found) == len(set(found)), found


def test_the_exact_amount_by_key(clerk: Clerk) -> None:
    clerk.recharge("50")
    clerk.press(Qt.Key.Key_F5)
    assert clerk.page.pay.tenders.drafts() == (), "only where money is taken"
    clerk.go_on()
    clerk.press(Qt.Key.Key_F5)
    assert find(clerk.page, "Payment 1: amount", QLineEdit).text() == "50.00"
    assert clerk.page.pay.change.text() == "0.00"


def test_the_focus_stays_in_the_prompts_while_they_grow(clerk: Clerk) -> None:
    clerk.recharge("50")
    clerk.go_on()
    find(clerk.page, "Payment 1: amount", QLineEdit).insert("100")
    box = clerk.page.pay.prompts.findChildren(QCheckBox)[0]
    name = box.objectName()
    box.setFocus()
    clerk.settle()
    assert "S1-CT-12" in clerk.page.pay.prompts.missing()
    focus = clerk.page.focusWidget()
    assert focus is not None
    assert focus.objectName() == name


def test_the_desk_comes_to_rest(clerk: Clerk) -> None:
    """Showing a price is not typing: the draft is not saved again and again."""
    clerk.recharge("100")
    clerk.go_on()
    clerk.pay("100")
    assert not clerk.page.about_to_work
    QApplication.processEvents()
    assert not clerk.page.about_to_work


def test_the_language_changes_on_the_spot_and_nothing_is_lost(
    clerk: Clerk, qapp: QApplication
) -> None:
    clerk.document(ID, "样例甲")
    clerk.choose("Face comparison", "match")
    clerk.go_on()
    clerk.business("plan_change")
    clerk.write("Mobile number", "13800138000")
    clerk.settle()
    before = clerk.page.draft()
    speak(qapp, "zh")
    shown = {widget.accessibleName() for widget in named(clerk.page, QWidget)}
    assert {"手机号码", "新套餐", "生效时间"} <= shown
    box = find(clerk.page, "Takes effect")
    assert "次月" in box.currentText()
    assert clerk.page.draft() == before
    speak(qapp, "en")
    assert "From next month" in find(clerk.page, "Takes effect").currentText()
    assert clerk.page.draft() == before


def test_the_customers_screen_changes_its_language_too(
    clerk: Clerk, around: Around, qapp: QApplication
) -> None:
    clerk.recharge("50")
    speak(qapp, "zh")
    assert around.last is not None
    assert [line.text for line in around.last.lines] == ["充值缴费"]
    speak(qapp, "en")


def test_a_locked_screen_keeps_the_draft(
    qtbot: QtBot, hall: Hall, lanes: Lanes, around: Around
) -> None:
    seat = seat_of(hall.desk)
    calls = WindowCalls(
        now=hall.desk.now, unlock=lambda _code, _password: None, signed_out=lambda: None
    )
    window = MainWindow(calls, lanes, Look())
    qtbot.addWidget(window)

    def page() -> CounterPage:
        return CounterPage(counter_calls(around, around, seat), lanes)  # type: ignore[arg-type]

    rooms = (Room("counter", "Counter", "counter", page),)
    window.enter(Person("c1", "c1", "Clerk", frozenset()), Place("H", 1), rooms)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    clerk = Clerk(qtbot, window.go("counter"), hall, around)
    clerk.settle()
    clerk.recharge("50")
    clerk.write("Amount", "70")
    window.lock()
    clerk.settle()
    assert not clerk.page.isVisible()
    (view,) = service.drafts(hall.desk)
    assert view.draft.lines[0].fields["amount"] == "70.00", "saved at once"
    password = find(window, "Password to unlock", QLineEdit)
    password.setText(PASSWORD)
    QTest.keyClick(password, Qt.Key.Key_Return)
    clerk.settle()
    assert clerk.page.isVisible()
    assert clerk.page.draft().lines[0].fields["amount"] == "70.00"


def test_a_kind_of_somebody_else_brings_its_own_form(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ui_Parking:  # noqa: N801 - as uic names them
        def setupUi(self, form: QWidget) -> None:
            layout = QFormLayout(form)
            self.plate = QLineEdit()
            self.plate.setObjectName("plate")
            layout.addRow(self.plate)
            self.retranslateUi(form)

        def retranslateUi(self, _form: QWidget) -> None:
            self.plate.setAccessibleName("Number plate")

    module = types.ModuleType("parking_kind.form")
    module.Ui_Parking = Ui_Parking  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "parking_kind", types.ModuleType("parking_kind"))
    monkeypatch.setitem(sys.modules, "parking_kind.form", module)
    spec = KindSpec(
        code="parking",
        title="Parking",
        chinese="停车",
        fields=(Field("plate", "Number plate"),),
        document=DocumentRule(),
        own_form="parking_kind.form",
    )
    form = KindForm(spec)
    qtbot.addWidget(form)
    form.load({"plate": "京A12345"})
    assert form.fields() == {"plate": "京A12345"}
    assert KindForm(replace(spec, code="recharge", own_form="", fields=())).spec.form == (
        "kind_recharge"
    )


def test_a_form_without_an_input_for_a_field_says_so() -> None:
    spec = KindSpec("recharge", "Recharge", "充值", (Field("colour", "Colour"),), DocumentRule())
    with pytest.raises(LookupError, match="colour"):
        KindForm(spec)


def test_a_business_from_the_palette_begins_at_once(clerk: Clerk) -> None:
    clerk.page.start("value_card")
    clerk.settle()
    assert clerk.step is Step.FILL
    clerk.page.start("nothing")
    assert [line.kind for line in clerk.page.draft().lines] == ["value_card"]


ON_THE_SCREEN = {"prompt_text", "show_customer", "completed", "remotely"}
"""What the page may call itself: words, and what hands on to others."""


def test_no_service_is_called_on_the_screens_thread(hall: Hall, sit: Sit, around: Around) -> None:
    """A window that waits for the database is a window that does not draw (promise 8)."""
    calls = counter_calls(around, around, seat_of(hall.desk))  # type: ignore[arg-type]
    called: set[str] = set()
    wrong: set[str] = set()

    def watched(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def work(*values: object) -> Any:
            called.add(name)
            if threading.current_thread() is threading.main_thread():
                wrong.add(name)
            return call(*values)

        return work

    each = {one.name: getattr(calls, one.name) for one in fields(calls)}
    changed = {
        name: watched(name, call)
        for name, call in each.items()
        if callable(call) and name not in ON_THE_SCREEN
    }
    clerk = sit(changed=changed)
    clerk.write("Find a returning customer", "nobody")
    clerk.press(Qt.Key.Key_Return)
    find(clerk.page, "Find a returning customer", QLineEdit).clear()
    clerk.document(ID, "样例甲")
    clerk.choose("Face comparison", "no-match")
    clerk.write("Reason why the face is not a match", "beard")
    clerk.go_on()
    clerk.business("new_number")
    clerk.new_number(iccid=iccid(1))
    clerk.finish("50")
    clerk.sign("m1")
    clerk.say_all()
    clerk.go_on()
    clerk.recharge()
    clerk.press(Qt.Key.Key_D, control=True)
    assert wrong == set()
    assert called >= {"find", "check_party", "quote", "choices", "hold", "complete", "end_visit",
                      "save_draft", "drafts", "drop_draft", "release", "sign"}  # fmt: skip


@pytest.mark.duty("S1-CT-05", "S1-CT-06", "S1-CT-16", "S1-CT-24", "S1-CT-32")
def test_courtesies_are_said_where_they_belong(clerk: Clerk, qapp: QApplication) -> None:
    start = clerk.page.identify.courtesies
    assert start.isVisible()
    assert "Ask what the customer needs" in said(start)
    assert "offer the seat" in said(start)
    clerk.recharge()
    assert not start.isVisible()
    clerk.finish("50")
    end = clerk.page.done.prompts
    assert end.isVisible()
    for words in ("Recommend one service", "anything else", "Say goodbye by surname"):
        assert words in said(end)
    speak(qapp, "zh")
    assert "询问客户要办什么业务" in said(start)
    assert "称呼客户姓氏道别" in said(end)
    speak(qapp, "en")
