"""Triage: the standard as it is shipped, and where a visitor goes by it."""

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.base.language import use_language
from hallclient.base.places import resources
from hallclient.policy.rules import SETTINGS
from hallclient.queue.rules import line_of
from hallclient.queue.rules.triage import (
    RESERVED_KEYS,
    Way,
    direct,
    is_crowded,
    passed_on,
    purpose_of,
    refuse_unanswered,
    triage_standard,
)
from hallclient.queue.rules.triage_errors import (
    ComplaintToReception,
    NoSelfService,
    NothingTicked,
    PaperNotAsked,
    PapersUnanswered,
    PurposeUnknown,
)
from tools import duties

PURPOSES = triage_standard().purposes


def channels(code: str, **more: bool) -> list[str]:
    return [one.code for one in direct(code, **more).offered]


def test_every_purpose_is_a_duty_with_words_a_key_and_a_line() -> None:
    known, _ = duties.standards()
    read = tomllib.loads((resources() / "standards" / "triage.toml").read_text("utf-8"))
    assert read["version"] >= 1
    assert isinstance(read["effective_from"], date)
    for one in PURPOSES.values():
        assert one.duty in known
        assert all((one.zh, one.en, one.area_zh, one.area_en, one.brief_zh, one.brief_en))
        assert line_of(one.line).letter == one.line
        assert len(one.tell_zh) == len(one.tell_en)
        assert not one.counter or one.counter in SETTINGS
    for channel in triage_standard().channels.values():
        assert channel.duty in known


def test_every_key_is_one_digit_or_letter_of_its_own() -> None:
    keys = [one.key for one in PURPOSES.values()]
    assert len(set(keys)) == len(keys)
    assert all(len(key) == 1 and key.isalnum() and key == key.upper() for key in keys)
    assert not RESERVED_KEYS & set(keys)


@pytest.mark.duty("S1-FG-04", "S1-FG-18", "S1-FG-06")
def test_with_all_papers_there_is_a_ticket_of_the_right_line() -> None:
    assert {code: direct(code).line for code in ("general", "unit", "fault", "vip")} == {
        "general": "A", "unit": "B", "fault": "C", "vip": "V",
    }  # fmt: skip
    assert direct("general").purpose.area == "综合业务区"


@pytest.mark.duty("S1-FG-03", "S1-FG-05")
def test_without_its_papers_a_visitor_comes_back_with_them() -> None:
    sent = direct("sim", missing=("identity",))
    assert (sent.way, sent.line) == (Way.COME_BACK, "")
    assert [(one.text, one.why) for one in sent.missing] == [
        ("本人有效身份证件原件", "电话用户实名登记，须当面核验证件原件")
    ]


@pytest.mark.duty("S1-FG-08", "S1-FG-19")
def test_payments_and_what_a_kiosk_does_go_to_self_service_first() -> None:
    assert channels("payment") == ["kiosk"]
    assert channels("new_number") == []
    sent = direct("payment", channel="kiosk")
    assert (sent.way, sent.line) == (Way.SELF_SERVICE, "")
    assert direct("payment", missing=("number",), channel="kiosk").missing == ()


@pytest.mark.duty("S1-FG-24", "S1-FG-09")
def test_a_crowded_hall_teaches_the_other_channels_and_answers_briefly() -> None:
    sent = direct("payment", crowded=True)
    assert [one.code for one in sent.offered] == ["kiosk", "sms", "phone", "web"]
    assert all(one.how for one in sent.offered)
    assert sent.crowded
    assert sent.purpose.brief == "自助终端马上就能缴"


@pytest.mark.duty("S1-FG-12", "S1-SG-05")
def test_who_needs_help_is_accompanied_and_sent_to_no_machine() -> None:
    sent = direct("payment", care=True, crowded=True)
    assert (sent.whole_help, sent.offered, sent.way) == (True, (), Way.TICKET)


@pytest.mark.duty("S1-FG-20")
def test_a_new_customer_is_told_brands_then_plans_then_offers() -> None:
    assert direct("new_number").purpose.tell == ("三大品牌", "套餐", "优惠")
    use_language("en")
    assert direct("new_number").purpose.tell == ("Brands", "Plans", "Offers")


@pytest.mark.duty("S1-FG-21")
def test_closings_go_to_the_counter_that_the_hall_names() -> None:
    assert direct("closing", counter=5).counter == 5
    assert passed_on(direct("closing", counter=5), "") == (
        "销户；5 号台席；已看证件资料：本人有效身份证件原件"
    )


@pytest.mark.duty("S1-FG-22")
def test_a_complaint_takes_no_ticket() -> None:
    with pytest.raises(ComplaintToReception):
        direct("complaint")


@pytest.mark.duty("S3-FD-04")
def test_what_was_seen_and_said_is_passed_on() -> None:
    sent = direct("sim", care=True)
    assert passed_on(sent, "卡丢了") == (
        "补卡换卡；全程代办；卡丢了；已看证件资料：本人有效身份证件原件"
    )
    use_language("en")
    assert passed_on(direct("points"), "") == (
        "Points; Papers seen: Own identity document, the original"
    )


@pytest.mark.duty("S1-FG-03")
def test_every_visitor_is_asked_for_the_papers() -> None:
    with pytest.raises(PapersUnanswered):
        refuse_unanswered(purpose_of("sim"), (), complete=None)
    with pytest.raises(NothingTicked):
        refuse_unanswered(purpose_of("sim"), (), complete=False)
    refuse_unanswered(purpose_of("sim"), (), complete=True)
    refuse_unanswered(purpose_of("sim"), ("old_sim",), complete=None)
    refuse_unanswered(purpose_of("vip"), (), complete=None)


def test_what_is_on_no_list_is_refused() -> None:
    for code in ("", "haircut"):
        with pytest.raises(PurposeUnknown):
            purpose_of(code)
    with pytest.raises(PaperNotAsked):
        direct("general", missing=("licence",))
    with pytest.raises(NoSelfService):
        direct("general", channel="kiosk")


@pytest.mark.parametrize(
    ("waiting", "counters", "crowded"),
    [(0, 0, False), (1, 0, True), (5, 4, False), (6, 4, True), (1, 1, False)],
)
def test_crowded_is_longer_than_promised(waiting: int, counters: int, *, crowded: bool) -> None:
    assert is_crowded(waiting, counters, 480, 10) is crowded


@given(
    code=st.sampled_from([code for code, one in PURPOSES.items() if one.way is Way.TICKET]),
    data=st.data(),
    care=st.booleans(),
    crowded=st.booleans(),
)
def test_everybody_is_sent_somewhere(
    code: str, data: st.DataObject, *, care: bool, crowded: bool
) -> None:
    purpose = PURPOSES[code]
    papers = [one.code for one in purpose.papers]
    missing = data.draw(st.lists(st.sampled_from(papers), unique=True) if papers else st.just([]))
    sent = direct(code, missing=missing, care=care, crowded=crowded)
    assert sent.way is (Way.COME_BACK if missing else Way.TICKET)
    assert (sent.line != "") == (sent.way is Way.TICKET)
    assert {one.code for one in sent.missing} == set(missing)
