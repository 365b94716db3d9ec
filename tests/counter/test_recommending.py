"""Which one service is recommended: listed, not owned, not lately declined, the one that fits."""

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.base.errors import HallError
from hallclient.base.language import use_language
from hallclient.base.places import resources
from hallclient.counter.rules.recommending import (
    NOTHING_KNOWN,
    Answered,
    AnswerMissing,
    Known,
    Reply,
    ServiceDeclined,
    ServiceOwned,
    ServiceUnlisted,
    declined,
    owns,
    recommend,
    refuse_recommending,
    service_name,
    services,
)
from tools import duties

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
FIRST, SECOND, *_ = services()


def said(service: str, reply: Reply, days_ago: int = 0) -> Known:
    return Known(answers=(Answered(service, reply, NOW - timedelta(days=days_ago)),))


def offered(known: Known) -> str:
    found = recommend(known, NOW, crowded=False)
    return "" if found is None else found.service


@pytest.mark.duty("S1-CT-24", "S1-VP-18")
@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (NOTHING_KNOWN, FIRST),
        (Known(plans=frozenset({"max-129"})), SECOND),
        (Known(plans=frozenset({"light-19"})), FIRST),
        (Known(in_use=f"我有{services()[FIRST].zh}"), SECOND),
        (Known(in_use=services()[FIRST].en.upper()), SECOND),
        (Known(told=("喜欢跑步",)), "watch"),
        (said(FIRST, Reply.ACCEPTED, 4000), SECOND),
        (said(FIRST, Reply.DECLINED, 89), SECOND),
        (said(FIRST, Reply.DECLINED, 90), FIRST),
        (said(FIRST, Reply.THINKING), FIRST),
        (said(FIRST, Reply.NOT_OFFERED), FIRST),
        (said("taken-off-the-list", Reply.ACCEPTED), FIRST),
    ],
)
def test_what_the_customer_has_or_declined_is_not_recommended(known: Known, expected: str) -> None:
    assert offered(known) == expected


@given(
    st.frozensets(st.sampled_from([plan for one in services().values() for plan in one.plans])),
    st.lists(
        st.builds(
            Answered,
            st.sampled_from(list(services())),
            st.sampled_from(list(Reply)),
            st.integers(0, 300).map(lambda days: NOW - timedelta(days=days)),
        )
    ),
)
def test_what_is_recommended_may_go_on_record(
    plans: frozenset[str], answers: list[Answered]
) -> None:
    known = Known(plans=plans, answers=tuple(answers))
    code = offered(known)
    if code:
        refuse_recommending(code, Reply.DECLINED, known, NOW)
    else:
        assert all(owns(known, one) or declined(known, one, NOW) for one in services().values())


def test_with_everything_owned_nothing_is_left() -> None:
    everything = Known(in_use=" ".join(services()))
    assert recommend(everything, NOW, crowded=True) is None


@pytest.mark.duty("S1-CT-27")
def test_a_crowded_hall_gets_one_sentence_a_quiet_one_gets_more() -> None:
    for tongue in ("zh", "en"):
        use_language(tongue)
        short, long = (recommend(NOTHING_KNOWN, NOW, crowded=full) for full in (True, False))
        assert short is not None
        assert long is not None
        assert (short.service, short.pitch, long.pitch) == (long.service, "short", "long")
        assert len(short.words) < len(long.words)
        assert short.name == service_name(short.service)
    assert service_name("gone") == "gone"


@pytest.mark.parametrize(
    ("service", "reply", "known", "refusal"),
    [
        ("car", "accepted", NOTHING_KNOWN, ServiceUnlisted),
        ("", "not-offered", NOTHING_KNOWN, ServiceUnlisted),
        (FIRST, "", NOTHING_KNOWN, AnswerMissing),
        (FIRST, "maybe", NOTHING_KNOWN, AnswerMissing),
        (FIRST, "thinking", said(FIRST, Reply.ACCEPTED), ServiceOwned),
        (FIRST, "accepted", Known(plans=services()[FIRST].plans), ServiceOwned),
        (FIRST, "declined", said(FIRST, Reply.DECLINED, 3), ServiceDeclined),
    ],
)
def test_a_wrong_recommendation_has_a_sentence_of_its_own(
    service: str, reply: str, known: Known, refusal: type[HallError]
) -> None:
    with pytest.raises(refusal):
        refuse_recommending(service, reply, known, NOW)


def test_who_changes_their_mind_is_not_refused() -> None:
    known = said(FIRST, Reply.DECLINED, 3)
    refuse_recommending(FIRST, "accepted", known, NOW)
    refuse_recommending(FIRST, "not-offered", replace(known, plans=services()[FIRST].plans), NOW)


def test_the_list_as_it_ships_names_duties_and_plans_that_exist() -> None:
    standards = resources() / "standards"
    read = tomllib.loads((standards / "services.toml").read_text("utf-8"))
    sold = tomllib.loads((standards / "catalog.toml").read_text("utf-8"))["plans"]
    known, _ = duties.standards()
    assert read["version"] >= 1
    assert isinstance(read["effective_from"], date)
    for one in services().values():
        assert one.duty in known
        assert one.zh
        assert one.en
        assert one.plans <= {plan["code"] for plan in sold}
