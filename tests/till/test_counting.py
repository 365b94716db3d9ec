"""The count is blind, complete, sealed once, and only then compared."""

from datetime import UTC, date

import pytest
from sqlalchemy import text

from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.ids import new_id
from hallclient.base.pieces import PiecesMalformed, PiecesMissing
from hallclient.staff.rules import (
    ApprovalMissing,
    ApprovalNotPermitted,
    ApprovalSamePerson,
    NotPermitted,
)
from hallclient.till import service
from hallclient.till.rules import (
    CauseMissing,
    CountAsk,
    CountForAsk,
    CountNotSealed,
    CountSealed,
    ReasonMissing,
    RecountAsk,
    ShiftApproved,
    ShiftCounted,
    ShiftNotCounted,
    ShiftUnknown,
    TillClosed,
    TotalMalformed,
    UnknownDenomination,
    UnknownStock,
    UnknownTender,
)
from tests.till.conftest import NO_TENDERS, Hall, pieces_for


def by_method(sealed: CountSealed) -> dict[str, tuple[int, int]]:
    return {one.method: (one.over_fen, one.short_fen) for one in sealed.results}


@pytest.mark.duty("S1-CL-10", "S2-KA-22", "S2-KA-23")
def test_over_and_short_are_told_for_each_tender_once_the_count_is_sealed(hall: Hall) -> None:
    hall.open()
    hall.sell(8_800, 10_000)
    hall.sell(5_000, method="pos")
    hall.sell(3_000, method="wechat")
    sealed = hall.count(58_000, tenders={"pos": 5_500, "wechat": 3_000})
    assert by_method(sealed) == {
        "cash": (0, 800),
        "pos": (500, 0),
        "wechat": (0, 0),
        "alipay": (0, 0),
        "transfer": (0, 0),
    }
    assert (sealed.over_fen, sealed.short_fen, sealed.count_no) == (500, 800, 1)


@pytest.mark.duty("S1-CL-09")
def test_nothing_is_sold_after_the_count(hall: Hall) -> None:
    """Lesson 7: the shift's state is looked at inside the order's transaction."""
    hall.open()
    hall.count(50_000)
    with pytest.raises(TillClosed):
        hall.sell(1_000)


@pytest.mark.parametrize("face", [10, 10_000])
def test_a_face_not_counted_is_not_a_face_counted_zero(hall: Hall, face: int) -> None:
    """Lesson 1: an empty row is refused, a row of 0 is a count."""
    hall.open()
    counted = pieces_for(50_000)
    del counted[face]
    with pytest.raises(PiecesMissing) as refusal:
        service.count(hall.desk, CountAsk(new_id(), counted, NO_TENDERS))
    assert refusal.value.field == "denominations"
    hall.sell(1_000)
    service.count(hall.desk, CountAsk(new_id(), pieces_for(0), NO_TENDERS))


def test_a_tender_not_counted_is_not_a_tender_counted_zero(hall: Hall) -> None:
    hall.open()
    some = {"pos": 0, "wechat": 0, "alipay": 0}
    with pytest.raises(PiecesMissing) as refusal:
        service.count(hall.desk, CountAsk(new_id(), pieces_for(0), some))
    assert refusal.value.field == "transfer"


@pytest.mark.duty("S1-CA-04")
@pytest.mark.parametrize(
    ("broken", "error"),
    [
        ({"denominations": pieces_for(0) | {200: 1}}, UnknownDenomination),
        ({"denominations": pieces_for(0) | {"": 1}}, UnknownDenomination),
        ({"denominations": pieces_for(0) | {100: -1}}, PiecesMalformed),
        ({"denominations": pieces_for(0) | {100: 0.5}}, PiecesMalformed),
        ({"denominations": pieces_for(0) | {100: 10**5}}, PiecesMalformed),
        ({"tenders": NO_TENDERS | {"cash": 1}}, UnknownTender),
        ({"tenders": NO_TENDERS | {"cheque": 1}}, UnknownTender),
        ({"tenders": NO_TENDERS | {"pos": 1.0}}, TotalMalformed),
        ({"stock": {"umbrella": 1}}, UnknownStock),
        ({"stock": {"sim": -1}}, PiecesMalformed),
        ({"counterfeit": {300: 1}}, UnknownDenomination),
    ],
)
def test_a_count_that_cannot_be_is_refused_and_the_shift_goes_on(
    hall: Hall, broken: dict[str, object], error: type[Exception]
) -> None:
    """Lesson 6: a failed close leaves the shift exactly as it was.

    An IOU (白条) is no legal face and no means of payment, so there is nowhere to count it.
    """
    hall.open()
    asked = {"denominations": pieces_for(0), "tenders": NO_TENDERS, **broken}
    with pytest.raises(error):
        service.count(hall.desk, CountAsk(new_id(), **asked))  # type: ignore[arg-type]
    hall.sell(1_000)
    with hall.desk.read() as session:
        for table in ("counts", "counted_totals"):
            assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0


def test_a_count_sent_three_times_is_one_count(hall: Hall) -> None:
    hall.open()
    ask = CountAsk("c", pieces_for(50_000), NO_TENDERS)
    first = service.count(hall.desk, ask)
    assert [service.count(hall.desk, ask) for _ in range(2)] == [first, first]


def test_what_was_counted_is_kept_as_it_was_typed(hall: Hall) -> None:
    """Lesson 5: a sealed count is never overwritten by what was expected."""
    shift = hall.open().shift
    hall.count(41_230, note="零钞难数")
    hall.approve(shift.shift_id)
    (record,) = service.shift_facts(hall.desk, shift.shift_id).counts
    assert record.pieces == pieces_for(41_230)
    assert (record.by, record.cause, record.tenders["cash"]) == ("c1", "零钞难数", 41_230)


