"""The stock room on the screen: ranges in and out, and stock taken blind by two people."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from hallclient.base.ids import new_id
from hallclient.base.language import use_language
from hallclient.staff.rules import Signature
from hallclient.stock import book, service
from hallclient.stock.page import StockPage
from hallclient.stock.page.stock import Panel
from hallclient.stock.rules import ReceiveRange, StockKind, StockState, luhn_digit
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from tests.stock.page.conftest import Hands


def iccid(number: int) -> str:
    """An ICCID with its check digit."""
    body = f"898600{number:013d}"
    return body + luhn_digit(body)


Page = StockPage[Signature]
Show = Callable[[], Hands]


def pieces(desk: Desk) -> dict[tuple[str, str], int]:
    """{(kind, state): pieces} in the books."""
    return {(each.kind.value, each.state.value): each.pieces for each in service.counts(desk)}


def shown(page: Page) -> str:
    """Every text on the screen: labels, fields, tables."""
    texts = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    texts += [edit.text() for edit in page.findChildren(QLineEdit) if edit.isVisible()]
    for table in (page.ui.counts, page.ui.report):
        columns = range(table.model().columnCount())
        texts += [table.text_at(row, at) for row in range(len(table.rows())) for at in columns]
    return "\n".join(texts)


def test_every_kind_has_its_line_before_anything_was_received(page: Page, hands: Show) -> None:
    hands()
    assert [line.kind for line in page.ui.counts.rows()] == list(StockKind)
    assert page.ui.report.rows() == ()


@pytest.mark.duty("S0-GN-01")
@pytest.mark.parametrize(
    ("kind", "first", "last", "face", "told"),
    [
        ("sim", iccid(1), iccid(10), None, "Quantity 10"),
        (
            "sim",
            iccid(1)[:-1] + "1",
            iccid(1)[:-1] + "4",
            None,
            "Quantity 4 · the check digits do not fit: counted up by the last digit",
        ),
        ("number", "19900000001", "19900000060", "", "Quantity 60"),
        ("number", "19900008888", "", "100", "Quantity 1"),
        ("value_card", "00000001", "00000100", "50", "Quantity 100 · 5,000.00 yuan in all"),
        ("invoice", "A0001", "A0500", None, "Quantity 500"),
    ],
)
def test_a_range_is_received_and_how_much_it_is_was_told_before(
    page: Page, desk: Desk, hands: Show, kind: str, first: str, last: str, face: str, told: str
) -> None:
    manager = hands()
    manager.choose_kind(kind)
    assert page.ui.receive_first.hasFocus()
    manager.fill("First serial received", first)
    manager.fill("Last serial received", last)
    if face is None:
        assert not page.ui.receive_face.isVisible()
    else:
        manager.fill("Face value or fee, in yuan", face)
    assert page.ui.receivePieces.text() == told
    assert pieces(desk) == {}
    manager.confirm()
    assert page.refused is None
    assert sum(pieces(desk).values()) == int(told.split()[1])
    assert page.kind.value == kind
    assert [run.pieces for run in page.ui.report.rows()] == [int(told.split()[1])]
    assert page.ui.receive_first.text() == ""


@pytest.mark.duty("S0-GN-01")
@pytest.mark.usefixtures("cards")
@pytest.mark.parametrize(
    ("first", "last", "face", "field", "code"),
    [
        ("00000100", "00000120", "50", "receive_first", "stock.overlap"),
        ("x", "00000120", "50", "receive_first", "stock.serial"),
        ("00000120", "00000101", "50", "receive_last", "stock.range"),
        ("00000101", "A0000120", "50", "receive_last", "stock.range"),
        ("00000101", "00900101", "50", "receive_last", "stock.range-too-long"),
        ("00000101", "00000120", "0", "receive_face", "amount.not-positive"),
        ("00000101", "00000120", "", "receive_face", "amount.malformed"),
    ],
)
def test_a_range_that_cannot_be_is_refused_beside_its_field(
    page: Page, desk: Desk, hands: Show, first: str, last: str, face: str, field: str, code: str
) -> None:
    manager = hands()
    manager.choose_kind("value_card")
    manager.fill("First serial received", first)
    manager.fill("Last serial received", last)
    manager.fill("Face value or fee, in yuan", face)
    manager.confirm()
    assert page.refused is not None
    assert (page.refused.code, list(page.errors.sentences())) == (code, [field])
    assert pieces(desk) == {("value_card", "in_stock"): 100}


@pytest.mark.duty("S1-BO-05", "S2-KA-20")
@pytest.mark.usefixtures("cards")
def test_a_spoilt_card_is_void_by_two_people_and_stays_in_the_report(
    page: Page, desk: Desk, hands: Show
) -> None:
    manager = hands()
    manager.choose_kind("value_card")
    manager.key(Qt.Key.Key_F7)
    manager.fill("First serial taken out", "00000007")
    manager.confirm()
    assert list(page.errors.sentences()) == ["change_state"]
    page.ui.change_state.set_value(StockState.VOID)
    manager.confirm()
    assert list(page.errors.sentences()) == ["change_reason"]
    manager.fill("Reason", "破损")
    manager.confirm()
    manager.sign("m2", "wrong")
    assert pieces(desk) == {("value_card", "in_stock"): 100}
    page_dialog = manager.dialogs()[0]
    page_dialog.page.ui.code.clear()
    manager.sign("m1")
    assert page.refused is not None
    assert page.refused.code == "approval.same-person"
    manager.confirm()
    manager.sign("m2")
    assert page.notice.text() == "Now void: 1"
    assert pieces(desk) == {("value_card", "in_stock"): 99, ("value_card", "void"): 1}
    runs = [(run.first, run.last, run.state.value) for run in page.ui.report.rows()]
    assert runs == [
        ("00000001", "00000006", "in_stock"),
        ("00000007", "00000007", "void"),
        ("00000008", "00000100", "in_stock"),
    ]


@pytest.mark.usefixtures("cards")
def test_a_range_that_is_not_all_in_stock_stays_whole(page: Page, desk: Desk, hands: Show) -> None:
    manager = hands()
    manager.choose_kind("value_card")
    manager.key(Qt.Key.Key_F7)
    manager.fill("First serial taken out", "00000099")
    manager.fill("Last serial taken out", "00000101")
    page.ui.change_state.set_value(StockState.RETURNED)
    manager.fill("Reason", "退回仓库")
    manager.confirm()
    manager.sign("m2")
    assert page.refused is not None
    assert page.refused.code == "stock.unavailable"
    assert list(page.errors.sentences()) == ["change_first"]
    assert pieces(desk) == {("value_card", "in_stock"): 100}


@pytest.mark.duty("S1-FM-04", "S1-VM-18", "S1-BO-05")
@pytest.mark.usefixtures("cards")
def test_stock_is_taken_blind_by_ranges_and_the_difference_told_after_the_seal(
    page: Page, desk: Desk, hands: Show
) -> None:
    manager = hands()
    manager.choose_kind("value_card")
    assert "100" in shown(page)
    manager.key(Qt.Key.Key_F6)
    manager.scan("00000001", "00000040", "00000051", "00000099", "00000200", "")
    assert [each.pieces for each in page.taking.ui.found.rows()] == [40, 49, 1]
    assert page.taking.ui.takePieces.text() == "Counted so far: 90"
    assert "100" not in shown(page)
    assert page.ui.counts.rows() == page.ui.report.rows() == ()
    manager.confirm()
    (dialog,) = manager.dialogs()
    assert "quantity 90, counted together" in dialog.page.ui.purpose.text()
    manager.sign("c1")
    assert page.panel is Panel.RESULT
    assert page.taking.ui.resultFigures.text() == (
        "Stock-take 1: 90 found, 100 in the books.\n11 missing, 1 surplus."
    )
    rows = page.taking.ui.differences.rows()
    assert [(row.missing, row.first, row.last, row.pieces) for row in rows] == [
        (True, "00000041", "00000050", 10),
        (True, "00000100", "00000100", 1),
        (False, "00000200", "00000200", 1),
    ]
    assert pieces(desk) == {("value_card", "in_stock"): 100}, "a count corrects nothing"


@pytest.mark.duty("S1-BO-05")
@pytest.mark.usefixtures("cards")
def test_what_is_missing_is_written_off_on_its_own(page: Page, desk: Desk, hands: Show) -> None:
    manager = hands()
    manager.choose_kind("value_card")
    manager.key(Qt.Key.Key_F6)
    manager.scan("00000001", "00000090")
    manager.confirm()
    manager.sign("c1")
    manager.key(Qt.Key.Key_Return)
    assert page.panel is Panel.CHANGE
    assert page.ui.changePieces.text() == "Quantity 10"
    manager.fill("Reason", "盘亏")
    manager.confirm()
    manager.sign("m2")
    assert pieces(desk) == {("value_card", "in_stock"): 90, ("value_card", "written_off"): 10}


@pytest.mark.usefixtures("cards")
def test_an_empty_count_is_not_a_count_of_nothing(page: Page, desk: Desk, hands: Show) -> None:
    manager = hands()
    manager.choose_kind("value_card")
    manager.key(Qt.Key.Key_F6)
    manager.confirm()
    assert page.refused is not None
    assert page.refused.code == "stock.nothing-counted"
    assert manager.dialogs() == []
    manager.at("None of them lies here")
    manager.key(Qt.Key.Key_Space)
    manager.confirm()
    manager.sign("c1")
    assert [row.pieces for row in page.taking.ui.differences.rows()] == [100]


@pytest.mark.usefixtures("cards")
def test_a_piece_is_counted_once(page: Page, hands: Show) -> None:
    manager = hands()
    manager.choose_kind("value_card")
    manager.key(Qt.Key.Key_F6)
    manager.scan("00000001", "00000040", "00000040", "00000050")
    assert list(page.errors.sentences().values()) == ["00000040 is in this count already."]
    assert [each.pieces for each in page.taking.ui.found.rows()] == [40]
    manager.key(Qt.Key.Key_F8)
    manager.key(Qt.Key.Key_F4)
    assert [(each.first, each.pieces) for each in page.taking.ui.found.rows()] == [("00000040", 11)]


@pytest.mark.duty("S1-FM-04")
@pytest.mark.usefixtures("cards")
def test_who_looks_at_the_books_begins_the_count_anew(page: Page, hands: Show) -> None:
    manager = hands()
    manager.choose_kind("value_card")
    manager.key(Qt.Key.Key_F6)
    manager.scan("00000001", "00000040")
    for key in (Qt.Key.Key_F5, Qt.Key.Key_F7):
        manager.key(key)
        assert page.panel is Panel.TAKE
    manager.key(Qt.Key.Key_Escape)
    assert page.panel is Panel.TAKE
    assert "Esc once more" in page.notice.text()
    manager.key(Qt.Key.Key_Escape)
    assert page.panel is Panel.RECEIVE
    assert page.kind is StockKind.VALUE_CARD
    manager.key(Qt.Key.Key_F6)
    assert page.taking.ui.found.rows() == ()


def test_a_number_that_was_sold_is_masked(page: Page, desk: Desk, hands: Show) -> None:
    service.receive(desk, ReceiveRange("number", "19900000001", "19900000003", new_id()))
    with act(desk, "test.sell") as doing:
        book.take(doing, StockKind.NUMBER, ["19900000002"], "O1", StockState.SOLD)
    manager = hands()
    manager.choose_kind("number")
    column = [page.ui.report.text_at(row, 0) for row in range(3)]
    assert column == ["19900000001", "199****0002", "19900000003"]


@pytest.mark.usefixtures("cards")
def test_the_page_speaks_chinese_too(page: Page, hands: Show) -> None:
    manager = hands()
    manager.choose_kind("value_card")
    use_language("zh")
    page.retranslate()
    assert page.ui.receiveHeading.text() == "入库：有价卡"
    assert page.ui.report.text_at(0, 3) == "在库"
