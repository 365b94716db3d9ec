"""Business done on paper is entered later (补录): both times, a reason, a second person."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from hallclient.base.clock import from_hall, hall_date
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.counter import service
from hallclient.counter.checks import check
from hallclient.counter.papers import order_form, receipt
from hallclient.counter.rules import CompletedOrder, OrderQuery, read_late
from hallclient.ledger.rules import Account
from hallclient.paper.form import form
from hallclient.paper.receipt import receipt as receipt_pdf
from hallclient.till import service as till
from hallclient.till.rules import OpenShiftAsk
from tests.conftest import DAY
from tests.counter.conftest import FLOAT, Hall, person, recharge
from tests.paper.conftest import read_pdf

DONE = from_hall(DAY, 8, 20)
NOW = from_hall(DAY, 9, 0)


def late(hall: Hall, done_at: str = "08:20", reason: str = "停电", **more: Any) -> CompletedOrder:
    """A recharge of 50 yuan that was done on paper; m1 has seen it."""
    signatures = more.pop("signatures", {"late": hall.sign("m1")})
    return hall.sell(recharge(), done_at=done_at, late_reason=reason, signatures=signatures, **more)


def refused(hall: Hall, *words: str, **more: Any) -> tuple[str, str]:
    with pytest.raises(HallError) as caught:
        late(hall, *words, **more)
    return caught.value.code, caught.value.field


@pytest.mark.duty("S2-CS-16")
def test_a_later_entry_is_on_the_books_with_both_times(hall: Hall) -> None:
    order = late(hall)
    assert order.late is not None
    assert (order.late.done_at, order.at) == (DONE, NOW)
    assert (order.late.reason, order.late.approver, order.late.approver_name) == (
        "停电",
        "m1",
        "m1",
    )
    assert service.order_of(hall.desk, order.order_no) == order
    ordinary = hall.sell(recharge())
    assert ordinary.late is None
    rows = {row.order_no: row for row in service.find_orders(hall.desk, OrderQuery(counter=1))}
    assert rows[order.order_no].done_at == DONE
    assert rows[ordinary.order_no].done_at is None
    with hall.desk.read() as session:
        assert list(check(session, hall.desk.hall)) == []


@pytest.mark.duty("S2-CS-16")
def test_its_money_counts_in_the_shift_in_which_it_is_entered(hall: Hall) -> None:
    shift_id = hall.sell(recharge()).shift_id
    before = hall.expected(shift_id)["cash"]
    order = late(hall)
    assert order.shift_id == shift_id
    assert order.business_date == DAY
    assert hall.expected(shift_id)["cash"] == before + 5_000
    hall.count(hall.desk)
    _first, row = service.shift_orders(hall.desk, order.shift_id)
    assert (row.done_at, row.at, row.late_reason, row.approver) == (DONE, NOW, "停电", "m1")


@pytest.mark.duty("S2-CS-16")
def test_receipt_and_form_are_marked_and_say_both_times(hall: Hall) -> None:
    order = late(hall, customer=person())
    paper, signed = receipt(order), order_form(order)
    assert (paper.done_at, paper.issued_at) == (DONE, NOW)
    assert (signed.done_at, signed.issued_at) == (DONE, NOW)
    assert "停电" in signed.note
    for pdf in (receipt_pdf(paper), form(signed)):
        words = read_pdf(pdf).text
        assert "补录" in words or "Entered later" in words
        assert "2026-11-22 08:20" in words
        assert "2026-11-22 09:00" in words
    again = service.reprint(hall.desk, order.order_no, "copy-1")
    assert again.order.late == order.late


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("25:00", "停电"), ("late.time", "late.done_at")),
        (("", "停电"), ("late.time", "late.done_at")),
        (("08:20", " "), ("late.reason", "late.reason")),
        (("09:01", "停电"), ("late.outside-day", "late.done_at")),  # still to come
        (("2026-11-21 18:00", "停电"), ("late.outside-day", "late.done_at")),  # the day before
        (("2026-13-40 18:00", "停电"), ("late.time", "late.done_at")),
    ],
)
def test_a_time_outside_the_open_day_or_no_reason_is_refused(
    hall: Hall, words: tuple[str, str], code: tuple[str, str]
) -> None:
    before = hall.balance(Account.TILL)
    assert refused(hall, *words) == code
    assert hall.balance(Account.TILL) == before


@pytest.mark.duty("S2-CS-16")
def test_it_takes_a_second_person_who_may(hall: Hall) -> None:
    assert refused(hall, signatures={})[0] == "approval.missing"
    assert refused(hall, signatures={"late": hall.sign("c2")})[0] == "approval.not-permitted"
    manager = hall.at("m1", 3)
    till.open_shift(manager, OpenShiftAsk(new_id(), FLOAT, hall.sign("c1")))
    assert refused(hall, desk=manager)[0] == "approval.same-person"


def test_what_is_still_to_be_signed_is_told_with_the_price(hall: Hall) -> None:
    draft = hall.paid(recharge(), done_at="08:20", late_reason="停电")
    assert [(one.error.code, one.field) for one in hall.quote(draft).problems] == [
        ("approval.missing", "late")
    ]


def test_after_midnight_the_latest_such_time_of_the_business_day_is_meant() -> None:
    now = from_hall(DAY, 0, 30) + timedelta(days=1)
    for typed, at in (
        ("23:40", from_hall(DAY, 23, 40)),
        ("00:10", from_hall(DAY, 0, 10) + timedelta(days=1)),
        ("2026-11-22 00:10", from_hall(DAY, 0, 10)),
        ("２３：４０", from_hall(DAY, 23, 40)),
    ):
        found = read_late(typed, "停电", DAY, now)
        assert found is not None
        assert found.done_at == at


@given(st.text(max_size=20), st.text(max_size=20), st.integers(0, 60 * 30))
def test_whatever_is_typed_is_read_inside_the_day_or_refused(
    typed: str, reason: str, minutes: int
) -> None:
    now = from_hall(DAY, 0, 0) + timedelta(minutes=minutes)
    try:
        found = read_late(typed, reason, DAY, now)
    except HallError:
        return
    if found is not None:
        assert found.done_at <= now
        assert hall_date(found.done_at) >= DAY
        assert found.reason


@pytest.mark.duty("S1-FM-03")
def test_a_later_entry_is_corrected_by_a_reversal_alone(hall: Hall) -> None:
    order = late(hall)
    with pytest.raises(Exception, match="append-only"), hall.desk.write() as session:
        session.execute(text("UPDATE late_entries SET approver = 'c1'"))
    reversal = hall.reverse(order.order_no)
    assert reversal.order.late == order.late
    assert service.order_of(hall.desk, order.order_no).reversal_no == reversal.reversal_no


def test_verify_finds_a_time_that_cannot_have_been(hall: Hall, tamper: Any) -> None:
    late(hall)
    tamper("UPDATE late_entries SET approver = 'c1'")
    with hall.desk.read() as session:
        assert [fault.code for fault in check(session, hall.desk.hall)] == ["order.late"]


def test_a_draft_keeps_what_was_typed_of_a_later_entry(hall: Hall) -> None:
    draft = hall.draft(recharge(), done_at="8:2", late_reason="停")
    service.save_draft(hall.desk, draft)
    (view,) = service.drafts(hall.desk)
    assert view.draft == draft
    assert view.draft.content != hall.draft(recharge()).content
