"""Orders found again, printed again, reversed; single ones, never a sum."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from hallclient.base.money import yuan
from hallclient.counter import service
from hallclient.ui.handles import find, named
from tests.counter.conftest import Hall, recharge
from tests.counter.page.conftest import Clerk


def search(searcher: Clerk, text: str) -> None:
    searcher.write("Order number, its end, or a mobile number", text)
    searcher.press(Qt.Key.Key_Return)


def ask_reversal(searcher: Clerk, reason: str = "客户办错") -> None:
    searcher.write("Reason of the reversal", reason)
    searcher.write("Why the original receipt is missing, if it is", "lost")
    searcher.press(Qt.Key.Key_F8)


def test_found_by_the_end_of_its_number_and_by_mobile(hall: Hall, searcher: Clerk) -> None:
    hall.sell(recharge("13800138000", "50"))
    second = hall.sell(recharge("13900139000", "60"))
    search(searcher, "0002")
    assert [row.order_no for row in searcher.page.table.rows()] == [second.order_no]
    assert second.order_no == searcher.page.number.text()
    search(searcher, "13900139000")
    assert [row.order_no for row in searcher.page.table.rows()] == [second.order_no]
    search(searcher, "13700137000")
    assert searcher.page.table.rows() == ()
    assert not searcher.page.primary.isEnabled()


def test_the_latest_of_this_counter_are_there_at_once(hall: Hall, searcher: Clerk) -> None:
    mine = hall.sell(recharge())
    hall.sell(recharge(), desk=hall.at("c2", 2))
    search(searcher, "")
    assert [row.order_no for row in searcher.page.table.rows()] == [mine.order_no]


def test_a_copy_counts(hall: Hall, searcher: Clerk) -> None:
    hall.sell(recharge())
    search(searcher, "0001")
    searcher.go_on()
    assert "Copy 1" in searcher.page.notice.text()
    searcher.go_on()
    assert "Copy 2" in searcher.page.notice.text()
    assert searcher.page.table.current().copies == 2
    assert searcher.around.printed == 2


def test_what_was_entered_later_still_says_so_when_printed_again(
    hall: Hall, searcher: Clerk
) -> None:
    hall.sell(recharge())
    hall.sell(
        recharge(), done_at="08:20", late_reason="power cut", signatures={"late": hall.sign("m1")}
    )
    search(searcher, "")
    table = searcher.page.table
    assert [table.text_at(row, 4) for row in range(2)] == ["Entered later", "Complete"]
    searcher.go_on()
    assert table.text_at(0, 4) == "Entered later, copy 1"


def test_a_reversal_with_a_signature_once(hall: Hall, searcher: Clerk) -> None:
    order = hall.sell(recharge())
    search(searcher, "0001")
    searcher.press(Qt.Key.Key_F8)
    assert searcher.code == "reason.required"
    assert searcher.sentence("reason")
    ask_reversal(searcher)
    searcher.sign("m1")
    assert "Give back: Cash 50.00" in searcher.page.notice.text()
    done = service.order_of(hall.desk, order.order_no)
    assert done.reversal_no
    assert "Reversed by" in searcher.page.detail.text()
    ask_reversal(searcher)
    assert searcher.code == "order.reversed"
    assert searcher.dialog() is None


def test_the_clerk_cannot_sign_alone(hall: Hall, searcher: Clerk) -> None:
    hall.sell(recharge())
    search(searcher, "0001")
    ask_reversal(searcher)
    searcher.sign("c1")
    assert searcher.code == "approval.same-person"
    assert searcher.page.table.current().reversal_no == ""


def test_a_reason_is_not_carried_over_to_another_order(hall: Hall, searcher: Clerk) -> None:
    hall.sell(recharge())
    hall.sell(recharge())
    search(searcher, "0001")
    searcher.write("Reason of the reversal", "wrong number")
    search(searcher, "0002")
    assert find(searcher.page, "Reason of the reversal", QLineEdit).text() == ""


@pytest.mark.duty("S2-KA-23")
def test_no_total_of_takings_is_shown(hall: Hall, searcher: Clerk) -> None:
    for amount in ("50", "60"):
        hall.sell(recharge(amount=amount))
    search(searcher, "")
    texts = [label.text() for label in searcher.page.findChildren(QLabel)]
    names = [widget.accessibleName() for widget in named(searcher.page, QWidget)]
    cells = [searcher.page.table.text_at(row, column) for row in range(2) for column in range(5)]
    for total in (yuan(11_000), yuan(61_000)):
        assert not any(total in text for text in (*texts, *names, *cells))
    assert not any("0.00" in cell for cell in cells), "the list holds no amounts at all"
