"""The archive and the numbers in service: known again, counted, changed, put back."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hallclient.base.clock import ScriptClock
from hallclient.customers import book, rules
from hallclient.customers.checks import check
from hallclient.customers.rules import DocumentKind, Entry
from hallclient.store.audit import act
from hallclient.store.desk import Desk

NEXT_MONTH = date(2026, 12, 1)


def enter(desk: Desk, identity: rules.Identity, mobile: str = "", order_no: str = "") -> str:
    with act(desk, "test.ensure") as doing:
        return book.ensure(doing, identity, mobile, order_no=order_no)


def opened(desk: Desk, identity: rules.Identity, mobile: str, order_no: str = "o1") -> None:
    with act(desk, "test.open") as doing:
        customer_id = book.ensure(doing, identity, "")
        book.open_subscription(
            doing, customer_id, identity, mobile, "89860025000000000127", "P39", order_no=order_no
        )


def held(desk: Desk, identity: rules.Identity) -> int:
    with desk.read() as session:
        return book.numbers_held(session, desk.hall, identity.kind, identity.number)


def line(desk: Desk, mobile: str) -> rules.SubscriptionView | None:
    with desk.read() as session:
        return book.subscription(session, desk.hall, mobile)


def found(desk: Desk, text: str) -> set[str]:
    with desk.read() as session:
        return {view.customer_id for view in book.find(session, desk.hall, text)}


def faults(desk: Desk) -> list[str]:
    with desk.read() as session:
        return [fault.code for fault in check(session, desk.hall)]


def test_a_customer_who_returns_is_the_same_customer(desk: Desk, identity) -> None:
    first = enter(desk, identity(1), "13800000000")
    assert enter(desk, identity(1)) == first
    assert enter(desk, identity(2)) != first


def test_a_temporary_card_and_the_resident_card_are_one_holder(desk: Desk, identity) -> None:
    first = enter(desk, identity(1))
    assert enter(desk, identity(1, kind=DocumentKind.TEMPORARY_ID)) == first


def test_the_archive_shows_masked_values_only(desk: Desk, identity) -> None:
    customer_id = enter(desk, identity(1), "13812345678")
    with desk.read() as session:
        view = book.by_id(session, desk.hall, customer_id)
    assert (view.name, view.mobile) == ("样**", "138****5678")
    assert view.document_number.startswith("110000********")
    assert identity(1).number not in repr(view)


@pytest.mark.parametrize(
    "text",
    ["样例甲", "样", "ylj", "YL", "yangli", "yang lijia", "13812345678", "+86 138 1234 5678"],
)
def test_a_customer_is_found_by_name_pinyin_initials_and_mobile(desk, identity, text) -> None:
    customer_id = enter(desk, identity(1), "13812345678")
    enter(desk, identity(2, "张三"), "13900000000")
    assert found(desk, text) == {customer_id}


def test_a_customer_is_found_by_the_whole_document_only(desk: Desk, identity) -> None:
    customer_id = enter(desk, identity(1))
    number = identity(1).number
    assert found(desk, number.lower()) == {customer_id}
    assert found(desk, number[:17]) == set()


@pytest.mark.parametrize(
    ("name", "initials"),
    [("单田", "st"), ("曾国", "zg"), ("仇和", "qh"), ("解晓", "xx"), ("朴树", "ps")],
)
def test_a_surname_is_found_by_the_way_it_is_read(desk, identity, name, initials) -> None:
    customer_id = enter(desk, identity(1, name))
    assert found(desk, initials) == {customer_id}


def test_an_english_name_is_found_from_each_word_and_by_initials(desk: Desk, identity) -> None:
    customer_id = enter(desk, identity(1, "Maria Example"))
    assert found(desk, "exam") == found(desk, "maria e") == found(desk, "me") == {customer_id}


@pytest.mark.parametrize("text", ["", " ", "y", "%", "_", "' OR 1=1 --", "\x00"])
def test_a_text_that_names_nobody_finds_nobody(desk: Desk, identity, text: str) -> None:
    enter(desk, identity(1))
    assert found(desk, text) == set()


def test_a_number_in_service_leads_to_its_holder(desk: Desk, identity) -> None:
    opened(desk, identity(1), "13400000001")
    assert len(found(desk, "134-0000-0001")) == 1


@pytest.mark.duty("S3-FD-05")
def test_what_changes_is_kept_before_and_after(desk: Desk, identity) -> None:
    customer_id = enter(desk, identity(1), "13800000000")
    enter(desk, identity(1, valid_until="20410301"), "13900000000", order_no="o7")
    with desk.read() as session:
        rows = session.execute(
            book.archive.select(book.archive.CustomerEvent)
            .where(book.archive.CustomerEvent.customer_id == customer_id)
            .order_by(book.archive.CustomerEvent.seq)
        ).scalars()
        first, second = rows.all()
    assert (first.what, first.before) == ("added", None)
    assert (second.what, second.order_no) == ("changed", "o7")
    assert second.before == first.after
    assert "13800000000" in second.before
    assert "13900000000" in second.after
    assert found(desk, "13800000000") == set()
    assert found(desk, "13900000000") == {customer_id}
    assert faults(desk) == []


def test_a_check_without_news_is_kept_once_a_day(desk, identity, clock: ScriptClock) -> None:
    customer_id = enter(desk, identity(1))
    for _ in range(2):
        enter(desk, identity(1))
    clock.set(clock.now() + timedelta(days=1))
    for _ in range(2):
        enter(desk, identity(1))
    with desk.read() as session:
        table = book.archive.CustomerEvent
        events = session.execute(book.archive.select(table.seq, table.what)).all()
        view = book.by_id(session, desk.hall, customer_id)
    assert [tuple(event) for event in events] == [(1, "added"), (2, "checked")]
    assert view.checked_on == date(2026, 11, 23)


def test_a_typed_document_never_erases_what_the_reader_took(desk: Desk, identity) -> None:
    enter(desk, identity(1, entry=Entry.READER, address="示范路1号", valid_from="20200301"))
    customer_id = enter(desk, identity(1, valid_until=None))
    with desk.read() as session:
        view = book.by_id(session, desk.hall, customer_id)
        full = book.full_values(session, desk.hall, customer_id)
    assert (view.entry, view.valid_until) == (Entry.READER, "2040-03-01")
    assert full.address == "示范路1号"


def test_a_typed_change_marks_the_record_as_typed(desk: Desk, identity) -> None:
    enter(desk, identity(1, entry=Entry.READER))
    customer_id = enter(desk, identity(1, valid_until="20410301"))
    with desk.read() as session:
        assert book.by_id(session, desk.hall, customer_id).entry is Entry.TYPED


def test_numbers_held_counts_numbers_in_service_of_this_document(desk: Desk, identity) -> None:
    for place in range(3):
        opened(desk, identity(1), f"1340000000{place}", f"o{place}")
    opened(desk, identity(2), "13400000009", "o9")
    assert held(desk, identity(1)) == 3
    assert held(desk, identity(1, kind=DocumentKind.TEMPORARY_ID)) == 3
    with act(desk, "test.undo") as doing:
        book.undo_subscription(doing, "o1")
    assert held(desk, identity(1)) == 2


def test_a_number_in_service_is_not_opened_twice(desk: Desk, identity) -> None:
    opened(desk, identity(1), "13400000001")
    with pytest.raises(rules.SubscriptionExists):
        opened(desk, identity(2), "13400000001", "o2")


def test_a_number_whose_opening_was_undone_can_be_opened_again(desk: Desk, identity) -> None:
    opened(desk, identity(1), "13400000001", "o1")
    with act(desk, "test.undo") as doing:
        assert book.undo_subscription(doing, "o1", reversal_no="r1") == ("13400000001",)
    assert line(desk, "13400000001") is None
    opened(desk, identity(2), "13400000001", "o2")
    assert line(desk, "13400000001") is not None
    assert faults(desk) == []


def test_a_plan_changes_at_once_or_with_the_next_month(desk: Desk, identity) -> None:
    opened(desk, identity(1), "13400000001")
    with act(desk, "test.plan") as doing:
        book.change_plan(doing, "13400000001", "P59", "next-month", NEXT_MONTH, order_no="o2")
    view = line(desk, "13400000001")
    assert view is not None
    assert (view.plan, view.next_plan) == ("P39", "P59")
    assert view.plan_on(date(2026, 11, 30)) == "P39"
    assert view.plan_on(NEXT_MONTH) == "P59"
    with act(desk, "test.plan") as doing:
        book.change_plan(doing, "13400000001", "P99", "now", date(2026, 11, 22), order_no="o3")
    view = line(desk, "13400000001")
    assert view is not None
    assert (view.plan, view.next_plan, view.next_plan_from) == ("P99", "", None)


def test_a_change_that_waited_is_settled_before_the_next_one_waits(desk: Desk, identity) -> None:
    opened(desk, identity(1), "13400000001")
    with act(desk, "test.plan") as doing:
        book.change_plan(doing, "13400000001", "P59", "next-month", NEXT_MONTH)
        book.change_plan(doing, "13400000001", "P99", "next-month", date(2027, 1, 1))
    view = line(desk, "13400000001")
    assert view is not None
    assert (view.plan_on(date(2026, 12, 31)), view.plan_on(date(2027, 1, 1))) == ("P59", "P99")


def test_a_new_card_returns_the_old_one(desk: Desk, identity) -> None:
    opened(desk, identity(1), "13400000001")
    with act(desk, "test.sim") as doing:
        old = book.replace_sim(doing, "13400000001", "89860125000000000340", order_no="o2")
    assert old == "89860025000000000127"
    with act(desk, "test.undo") as doing:
        book.undo_subscription(doing, "o2")
    view = line(desk, "13400000001")
    assert view is not None
    assert view.iccid == "89860025000000000127"


def test_a_number_that_is_not_in_service_is_refused(desk: Desk) -> None:
    with pytest.raises(rules.SubscriptionUnknown), act(desk, "test.sim") as doing:
        book.replace_sim(doing, "13400000001", "89860125000000000340")


def test_an_order_under_a_later_one_is_not_undone(desk: Desk, identity) -> None:
    opened(desk, identity(1), "13400000001", "o1")
    with act(desk, "test.plan") as doing:
        book.change_plan(doing, "13400000001", "P59", "now", NEXT_MONTH, order_no="o2")
    with pytest.raises(rules.SubscriptionLater), act(desk, "test.undo") as doing:
        book.undo_subscription(doing, "o1")
    with act(desk, "test.undo") as doing:
        book.undo_subscription(doing, "o2")
        assert book.undo_subscription(doing, "o1") == ("13400000001",)
    assert line(desk, "13400000001") is None


def test_undoing_twice_or_nothing_changes_nothing(desk: Desk, identity) -> None:
    opened(desk, identity(1), "13400000001", "o1")
    with act(desk, "test.undo") as doing:
        book.undo_subscription(doing, "o1")
    with act(desk, "test.undo") as doing:
        assert book.undo_subscription(doing, "o1") == ()
        assert book.undo_subscription(doing, "never") == ()
    assert faults(desk) == []


FRESH = itertools.count(10)
STEPS = st.lists(st.sampled_from(["open", "plan", "later", "sim", "undo"]), max_size=12)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_any_order_of_changes_and_undoings_can_be_recomputed(desk: Desk, identity, steps) -> None:
    mobile, orders = f"134{next(FRESH):08d}", []
    for place, step in enumerate(steps):
        order_no = f"{mobile}/{place}"
        try:
            with act(desk, "test.step") as doing:
                if step == "open":
                    customer_id = book.ensure(doing, identity(1))
                    book.open_subscription(
                        doing, customer_id, identity(1), mobile, "89", "P1", order_no=order_no
                    )
                elif step == "plan":
                    book.change_plan(doing, mobile, order_no, "now", NEXT_MONTH, order_no=order_no)
                elif step == "later":
                    book.change_plan(
                        doing, mobile, order_no, "next-month", NEXT_MONTH, order_no=order_no
                    )
                elif step == "sim":
                    book.replace_sim(doing, mobile, order_no[-20:], order_no=order_no)
                elif orders:
                    book.undo_subscription(doing, orders.pop())
            if step != "undo":
                orders.append(order_no)
        except (rules.SubscriptionUnknown, rules.SubscriptionExists):
            continue
    assert faults(desk) == []


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE customers SET name = ''", "customers.state"),
        ("UPDATE customers SET mobile_mark = 'x'", "customers.marks"),
        ("UPDATE subscriptions SET holder_mark = 'x'", "customers.marks"),
        ("DELETE FROM customer_tokens WHERE token < 0", "customers.terms"),
        ("UPDATE customer_tokens SET number = number + 1", "customers.terms"),
        ("UPDATE customers SET erased_on = '2026-11-22'", "customers.state"),
        ("UPDATE customers SET version = 7", "customers.state"),
        ("DELETE FROM customer_events", "customers.unwritten"),
        ("UPDATE subscriptions SET iccid = 'x'", "customers.state"),
        ("UPDATE subscriptions SET state = 'undone'", "customers.state"),
        ("DELETE FROM subscriptions", "customers.missing"),
        ("DELETE FROM subscription_events WHERE seq = 1", "customers.events"),
        ("UPDATE subscription_events SET after = '' WHERE seq = 1", "customers.events"),
    ],
)
def test_a_change_behind_the_books_is_found(desk, identity, tamper, statement, code) -> None:
    opened(desk, identity(1), "13400000001")
    with act(desk, "test.plan") as doing:
        book.change_plan(doing, "13400000001", "P59", "now", NEXT_MONTH, order_no="o2")
    assert faults(desk) == []
    tamper(statement)
    assert code in faults(desk)
