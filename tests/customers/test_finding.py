"""Finding among encrypted customers: by marks and tokens, the most useful first, never too many."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from hallclient.base.clock import ScriptClock
from hallclient.customers import book, rules
from hallclient.customers.book import finding, marks
from hallclient.store.audit import act
from hallclient.store.desk import Desk

SYLLABLES = "王伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超张李刘陈杨"
NAMES = st.text(SYLLABLES, min_size=2, max_size=4)
KEY = b"k" * 32


def enter(desk: Desk, identity: rules.Identity, mobile: str = "") -> str:
    with act(desk, "test.ensure") as doing:
        return book.ensure(doing, identity, mobile)


def found(desk: Desk, typed: str) -> list[str]:
    with desk.read() as session:
        return [view.customer_id for view in book.find(session, desk.hall, typed)]


@given(name=NAMES, data=st.data())
@settings(deadline=None)
def test_whatever_part_of_a_name_is_typed_has_a_word_kept_for_it(name: str, data) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    typed = name[start : data.draw(st.integers(start + 1, len(name)))]
    kept = rules.words_of(name)
    assert any(set(stage.words) <= kept for stage in rules.stages(typed))
    assert rules.answers(name, typed)


@given(name=NAMES, data=st.data())
@settings(deadline=None)
def test_whatever_beginning_of_pinyin_or_initials_is_typed_has_a_word(name: str, data) -> None:
    key = data.draw(st.sampled_from(sorted(k for k in rules.name_keys(name) if k.isascii())))
    typed = key[: data.draw(st.integers(2, len(key)))] if len(key) > 1 else key
    kept = rules.words_of(name)
    if len(typed) > 1:
        assert any(set(stage.words) <= kept for stage in rules.stages(typed))
        assert rules.answers(name, typed)


@pytest.mark.parametrize("typed", ["例", "甲", "例甲", "样例"])
def test_a_character_within_the_name_is_enough(desk: Desk, identity, typed: str) -> None:
    customer_id = enter(desk, identity(1))
    enter(desk, identity(2, "张三"))
    assert found(desk, typed) == [customer_id]


@pytest.mark.parametrize("typed", ["深圳市莲花", "莲花通信", "szslh", "shenzhenshilianhuatongxin"])
def test_a_long_name_is_found_by_any_stretch_of_it(desk: Desk, identity, typed: str) -> None:
    customer_id = enter(desk, identity(1, "深圳市莲花通信有限公司"))
    enter(desk, identity(2, "深圳市荷花通讯有限公司"))
    assert found(desk, typed) == [customer_id]


def test_whole_names_come_before_beginnings_and_these_before_what_is_within(desk, identity):
    within = enter(desk, identity(1, "王张伟"))
    longer = enter(desk, identity(2, "张伟明"))
    whole = enter(desk, identity(3, "张伟"))
    assert found(desk, "张伟") == [whole, longer, within]


def test_of_equals_the_last_checked_comes_first(desk, identity, clock: ScriptClock) -> None:
    first, second = enter(desk, identity(1)), enter(desk, identity(2))
    assert found(desk, "样例甲") == [second, first]
    clock.set(clock.now() + timedelta(days=1))
    enter(desk, identity(1))
    assert found(desk, "样例甲") == [first, second]


def test_no_more_are_found_than_can_be_looked_through(desk, identity, monkeypatch) -> None:
    monkeypatch.setattr(finding, "MOST_FOUND", 3)
    for sequence in range(1, 6):
        enter(desk, identity(sequence))
    assert len(found(desk, "样")) == 3


def test_a_token_that_two_words_share_finds_nobody_wrongly(desk, identity, monkeypatch) -> None:
    monkeypatch.setattr(marks, "_TOKEN_BYTES", 0)  # all words share one token
    customer_id = enter(desk, identity(1))
    enter(desk, identity(2, "张三"))
    assert found(desk, "样例") == [customer_id]


def test_another_case_of_the_document_finds_it(desk: Desk, identity) -> None:
    customer_id = enter(desk, identity(1, number="44000020000101004X"))
    assert found(desk, "44000020000101004x") == [customer_id]


def test_nothing_found_by_is_kept_in_clear(desk: Desk, identity) -> None:
    enter(desk, identity(1), "13812345678")
    with desk.read() as session:
        tokens = session.execute(text("SELECT * FROM customer_tokens")).all()
        columns = "holder_mark, document_mark, mobile_mark"
        kept = str(tokens) + str(session.execute(text(f"SELECT {columns} FROM customers")).all())
    assert all(secret not in kept for secret in ("样", "13812345678", identity(1).number))


def test_marks_of_another_database_or_another_column_are_others() -> None:
    mine, theirs = (
        marks.contact_mark(KEY, "13800000000"),
        marks.contact_mark(b"x" * 32, "13800000000"),
    )
    assert len({mine, theirs, marks.number_mark(KEY, "13800000000")}) == 3


def test_later_customers_have_greater_numbers() -> None:
    earlier, later = f"{5:012x}7" + "f" * 19, f"{6:012x}7" + "0" * 19
    assert 0 < marks.number_of(earlier) < marks.number_of(later) < 2**63
