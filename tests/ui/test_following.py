"""A page is read anew when others change what it shows, and its clerk is never disturbed."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hallclient.base.changes import Change
from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.ui.conflict import ConflictDialog, Difference
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from hallclient.ui.widgets.data_table import Column, DataTable

PATIENCE = 10_000
"""Milliseconds that a busy PC may take; `benchmarks/changes.py` holds the promised second."""


@dataclass(frozen=True)
class Row:
    key: int
    text: str = "as it was"


class Away(HallError):
    code = "test.away"
    sentence = "The database is away."


class ListPage(Page):
    """Rows of a source that others change."""

    title = N_("Orders")
    primary_text = N_("Confirm")
    follows = frozenset({"order"})

    def __init__(self, lanes: Lanes) -> None:
        super().__init__(lanes)
        self.rows: list[Row] = [Row(key) for key in range(1, 4)]
        self.read, self.changed = 0, list[object]()
        self.away = False
        self.table, self.typed, self.choice = DataTable(), QLineEdit(), QComboBox()
        self.choice.addItems(["a", "b"])
        self.table.set_columns((Column[Row](N_("State"), lambda row: row.text),))
        self.table.row_changed.connect(self.changed.append)
        column = QVBoxLayout(self.body)
        for widget in (self.typed, self.choice, self.table):
            column.addWidget(widget)

    def opened(self) -> None:
        self.run(self.lanes.read, self._look, self._show, quiet=True)

    def on_primary(self) -> None:
        self.run(self.lanes.write, self.work, lambda _done: None)

    def work(self) -> None: ...

    def _look(self) -> tuple[Row, ...]:
        self.read += 1
        if self.away:
            raise Away
        return tuple(self.rows)

    def _show(self, rows: tuple[Row, ...]) -> None:
        self.table.renew(rows, keep=lambda row: row.key)


def order(seq: int = 1) -> tuple[Change, ...]:
    return (Change(seq, "order.complete", f"order/{seq}", 2, "C002"),)


@pytest.fixture
def page(qtbot: QtBot, lanes: Lanes) -> ListPage:
    page = ListPage(lanes)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    qtbot.waitUntil(lambda: bool(page.table.rows()))
    page.changed.clear()
    return page


def wait_for(qtbot: QtBot, page: ListPage, text: str) -> None:
    """Until any row says so."""
    qtbot.waitUntil(lambda: any(row.text == text for row in page.table.rows()), timeout=PATIENCE)


def settled(qtbot: QtBot, page: ListPage) -> None:
    qtbot.waitUntil(lambda: not page.lanes.read.busy and not page._following._timer.isActive())


def test_a_visible_page_shows_what_others_changed_within_a_second(
    qtbot: QtBot, page: ListPage
) -> None:
    page.rows[1] = Row(2, "changed")
    page.hear(order())
    wait_for(qtbot, page, "changed")


def test_what_a_page_does_not_follow_is_not_read_for(qtbot: QtBot, page: ListPage) -> None:
    page.hear((Change(1, "policy.change", "setting/x/1", 0, "M001"),))
    page.hear(())
    assert not page._following.behind
    assert page.read == 1


def test_many_changes_make_one_reading(qtbot: QtBot, page: ListPage) -> None:
    for seq in range(50):
        page.rows[1] = Row(2, f"changed {seq}")
        page.hear(order(seq))
    wait_for(qtbot, page, "changed 49")
    assert page.read == 2


def test_a_hidden_page_is_read_when_it_is_next_shown(qtbot: QtBot, page: ListPage) -> None:
    page.hide()
    page.rows[1] = Row(2, "changed")
    page.hear(order())
    assert not page._following._timer.isActive()
    page.show()
    wait_for(qtbot, page, "changed")
    assert not page._following.behind


def test_typed_text_focus_choice_and_place_stay(qtbot: QtBot, page: ListPage) -> None:
    page.resize(400, 420)
    page.rows = [Row(key) for key in range(1, 200)]
    page.hear(order())
    qtbot.waitUntil(lambda: len(page.table.rows()) == 199, timeout=PATIENCE)
    page.table.selectRow(120)
    page.table.verticalScrollBar().setValue(110)
    page.typed.setText("half a sen")
    page.typed.setFocus()
    page.typed.setSelection(2, 3)
    page.changed.clear()
    page.rows = [Row(key, "new on top") for key in range(900, 905)] + page.rows
    page.hear(order(2))
    wait_for(qtbot, page, "new on top")
    assert page.table.current() == Row(121)
    assert page.table.selectionModel().selectedRows()[0].row() == 125
    assert page.table.verticalScrollBar().value() == 115, "the same rows are in sight"
    assert page.changed == [], "the same row is current and says the same"
    assert (page.typed.text(), page.typed.selectedText()) == ("half a sen", "lf ")
    assert page.focusWidget() is page.typed


def test_at_the_top_of_a_list_one_sees_what_is_new(qtbot: QtBot, page: ListPage) -> None:
    page.rows = [Row(9, "new on top"), *page.rows]
    page.hear(order())
    wait_for(qtbot, page, "new on top")
    assert page.table.verticalScrollBar().value() == 0
    assert page.table.current() == Row(1)


def test_a_current_row_that_says_something_else_is_told_once(qtbot: QtBot, page: ListPage) -> None:
    page.table.selectRow(1)
    page.changed.clear()
    page.rows[1] = Row(2, "changed")
    page.hear(order())
    wait_for(qtbot, page, "changed")
    assert page.changed == [Row(2, "changed")]


def test_a_current_row_that_is_gone_leaves_none_current(qtbot: QtBot, page: ListPage) -> None:
    page.table.selectRow(1)
    page.changed.clear()
    page.rows = [Row(1), Row(3, "changed")]
    page.hear(order())
    wait_for(qtbot, page, "changed")
    assert page.table.current() is None
    assert page.changed == [None]
    page.rows = [Row(1), Row(3, "changed again")]
    page.hear(order(2))
    wait_for(qtbot, page, "changed again")
    assert page.table.current() is None, "nobody chose another one"


def test_while_work_runs_the_page_waits(qtbot: QtBot, page: ListPage) -> None:
    held = threading.Event()
    page.work = lambda: assert_true(held.wait(timeout=5))  # type: ignore[method-assign]
    page.on_primary()
    page.rows[1] = Row(2, "changed")
    page.hear(order())
    asked = page._following._timer
    with qtbot.waitSignal(asked.timeout):
        pass
    assert page._following.behind
    held.set()
    wait_for(qtbot, page, "changed")


def assert_true(value: bool) -> None:  # noqa: FBT001
    assert value


def test_under_a_dialog_the_page_waits_and_the_dialog_stays(qtbot: QtBot, page: ListPage) -> None:
    chosen: list[str] = []
    dialog = ConflictDialog(
        page,
        (Difference("Post", "Clerk", "Auditor"),),
        lambda: chosen.append("mine"),
        lambda: chosen.append("theirs"),
    )
    page.rows[1] = Row(2, "changed")
    page.hear(order())
    with qtbot.waitSignal(page._following._timer.timeout):
        pass
    assert page._following.behind
    assert dialog.isVisible()
    dialog.page.theirs.click()
    wait_for(qtbot, page, "changed")
    assert chosen == ["theirs"]


def test_under_a_list_pulled_down_the_page_waits(qtbot: QtBot, page: ListPage) -> None:
    page.choice.showPopup()
    page.rows[1] = Row(2, "changed")
    page.hear(order())
    with qtbot.waitSignal(page._following._timer.timeout):
        pass
    assert page._following.behind
    page.choice.hidePopup()
    wait_for(qtbot, page, "changed")


def test_another_window_s_dialog_is_no_reason_to_wait(
    qtbot: QtBot, page: ListPage, elsewhere: QDialog
) -> None:
    assert elsewhere.isVisible()
    page.rows[1] = Row(2, "changed")
    page.hear(order())
    wait_for(qtbot, page, "changed")


@pytest.fixture
def elsewhere(qapp: QApplication) -> Iterator[QDialog]:
    window = QWidget()
    dialog = QDialog(window)
    dialog.show()
    yield dialog
    dialog.close()
    window.deleteLater()


def test_a_reading_that_is_refused_is_silent_and_made_up_for(qtbot: QtBot, page: ListPage) -> None:
    page.away = True
    page.rows[1] = Row(2, "changed")
    page.hear(order())
    qtbot.waitUntil(lambda: page.read == 2, timeout=PATIENCE)
    settled(qtbot, page)
    assert page.refused is None
    assert not page.notice.isVisible()
    page.away = False
    page.hear(())
    wait_for(qtbot, page, "changed")


def test_rows_that_are_the_same_are_not_told_again(page: ListPage) -> None:
    page.table.renew(tuple(replace(row) for row in page.rows), keep=lambda row: row.key)
    assert page.changed == []


def test_both_values_are_shown_and_escape_changes_nothing(qtbot: QtBot, page: ListPage) -> None:
    chosen: list[str] = []
    dialog = ConflictDialog(
        page,
        (Difference("Post", "Clerk", "Auditor"), Difference("Fee", "", "<b>39</b>")),
        lambda: chosen.append("mine"),
        lambda: chosen.append("theirs"),
        who="M002",
    )
    shown = [label.text() for label in dialog.page.findChildren(QWidget) if hasattr(label, "text")]
    assert {"Post", "Clerk", "Auditor", "Now", "Mine", "—", "<b>39</b>"} <= set(shown)
    assert "Changed meanwhile by M002" in shown
    assert dialog.page.focusWidget() is dialog.page.cancel, "Enter decides nothing"
    with qtbot.waitSignal(dialog.finished):
        dialog.page.back()
    assert chosen == []


def test_long_values_make_the_dialog_no_higher_than_they_are(qtbot: QtBot, page: ListPage) -> None:
    page.resize(1366, 768)
    long = "A sentence of the plan's terms, as the customer hears it. " * 4
    dialog = ConflictDialog(
        page, (Difference("Terms", long, long),), lambda: None, lambda: None, who="M002"
    )
    least = dialog.height()
    qtbot.waitUntil(dialog.isVisible)
    with qtbot.waitSignal(dialog._fits.timeout):
        dialog._fits.start(0)
    form = dialog.page.form_height()
    assert dialog.page.scroll_area.height() >= form
    assert dialog.height() <= max(least, dialog.height() - dialog.page.scroll_area.height() + form)


def test_keeping_one_s_own_asks_once(qtbot: QtBot, page: ListPage) -> None:
    chosen: list[str] = []
    dialog = ConflictDialog(
        page, (), lambda: chosen.append("mine"), lambda: chosen.append("theirs")
    )
    with qtbot.waitSignal(dialog.finished):
        dialog.page.press_primary()
    assert chosen == ["mine"]
