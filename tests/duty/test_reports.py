"""The workbooks of a real day agree with the books to the fen."""

from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from hallclient.base.clock import ScriptClock
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.counter import service as counter
from hallclient.counter.rules import OrderDraft, TenderDraft
from hallclient.duty import service as duty
from hallclient.duty.approvals import approvals_of
from hallclient.store.desk import Desk
from hallclient.till import service as till
from hallclient.till.rules import DropAsk, TransferAsk
from tests.counter.conftest import cash, line, new_number, person, recharge
from tests.duty.conftest import Hall, pieces_for
from tests.sheets.reckon import Reckoner


@pytest.fixture
def busy(hall: Hall) -> Hall:
    """All kinds of money: change, split tender, POS, a reversal, a drop, a transfer."""
    one, two = hall.desk, hall.at("c2", 2)
    hall.sell(new_number(1), customer=person())
    draft = hall.draft(recharge(amount="88"), tenders=(cash("100"),))
    complete(one, draft)
    split = (cash("20"), TenderDraft("wechat", "30", "W0001"))
    complete(two, hall.draft(recharge(amount="50"), tenders=split))
    pos = (TenderDraft("pos", "60", "P0001"),)
    wrong = complete(one, hall.draft(recharge(amount="60"), tenders=pos))
    undone = hall.sell(recharge(amount="40"))
    hall.reverse(undone.order_no)
    hall.reverse(wrong)
    cards = line("value_card", first="05000000001", last="05000000002")
    hall.sell(cards, desk=two)
    till.cash_drop(one, DropAsk(new_id(), 5_000, hall.sign("c2")))
    till.transfer(one, TransferAsk(new_id(), 2, 1_000, hall.sign("c2")))
    return hall


def complete(desk: Desk, draft: OrderDraft) -> str:
    return counter.complete(desk, draft).order_no


def all_checked(path: Path) -> Reckoner:
    """Every formula comes to what the file says, and every check is OK."""
    reckoned = Reckoner(path)
    checks = 0
    for sheet, place in reckoned.formulas():
        value = reckoned.at(sheet, place)
        if reckoned.book[sheet][place].value.startswith("=IF(AND("):
            assert value == "OK", (sheet, place, reckoned.book[sheet][place].value)
            checks += 1
    assert checks > 20
    return reckoned


def figure(reckoned: Reckoner, sheet: str, label: str, column: str) -> int:
    """The fen in a column of the row that begins with the label."""
    for row in reckoned.book[sheet].iter_rows(max_col=1):
        if row[0].value == label:
            return int(reckoned.at(sheet, f"{column}{row[0].row}") * 100)
    raise LookupError(label)


def plain_sql(hall: Hall, query: str) -> int:
    with hall.desk.store.engine.connect() as connection:
        return int(connection.execute(text(query)).scalar_one() or 0)


@pytest.mark.duty("S1-CL-11", "S2-KA-22")
def test_the_shift_workbook_agrees_with_plain_sql(busy: Hall, tmp_path: Path) -> None:
    shift_id = busy.count_with(busy.desk, over=110, pos=-50)
    path = duty.export_shift(busy.manager, shift_id, tmp_path / duty.shift_file(shift_id))
    reckoned = all_checked(path)
    of = f"shift_id = '{shift_id}'"
    taken = plain_sql(busy, f"SELECT sum(total_fen) FROM orders WHERE {of}")
    assert figure(reckoned, "Summary", "Orders", "C") == taken
    back = plain_sql(busy, f"SELECT sum(total_fen) FROM order_reversals WHERE {of}")
    assert figure(reckoned, "Summary", "Reversals", "C") == -back
    expected = plain_sql(
        busy, f"SELECT sum(amount_fen) FROM postings WHERE account = 'cash.till' AND {of}"
    )
    assert figure(reckoned, "Summary", "Expected cash", "C") == expected
    assert figure(reckoned, "Summary", "Over", "C") == 110
    assert figure(reckoned, "Summary", "Short", "C") == 50
    assert figure(reckoned, "Cash count", "Total", "E") == expected + 110


@pytest.mark.duty("S1-CL-11")
def test_the_day_workbook_agrees_with_plain_sql(busy: Hall, tmp_path: Path) -> None:
    busy.finish(over=150, short=300)
    closed = busy.close(denominations=pieces_for(busy.safe()))
    path = duty.export_day(busy.manager, tmp_path / duty.day_file(closed.business_date))
    reckoned = all_checked(path)
    taken = plain_sql(busy, "SELECT sum(total_fen) FROM orders")
    assert figure(reckoned, "Summary", "Orders", "C") == taken
    assert figure(reckoned, "Summary", "In the bag", "C") == closed.deposit_fen
    assert figure(reckoned, "Deposit slip", "Total", "C") == closed.deposit_fen
    assert figure(reckoned, "By tender", "WeChat", "C") == 3_000
    assert (
        figure(reckoned, "Summary", "Over", "C"),
        figure(reckoned, "Summary", "Short", "C"),
    ) == (150, 300)
    shown = {cell.value for row in reckoned.book["Summary"].iter_rows() for cell in row}
    assert f"Digest of this report: {closed.hash}" in shown
    approvals = [row[1].value for row in reckoned.book["Approvals"].iter_rows(min_row=5)]
    assert approvals.count("approve a reversal or refund") == 2
    assert "witness the deposit bag" in approvals


