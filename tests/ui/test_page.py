"""A page: errors beside their fields, one primary button, Enter on and Esc back."""

import gc
import threading
import weakref
from collections.abc import Callable
from typing import ClassVar

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QApplication,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from hallclient.base.errors import HallError, Several
from hallclient.base.language import N_, use_language
from hallclient.base.progress import Step
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from hallclient.ui.widgets.money_edit import MoneyEdit


class NameWrong(HallError):
    code = "test.name"
    sentence = "The name is wrong."


class MobileWrong(HallError):
    code = "test.mobile"
    sentence = "The mobile is wrong."


class Broken(HallError):
    code = "test.broken"
    sentence = "Nothing could be done."


class SamplePage(Page):
    title = N_("Cash drop")
    primary_text = N_("Confirm")
    field_names: ClassVar = {"customer.mobile": "phone"}

    def __init__(self, lanes: Lanes, work: Callable[[], object]) -> None:
        super().__init__(lanes)
        self.work = work
        self.answers: list[object] = []
        form = QFormLayout(self.body)
        self.name_edit, self.phone, self.amount = QLineEdit(), QLineEdit(), MoneyEdit()
        self.name_edit.setObjectName("name")
        self.phone.setObjectName("phone")
        self.amount.setObjectName("amount")
        form.addRow("Name", self.name_edit)
        form.addRow("Mobile", self.phone)
        beside = QHBoxLayout()
        beside.addWidget(self.amount)
        beside.addWidget(QLabel("yuan"))
        form.addRow("Amount", beside)

    def on_primary(self) -> None:
        self.run(self.lanes.write, self.work, self.answers.append)


def raising(error: Exception) -> Callable[[], object]:
    def work() -> object:
        raise error

    return work


@pytest.fixture
def page(qtbot: QtBot, lanes: Lanes) -> SamplePage:
    page = SamplePage(lanes, lambda: "done")
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    return page


def press(qtbot: QtBot, page: SamplePage) -> None:
    with qtbot.waitSignal(page.lanes.write.idle):
        qtbot.keyClick(
            page.focusWidget() or page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )


def test_ctrl_enter_does_the_primary_work_once_and_hands_over_its_value(
    qtbot: QtBot, page: SamplePage
) -> None:
    press(qtbot, page)
    assert page.answers == ["done"]
    assert page.primary.isEnabled()


def test_the_primary_button_is_dead_while_its_work_runs(qtbot: QtBot, page: SamplePage) -> None:
    held = threading.Event()
    page.work = lambda: held.wait(timeout=5)
    page.primary.setFocus()
    qtbot.keyClick(page.primary, Qt.Key.Key_Return)
    qtbot.keyClick(page.primary, Qt.Key.Key_Return)
    assert not page.primary.isEnabled()
    with qtbot.waitSignal(page.lanes.write.idle):
        held.set()
    assert page.answers == [True]
    assert page.primary.hasFocus()


def test_a_refusal_stands_in_the_notice_and_beside_its_field(
    qtbot: QtBot, page: SamplePage
) -> None:
    page.work = raising(NameWrong(field="name"))
    press(qtbot, page)
    assert page.notice.isVisible()
    assert page.notice.text() == "The name is wrong."
    assert page.errors.sentences() == {"name": "The name is wrong."}
    assert page.name_edit.hasFocus()
    assert page.name_edit.property("wrong") is True
    assert page.name_edit.accessibleDescription() == "The name is wrong."
    label = page.findChild(QLabel, "nameError")
    assert isinstance(label, QLabel)
    assert label.isVisible()
    below = label.mapTo(page, label.rect().topLeft()).y()
    assert below >= page.name_edit.mapTo(page, page.name_edit.rect().bottomLeft()).y()


def test_a_field_s_sentence_goes_when_the_field_is_changed(qtbot: QtBot, page: SamplePage) -> None:
    page.work = raising(NameWrong(field="name"))
    press(qtbot, page)
    qtbot.keyClicks(page.name_edit, "a")
    assert page.errors.sentences() == {}
    assert page.name_edit.accessibleDescription() == ""


def test_several_errors_go_each_to_its_field_and_the_first_gets_focus(
    qtbot: QtBot, page: SamplePage
) -> None:
    errors = (NameWrong(field="name"), MobileWrong(field="customer.mobile"), Broken())
    page.work = raising(Several(errors))
    press(qtbot, page)
    assert page.errors.sentences() == {
        "name": "The name is wrong.",
        "phone": "The mobile is wrong.",
    }
    assert page.name_edit.hasFocus()
    assert "Nothing could be done." in page.notice.text()


def test_of_several_errors_about_one_field_the_first_is_said(
    qtbot: QtBot, page: SamplePage
) -> None:
    errors = (MobileWrong(field="phone"), NameWrong(field="phone"), Broken(), NameWrong())
    page.work = raising(Several(errors))
    press(qtbot, page)
    assert page.errors.sentences() == {"phone": "The mobile is wrong."}
    assert page.notice.text().splitlines()[1:] == ["Nothing could be done.", "The name is wrong."]


def test_an_error_of_a_field_that_lies_in_a_row_of_its_own_keeps_its_text(
    qtbot: QtBot, page: SamplePage
) -> None:
    page.amount.setText("5")
    page.field_error("amount", "Too much.")
    page.field_error("amount", "Far too much.")
    assert page.errors.sentences() == {"amount": "Far too much."}
    assert page.amount.text() == "5"
    assert page.amount.isVisible()


