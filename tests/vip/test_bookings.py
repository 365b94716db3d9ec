"""Bookings of key customers and promised calls: made, due, kept, missed, called off."""

from collections.abc import Callable

import pytest

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.staff.rules import NotPermitted
from hallclient.vip import service
from hallclient.vip.rules import (
    Booking,
    BookingEarly,
    BookingKind,
    BookingMalformed,
    BookingOver,
    BookingPast,
    BookingState,
    BookingUnclear,
    BookingUnknown,
    EndBooking,
    GuestIsNumber,
    HostUnknown,
    MakeBooking,
    ReasonMissing,
    TierLapsed,
)
from tests.vip.conftest import MOBILE, Vip


def book(vip: Vip, at: str = "2026-11-22 14:30", **more: object) -> Booking:
    told = {"purpose": "续约洽谈", "host": "v1", "who": "样例公司 王总"} | more
    kind = told.pop("kind", BookingKind.VISIT)
    return service.book(vip.host, MakeBooking(new_id(), kind, at, **told))  # type: ignore[arg-type]


def end(vip: Vip, one: Booking, state: BookingState, reason: str = "") -> Booking:
    return service.end_booking(vip.host, EndBooking(new_id(), one.serial, state, reason))


@pytest.mark.duty("S4-LS-04", "S3-CM-05")
def test_a_visit_is_booked_with_who_when_what_for_and_host(vip: Vip) -> None:
    one = book(vip)
    assert (one.who, one.purpose, one.host, one.made_by) == (
        "样例公司 王总",
        "续约洽谈",
        "v1",
        "v1",
    )
    assert one.state is BookingState.DUE
    assert service.today(vip.host).bookings == (one,)
    assert vip.faults() == []


@pytest.mark.duty("S4-LS-04")
def test_todays_list_has_calls_and_visits_of_today_in_order(vip: Vip) -> None:
    late = book(vip, "2026-11-22 17:00")
    call = book(vip, "2026-11-22 10:00", kind=BookingKind.CALL)
    book(vip, "2026-11-23 09:00")
    today = service.today(vip.host)
    assert [one.serial for one in today.bookings] == [call.serial, late.serial]
    assert len(service.open_bookings(vip.host)) == 3


@pytest.mark.duty("S3-CM-05")
def test_a_guest_who_comes_keeps_the_booking_and_needs_no_tier(vip: Vip) -> None:
    customer = vip.customer()
    one = book(vip, customer_id=customer, who="")
    assert one.who == "样先生"
    reception = vip.arrive()
    assert (reception.lapsed, vip.refused()) == (True, [])
    (kept,) = service.today(vip.host).bookings
    assert kept.state is BookingState.KEPT
    assert service.open_bookings(vip.host) == ()


@pytest.mark.duty("S3-CM-05", "S1-VP-12")
def test_a_booking_says_nothing_of_a_tier_that_has_lapsed(vip: Vip) -> None:
    vip.enrol(until="2026-11-22")
    vip.time(86_400)
    one = book(vip, "2026-11-23 14:30", customer_id=vip.guests["样例甲"], who="")
    with pytest.raises(TierLapsed):
        vip.arrive()
    assert vip.refused() == ["tier-lapsed"]
    assert service.open_bookings(vip.host) == (one,)
    assert vip.arrive(anyway=True).lapsed
    assert service.open_bookings(vip.host) == ()


@pytest.mark.duty("S4-LS-04", "S3-CM-05")
@pytest.mark.parametrize("typed", ["vip80001", MOBILE])
def test_a_guest_booked_by_a_number_is_expected_whoever_is_at_the_door(
    vip: Vip, typed: str
) -> None:
    vip.enrol(card="VIP80001", until="2026-11-22")
    call = book(vip, kind=BookingKind.CALL, who=typed)
    tomorrow = book(vip, "2026-11-23 09:00", who=typed)
    one = book(vip, "2026-11-22 16:00", who=typed)
    assert (one.customer_id, one.who) == (vip.guests["样例甲"], "样先生")
    vip.arrive()
    open_ones = [each.serial for each in service.open_bookings(vip.host)]
    assert open_ones == [call.serial, tomorrow.serial]
    assert vip.faults() == []


def test_missed_and_called_off_say_why(vip: Vip) -> None:
    one, other = book(vip), book(vip)
    with pytest.raises(BookingEarly):
        end(vip, one, BookingState.MISSED, "未到")
    with pytest.raises(ReasonMissing):
        end(vip, other, BookingState.CANCELLED)
    assert end(vip, other, BookingState.CANCELLED, "改期").reason == "改期"
    vip.time(6 * 3600)
    assert end(vip, one, BookingState.MISSED, "电话未接").state is BookingState.MISSED
    with pytest.raises(BookingOver):
        end(vip, one, BookingState.KEPT)
    assert vip.faults() == []


@pytest.mark.parametrize(
    ("at", "more", "refusal"),
    [
        ("2026-11-22 08:59", {}, BookingPast),
        ("2025-01-01 10:00", {}, BookingPast),
        ("tomorrow", {}, BookingMalformed),
        ("2026-02-30 10:00", {}, BookingMalformed),
        ("2026-12-01 14:30", {"who": " "}, BookingUnclear),
        ("2026-12-01 14:30", {"purpose": ""}, BookingUnclear),
        ("2026-12-01 14:30", {"who": "138 0000 0000"}, GuestIsNumber),
        ("2026-12-01 14:30", {"host": "zz"}, HostUnknown),
    ],
)
def test_a_booking_that_cannot_be_is_refused(
    vip: Vip, at: str, more: dict[str, object], refusal: type[HallError]
) -> None:
    with pytest.raises(refusal):
        book(vip, at, **more)
    assert service.open_bookings(vip.host) == ()


def test_an_unknown_booking_and_somebody_who_books_nothing(vip: Vip) -> None:
    with pytest.raises(BookingUnknown):
        service.end_booking(vip.host, EndBooking(new_id(), 7, BookingState.KEPT))
    ask = MakeBooking(new_id(), BookingKind.VISIT, "2026-12-01 14:30", "洽谈", "v1", "王总")
    with pytest.raises(NotPermitted):
        service.book(vip.desk.acting("g1", 1), ask)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE vip_booking_ends SET state = 'due'", "vip.booking-end"),
        ("UPDATE vip_booking_ends SET state = 'missed', at = '2026-11-22T01:00:00.000000+00:00'",
         "vip.booking-end"),
        ("UPDATE dealt_numbers SET last = 5 WHERE name = 'vip-booking'", "vip.gap"),
    ],
)  # fmt: skip
def test_bookings_changed_behind_the_program_are_found(
    vip: Vip, tamper: Callable[[str], None], statement: str, code: str
) -> None:
    end(vip, book(vip), BookingState.CANCELLED, "改期")
    assert vip.faults() == []
    tamper(statement)
    assert code in vip.faults()
