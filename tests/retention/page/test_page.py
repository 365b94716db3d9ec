"""The page of personal data that is due, worked by keys: said first, signed, then erased."""

from PySide6.QtCore import Qt

from hallclient.base.language import use_language
from hallclient.base.masking import mask_number
from tests.retention.conftest import Archive, resident
from tests.retention.page.conftest import Hands


def test_the_page_says_what_would_go_and_nothing_has_gone(hands: Hands, archive: Archive) -> None:
    ui = hands.page.ui
    assert ui.summary.text() == (
        "Due: 1 customer that left more than 24 months ago, and the notes of 0 months. "
        "Held: 0. Nothing is erased yet."
    )
    assert [ui.due.text_at(0, column) for column in range(4)] == [
        "样**",
        mask_number(resident(1)),
        "2026-11-22",
        "2028-11-23",
    ]
    assert len(archive.found("样例甲")) == 1


def test_the_second_person_signs_for_the_figures_and_then_it_is_gone(hands, archive) -> None:
    hands.confirm()
    assert hands.asked().startswith("Erase the personal data of 1 customer and")
    hands.sign("M2")
    assert "Erased: 1 customer," in hands.page.notice.text()
    assert hands.page.ui.due.rows() == ()
    assert not hands.page.primary.isEnabled()
    assert archive.found("样例甲") == set()
    assert len(archive.found("杨柳")) == 1


def test_the_same_person_cannot_sign_for_themselves(hands: Hands, archive: Archive) -> None:
    hands.confirm()
    hands.sign("M1")
    assert hands.page.refused is not None
    assert hands.page.refused.code == "approval.same-person"
    assert len(archive.found("样例甲")) == 1


def test_a_hold_is_set_and_released_by_two(hands: Hands, archive: Archive) -> None:
    ui = hands.page.ui
    hands.fill("Find a customer to hold", "杨柳")
    hands.key(Qt.Key.Key_Return)
    assert ui.chosen.text().startswith("杨*")
    hands.fill("Reason of the hold", "court, file 12")
    hands.key(Qt.Key.Key_F7)
    assert hands.asked() == f"Set the hold: {ui.chosen.text()}. court, file 12"
    hands.sign("A1")
    assert ui.held.text_at(0, 3) == "court, file 12"
    ui.held.setFocus()
    hands.fill("Reason of the hold", "file 12 closed")
    hands.key(Qt.Key.Key_F8)
    hands.sign("M2")
    assert ui.held.rows() == ()


def test_what_is_signed_for_a_hold_is_chinese_throughout(hands: Hands) -> None:
    ui = hands.page.ui
    hands.fill("Find a customer to hold", "杨柳")
    hands.key(Qt.Key.Key_Return)
    hands.fill("Reason of the hold", "法院来函")
    use_language("zh")
    hands.key(Qt.Key.Key_F7)
    assert hands.asked() == f"设置保留：{ui.chosen.text()}。法院来函"


def test_an_erasing_that_was_cut_short_is_offered_again(hands: Hands, archive: Archive) -> None:
    archive.start()
    hands.page.opened()
    hands.settle()
    assert "cut short" in hands.page.ui.summary.text()
    hands.confirm()
    assert archive.found("样例甲") == set()
