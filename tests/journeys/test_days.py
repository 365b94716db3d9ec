"""Days that are not in the repository: every event comes to what it should, and books balance."""

from collections.abc import Callable

import pytest

from tests.journeys import plain
from tests.journeys.conftest import Day
from tests.journeys.scripts import (
    FLOAT_FEN,
    HOLDER,
    Script,
    cash,
    new_number,
    paid,
    person,
    recharge,
)

Play = Callable[[Script], Day]
CARD = {"kind": "value_card", "face_fen": 3000, "count": 1}


def plain_day() -> Script:
    """One counter, one clerk, and nothing that differs."""
    day = Script().open()
    day.sell([recharge(5_000)], cash(5_000))
    day.sell([recharge(2_500), CARD], cash(10_000), id="two")
    day.sell([CARD], [paid("wechat", 3_000, "W1")])
    day.add("reprint", order="two")
    day.count(FLOAT_FEN + 10_500, tenders={"wechat": 3_000}, at="18:01")
    return day.approve().close(10_500)


def two_shifts() -> Script:
    """One clerk after the other at one counter; each works in their own shift only."""
    day = Script(2).open(1)
    day.sell([CARD], cash(5_000))
    day.sell([CARD], cash(3_000), by="C002", wants="till.not-yours")
    day.open(1, by="C002", wants="till.shift-open")
    day.open(2, by="C001", wants="till.shift-open")
    day.count(FLOAT_FEN + 3_000, at="13:00").approve()
    day.sell([CARD], cash(3_000), wants="till.closed")
    day.open(1, by="C002")
    day.sell([recharge(10_010)], cash(20_000), by="C002")
    day.count(FLOAT_FEN + 10_010, by="C002", at="18:30").approve()
    return day.close(13_010)


def in_and_out() -> Script:
    """Cash in and out that is no business, drops, and a counter that pauses."""
    day = Script(2).open(1).open(2)
    who = {"reason": "换零钞", "voucher": "P-1", "approver": "M001"}
    day.add("pay_in", 1, amount_fen=20_000, **who)
    day.add("pay_out", 1, amount_fen=5_000, **who | {"reason": "买桶装水", "voucher": "P-2"})
    day.add("pay_out", 1, amount_fen=5_000, **who | {"voucher": ""}, wants="cash.voucher-missing")
    day.add("pay_in", 1, amount_fen=0, **who, wants="amount.not-positive")
    day.add("pause", 1, reason="午餐")
    day.sell([CARD], cash(3_000), wants="till.paused")
    day.add("resume_service", 1)
    day.add("resume_service", 1, wants="till.not-paused")
    day.sell([CARD], cash(3_000))
    day.add("cash_drop", 1, amount_fen=10_000, witness="C001", wants="approval.same-person")
    day.add("cash_drop", 1, amount_fen=10_000, witness="A001", wants="approval.not-permitted")
    day.add("cash_drop", 1, amount_fen=10_000, witness="G001")
    day.add("transfer", 1, to_counter=2, amount_fen=3_000, witness="M001")
    day.add("transfer", 1, to_counter=1, amount_fen=1_000, witness="M001",
            wants="transfer.same-counter")  # fmt: skip
    day.count(FLOAT_FEN + 20_000 - 5_000 + 3_000 - 10_000 - 3_000, at="18:05").approve()
    day.count(FLOAT_FEN + 3_000, 2).approve(2)
    return day.close(10_000 + 5_000 + 3_000)


def deposit_differs() -> Script:
    """The day is not closed before every shift is approved and the bag holds the right sum."""
    day = Script().open()
    day.sell([CARD], cash(3_000))
    day.add("draft", customer=None, lines=[recharge(1_000)], id="left")
    day.close(3_000, wants="day.shift-open")
    day.count(FLOAT_FEN + 3_000, at="18:00")
    day.close(3_000, wants="day.shift-unapproved")
    day.approve(by="C002", wants="approval.not-permitted")
    day.approve(by="C001", wants="approval.same-person")
    day.approve(by="A001", wants="approval.not-permitted")
    day.approve()
    day.close(3_000, wants="day.drafts")
    day.add("void", draft="left")
    day.close(2_990, wants="day.deposit-mismatch")
    day.close(3_000, witness="M001", wants="approval.same-person")
    day.close(3_000, witness="A001", wants="approval.not-permitted")
    day.close(3_000, by="C002", wants="permission.denied")
    day.close(3_000, bag="", wants="day.bag-missing")
    return day.close(3_000)


def late_reversal() -> Script:
    """What an earlier shift took is given back by the shift that is open."""
    day = Script().open()
    day.sell([recharge(8_000)], cash(10_000), id="early")
    day.sell([CARD], [paid("pos", 3_000, "P1")], id="card")
    day.count(FLOAT_FEN + 8_000, tenders={"pos": 3_000}, at="12:00").approve()
    undo = {"reason": "顾客充错号码", "approver": "M001"}
    day.add("reverse", order="early", **undo, wants="till.closed")
    day.open()
    day.add("reverse", order="early", **undo, id="undone")
    day.add("reverse", order="card", **undo)
    day.add("reverse", order="card", **undo, wants="order.reversed")
    day.sell([CARD], [paid("pos", 3_000, "P1")], wants="tender.reference")
    day.sell([CARD], [paid("pos", 3_000, "P2")])
    day.count(FLOAT_FEN - 8_000, at="18:10").approve()
    return day.close(8_000)


