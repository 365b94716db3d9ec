"""The standard of VIP reception as it ships: duties, both languages, the card of the post."""

import tomllib
from datetime import date

import pytest

from hallclient.base.language import use_language
from hallclient.base.places import resources
from hallclient.vip.rules import Step, card_items, profile_items, vip_standard
from tools import duties


def test_every_entry_names_a_duty_of_the_standards_and_speaks_both_languages() -> None:
    known, _ = duties.standards()
    read = tomllib.loads((resources() / "standards" / "vip.toml").read_text("utf-8"))
    assert read["version"] >= 1
    assert isinstance(read["effective_from"], date)
    standard = vip_standard()
    groups = (standard.tiers, standard.steps, standard.items)
    for one in [*(word for group in groups for word in group.values()), *standard.card]:
        assert one.duty in known
        assert one.zh
        assert one.en


def test_every_step_between_the_doors_has_its_words() -> None:
    assert set(vip_standard().steps) == {step.value for step in Step} - {"arrived", "left"}


@pytest.mark.duty("S3-AG-03")
def test_the_key_card_has_three_known_and_three_there() -> None:
    assert [item.zh for item in card_items()] == [
        "知困难", "知位置", "知联结果", "有服务", "有登记", "有交接",
    ]  # fmt: skip
    assert all(item.needs_consent for item in profile_items())


@pytest.mark.duty("S1-VP-29", "S1-VP-01", "S1-VP-11", "S1-VP-28")
def test_the_card_of_the_post_has_eight_lines_and_what_is_done_beside() -> None:
    use_language("zh")
    card = vip_standard().card
    assert [one.zh for one in card if not one.meanwhile] == [
        "迎候", "核对", "奉饮", "陪聊", "办理", "推荐", "资料", "送客",
    ]  # fmt: skip
    lines = {one.duty: one.what for one in card}
    for duty, words in {
        "S1-VP-01": "微笑",
        "S1-VP-11": "礼貌用语",
        "S1-VP-23": "个性化资料收集好",
        "S1-VP-28": "取消方法",
    }.items():
        assert words in lines[duty]
