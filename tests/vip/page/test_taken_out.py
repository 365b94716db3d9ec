"""Pages show what an editable list holds no longer, and take nothing back by an empty field."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from hallclient.base.clock import ScriptClock
from hallclient.vip import service as vip_service
from hallclient.vip.page.bar_words import Deed
from hallclient.vip.rules.lounge import Result
from tests.vip.bars import Bar
from tests.vip.conftest import Vip
from tests.vip.lists import TakeOut, take_out
from tests.vip.page.conftest import Hands
from tests.vip.page.test_bar import Show, at_desk, bar, show
from tests.vip.page.test_vip import file_row, received

__all__ = ["at_desk", "bar", "show", "take_out"]


def test_the_bar_shows_drinks_and_items_by_their_code(
    bar: Bar, show: Show, take_out: TakeOut, clock: ScriptClock
) -> None:
    bar.receive("juice", "5", "2026-12-31")
    bar.ask("juice")
    bar.enter("fridge", Result.FAILED, "12", "已报修")
    take_out("lounge.toml", "goods.juice", "items.fridge", "phrases.bring")
    clock.set(clock.now() + timedelta(minutes=1))
    host = show()
    assert host.column("stock", 1) == ["juice"]
    assert host.column("orders", 1) == ["juice × 1"]
    assert (host.column("list", 0)[-1], host.column("list", 2)[-1]) == ("fridge", "12")
    host.press(Qt.Key.Key_F5)
    assert not host.page.ui.words.isVisible()
    host.page.ui.orders.selectRow(0)
    host.confirm()
    assert host.column("orders", 1) == []
    host.page.ui.list.selectRow(len(host.page.ui.list.rows()) - 1)
    host.page.choose(Deed.ENTER)
    host.confirm()
    assert host.code == "lounge.item"


@pytest.mark.duty("S1-VP-23")
def test_a_profile_shows_what_was_taken_out_and_can_take_it_back(
    hands: Hands, vip: Vip, take_out: TakeOut
) -> None:
    vip.customer()
    vip.keep("family", "两个孩子")
    vip.keep("birthday", "1980-11-22")
    take_out("vip.toml", "profile.family", "profile.birthday")
    received(hands, vip)
    file_row(hands, "family")
    form = hands.page.file.ui
    assert form.complete.text() == "Profile 0 of 8, key customer 0 of 6"
    form.value.setText("三个孩子")
    form.agreed.setChecked(True)
    form.source.set_value("told")
    hands.key(Qt.Key.Key_F11)
    hands.settle()
    assert hands.page.refused is not None
    assert hands.page.refused.code == "vip.item"
    form.value.clear()
    hands.key(Qt.Key.Key_F11)
    hands.key(Qt.Key.Key_F11)
    hands.settle()
    assert [fact.item for fact in form.facts.rows()][14:] == ["birthday"]
    hands.key(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    assert hands.page.day.ui.occasions.text_at(0, 1) == "birthday"


@pytest.mark.duty("S1-VP-23")
def test_an_empty_field_takes_nothing_back_before_it_is_said(hands: Hands, vip: Vip) -> None:
    customer = vip.customer()
    vip.keep("family", "两个孩子")
    received(hands, vip)
    file_row(hands, "family")
    assert hands.page.file.ui.value.text() == ""
    hands.key(Qt.Key.Key_F11)
    hands.settle()
    assert hands.said == "Nothing is typed. Once more takes back what is on file."
    assert vip_service.guest_card(vip.host, customer).profile_filled == 1
    hands.key(Qt.Key.Key_F11)
    hands.settle()
    assert vip_service.guest_card(vip.host, customer).profile_filled == 0
