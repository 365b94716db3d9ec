"""VIP reception by keys: from the door to the door, alarm, profile, bookings, refusals."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QWidget

from hallclient.counter.rules.recommending import Reply
from hallclient.ui.widgets.data_table import DataTable
from hallclient.vip import service
from hallclient.vip.rules import BookingState, Place, Step
from tests.vip.conftest import MOBILE, Vip
from tests.vip.page.conftest import Hands

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def received(hands: Hands, vip: Vip) -> None:
    """A guest with a tier is in front."""
    vip.enrol(card="VIP80001")
    hands.at_the_door("VIP80001")
    hands.enter()


@pytest.mark.duty("S1-VP-08", "S1-VP-12", "S1-VP-14", "S1-VP-17", "S1-VP-18", "S1-VP-21")
def test_a_guest_is_led_from_the_door_to_the_door_by_prompts(hands: Hands, vip: Vip) -> None:
    received(hands, vip)
    assert hands.said == "Mr 样 is received."
    assert "Good day, Mr 样, welcome" in hands.prompt
    told = {
        Step.SEATED: {"place": Place.DESK},
        Step.RECOMMENDED: {"answer": Reply.THINKING},
        Step.ENVELOPE: {"leaflets": "2"},
    }
    seen = []
    while hands.page.guests.step is not None:
        step = hands.page.guests.step
        seen.append(step)
        hands.done(**told.get(step, {}))
    assert seen == [
        Step.GREETED, Step.CHECKED, Step.SEATED, Step.DRINK, Step.STARTED, Step.RECOMMENDED,
        Step.FINISHED, Step.ENVELOPE, Step.SEEN_OFF,
    ]  # fmt: skip
    assert service.guests_here(vip.host) == ()
    assert vip.faults() == []


@pytest.mark.duty("S1-VP-12")
def test_a_lapsed_tier_is_said_and_one_more_press_receives_a_guest(hands: Hands, vip: Vip) -> None:
    vip.enrol(until="2026-11-22")
    vip.time(86_400)
    hands.at_the_door(MOBILE)
    assert hands.page.guests.ui.found.text_at(0, 1) == "Gold (lapsed)"
    hands.enter()
    assert hands.page.refused is not None
    assert hands.page.refused.code == "vip.tier-lapsed"
    assert "Gold lapsed on 2026-11-22" in hands.said
    hands.confirm()
    hands.settle()
    (one,) = service.guests_here(vip.host)
    assert one.lapsed
    assert "lapsed" in hands.page.guests.ui.who.text()


def test_somebody_on_no_file_is_received_by_name_with_a_second_enter(
    hands: Hands, vip: Vip
) -> None:
    hands.at_the_door("样例公司 王总")
    assert "Nobody is on file" in hands.said
    hands.at("VIP guest")
    hands.enter()
    assert [one.guest for one in service.guests_here(vip.host)] == ["样例公司 王总"]


@pytest.mark.duty("S1-VP-10")
def test_a_guest_alone_is_an_alarm_on_every_page_that_is_open(hands: Hands, vip: Vip) -> None:
    received(hands, vip)
    alarm = hands.page.guests.ui.alarm
    assert not alarm.isVisible()
    vip.time(185)
    hands.page.guests.tick()
    assert alarm.text() == "Talk to the guest now: Mr 样 3:05"
    assert alarm.isVisible()
    hands.key(Qt.Key.Key_F5)
    assert "has waited long" in hands.prompt
    hands.done()
    assert not alarm.isVisible()


@pytest.mark.duty("S1-VP-10")
def test_what_was_done_at_another_desk_is_seen_when_it_is_heard(hands: Hands, vip: Vip) -> None:
    one = vip.guest()
    hands.page.refresh()
    hands.settle()
    assert [row.serial for row in hands.page.guests.ui.here.rows()] == [one.serial]
    hands.page.guests.ui.here.selectRow(0)
    hands.settle()
    vip.step(one, Step.GREETED, by="g1")
    hands.page.refresh()
    hands.settle()
    assert [event.by for event in hands.page.guests.ui.course.rows()] == ["g1", "v1"]
    assert hands.page.guests.step is Step.CHECKED


@pytest.mark.duty("S1-VP-17")
def test_a_fourth_leaflet_is_refused_beside_its_field(hands: Hands, vip: Vip) -> None:
    received(hands, vip)
    one = service.guests_here(vip.host)[0]
    vip.through(one, Step.SEATED, Step.STARTED, Step.FINISHED)
    hands.page.refresh()
    hands.settle()
    hands.page.guests.choose(Step.ENVELOPE)
    hands.done(leaflets="4")
    assert hands.page.refused is not None
    assert hands.page.refused.code == "vip.leaflets"
    assert vip.refused() == ["leaflets"]
    hands.done(leaflets="3")
    assert hands.page.refused is None


@pytest.mark.duty("S1-VP-19")
def test_the_demonstrator_needs_the_guests_consent(hands: Hands, vip: Vip) -> None:
    received(hands, vip)
    vip.through(service.guests_here(vip.host)[0], Step.SEATED, Step.STARTED)
    hands.page.refresh()
    hands.settle()
    hands.key(Qt.Key.Key_F7)
    hands.done()
    assert hands.page.refused is not None
    assert hands.page.refused.code == "vip.demo-consent"
    hands.page.guests.ui.consent.setChecked(True)
    hands.done()
    assert hands.page.refused is None


def test_every_refusal_of_a_field_stands_beside_its_own_field(hands: Hands, vip: Vip) -> None:
    """Two parts of the page must not share a name: the sentence would go to the hidden one."""
    names = [
        widget.objectName()
        for widget in hands.page.findChildren(QWidget)
        if isinstance(widget, QLineEdit | QComboBox | QCheckBox | DataTable | QPushButton)
        or widget.parent() is hands.page.ui.parts.widget(0).parent()
    ]
    shared = {name for name in names if name and names.count(name) > 1}
    assert shared <= {"deed"}
    vip.enrol("样例乙", card="VIP80002")
    received(hands, vip)
    form = hands.page.file.ui
    form.deed.set_value("enrol")
    form.tier.set_value("gold")
    form.valid_until.setText("2027-12-31")
    form.card.setText("VIP80002")
    hands.key(Qt.Key.Key_F11)
    hands.settle()
    assert hands.page.errors.sentences() == {
        "card": "This card is another guest's. Check the number."
    }
    assert form.card.isVisible()


def file_row(hands: Hands, item: str) -> None:
    table = hands.page.file.ui.facts
    table.selectRow([fact.item for fact in table.rows()].index(item))
    hands.settle()


@pytest.mark.duty("S1-VP-23")
def test_the_profile_takes_nothing_without_consent(hands: Hands, vip: Vip) -> None:
    received(hands, vip)
    form = hands.page.file.ui
    assert form.complete.text() == "Profile 0 of 10, key customer 0 of 6"
    file_row(hands, "drink")
    form.value.setText("龙井")
    form.source.set_value("told")
    hands.key(Qt.Key.Key_F11)
    hands.settle()
    assert hands.page.refused is not None
    assert hands.page.refused.code == "vip.consent"
    assert vip.refused() == ["consent"]
    form.agreed.setChecked(True)
    hands.key(Qt.Key.Key_F11)
    hands.settle()
    assert form.complete.text() == "Profile 1 of 10, key customer 0 of 6"
    assert not form.agreed.isChecked()


@pytest.mark.duty("S3-AG-03")
def test_the_key_customers_card_is_filled_on_the_same_page(hands: Hands, vip: Vip) -> None:
    received(hands, vip)
    file_row(hands, "key.difficulty")
    form = hands.page.file.ui
    assert not form.agreed.isEnabled()
    form.value.setText("办公楼信号弱")
    hands.key(Qt.Key.Key_F11)
    hands.settle()
    assert form.complete.text() == "Profile 0 of 10, key customer 1 of 6"


def test_what_is_masked_is_shown_for_a_reason(hands: Hands, vip: Vip) -> None:
    received(hands, vip)
    vip.keep("family", "两个孩子")
    form = hands.page.file.ui
    form.deed.set_value("show")
    form.why.setText("核对联系人")
    hands.key(Qt.Key.Key_F11)
    hands.settle()
    shown = {fact.item: fact.value for fact in form.facts.rows()}
    assert shown["family"] == "两个孩子"


def test_a_tier_is_given_on_the_page(hands: Hands, vip: Vip) -> None:
    vip.customer()
    hands.at_the_door(MOBILE)
    hands.enter()
    hands.confirm()
    hands.settle()
    form = hands.page.file.ui
    form.deed.set_value("enrol")
    form.tier.set_value("gold")
    form.valid_until.setText("2027-12-31")
    hands.key(Qt.Key.Key_F11)
    hands.settle()
    assert hands.said == "Gold until 2027-12-31."


@pytest.mark.duty("S4-LS-04", "S3-CM-05")
def test_a_visit_is_booked_and_called_off(hands: Hands, vip: Vip) -> None:
    hands.key(Qt.Key.Key_V, ALT)
    for name, text in (
        ("Who comes", "样例公司 王总"), ("When", "2026-11-22 14:30"), ("Purpose", "续约"),
        ("Host", "v1"),
    ):  # fmt: skip
        hands.fill(name, text)
    hands.confirm()
    hands.settle()
    assert hands.said == "Booking 1 is on record."
    assert len(hands.page.day.ui.bookings.rows()) == 1
    hands.page.day.ui.bookings.selectRow(0)
    hands.key(Qt.Key.Key_X, ALT)
    hands.fill("Reason why", "改期")
    hands.confirm()
    hands.settle()
    (ended,) = hands.page.day.ui.bookings.rows()
    assert (ended.state, ended.reason) == (BookingState.CANCELLED, "改期")


@pytest.mark.duty("S4-LS-04")
def test_a_booking_in_the_past_is_refused_beside_its_field(hands: Hands, vip: Vip) -> None:
    hands.key(Qt.Key.Key_V, ALT)
    hands.fill("Who comes", "王总")
    hands.fill("When", "2026-11-22 08:00")
    hands.fill("Purpose", "续约")
    hands.fill("Host", "v1")
    hands.confirm()
    assert hands.page.refused is not None
    assert hands.page.refused.code == "vip.booking-past"


@pytest.mark.duty("S1-VP-26")
def test_the_sheet_of_the_day_lists_who_waited_who_talked_what_was_left_out(
    hands: Hands, vip: Vip
) -> None:
    one = vip.step(vip.guest(), Step.SEATED)
    vip.time(200)
    vip.step(one, Step.TALKED, by="g1")
    vip.through(one, Step.STARTED, Step.FINISHED, Step.SEEN_OFF)
    hands.key(Qt.Key.Key_3, CTRL)
    hands.settle()
    (row,) = hands.page.rows.rows.rows()
    assert (row.waited, row.late) == (200, True)
    assert "1 waited past the time" in hands.page.rows.totals.text()


def test_escape_gives_the_search_up_and_comes_back_from_other_parts(hands: Hands, vip: Vip) -> None:
    vip.enrol()
    hands.at_the_door("样例甲")
    assert len(hands.page.guests.ui.found.rows()) == 1
    hands.key(Qt.Key.Key_Escape)
    assert hands.page.guests.ui.found.rows() == ()
    hands.key(Qt.Key.Key_2, CTRL)
    hands.settle()
    hands.key(Qt.Key.Key_Escape)
    assert hands.page.part == 0
