"""Settings: declared once, bounded, and read back as they were typed."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.base.errors import HallError
from hallclient.policy.rules import (
    SETTINGS,
    Policy,
    SettingKind,
    SettingMalformed,
    SettingOutOfRange,
    SettingRule,
    SettingUnknown,
    checked,
    from_text,
    to_text,
    with_values,
)


def values_of(rule: SettingRule) -> st.SearchStrategy[object]:
    if rule.kind in (SettingKind.WHOLE, SettingKind.MONEY):
        some: st.SearchStrategy[object] = st.integers(rule.least, rule.most)
        return st.none() | some if rule.optional else some
    if rule.kind is SettingKind.TIME:
        return st.times().map(lambda time: time.strftime("%H:%M"))
    if rule.kind is SettingKind.CHOICE:
        return st.sampled_from(rule.choices)
    if rule.kind is SettingKind.SWITCHES:
        return st.dictionaries(st.from_regex(r"[a-z0-9_]{1,32}", fullmatch=True), st.booleans())
    return st.text(st.characters(categories=["L", "N"]), max_size=60).map(str.strip)


settings_and_values = st.sampled_from(sorted(SETTINGS)).flatmap(
    lambda key: st.tuples(st.just(key), values_of(SETTINGS[key]))
)


@given(settings_and_values)
def test_every_value_a_setting_may_have_is_typed_back_as_shown(pair: tuple[str, object]) -> None:
    key, value = pair
    assert checked(key, value) == value
    assert from_text(key, to_text(key, value)) == value


@given(settings_and_values)
def test_a_policy_holds_the_value_it_was_given_and_defaults_elsewhere(
    pair: tuple[str, object],
) -> None:
    key, value = pair
    policy = with_values({key: value})
    assert getattr(policy, key) == value
    for other in set(SETTINGS) - {key}:
        assert getattr(policy, other) == getattr(Policy(), other)


@pytest.mark.parametrize("key", sorted(SETTINGS))
def test_every_setting_has_a_default_that_it_may_have_and_a_sentence(key: str) -> None:
    rule = SETTINGS[key]
    assert checked(key, rule.default) == rule.default
    assert rule.sentence


@pytest.mark.parametrize(
    ("key", "value", "refusal"),
    [
        ("document_limt", 5, SettingUnknown),
        ("document_limit", 0, SettingOutOfRange),
        ("document_limit", 1001, SettingOutOfRange),
        ("document_limit", True, SettingMalformed),
        ("document_limit", "5", SettingMalformed),
        ("document_limit", 5.0, SettingMalformed),
        ("document_limit", None, SettingMalformed),
        ("till_limit_fen", -1, SettingOutOfRange),
        ("closing_time", "24:00", SettingMalformed),
        ("closing_time", "6 pm", SettingMalformed),
        ("closing_time", 18, SettingMalformed),
        ("hall_name", "two\nlines", SettingMalformed),
        ("hall_name", "x" * 61, SettingMalformed),
        ("agents_allowed", {"recharge": "yes"}, SettingMalformed),
        ("agents_allowed", ["recharge"], SettingMalformed),
    ],
)
def test_a_value_a_setting_cannot_have_is_refused(
    key: str, value: object, refusal: type[HallError]
) -> None:
    with pytest.raises(refusal):
        checked(key, value)


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("document_limit", "five", "policy.malformed"),
        ("document_limit", "", "policy.malformed"),
        ("document_limit", "5.0", "policy.malformed"),
        ("recharge_most_fen", "1.234", "amount.decimals"),
        ("recharge_most_fen", "lots", "amount.malformed"),
        ("agents_allowed", "recharge", "policy.malformed"),
        ("agents_allowed", "recharge=maybe", "policy.malformed"),
        ("vip_club", "golf", "policy.malformed"),
    ],
)
def test_what_is_typed_wrong_is_told_beside_its_setting(key: str, text: str, code: str) -> None:
    with pytest.raises(HallError) as refused:
        from_text(key, text)
    assert (refused.value.code, refused.value.field) == (code, key)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("document_limit", " ７ ", 7),
        ("recharge_most_fen", "6,000", 600_000),
        ("standard_float_fen", "", None),
        ("second_document_limit", "", None),
        ("closing_time", "9:30", "09:30"),
        ("vip_club", " Leisure ", "leisure"),
        ("agents_allowed", "recharge=yes, new_number=no", {"recharge": True, "new_number": False}),
    ],
)
def test_what_a_manager_types_is_understood(key: str, text: str, value: object) -> None:
    assert from_text(key, text) == value


def test_the_agents_of_a_policy_cannot_be_changed_from_outside() -> None:
    policy = with_values({"agents_allowed": {"recharge": True}})
    assert isinstance(policy.agents_allowed, Mapping)
    with pytest.raises(TypeError):
        policy.agents_allowed["recharge"] = False  # type: ignore[index]