def short_till() -> Script:
    """Short above what may pass: counted again by two, approved, and paid in by who owes it."""
    day = Script(recount_above_fen=500).open()
    day.sell([CARD], cash(3_000))
    day.count(FLOAT_FEN + 1_000, at="18:00")
    day.approve(wants="count.recount-needed")
    again = {"denominations": {"1000": 28}, "cause": "一叠未点"}
    day.add("recount", **again, approver="C001", wants="approval.same-person")
    day.add("recount", **again, approver="C002", wants="approval.not-permitted")
    day.add("recount", **again, approver="M002")
    day.approve()
    day.add("make_good", amount_fen=2_100, witness="C002", wants="short.more-than-owed")
    day.add("make_good", amount_fen=2_000, witness="C002")
    return day.close(3_000)


def float_differs() -> Script:
    """The float is not what the hander says: counted again, or explained in the note."""
    day = Script(2)
    day.sell([CARD], cash(3_000), wants="till.closed")
    day.open(1, handed_fen=FLOAT_FEN + 100, wants="till.float-differs")
    day.open(1, handed_by="C001", wants="approval.same-person")
    day.open(1, handed_by="G001", wants="approval.not-permitted")
    day.open(1, handed_fen=FLOAT_FEN + 100, note="少一元，已说明")
    day.add(
        "open_shift", 2, float={"denominations": {"300": 1}}, wants="count.unknown-denomination"
    )
    day.count(FLOAT_FEN, at="18:00").approve()
    return day.close(0, bag="")


def strangers() -> Script:
    """English names, an agent, a unit, unknown numbers, customers who are not named."""
    day = Script().open()
    day.sell([recharge(5_000, "19899999999")], cash(5_000))
    day.sell([recharge(5_000, "12345")], cash(5_000), wants="mobile.length")
    day.sell([new_number(1)], cash(10_000), wants="party.document-missing")
    maria = {"name": "MARIA SAMPLE", "document": {"kind": "passport", "number": "X12345678",
             "valid_until": "2031-05-05"}}  # fmt: skip
    day.sell([new_number(1)], cash(10_000), customer=maria)
    helped = person(5, "OBRIEN SEAN", address="样例路1号")
    agent = person(6, "何若曦")
    day.sell(
        [new_number(2)], cash(10_000), customer=helped, agent=agent, wants="party.agent-refused"
    )
    day.sell([new_number(2, "basic-39")], cash(10_000), customer=helped)
    change = {"kind": "plan_change", "mobile": "19800000000", "plan": "basic-39"}
    day.sell([change], [], customer=person(7), wants="subscription.foreign")
    day.sell([change], [], customer=HOLDER, agent=HOLDER, wants="party.same-person")
    day.sell([change], [], customer=HOLDER, agent=agent)
    day.sell([change], [], customer=HOLDER, wants="plan.same")
    doubtful = person(8, face="no-match", face_reason="戴口罩")
    day.sell([new_number(3)], cash(10_000), customer=doubtful, wants="approval.missing")
    day.sell([new_number(3)], cash(10_000), customer=doubtful | {"face_approver": "M001"})
    day.count(FLOAT_FEN + 35_000, at="18:00").approve()
    return day.close(35_000)


def past_the_evening() -> Script:
    """The day is not closed at midnight's edge: it stays open, its shift too."""
    day = Script().open(at="18:00")
    day.sell([CARD], cash(3_000), at="23:58")
    return day.sell([recharge(1_000)], cash(1_000), at="23:59")


DAYS = (
    plain_day, two_shifts, in_and_out, deposit_differs, late_reversal, short_till, float_differs,
    strangers, past_the_evening,
)  # fmt: skip


def check_books(day: Day) -> None:
    """Everything the day's own numbers must agree on, by plain SQL."""
    summary, books = day.summary, day.database
    assert day.faults() == ()
    assert plain.unbalanced(books) == []
    assert plain.balances(books) == summary["ledger"]
    assert sum(summary["ledger"].values()) == 0
    for shift_id, told in zip(plain.shifts(books), summary["shifts"], strict=True):
        if told["state"] == "open":
            assert "expected_fen" not in told
            continue
        cash_told = told["by_tender"]["cash"]
        assert cash_told["expected_fen"] == plain.expected_cash(books, shift_id)
        for method, fen in plain.counted(books, shift_id).items():
            one = told["by_tender"][method]
            assert one["counted_fen"] == fen
            assert one["over_fen"] == max(0, fen - one["expected_fen"])
            assert one["short_fen"] == max(0, one["expected_fen"] - fen)


@pytest.mark.parametrize("write", DAYS, ids=lambda write: write.__name__)
def test_a_day_of_its_own(write: Callable[[], Script], play: Play) -> None:
    script = write()
    day = play(script)
    told = list(zip([e["do"] for e in script.events], day.codes(), strict=True))
    assert told == list(zip([e["do"] for e in script.events], script.codes, strict=True))
    check_books(day)
    if script.events[-1]["do"] == "close_day":
        assert day.summary["day"]["deposit_fen"] == script.events[-1]["deposit_fen"]


def test_a_day_that_is_not_closed_stays_open(play: Play) -> None:
    day = play(past_the_evening())
    assert day.summary["day"] is None
    assert [shift["state"] for shift in day.summary["shifts"]] == ["open"]
    (open_day,) = plain.rows(day.database, "SELECT * FROM business_days")
    assert (open_day["business_date"], open_day["closed_at"]) == ("2026-11-20", None)


def test_a_shortage_made_good_is_owed_no_more(play: Play) -> None:
    day = play(short_till())
    assert day.summary["day"]["short_fen"] == 2_000
    assert day.summary["ledger"]["difference.short"] == 0
