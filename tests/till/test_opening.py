"""A shift begins with a float that two people have agreed on."""

from datetime import UTC, date

import pytest
from sqlalchemy import text

from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.pieces import PiecesMalformed, PiecesMissing
from hallclient.ledger.rules import Account
from hallclient.staff.rules import (
    ApprovalMissing,
    ApprovalNotPermitted,
    ApprovalSamePerson,
    NotPermitted,
)
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.till import book, service
from hallclient.till.rules import (
    DayNotOpen,
    FloatDiffers,
    NoCounter,
    NotYourShift,
    OpenShiftAsk,
    ShiftOpen,
    TillClosed,
    UnknownDenomination,
)
from tests.till.conftest import FLOAT, Hall

DAY = date(2026, 11, 22)


@pytest.mark.duty("S2-KA-16", "S1-CL-03")
def test_the_float_is_counted_signed_for_and_in_the_books(hall: Hall) -> None:
    opened = hall.open()
    assert (opened.float_fen, opened.handed_fen, opened.handed_by) == (50_000, 50_000, "m1")
    assert opened.shift.shift_id == "20261122-01-1"
    assert hall.balances() == {Account.TILL: 50_000, Account.FLOAT_FUND: -50_000}


@pytest.mark.duty("S2-KA-16")
def test_a_float_that_differs_blocks_until_it_is_explained(hall: Hall) -> None:
    """Lesson 4: the float has a difference of its own, on record."""
    with pytest.raises(FloatDiffers) as refusal:
        hall.open(handed_fen=50_500)
    assert refusal.value.field == "note"
    with pytest.raises(TillClosed):
        hall.sell(1_000)
    opened = hall.open(handed_fen=50_500, note="少一张五元")
    assert (opened.float_fen, opened.handed_fen, opened.note) == (50_000, 50_500, "少一张五元")
    with hall.desk.read() as session:
        details = session.execute(text("SELECT details FROM audit WHERE action = 'till.open'"))
        assert "float_difference" in str(details.scalar_one())


@pytest.mark.parametrize(
    ("pieces", "error"),
    [
        ({20_000: 1}, UnknownDenomination),
        ({200: 1}, UnknownDenomination),
        ({1: 3}, UnknownDenomination),
        ({10_000: -1}, PiecesMalformed),
        ({10_000: 1.5}, PiecesMalformed),
        ({10_000: True}, PiecesMalformed),
        ({}, PiecesMissing),
    ],
)
def test_only_legal_faces_in_whole_pieces_make_a_float(
    hall: Hall, pieces: dict[int, int], error: type[Exception]
) -> None:
    with pytest.raises(error):
        hall.open(denominations=pieces)
    assert hall.balances() == {}


def test_who_hands_over_is_another_permitted_person(hall: Hall) -> None:
    for signature, error in (
        (None, ApprovalMissing),
        (hall.sign("c1"), ApprovalSamePerson),
        (hall.sign("a1"), ApprovalNotPermitted),
    ):
        with pytest.raises(error):
            hall.open(handed_over=signature)
    with pytest.raises(NotPermitted):
        hall.open(hall.at("a1", 1))
    with pytest.raises(NoCounter):
        hall.open(hall.at("c1", 0))
    assert hall.balances() == {}


def test_one_open_shift_for_each_counter_and_clerk(hall: Hall) -> None:
    """Lesson 8: a double click or a second PC opens nothing twice."""
    hall.open()
    for clerk, counter in (("c2", 1), ("c1", 2)):
        with pytest.raises(ShiftOpen) as refusal:
            hall.open(hall.at(clerk, counter))
        assert refusal.value.facts == {"counter": 1, "clerk": "c1"}
    hall.open(hall.at("c2", 2))


def test_the_database_itself_allows_one_open_shift(hall: Hall) -> None:
    """Lesson 8, for programs that look at the same moment: the second insert is refused."""
    hall.open()
    for clerk, counter in (("c2", 1), ("c1", 2)):
        with pytest.raises(ShiftOpen), act(hall.at(clerk, counter), "test.race") as doing:
            service.opening._begin(doing, DAY)


def test_the_same_request_opens_once(hall: Hall) -> None:
    ask = OpenShiftAsk("r1", FLOAT, hall.sign("m1"))
    first = service.open_shift(hall.desk, ask)
    assert service.open_shift(hall.desk, ask) == first
    assert hall.balance(Account.TILL) == 50_000


def test_a_shift_stays_with_its_clerk_whoever_signs_in(hall: Hall) -> None:
    """Lesson 27: after sign-out the open shift is not the next person's."""
    hall.open()
    with pytest.raises(NotYourShift):
        hall.sell(1_000, desk=hall.at("c2", 1))
    assert issubclass(NotYourShift, TillClosed)
    assert service.my_till(hall.at("c2", 1)).shift is None
    back = service.my_till(hall.desk)
    assert back.shift is not None
    assert back.shift.clerk == "c1"
    hall.sell(1_000)


def test_a_day_nothing_happened_in_moves_on_to_today(hall: Hall, clock: ScriptClock) -> None:
    with act(hall.desk, "test.close") as doing:
        assert book.ensure_business_day(doing) == DAY
        assert book.close_business_day(doing, DAY) == date(2026, 11, 23)
    clock.set(from_hall(date(2026, 11, 26), 9, 0).astimezone(UTC))
    opened = hall.open()
    assert opened.shift.business_date == date(2026, 11, 26)
    with hall.desk.read() as session:
        assert book.business_date(session, hall.desk.hall) == date(2026, 11, 26)


def test_the_business_day_ends_when_it_is_closed_not_at_midnight(
    hall: Hall, clock: ScriptClock
) -> None:
    """Lesson 13: a day that was begun goes on past midnight."""
    hall.open()
    clock.set(from_hall(date(2026, 11, 23), 0, 30).astimezone(UTC))
    assert hall.open(hall.at("c2", 2)).shift.business_date == DAY


def test_a_day_is_closed_once_and_the_next_stands_ready(hall: Hall, clock: ScriptClock) -> None:
    with act(hall.desk, "test.open") as doing:
        book.ensure_business_day(doing)
    clock.set(from_hall(date(2026, 11, 24), 8, 0).astimezone(UTC))
    with act(hall.desk, "test.close") as doing:
        assert book.close_business_day(doing, DAY) == date(2026, 11, 24)
    with pytest.raises(DayNotOpen), act(hall.desk, "test.close") as doing:
        book.close_business_day(doing, DAY)


def test_before_any_shift_there_is_no_business_day(desk: Desk) -> None:
    with desk.read() as session, pytest.raises(TillClosed):
        book.business_date(session, desk.hall)
    assert service.shifts_of_day(desk) == ()
    assert service.my_till(desk).shift is None
    assert not service.drop_due(desk)