def test_a_signature_stands_in_the_report_of_one_day_whatever_the_clock_said(
    done: Hall, clock: ScriptClock
) -> None:
    first = done.close()
    clock.set(clock.now() - timedelta(hours=1))
    done.next_day()
    second = done.close(bag_number="B2026-0002")
    with done.desk.read() as session:
        one, other = (
            [(row.subject, row.action) for row in approvals_of(session, done.desk.hall, day)]
            for day in (first, second)
        )
    bag = "witness the deposit bag"
    assert [subject for subject, action in one if action == bag] == ["day/1"]
    assert [subject for subject, action in other if action == bag] == ["day/2"]
    assert "hand over a float" in [action for _subject, action in other]


@pytest.mark.duty("S2-KA-26", "S1-CA-03")
def test_drops_and_transfers_are_listed_with_number_amount_and_witness(
    busy: Hall, tmp_path: Path
) -> None:
    shift_id = busy.count_with(busy.desk)
    book = load_workbook(duty.export_shift(busy.manager, shift_id, tmp_path / "s.xlsx"))
    rows = list(book["Cash movements"].iter_rows(min_row=5, max_col=5, values_only=True))
    drop, transfer = rows[0], rows[1]
    assert (drop[1], drop[3], drop[4]) == ("Drop to the safe", -50, "c2")
    assert (transfer[1], transfer[3], transfer[4]) == ("Transfer out", -10, "c2")
    assert drop[0] != transfer[0]


@pytest.mark.duty("S2-KA-23", "S1-CL-10")
def test_no_report_exists_before_the_count_is_sealed(hall: Hall, tmp_path: Path) -> None:
    (shift, _) = till.shifts_of_day(hall.manager)
    before = hall.everything()
    for person_at in (hall.desk, hall.manager):
        with pytest.raises(HallError) as caught:
            duty.export_shift(person_at, shift.shift_id, tmp_path / "x.xlsx")
        assert caught.value.code == "count.not-sealed"
    with pytest.raises(HallError) as caught:
        duty.export_day(hall.manager, tmp_path / "x.xlsx")
    assert caught.value.code == "day.not-closed"
    assert list(tmp_path.glob("*.xlsx")) == []
    assert hall.everything() == before


def test_a_clerk_has_their_own_report_and_nobody_elses(hall: Hall) -> None:
    shift_id = hall.count_with(hall.desk)
    assert duty.shift_sheet(hall.desk, shift_id).order_count == 1
    assert duty.shift_sheet(hall.at("a1", 0), shift_id).order_count == 1
    with pytest.raises(HallError) as caught:
        duty.shift_sheet(hall.at("c2", 2), shift_id)
    assert caught.value.code == "permission.denied"


def test_an_export_is_on_record(hall: Hall) -> None:
    shift_id = hall.count_with(hall.desk)
    duty.shift_sheet(hall.manager, shift_id)
    query = (
        "SELECT count(*) FROM audit WHERE action = 'report.export' AND actor = 'm1' "
        f"AND subject = 'report/shift/{shift_id}'"
    )
    assert plain_sql(hall, query) == 1


def test_customers_stand_in_the_list_masked(busy: Hall, tmp_path: Path) -> None:
    shift_id = busy.count_with(busy.desk)
    path = duty.export_shift(busy.manager, shift_id, tmp_path / "s.xlsx")
    book = load_workbook(path)
    words = " ".join(
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    )
    assert "样**" in words
    assert "样例甲" not in words
    assert "13800138000" not in words
    assert "19900000001" not in words


def test_a_report_can_be_made_again_and_is_the_same(done: Hall, tmp_path: Path) -> None:
    done.close()
    first = load_workbook(duty.export_day(done.manager, tmp_path / "1.xlsx"), data_only=True)
    again = load_workbook(duty.export_day(done.manager, tmp_path / "2.xlsx"), data_only=True)
    for sheet in first.worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        assert rows == list(again[sheet.title].iter_rows(values_only=True))


@pytest.mark.duty("S1-CT-05", "S1-CT-32")
def test_courtesies_left_out_stand_in_the_workbooks_of_shift_and_day(
    hall: Hall, tmp_path: Path
) -> None:
    second = hall.at("c2", 2)
    hall.end_visit(hall.sell(recharge()).order_no, left_out="S1-CT-32")
    hall.end_visit(hall.sell(recharge()).order_no, left_out="S1-CT-32")
    hall.end_visit(hall.sell(recharge(), desk=second).order_no, second, left_out="S1-CT-05")
    shift = hall.count_with(hall.desk)
    hall.approve(shift)
    hall.approve(hall.count_with(second))
    hall.close()
    day = duty.export_day(hall.manager, tmp_path / "day.xlsx")
    mine = duty.export_shift(hall.manager, shift, tmp_path / "shift.xlsx")
    assert left_out_in(day) == [("16", "S1-CT-32", 2, 2), ("1", "S1-CT-05", 1, 1)]
    assert left_out_in(mine) == [("16", "S1-CT-32", 2, 2)]
    listed = plain_sql(
        hall, "SELECT count(*) FROM visit_ends WHERE CAST(skipped AS TEXT) LIKE '%S1-CT-32%'"
    )
    assert listed == 2


def left_out_in(path: Path) -> list[tuple[object, ...]]:
    """Step, standard, visits and times of each row, whose sum is checked."""
    reckoned = all_checked(path)
    rows = list(reckoned.book["Courtesies left out"].iter_rows(min_row=5, values_only=True))
    assert reckoned.at("Courtesies left out", f"F{4 + len(rows)}") == sum(
        row[5] for row in rows[:-1]
    )
    return [(row[0], row[1], row[4], row[5]) for row in rows[:-1]]
