"""The slip of what a customer has to bring: what, why, where to; in both languages."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hallclient.paper.drawing import drawn
from hallclient.paper.erasing import without_people
from hallclient.paper.missing import missing
from hallclient.paper.rules import PaperKind
from hallclient.paper.values import AskedFor, MissingSlip

SLIP = MissingSlip(
    number="17",
    hall="H001",
    hall_name="样例市解放路营业厅",
    purpose="补卡换卡",
    at=datetime(2026, 11, 22, 1, 5, tzinfo=UTC),
    papers=(
        AskedFor("本人有效身份证件原件", "电话用户实名登记，须当面核验证件原件"),
        AskedFor("原SIM卡", "坏卡换卡须收回原卡"),
    ),
    nearest="人民路营业厅（人民路8号）",
    nearest_hours="8:30-20:00",
    closing_time="18:00",
    until=date(2026, 11, 29),
)


@pytest.mark.duty("S1-FG-05")
def test_it_says_what_is_missing_why_and_where_the_nearest_hall_is(read) -> None:
    found = read(missing(SLIP))
    flat = "".join(found.text.split())
    for words in (
        "补资料单", "补卡换卡", "1.本人有效身份证件原件", "须当面核验证件原件", "2.原SIM卡",
        "人民路营业厅（人民路8号）", "8:30-20:00", "营业至18:00", "17",
        "有效期至2026-11-29",
    ):  # fmt: skip
        assert words in flat
    assert [width for width, _ in found.pages] == [80]


def test_no_other_hall_is_named_where_none_is_known(read) -> None:
    assert "就近" not in read(missing(replace(SLIP, nearest="", nearest_hours=""))).text


def test_a_slip_of_before_is_drawn_without_its_last_day(read) -> None:
    kept = SLIP.to_payload()
    del kept["until"]
    assert "有效期" not in read(drawn(PaperKind.MISSING, json.dumps(kept), 0)).text


def test_it_is_kept_drawn_again_and_names_nobody(read) -> None:
    words = json.dumps(SLIP.to_payload(), ensure_ascii=False)
    assert without_people(PaperKind.MISSING, words, "已删除") == words
    assert "补打 1" in read(drawn(PaperKind.MISSING, words, 1)).text


def test_it_speaks_english(read) -> None:
    flat = " ".join(read(missing(replace(SLIP, language="en"))).text.split())
    assert "What to bring" in flat
    assert "Show this slip to the guide" in flat