def test_a_bug_goes_to_the_excepthook_and_leaves_the_page_usable(
    qtbot: QtBot, page: SamplePage
) -> None:
    page.work = raising(ZeroDivisionError("bug"))
    with capture_exceptions() as caught:
        press(qtbot, page)
    assert [kind for kind, _value, _trace in caught] == [ZeroDivisionError]
    assert page.primary.isEnabled()


def test_an_amount_field_that_is_gone_is_not_kept(qtbot: QtBot, page: SamplePage) -> None:
    """A form is made anew for every line of every order."""
    fee = MoneyEdit(page.body)
    page.settle_fields()
    kept = weakref.ref(fee)
    fee.deleteLater()
    del fee

    def gone() -> bool:
        gc.collect()
        return kept() is None

    qtbot.waitUntil(gone)


def test_a_wrong_amount_is_said_when_the_field_is_left(qtbot: QtBot, page: SamplePage) -> None:
    page.amount.setFocus()
    qtbot.keyClicks(page.amount, "1.005")
    qtbot.keyClick(page.amount, Qt.Key.Key_Tab)
    assert page.errors.sentences() == {"amount": "An amount has at most two decimals (fen)."}


def test_enter_goes_on_to_the_next_field_and_ends_at_the_primary_button(
    qtbot: QtBot, page: SamplePage
) -> None:
    page.name_edit.setFocus()
    for expected in (page.phone, page.amount, page.primary):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
        assert page.focusWidget() is expected


def test_esc_goes_back(qtbot: QtBot, page: SamplePage) -> None:
    with qtbot.waitSignal(page.went_back):
        qtbot.keyClick(page.name_edit, Qt.Key.Key_Escape)


def test_the_first_field_has_the_focus_when_the_page_opens(page: SamplePage) -> None:
    assert page.focusWidget() is page.name_edit


def test_a_key_presses_its_button_only_while_the_button_is_alive(
    qtbot: QtBot, page: SamplePage
) -> None:
    pressed: list[int] = []
    button = page.add_button("Cancel", lambda: pressed.append(1), "F4")
    qtbot.keyClick(page.name_edit, Qt.Key.Key_F4)
    button.setEnabled(False)
    qtbot.keyClick(page.name_edit, Qt.Key.Key_F4)
    assert pressed == [1]
    assert button.text() == "Cancel  F4"
    assert button.accessibleName() == "Cancel"


def test_a_form_that_refuses_by_itself_starts_nothing(qtbot: QtBot, page: SamplePage) -> None:
    def refuse() -> None:
        page.amount.fen()

    page.on_primary = refuse  # type: ignore[method-assign]
    page.primary.click()
    assert set(page.errors.sentences()) == {"amount"}
    assert not page.lanes.write.busy


def test_long_work_shows_progress_and_a_cancel_is_silent(qtbot: QtBot, page: SamplePage) -> None:
    asked = threading.Event()

    def work(step: Step) -> None:
        step(1, 4)
        assert asked.wait(timeout=5)
        step(2, 4)

    job = page.run_long(page.lanes.write, work, page.answers.append, text="Counting")
    with qtbot.waitSignal(job.progressed):
        pass
    qtbot.keyClick(page.name_edit, Qt.Key.Key_Escape)
    with qtbot.waitSignal(job.stopped):
        asked.set()
    assert page.answers == []
    assert not page.notice.isVisible()
    assert page.primary.isEnabled()


def test_work_that_ends_after_its_page_calls_nobody(qtbot: QtBot, lanes: Lanes) -> None:
    held = threading.Event()
    told: list[object] = []
    page = SamplePage(lanes, lambda: held.wait(timeout=5))
    page.answers = told
    page.on_primary()
    page.deleteLater()
    with qtbot.waitSignal(page.destroyed):
        pass
    with qtbot.waitSignal(lanes.write.idle):
        held.set()
    assert told == []


def test_labels_of_a_form_never_read_their_text_as_markup(qtbot: QtBot, page: SamplePage) -> None:
    class Form:
        def setupUi(self, form: QWidget) -> None:
            self.label = QLabel("<b>bold</b>", form)

        def retranslateUi(self, form: QWidget) -> None:
            self.label.setText("<b>bold</b>")

    body = QWidget(page)
    form = Form()
    page.add_form(form, body)
    assert form.label.textFormat() == Qt.TextFormat.PlainText


def test_an_error_keeps_its_place_in_a_grid(qtbot: QtBot, lanes: Lanes) -> None:
    page = SamplePage(lanes, lambda: None)
    qtbot.addWidget(page)
    grid_body = QWidget(page)
    grid = QGridLayout(grid_body)
    field = QLineEdit()
    field.setObjectName("cell")
    grid.addWidget(field, 1, 2)
    page.field_error("cell", "Wrong here.")
    item = grid.itemAtPosition(1, 2)
    assert item is not None
    assert item.widget().isAncestorOf(field)


def test_the_language_changes_while_the_page_is_open(qtbot: QtBot, page: SamplePage) -> None:
    english = page.primary.text()
    use_language("zh")
    QApplication.sendEvent(page, QEvent(QEvent.Type.LanguageChange))
    assert page.primary.text() != english
