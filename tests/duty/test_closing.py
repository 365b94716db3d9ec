"""The close of the day: all of it or nothing, once, and never undone (promise 5)."""

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.money import Fen, yuan
from hallclient.counter import service as counter
from hallclient.counter.rules import OrderDraft
from hallclient.custody import service as custody
from hallclient.custody.rules import CustodyKind, ReceiveItem
from hallclient.devices.printers import PdfFolder
from hallclient.duty import service as duty
from hallclient.duty.checks import check
from hallclient.duty.records import DayClosing
from hallclient.duty.rules import FIRST, HandBagAsk, digest
from hallclient.ledger.rules import Account
from hallclient.paper import service as paper
from hallclient.store.audit import AuditRow
from hallclient.store.integrity import check_store
from hallclient.till import book as till
from hallclient.vip import bar_checks
from hallclient.vip import checks as vip_checks
from hallclient.vip import service as vip
from hallclient.vip.rules import Arrive
from hallclient.vip.rules.bar import AskDrink, BringDrink, Outcome, ReceiveDrinks
from hallclient.vip.service import bar
from tests.counter.conftest import recharge
from tests.duty.conftest import DAY, Hall, pieces_for
from tests.paper.conftest import read_pdf


def faults(hall: Hall) -> list[str]:
    desk = hall.desk
    with desk.read() as session:
        found = [*check(session, desk.hall), *check_store(session, desk.hall, desk.keys.audit)]
    return [f"{fault.code} {fault.place}" for fault in found]


def refused(hall: Hall, code: str, **more: Any) -> str:
    """Closing is refused with this code and leaves every table as it was; the sentence."""
    before = hall.everything()
    with pytest.raises(HallError) as caught:
        hall.close(**more)
    assert caught.value.code == code
    assert hall.everything() == before
    return str(caught.value)


@pytest.mark.duty("S2-KA-24", "S2-KA-27", "S1-CA-02", "S1-VM-44")
def test_a_day_is_closed_with_all_its_takings_in_one_bag(done: Hall) -> None:
    takings = done.safe()
    assert takings == 8_000 + 150 - 300
    closed = done.close()
    assert (closed.number, closed.business_date) == (1, DAY)
    assert (closed.deposit_fen, closed.bag_number) == (takings, "B20260001")
    assert (closed.closed_by, closed.witness) == ("m1", "c1")
    assert (done.balance(Account.SAFE), done.balance(Account.BAG)) == (0, takings)
    assert closed.next_date == date(2026, 11, 23)
    assert faults(done) == []


def test_receptions_that_are_unfinished_end_with_the_day(done: Hall) -> None:
    manager = done.desk.acting("m1", 0)
    vip.arrive(manager, Arrive(new_id(), who="样例公司 王总", anyway=True), till.day_for_opening)
    assert len(vip.guests_here(manager)) == 1
    done.close()
    assert vip.guests_here(manager) == ()
    with done.desk.read() as session:
        assert list(vip_checks.check(session, done.desk.hall)) == []


@pytest.mark.duty("S0-BA-01", "S1-VP-25")
def test_a_drink_nobody_brought_ends_with_the_day_and_uncounted_papers_are_on_record(
    done: Hall,
) -> None:
    manager = done.desk.acting("m1", 0)
    bar.receive(manager, ReceiveDrinks(new_id(), "tea", "5", "2027-06-30"))
    waiting = bar.ask_drink(manager, AskDrink(new_id(), "tea"))
    paper = ReceiveItem(
        CustodyKind.RENTAL_PAPERS, "租机协议", "样例甲本人", new_id(), "ZJ0001", "", "样例甲"
    )
    custody.receive(manager, paper, done.sign("c1"))
    done.close()
    board = bar.board(manager)
    assert (board.waiting, [each.left for each in board.batches]) == ((), [5])
    assert [one.outcome for one in bar.orders(manager, DAY)] == [Outcome.LEFT]
    with pytest.raises(HallError) as caught:
        bar.bring(manager, BringDrink(new_id(), waiting.number))
    assert caught.value.code == "bar.order-ended"
    assert "not brought before the day was closed" in str(caught.value)
    with done.desk.read() as session:
        said = session.scalars(select(AuditRow).where(AuditRow.action == "day.close")).one()
        assert list(bar_checks.check(session, done.desk.hall)) == []
    assert (said.details["drinks_left"], said.details["papers_uncounted"]) == (1, 1)