@pytest.mark.duty("S1-FM-01")
def test_a_recount_needs_a_second_person_and_a_cause_and_keeps_the_first_count(
    hall: Hall,
) -> None:
    shift = hall.open().shift
    pieces = pieces_for(50_000)

    def recount(approver: str = "m1", cause: str = "一叠漏点", **more: object) -> CountSealed:
        ask = RecountAsk(
            new_id(),
            shift.shift_id,
            pieces,
            NO_TENDERS,
            hall.sign(approver) if approver else None,
            cause,
            **more,  # type: ignore[arg-type]
        )
        return service.recount(hall.desk, ask)

    with pytest.raises(ShiftNotCounted):
        recount()
    hall.count(49_000)
    for approver, error in (
        ("", ApprovalMissing),
        ("c1", ApprovalSamePerson),
        ("c2", ApprovalNotPermitted),
    ):
        with pytest.raises(error):
            recount(approver)
    with pytest.raises(CauseMissing):
        recount(cause=" ")
    assert recount().short_fen == 0
    first, second = service.shift_facts(hall.desk, shift.shift_id).counts
    assert (first.tenders["cash"], first.witness) == (49_000, "")
    assert (second.tenders["cash"], second.witness, second.cause) == (50_000, "m1", "一叠漏点")
    hall.approve(shift.shift_id)
    with pytest.raises(ShiftApproved):
        recount()


def test_a_manager_counts_the_shift_of_a_clerk_who_is_gone(hall: Hall) -> None:
    """Lesson 6: nobody has to wait for the absent; a witness stands by."""
    shift = hall.open().shift
    manager = hall.at("m1", 0)

    def ask(witness: str = "c2", reason: str = "急病离岗", shift_id: str = "") -> CountForAsk:
        signed = hall.sign(witness)
        counted = pieces_for(50_000)
        return CountForAsk(
            new_id(), shift_id or shift.shift_id, counted, NO_TENDERS, signed, reason
        )

    with pytest.raises(NotPermitted):
        service.count_for(hall.at("c2", 2), ask())
    with pytest.raises(ApprovalSamePerson):
        service.count_for(manager, ask(witness="m1"))
    with pytest.raises(ReasonMissing):
        service.count_for(manager, ask(reason=""))
    with pytest.raises(ShiftUnknown):
        service.count_for(manager, ask(shift_id="20261122-09-9"))
    sealed = service.count_for(manager, ask())
    assert sealed.short_fen == 0
    with pytest.raises(ShiftCounted):
        service.count_for(manager, ask())
    (record,) = service.shift_facts(manager, shift.shift_id).counts
    assert (record.by, record.witness, record.cause) == ("m1", "c2", "急病离岗")
    hall.open(hall.at("c2", 1))


def test_a_manager_does_not_count_the_own_shift_for_oneself(hall: Hall) -> None:
    shift = hall.open(hall.at("m1", 1), handed_over=hall.sign("c2")).shift
    ask = CountForAsk(new_id(), shift.shift_id, pieces_for(0), NO_TENDERS, hall.sign("c2"), "忘了")
    with pytest.raises(ApprovalSamePerson):
        service.count_for(hall.at("m1", 0), ask)


def test_counterfeit_pieces_are_set_aside_and_worth_nothing(hall: Hall) -> None:
    shift = hall.open().shift
    sealed = hall.count(40_000, counterfeit={10_000: 1})
    assert sealed.short_fen == 10_000
    (record,) = service.shift_facts(hall.desk, shift.shift_id).counts
    assert record.counterfeit == {10_000: 1}
    assert record.causes == ("Counterfeit",)


@pytest.mark.duty("S1-VM-47")
@pytest.mark.parametrize(
    ("hour", "minute", "early_by"),
    [(17, 29, 31), (17, 30, 0), (17, 59, 0), (18, 0, 0), (23, 59, 0)],
)
def test_a_shift_closed_before_the_end_of_service_is_marked(
    hall: Hall, clock: ScriptClock, hour: int, minute: int, early_by: int
) -> None:
    hall.setting("early_grace_minutes", 30)
    shift = hall.open().shift
    clock.set(from_hall(date(2026, 11, 22), hour, minute).astimezone(UTC))
    assert hall.count(50_000).early is (early_by > 0)
    facts = service.shift_facts(hall.desk, shift.shift_id)
    assert (facts.early, facts.early_by) == (early_by > 0, early_by)


def test_a_shift_that_went_past_midnight_is_not_early(hall: Hall, clock: ScriptClock) -> None:
    """Lesson 13: 00:05 after a long evening is late, not early."""
    hall.open()
    clock.set(from_hall(date(2026, 11, 23), 0, 5).astimezone(UTC))
    assert hall.count(50_000).early is False


def test_before_the_count_there_is_nothing_to_read(hall: Hall) -> None:
    shift = hall.open().shift
    for read in (service.shift_facts, service.count_result):
        with pytest.raises(CountNotSealed):
            read(hall.at("m1", 0), shift.shift_id)
    (row,) = service.shifts_of_day(hall.at("m1", 0))
    assert (row.over_fen, row.short_fen, row.overdrawn) == (None, None, False)
    with pytest.raises(ShiftUnknown):
        service.shift_facts(hall.desk, "20261122-07-1")


def test_goods_are_counted_against_the_books_when_they_are_counted(hall: Hall) -> None:
    hall.open()
    (sim,) = hall.count(50_000, stock={"sim": 3}).stock
    assert (sim.kind, sim.counted, sim.booked) == ("sim", 3, 0)
