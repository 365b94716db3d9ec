"""The card of the guide's post: the acts in their order, in both languages."""

import tomllib
from datetime import date

import pytest

from hallclient.base.language import use_language
from hallclient.base.places import resources
from hallclient.queue.rules.guide_card import guide_card
from tools import duties


@pytest.mark.duty("S1-FG-35")
def test_the_card_holds_the_acts_of_a_visit_in_their_order() -> None:
    known, _ = duties.standards()
    read = tomllib.loads((resources() / "standards" / "guide_card.toml").read_text("utf-8"))
    assert read["version"] >= 1
    assert isinstance(read["effective_from"], date)
    card = guide_card()
    assert [one.zh for one in card if not one.meanwhile] == [
        "迎候", "询问", "简答", "演示", "取号", "证件", "引导", "送客",
    ]  # fmt: skip
    assert [one.zh for one in card if one.meanwhile] == [
        "分流", "问候", "资料", "关注", "补位", "设备", "熟知",
    ]  # fmt: skip
    for one in card:
        assert one.duty in known
        assert all((one.what_zh, one.what_en, one.en))


@pytest.mark.duty(
    "S1-FG-01", "S1-FG-07", "S1-FG-10", "S1-FG-13", "S1-FG-15", "S1-FG-16", "S1-FG-31", "S1-FG-33"
)  # fmt: skip
def test_what_only_a_person_can_do_has_its_line_on_the_card() -> None:
    use_language("zh")
    lines = {one.duty: one.what for one in guide_card()}
    for duty, words in {
        "S1-FG-01": "三米", "S1-FG-10": "通道", "S1-FG-13": "送水", "S1-FG-16": "边做边教",
        "S1-FG-31": "补位", "S1-FG-33": "门口", "S1-FG-07": "自助终端", "S1-FG-15": "资费",
    }.items():  # fmt: skip
        assert words in lines[duty]