@pytest.mark.duty("S2-KA-14")
def test_over_and_short_are_reported_apart_and_never_set_off(done: Hall) -> None:
    closed = done.close()
    assert (closed.over_fen, closed.short_fen) == (150, 300)


@pytest.mark.duty("S1-CL-09")
def test_an_open_till_is_never_carried_over(hall: Hall) -> None:
    hall.approve(hall.count_with(hall.desk))
    assert "2 (c2)" in refused(hall, "day.shift-open")


@pytest.mark.duty("S2-KA-15")
def test_a_count_that_no_manager_has_seen_blocks_the_day(hall: Hall) -> None:
    hall.approve(hall.count_with(hall.desk))
    hall.count_with(hall.at("c2", 2))
    assert "2 (c2)" in refused(hall, "day.shift-unapproved")


def test_a_draft_left_open_blocks_the_day(done: Hall) -> None:
    counter.save_draft(done.desk, OrderDraft(request_id=new_id(), lines=(recharge(),), tenders=()))
    refused(done, "day.drafts")


@pytest.mark.duty("S2-KA-24")
@pytest.mark.parametrize("by", [-1, 1, -7_850])
def test_a_bag_that_differs_from_the_books_is_not_taken(done: Hall, by: int) -> None:
    refused(done, "day.deposit-mismatch", deposit_fen=Fen(done.safe() + by))


@pytest.mark.parametrize(
    ("number", "code"),
    [("", "day.bag-missing"), ("  ", "day.bag-missing"), ("袋一", "day.bag-malformed")],
)
def test_cash_leaves_only_in_a_numbered_bag(done: Hall, number: str, code: str) -> None:
    refused(done, code, bag_number=number)


@pytest.mark.duty("S2-KA-25")
def test_the_deposit_slip_equals_the_bundle(done: Hall) -> None:
    refused(done, "count.pieces-differ", denominations=pieces_for(done.safe() - 100))
    closed = done.close(denominations=pieces_for(done.safe()))
    slip = duty.day_facts(done.manager).deposit.slip
    assert sum(row.face_fen * row.pieces for row in slip) == closed.deposit_fen


@pytest.mark.duty("S2-KA-25", "S2-KA-27")
def test_the_slip_of_the_bag_waits_to_be_signed_by_both(done: Hall, tmp_path: Path) -> None:
    takings = done.safe()
    ask = done.ask(denominations=pieces_for(takings))
    closed = duty.close_day(done.manager, ask)
    duty.close_day(done.manager, ask)
    (printed,) = paper.print_waiting(done.manager, PdfFolder(tmp_path), 10)
    assert (printed.subject, printed.code) == ("bag/B20260001", "")
    text = read_pdf((tmp_path / f"{printed.name}.pdf").read_bytes()).text
    assert "Deposit bag slip" in text
    assert "counter H001\nSealed by m1" in text  # the manager sits at none
    for said in ("B20260001", yuan(closed.deposit_fen), "m1", "c1", "Witness (signature)"):
        assert said in text
    for face, pieces in pieces_for(takings).items():
        row = f"\n{yuan(Fen(face))} {pieces} {yuan(Fen(face * pieces))}\n"
        assert (row in text) == bool(pieces)


@pytest.mark.duty("S2-KA-27", "S1-FM-01")
@pytest.mark.parametrize(
    ("witness", "code"),
    [("m1", "approval.same-person"), ("a1", "approval.not-permitted"), (None, "approval.missing")],
)
def test_a_bag_is_sealed_by_two_people(done: Hall, witness: str | None, code: str) -> None:
    refused(done, code, witness=done.sign(witness) if witness else None)


def test_only_who_may_close_the_day_closes_it(done: Hall) -> None:
    before = done.everything()
    with pytest.raises(HallError) as caught:
        duty.close_day(done.desk, done.ask(witness=done.sign("m1")))
    assert caught.value.code == "permission.denied"
    assert done.everything() == before


def test_the_same_ask_again_gives_the_first_answer_and_writes_nothing(done: Hall) -> None:
    ask = done.ask()
    first = duty.close_day(done.manager, ask)
    before = done.everything()
    assert duty.close_day(done.manager, ask) == first
    assert duty.close_day(done.manager, replace(ask, deposit_fen=Fen(1))) == first
    assert done.everything() == before


def test_a_day_in_which_nothing_happened_is_not_closed(done: Hall) -> None:
    done.close()
    refused(done, "day.nothing", bag_number="")


