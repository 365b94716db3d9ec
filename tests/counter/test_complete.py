"""One order, one transaction, once: what it writes, and that a repeat writes nothing."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.counter import service
from hallclient.counter.checks import check
from hallclient.counter.keeping import mobile_mark
from hallclient.counter.records import Order, OrderLine, OrderTender
from hallclient.counter.rules import LineEmpty, OrderDraft, TenderDraft, TenderReference
from hallclient.ledger.records import JournalEntry
from hallclient.ledger.rules import Account
from hallclient.stock.rules import StockKind, StockState
from hallclient.store.audit import AuditRow
from hallclient.store.columns import Record
from hallclient.store.desk import Desk
from hallclient.store.integrity import check_store
from hallclient.store.sequences import last_numbers
from hallclient.till.rules import TillClosed
from tests.counter.conftest import Hall, cash, line, new_number, person, recharge


def rows(desk: Desk) -> dict[str, int]:
    """How many rows every table holds."""
    with desk.read() as session:
        return {
            table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Record.metadata.sorted_tables
        }


def test_an_order_is_on_the_books_with_everything_it_moved(hall: Hall) -> None:
    draft = hall.draft(
        recharge(amount="50"),
        line("value_card", face="50", count="2"),
        tenders=(cash("100"), TenderDraft("wechat", "60", "WX-1")),
    )
    order = service.complete(hall.desk, draft)
    assert order.order_no == "H001" + "20261122" + "01" + "0001"
    assert (order.total_fen, order.received_fen, order.change_fen) == (15_000, 16_000, 1_000)
    assert [done.total_fen for done in order.lines] == [5_000, 10_000]
    assert hall.balance(Account.PREPAID) == -5_000
    assert hall.balance(Account.VALUE_CARDS) == -10_000
    assert hall.expected(order.shift_id)["wechat"] == 6_000
    assert hall.piece(StockKind.VALUE_CARD, "05000000002").state is StockState.SOLD
    assert hall.piece(StockKind.VALUE_CARD, "05000000003").state is StockState.IN_STOCK
    with hall.desk.read() as session:
        assert list(check(session, hall.desk.hall)) == []
        assert list(check_store(session, hall.desk.hall, hall.desk.keys.audit)) == []


def test_what_comes_back_is_what_is_read_back(hall: Hall) -> None:
    order = hall.sell(new_number(), customer=person())
    assert service.order_of(hall.desk, order.order_no) == order


def test_the_same_draft_three_times_is_one_order(hall: Hall) -> None:
    draft = hall.paid(recharge(), new_number(), customer=person())
    first = service.complete(hall.desk, draft)
    before = rows(hall.desk)
    assert service.complete(hall.desk, draft) == first
    assert service.complete(hall.desk, replace(draft, lines=())) == first
    assert rows(hall.desk) == before


def test_a_crash_between_any_two_writes_leaves_nothing(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = hall.paid(recharge(), new_number(), line("value_card", face="50"), customer=person())
    service.save_draft(hall.desk, draft)
    before, numbers = rows(hall.desk), dealt(hall.desk)
    writes = 0
    while True:
        with monkeypatch.context() as patched:
            crash_at_write(patched, writes)
            try:
                order = service.complete(hall.desk, draft)
            except Power:
                writes += 1
                assert rows(hall.desk) == before
                assert dealt(hall.desk) == numbers
                continue
        break
    assert writes > 10
    assert order.order_no.endswith("0001")


class Power(Exception):
    """The plug was pulled."""


def crash_at_write(patched: pytest.MonkeyPatch, at: int) -> None:
    from hallclient.store import audit

    real, seen = audit.add_rows, iter(range(10_000))

    def add(session, table, given):
        if next(seen) == at:
            raise Power
        real(session, table, given)

    patched.setattr(audit, "add_rows", add)


def dealt(desk: Desk) -> dict[str, int]:
    with desk.read() as session:
        return last_numbers(session, desk.hall)


def test_numbers_have_no_gaps_per_day_and_counter(hall: Hall) -> None:
    other = hall.at("c2", 2)
    first = hall.sell(recharge())
    with pytest.raises(TenderReference):
        service.complete(hall.desk, hall.draft(recharge(), tenders=(TenderDraft("pos", "50"),)))
    assert hall.sell(recharge(), desk=other).order_no[-6:] == "020001"
    assert hall.sell(recharge()).order_no[-6:] == "010002"
    assert first.order_no[-6:] == "010001"


def test_an_order_needs_an_open_shift_of_this_clerk(hall: Hall) -> None:
    draft = hall.paid(recharge())
    with pytest.raises(TillClosed):
        service.complete(hall.at("c1", 3), draft)
    assert rows(hall.desk)["orders"] == 0


def test_a_counted_shift_takes_no_more_orders(hall: Hall) -> None:
    """Selling goes on after the session was closed elsewhere (lesson 7)."""
    draft = hall.paid(recharge())
    hall.count(hall.desk)
    with pytest.raises(TillClosed):
        service.complete(hall.desk, draft)


@pytest.mark.duty("S2-KA-01")
def test_received_and_change_are_two_postings_and_the_till_has_the_difference(hall: Hall) -> None:
    order = service.complete(hall.desk, hall.draft(recharge(), tenders=(cash("100"),)))
    assert (order.received_fen, order.change_fen) == (10_000, 5_000)
    float_fen = 50_000
    assert hall.expected(order.shift_id)["cash"] == float_fen + 5_000
    with hall.desk.read() as session:
        kept = session.execute(select(OrderTender.amount_fen, OrderTender.change_fen)).one()
    assert tuple(kept) == (10_000, 5_000)


def test_the_audit_row_names_the_order_and_nobody(hall: Hall) -> None:
    order = hall.sell(new_number(), customer=person())
    with hall.desk.read() as session:
        row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert row.subject == f"order/{order.order_no}"
    assert "样例" not in str(row.details)
    assert "1990000" not in str(row.details)


def test_a_free_business_takes_no_money_and_no_entry(hall: Hall) -> None:
    hall.sell(new_number(), customer=person())
    free = line("plan_change", mobile="19900000001", plan="max-129", effective="now")
    order = hall.sell(free, customer=person())
    assert (order.total_fen, order.tenders) == (Fen(0), ())
    with hall.desk.read() as session:
        entry = select(Order.entry_no).where(Order.order_no == order.order_no)
        assert session.execute(entry).scalar_one() is None
        assert list(check(session, hall.desk.hall)) == []


def test_an_order_without_a_business_is_refused(hall: Hall) -> None:
    with pytest.raises(LineEmpty):
        service.complete(hall.desk, OrderDraft(new_id()))


@pytest.mark.duty("S1-CT-01", "S3-FD-06")
def test_businesses_are_added_to_the_open_order(hall: Hall) -> None:
    """One visit serves everything (增项)."""
    draft = hall.paid(recharge())
    more = replace(draft, lines=(*draft.lines, recharge("13900139000", "30")))
    assert hall.quote(more).missing_fen == 3_000
    order = service.complete(hall.desk, replace(more, tenders=(cash("80"),)))
    with hall.desk.read() as session:
        lines = session.scalars(select(OrderLine.mobile_mark).order_by(OrderLine.line)).all()
    marks = [mobile_mark(hall.desk.keys.index, number) for number in ("13800138000", "13900139000")]
    assert (order.total_fen, lines) == (8_000, marks)


@pytest.mark.duty("S2-KA-04")
@pytest.mark.parametrize("table", ["orders", "order_lines", "order_tenders", "journal", "postings"])
def test_what_was_booked_is_never_changed_or_deleted(hall: Hall, table: str) -> None:
    """The database itself refuses; who and when stand on the entry."""
    order = hall.sell(recharge())
    for statement in (f"UPDATE {table} SET seal = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="append-only"), hall.desk.write() as session:
            session.execute(text(statement))
    with hall.desk.read() as session:
        entry = session.scalars(
            select(JournalEntry).where(JournalEntry.order_no == order.order_no)
        ).one()
    assert (entry.by, entry.at) == ("c1", order.at)
