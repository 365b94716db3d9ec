"""Drafts survive everything but completion and dropping."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from hallclient.base.clock import ScriptClock, hall_time
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.counter import book, service
from hallclient.counter.checks import check
from hallclient.counter.keeping import draft_content, draft_from
from hallclient.counter.records import Draft
from hallclient.counter.rules import DraftUnknown, LineDraft, OrderDraft, TenderDraft
from hallclient.customers.rules import (
    DocumentDraft,
    DocumentKind,
    Entry,
    FaceResult,
    PartyDraft,
    Sex,
)
from hallclient.stock.rules import StockKind
from tests.counter.conftest import Hall, cash, new_number, person, recharge

TEXT = st.text(max_size=12)
DOCUMENTS = st.builds(
    DocumentDraft,
    kind=st.sampled_from(DocumentKind),
    number=TEXT,
    name=TEXT,
    valid_from=st.none() | TEXT,
    valid_until=st.none() | TEXT,
    entry=st.sampled_from(Entry),
    address=TEXT,
    birth=st.none() | TEXT,
    sex=st.none() | st.sampled_from(Sex),
)
PARTIES = st.builds(
    PartyDraft,
    document=st.none() | DOCUMENTS,
    mobile=TEXT,
    face=st.none() | st.sampled_from(FaceResult),
    face_reason=TEXT,
    name=TEXT,
)
TYPED = st.dictionaries(TEXT, TEXT, max_size=3)
LINES = st.builds(LineDraft, kind=TEXT, fields=TYPED, answers=TYPED, price=TEXT, price_reason=TEXT)
TENDERS = st.builds(
    TenderDraft,
    method=TEXT,
    amount=TEXT,
    reference=TEXT,
    state=st.sampled_from(["settled", "unknown"]),
)
DRAFTS = st.builds(
    OrderDraft,
    request_id=st.just("d1"),
    customer=st.none() | PARTIES,
    agent=st.none() | PARTIES,
    lines=st.lists(LINES, max_size=3).map(tuple),
    tenders=st.lists(TENDERS, max_size=3).map(tuple),
    signatures=st.just({}),
    acknowledged=st.frozensets(TEXT, max_size=3),
)


@given(draft=DRAFTS)
def test_a_draft_is_kept_exactly_as_typed(draft: OrderDraft) -> None:
    """Surrogates, controls, half a number: promise 9, nothing typed is lost."""
    assert draft_from("d1", draft_content(draft)) == draft


def test_a_draft_is_offered_back_after_a_crash(hall: Hall) -> None:
    draft = OrderDraft(new_id(), person(), lines=(recharge("138", "5"),), tenders=(cash("1"),))
    service.save_draft(hall.desk, replace(draft, tenders=()))
    service.save_draft(hall.desk, draft)
    (view,) = service.drafts(hall.desk)
    assert (view.draft, view.clerk, view.counter) == (draft, "c1", 1)


def test_nobody_sees_anothers_draft(hall: Hall) -> None:
    service.save_draft(hall.desk, OrderDraft(new_id()))
    assert service.drafts(hall.at("c2", 2)) == ()


def test_a_save_that_comes_late_brings_no_finished_order_back(hall: Hall) -> None:
    draft = hall.paid(recharge())
    service.save_draft(hall.desk, draft)
    service.complete(hall.desk, draft)
    service.save_draft(hall.desk, draft)
    assert service.drafts(hall.desk) == ()


def test_dropping_a_draft_needs_nobody_and_frees_what_it_held(hall: Hall) -> None:
    draft = OrderDraft(new_id())
    service.save_draft(hall.desk, draft)
    service.hold(hall.desk, draft.request_id, "number", "19900000001")
    service.drop_draft(hall.desk, draft.request_id)
    assert service.drafts(hall.desk) == ()
    assert hall.piece(StockKind.NUMBER, "19900000001").held_by == ""
    with pytest.raises(DraftUnknown):
        service.drop_draft(hall.desk, draft.request_id)


def test_anothers_draft_is_dropped_by_who_may_close_the_day(hall: Hall) -> None:
    draft = OrderDraft(new_id())
    service.save_draft(hall.desk, draft)
    with pytest.raises(HallError) as caught:
        service.drop_draft(hall.at("c2", 2), draft.request_id)
    assert caught.value.code == "permission.denied"
    service.drop_draft(hall.at("m1", 0), draft.request_id)


@pytest.mark.duty("S1-CL-09")
def test_every_draft_of_the_hall_is_in_the_way_of_the_day_close(hall: Hall) -> None:
    """An open order is never carried over: the day close asks here."""
    for clerk, counter in (("c1", 1), ("c2", 2)):
        service.save_draft(hall.at(clerk, counter), OrderDraft(new_id()))
    with hall.desk.read() as session:
        found = book.open_drafts(session, hall.desk.hall)
    assert {view.clerk for view in found} == {"c1", "c2"}


def test_a_draft_with_a_bad_entry_is_kept_while_completing_it_is_refused(hall: Hall) -> None:
    draft = hall.paid(recharge(amount="0"))
    service.save_draft(hall.desk, draft)
    with pytest.raises(HallError):
        service.complete(hall.desk, draft)
    with hall.desk.read() as session:
        assert session.execute(select(func.count()).select_from(Draft)).scalar_one() == 1


# holds


def test_a_held_number_is_not_sold_to_another_and_shows_in_no_other_pool(hall: Hall) -> None:
    mine, other = hall.paid(new_number(1), customer=person()), hall.at("c2", 2)
    service.hold(hall.desk, mine.request_id, "number", "19900000001")
    with pytest.raises(HallError) as caught:
        service.hold(other, "d2", "number", "19900000001")
    assert caught.value.code == "stock.held"
    theirs = hall.paid(new_number(1), customer=person())
    with pytest.raises(HallError) as caught:
        service.complete(other, theirs)
    assert (caught.value.code, caught.value.field) == ("stock.held", "lines.0.mobile")
    pool = service.choices(other, "new_number", "mobile", OrderDraft("d2"))
    assert "19900000001" not in {choice.value for choice in pool}
    assert "19900000001" in {
        choice.value for choice in service.choices(hall.desk, "new_number", "mobile", mine)
    }
    service.complete(hall.desk, mine)


def test_a_hold_ends_by_itself_and_is_renewed_by_asking_again(
    hall: Hall, clock: ScriptClock
) -> None:
    first = service.hold(hall.desk, "d1", "number", "19900000001")
    assert hall_time(first.until).strftime("%H:%M") == "09:15"
    clock.set(first.until)
    service.hold(hall.at("c2", 2), "d2", "number", "19900000001")
    with pytest.raises(HallError) as caught:
        service.hold(hall.desk, "d1", "number", "19900000001")
    assert caught.value.code == "stock.held"


def test_completing_frees_what_the_draft_held_and_did_not_take(hall: Hall) -> None:
    draft = hall.paid(new_number(1), customer=person())
    for number in ("19900000001", "19900000002"):
        service.hold(hall.desk, draft.request_id, "number", number)
    service.complete(hall.desk, draft)
    assert hall.piece(StockKind.NUMBER, "19900000002").held_by == ""


def test_a_refused_number_is_masked_in_the_log(hall: Hall) -> None:
    with pytest.raises(HallError) as caught:
        service.hold(hall.desk, "d1", "number", "19900000099")
    assert caught.value.facts == {"serial": "199****0099"}


@pytest.mark.parametrize(
    ("kept", "written"), [("unknown", "open"), ("unknown", "gone"), ("settled", "unknown")]
)
def test_a_drafts_state_changed_by_hand_is_found(hall: Hall, kept: str, written: str) -> None:
    """Else a payment nobody is sure of could be let go of by one word in the database."""
    tender = TenderDraft("wechat", "50", "W1", kept)
    draft = hall.draft(recharge(), tenders=(tender,))
    service.save_draft(hall.desk, draft)
    faults = []
    for state in (kept if kept == "unknown" else "open", written):
        with hall.desk.write() as session:
            session.execute(update(Draft).values(state=state))
        with hall.desk.read() as session:
            found = check(session, hall.desk.hall)
            faults.append([(fault.code, fault.place) for fault in found])
    assert faults == [[], [("order.draft", f"drafts {draft.request_id}")]]
