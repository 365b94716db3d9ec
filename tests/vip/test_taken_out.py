"""What stands in the books is shown and goes on when its entry is taken out of an editable list."""

from datetime import date
from pathlib import Path

import pytest

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.store.desk import Desk
from hallclient.vip import service as vip_service
from hallclient.vip.rules import FactUnknown
from hallclient.vip.rules.bar import BringDrink, OpenBatch, Outcome
from hallclient.vip.rules.lounge import Result
from hallclient.vip.service import bar as service
from hallclient.vip.service import lounge
from hallclient.vip.service.bar_report import bar_day, export_bar_day
from tests.vip.bars import Bar, bar_in, refusal
from tests.vip.conftest import Vip
from tests.vip.lists import TakeOut, take_out

__all__ = ["take_out"]


@pytest.fixture
def bar(desk: Desk) -> Bar:
    return bar_in(desk)


def test_a_batch_of_a_drink_that_is_listed_no_longer_is_served_out_and_counted(
    bar: Bar, take_out: TakeOut
) -> None:
    bar.receive("juice", "5", "2026-12-31")
    waiting = bar.ask("juice")
    take_out("lounge.toml", "goods.juice")
    (batch,) = service.board(bar.desk).batches
    assert (batch.goods, batch.left, batch.good_until) == ("juice", 5, date(2026, 12, 31))
    assert refusal(lambda: bar.ask("juice")) == "bar.goods"
    assert refusal(lambda: bar.receive("juice")) == "bar.goods"
    opened = service.open_batch(bar.desk, OpenBatch(new_id(), batch.number))
    assert opened.good_until == date(2026, 12, 31)
    brought = service.bring(bar.desk, BringDrink(new_id(), waiting.number))
    assert brought.outcome is Outcome.BROUGHT
    bar.write_off(batch.number)
    (line,) = bar.count({batch.number: 2}).lines
    assert (line.missing, line.used) == (1, 1)
    assert bar.faults() == []


def test_an_order_of_it_that_is_out_of_stock_is_refused_by_its_code(
    bar: Bar, take_out: TakeOut
) -> None:
    bar.receive("juice", "1")
    first, second = bar.ask("juice"), bar.ask("juice")
    take_out("lounge.toml", "goods.juice")
    bar.bring(first)
    with pytest.raises(HallError) as caught:
        bar.bring(second)
    assert (caught.value.code, str(caught.value)[:5]) == ("bar.out-of-stock", "juice")


def test_the_report_and_the_lounge_show_what_was_looked_at_by_its_code(
    bar: Bar, take_out: TakeOut, tmp_path: Path
) -> None:
    bar.receive("paper_cups", "100", "")
    bar.receive("tea", "5")
    bar.serve()
    bar.enter("fridge", Result.FAILED, "12", "已报修")
    take_out("lounge.toml", "goods.paper_cups", "goods.tea", "items.fridge", "phrases.bring")
    day = bar_day(bar.desk)
    assert [row.goods for row in day.batches] == ["paper_cups", "tea"]
    assert [row.drink for row in day.drinks] == ["tea"]
    assert [(row.item, row.figure) for row in day.lounge] == [("fridge", "12")]
    assert export_bar_day(bar.desk, tmp_path).is_file()
    assert [entry.item for entry in lounge.day_of_lounge(bar.desk).entries] == ["fridge"]
    assert refusal(lambda: bar.enter("fridge", value="5")) == "lounge.item"


def test_a_club_whose_drinks_are_all_taken_out_offers_what_there_is(
    bar: Bar, take_out: TakeOut
) -> None:
    take_out("lounge.toml", "goods.tea", "goods.coffee", "goods.water")
    assert [each.code for each in service.board(bar.desk).offer] == ["juice", "cola", "milk"]
    take_out("lounge.toml", "clubs.business")
    board = service.board(bar.desk)
    assert (board.question, len(board.offer)) == ("", 3)


@pytest.mark.duty("S1-VP-23")
def test_what_is_on_file_of_an_item_taken_out_is_shown_masked_and_can_be_taken_back(
    vip: Vip, take_out: TakeOut
) -> None:
    customer = vip.customer()
    vip.keep("family", "两个孩子")
    vip.keep("birthday", "1980-11-22")
    take_out("vip.toml", "profile.family", "profile.birthday")
    card = vip_service.guest_card(vip.host, customer)
    assert [(fact.item, fact.value, fact.masked) for fact in card.retired] == [
        ("birthday", "1******", True),
        ("family", "两***", True),
    ]
    assert "family" not in [fact.item for fact in (*card.profile, *card.card)]
    assert [one.item for one in vip_service.today(vip.host).occasions] == ["birthday"]
    assert vip.faults() == []
    with pytest.raises(FactUnknown):
        vip.keep("family", "三个孩子")
    for item in ("family", "birthday"):
        card = vip.keep(item, "", consent=False, source="")
    assert card.retired == ()
    assert vip_service.today(vip.host).occasions == ()
    assert vip.faults() == []
