"""`verify` computes the till again and names the first place that is not as it was written."""

from collections.abc import Callable, Iterator

import pytest

from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.ledger.checks import check as check_ledger
from hallclient.staff.rules import Signature
from hallclient.store.integrity import check_store
from hallclient.till import service
from hallclient.till.checks import check
from hallclient.till.rules import (
    DropAsk,
    MakeGoodAsk,
    PauseAsk,
    PayAsk,
    RecountAsk,
    ResumeAsk,
    TransferAsk,
)
from tests.till.conftest import NO_TENDERS, Hall, pieces_for

Tamper = Callable[[str], None]
FIRST = "20261122-01-1"


@pytest.fixture(autouse=True)
def day(hall: Hall) -> Iterator[None]:
    """Three shifts: one approved after a recount, one counted, one open and paused."""

    def witness() -> Signature:
        return hall.sign("c3")

    first, other = hall.open().shift, hall.at("c2", 2)
    hall.open(other)
    hall.sell(8_800, 10_000)
    hall.sell(2_000, method="wechat")
    hall.refund(hall.sell(3_000))
    service.cash_drop(hall.desk, DropAsk(new_id(), Fen(5_000), witness()))
    service.transfer(hall.desk, TransferAsk(new_id(), 2, Fen(1_000), witness()))
    service.pay(hall.desk, PayAsk(new_id(), "in", Fen(500), "找零", "V1", witness()))
    service.pay(hall.desk, PayAsk(new_id(), "out", Fen(300), "停车", "V2", hall.sign("m1")))
    service.pause(hall.desk, PauseAsk(new_id(), "用餐", 30))
    service.resume(hall.desk, ResumeAsk(new_id()))
    hall.count(50_000, tenders={"wechat": 2_100})
    pieces = pieces_for(52_500)
    service.recount(
        hall.desk,
        RecountAsk(new_id(), first.shift_id, pieces, NO_TENDERS, hall.sign("m1"), "漏点"),
    )
    hall.approve(first.shift_id)
    service.make_good(hall.at("m1", 0), MakeGoodAsk(new_id(), first.shift_id, Fen(200), witness()))
    hall.count(51_000, other)
    hall.open(hall.at("c3", 3), handed_over=hall.sign("m1"))
    service.pause(hall.at("c3", 3), PauseAsk(new_id(), "小休", 10))
    return


def found(hall: Hall) -> dict[str, str]:
    with hall.desk.read() as session:
        return {fault.code: fault.place for fault in check(session, hall.desk.hall)}


def test_an_untouched_day_has_no_fault(hall: Hall) -> None:
    assert found(hall) == {}
    with hall.desk.read() as session:
        assert list(check_ledger(session, hall.desk.hall)) == []
        assert list(check_store(session, hall.desk.hall, hall.desk.keys.audit)) == []


@pytest.mark.parametrize(
    ("statement", "code", "place"),
    [
        ("UPDATE shifts SET clerk = 'x' WHERE counter = 2", "till.shift", "shifts 20261122-02-1"),
        (
            "UPDATE shifts SET state = 'approved' WHERE counter = 2",
            "till.state",
            "shifts 20261122-02-1",
        ),
        (
            "UPDATE shifts SET counted_at = NULL WHERE counter = 2",
            "till.state",
            "shifts 20261122-02-1",
        ),
        (
            "UPDATE shifts SET paused = false WHERE counter = 3",
            "till.state",
            "shifts 20261122-03-1",
        ),
        (
            "UPDATE dealt_numbers SET last = 2 WHERE name = 'shift/20261122/03'",
            "till.shift-gap",
            "shifts 20261122-03-2",
        ),
        (
            "UPDATE business_day_events SET event_no = 7",
            "till.day-gap",
            "business_day_events 1",
        ),
        (
            "UPDATE business_days SET closed_at = opened_at",
            "till.day",
            "business_days 2026-11-22",
        ),
        (
            "DELETE FROM business_day_events WHERE event_no = 1",
            "till.day",
            "business_days 2026-11-22",
        ),
        (
            "UPDATE shift_openings SET float_fen = 1 WHERE counter = 1",
            "till.float",
            f"shift_openings {FIRST}",
        ),
        (
            f"UPDATE pieces SET pieces = 9 WHERE bundle = 'float/{FIRST}' AND face_fen = 100",
            "till.float",
            f"shift_openings {FIRST}",
        ),
        (
            f"UPDATE pieces SET pieces = 9 WHERE bundle = 'count/{FIRST}/1' AND face_fen = 10",
            "till.count",
            f"counts {FIRST}/1",
        ),
        (
            (
                f"UPDATE counted_totals SET counted_fen = 1 WHERE shift_id = '{FIRST}' "
                "AND count_no = 2 AND method = 'cash'"
            ),
            "till.count",
            f"counts {FIRST}/2",
        ),
        (
            (
                f"UPDATE counted_totals SET counted_fen = 1 WHERE shift_id = '{FIRST}' "
                "AND count_no = 2 AND method = 'pos'"
            ),
            "till.settled",
            f"shift_approvals {FIRST}",
        ),
        (
            f"DELETE FROM counts WHERE shift_id = '{FIRST}' AND count_no = 1",
            "till.count-gap",
            f"counts {FIRST}/2",
        ),
        (
            "DELETE FROM cash_movements WHERE number = 'D202611220001'",
            "till.slip",
            "cash_movements D/20261122/1",
        ),
        (
            "UPDATE cash_movements SET amount_fen = 4000 WHERE number = 'D202611220001'",
            "till.movement",
            "cash_movements D202611220001",
        ),
        (
            "UPDATE shift_settlements SET short_fen = 0 WHERE method = 'wechat'",
            "till.settled",
            f"shift_approvals {FIRST}",
        ),
        (
            "UPDATE shift_approvals SET takings_fen = takings_fen - 1",
            "till.handed-in",
            f"shift_approvals {FIRST}",
        ),
        (
            "UPDATE shift_approvals SET count_no = 1",
            "till.approval",
            f"shift_approvals {FIRST}",
        ),
        (
            (
                "UPDATE postings SET memo = 'alipay' WHERE account = 'difference.short' "
                "AND memo = 'wechat'"
            ),
            "till.difference",
            f"shift_approvals {FIRST}",
        ),
        (
            (
                "UPDATE postings SET amount_fen = amount_fen + 1 WHERE account = 'cash.till' "
                f"AND memo = 'received' AND shift_id = '{FIRST}' AND amount_fen = 10000"
            ),
            "till.settled",
            f"shift_approvals {FIRST}",
        ),
    ],
)
def test_a_changed_row_is_named(
    hall: Hall, tamper: Tamper, statement: str, code: str, place: str
) -> None:
    tamper(statement)
    assert found(hall)[code] == place