def test_a_day_without_cash_needs_no_bag(hall: Hall) -> None:
    hall.finish()
    hall.close()
    hall.open(hall.desk)
    hall.approve(hall.count_with(hall.desk))
    closed = hall.close(bag_number="")
    assert (closed.number, closed.deposit_fen, closed.bag_number) == (2, 0, "")
    slips = [job.subject for job in paper.waiting(hall.manager)]
    assert slips == ["bag/B20260001"]  # of the day before
    assert faults(hall) == []


def test_a_bag_number_is_used_once(done: Hall) -> None:
    done.close()
    done.next_day()
    refused(done, "day.bag-used")


def test_every_day_report_is_chained_to_the_one_before(done: Hall) -> None:
    first = done.close()
    done.next_day()
    second = done.close(bag_number="B2")
    assert first.previous_hash == FIRST
    with done.desk.read() as session:
        kept = session.scalars(select(DayClosing.report).order_by(DayClosing.number)).all()
    assert digest(kept[0], FIRST) == first.hash
    assert digest(kept[1], first.hash) == second.hash


def test_a_day_ends_when_it_is_closed_not_at_midnight(done: Hall, clock: ScriptClock) -> None:
    clock.set(from_hall(date(2026, 11, 23), 0, 1))
    closed = done.close()
    assert closed.business_date == DAY
    assert closed.next_date == date(2026, 11, 23)


@pytest.mark.duty("S1-FM-03")
def test_what_is_found_late_stands_in_the_open_day_and_says_so(
    hall: Hall, clock: ScriptClock
) -> None:
    sold = hall.sell(recharge(amount="20"))
    hall.finish()
    hall.close()
    clock.set(from_hall(date(2026, 11, 23), 9, 0))
    before = hall.everything()["day_closings"]
    hall.open(hall.desk)
    undone = hall.reverse(sold.order_no)
    assert undone.late
    assert undone.business_date == date(2026, 11, 23)
    shift_id = hall.count_with(hall.desk)
    (row,) = duty.shift_sheet(hall.manager, shift_id).reversals
    assert (row.late, row.order_date) == (True, DAY)
    assert hall.everything()["day_closings"] == before
    assert faults(hall) == []


def test_a_failure_at_any_statement_leaves_everything_as_it_was(done: Hall) -> None:
    """Promise 5: a close that fails half-way leaves everything as it was."""
    engine, before, reached = done.desk.store.engine, done.everything(), 0

    class Broken(Exception):
        pass

    for stop in range(1, 200):
        count = 0

        def fail(*_: object) -> None:
            nonlocal count
            count += 1
            if count == stop:  # noqa: B023 - used within this turn of the loop only
                raise Broken

        ask = done.ask()
        event.listen(engine, "before_cursor_execute", fail)
        try:
            duty.close_day(done.manager, ask)
            break
        except Broken:
            reached = stop
        finally:
            event.remove(engine, "before_cursor_execute", fail)
        assert done.everything() == before, stop
    assert reached > 15
    assert faults(done) == []


def test_two_managers_closing_at_once_close_it_once(done: Hall) -> None:
    asks = [done.ask(bag_number=f"BAG{number}") for number in (1, 2)]
    ready, ends = threading.Barrier(2), list[object]()

    def close(ask: Any) -> None:
        ready.wait(timeout=5)
        try:
            ends.append(duty.close_day(done.manager, ask).number)
        except HallError as error:
            ends.append(error.code)

    threads = [threading.Thread(target=close, args=(ask,)) for ask in asks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    # the second finds the next day, in which nothing happened, or the day already closed
    assert 1 in ends
    assert {end for end in ends if end != 1} <= {"day.nothing", "day.not-open"}
    assert done.balance(Account.BAG) == 7_850


@pytest.mark.duty("S2-KA-27", "S1-VM-45")
def test_a_bag_waits_in_the_safe_until_two_people_hand_it_over(done: Hall) -> None:
    done.close()
    (waiting,) = duty.day_status(done.manager).bags
    assert (waiting.number, waiting.amount_fen, waiting.carrier) == ("B20260001", 7_850, "")
    ask = HandBagAsk(waiting.number, "银行押运", done.sign("c2"), new_id())
    gone = duty.hand_over_bag(done.manager, ask)
    assert gone.carrier == "银行押运"
    assert duty.hand_over_bag(done.manager, ask) == gone
    assert duty.day_status(done.manager).bags == ()
    with pytest.raises(HallError) as caught:
        duty.hand_over_bag(done.manager, replace(ask, request_id=new_id()))
    assert caught.value.code == "bag.handed-over"
    assert faults(done) == []
