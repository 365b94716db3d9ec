"""The bar's daily report: drinks by batch add up by formula, the lounge, slips, VIP business."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hallclient.base.clock import ScriptClock
from hallclient.sheets.checked import GOOD
from hallclient.store.desk import Desk
from hallclient.vip.rules.lounge import Result
from hallclient.vip.service.bar_report import bar_day, export_bar_day
from tests.conftest import DAY
from tests.sheets.reckon import Reckoner
from tests.vip.bars import Bar, bar_in, refusal
from tests.vip.conftest import Vip


@pytest.fixture
def bar(desk: Desk) -> Bar:
    return bar_in(desk)


def rows(path: Path, sheet: str) -> list[tuple[object, ...]]:
    """What stands below the headings."""
    return list(load_workbook(path)[sheet].iter_rows(min_row=5, values_only=True))


@pytest.mark.duty("S0-BA-09", "S0-BA-08")
def test_the_report_says_of_every_batch_what_became_of_it(
    bar: Bar, clock: ScriptClock, tmp_path: Path
) -> None:
    bar.receive(servings="20")
    bar.receive("paper_cups", "100", "")
    bar.serve(servings="2")
    clock.set(clock.now() + timedelta(days=1))
    bar.serve(servings="3")
    bar.receive("coffee", "5")
    bar.write_off(1, "1")
    bar.count({1: 12, 2: 90, 3: 6})
    tomorrow = DAY + timedelta(days=1)
    value = bar_day(bar.desk, tomorrow)
    found = [
        (row.opening, row.received, row.served, row.written_off, row.used, row.missing, row.over,
         row.closing)
        for row in value.batches
    ]  # fmt: skip
    assert found == [
        (18, 0, 3, 1, 0, 2, 0, 12),
        (100, 0, 0, 0, 10, 0, 0, 90),
        (0, 5, 0, 0, 0, 0, 1, 6),
    ]
    path = export_bar_day(bar.desk, tmp_path, tomorrow)
    reckoned = Reckoner(path)
    checked = [
        reckoned.at(sheet, place)
        for sheet, place in reckoned.formulas()
        if reckoned.book[sheet][place].value.startswith("=IF(AND(")
    ]
    assert checked == [GOOD] * 4
    assert path.name == "bar-2026-11-23.xlsx"
    first = bar_day(bar.desk, DAY)
    assert [row.closing for row in first.batches] == [18, 100]


@pytest.mark.duty("S0-BA-09")
def test_the_report_holds_drinks_lounge_and_slips_of_the_day(bar: Bar, tmp_path: Path) -> None:
    bar.receive()
    bar.bring(bar.ask(servings="2"))
    bar.ask("")
    bar.enter("fridge", Result.FAILED, "12", "已报修")
    bar.slips("1", "上一班未收走")
    path = export_bar_day(bar.desk, tmp_path)
    drinks = rows(path, "饮品点单")
    assert [(row[1], row[2], row[3], row[4], row[7]) for row in drinks] == [
        ("2 号位", "绿茶", 2, "已送到座位", "是"),
        ("2 号位", "不需要", 0, "客人不需要", None),
    ]
    (fridge,) = rows(path, "休息区与卫生")
    assert fridge[:5] == ("冰箱温度正常", "S0-BA-06", "不合格", "12 摄氏度", "已报修")
    (slips,) = rows(path, "当天单据")
    assert slips[:4] == (8, 0, 1, "上一班未收走")
    assert rows(path, "当天业务记录")[0][0] == "当天无记录。"


def test_a_long_note_is_broken_over_lines_and_its_row_is_as_high(bar: Bar, tmp_path: Path) -> None:
    bar.enter(
        "fridge", Result.FAILED, "12", "冰箱显示十二摄氏度，已报修，饮品移入备用冰箱，下午复查" * 2
    )
    bar.enter("pots")
    sheet = load_workbook(export_bar_day(bar.desk, tmp_path))["休息区与卫生"]
    assert [sheet.row_dimensions[row].height for row in (5, 6)] == [60, None]


@pytest.mark.duty("S1-VP-26")
def test_the_sheet_of_the_days_vip_business_names_each_guest_and_the_wait(
    vip: Vip, tmp_path: Path
) -> None:
    vip.guest()
    vip.time(240)
    path = export_bar_day(vip.host, tmp_path)
    (guest,) = rows(path, "当天业务记录")
    assert guest[2:5] == ("金卡", "4:00", "是")


def test_who_takes_the_report_is_on_record_and_not_everybody_may(bar: Bar) -> None:
    guide = Bar(bar.desk.acting("g1"))
    assert refusal(lambda: bar_day(guide.desk)) == "permission.denied"
    assert bar_day(bar.desk).origin.business_date == date(2026, 11, 22)
    assert bar_day(bar.desk).batches == ()
