"""Shared widgets: amounts, counting by face, prompts, tables, choices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.base.money import FACES, AmountDecimals, AmountMalformed
from hallclient.ui import rail
from hallclient.ui.handles import find
from hallclient.ui.rail import RailButton
from hallclient.ui.widgets.big_figure import BigFigure
from hallclient.ui.widgets.choice_box import ChoiceBox
from hallclient.ui.widgets.data_table import Column, DataTable
from hallclient.ui.widgets.denomination_grid import (
    DenominationGrid,
    PiecesMalformed,
    PiecesMissing,
)
from hallclient.ui.widgets.money_edit import MoneyEdit
from hallclient.ui.widgets.prompt_list import Prompt, PromptList, PromptOpen


@pytest.fixture
def money(qtbot: QtBot) -> MoneyEdit:
    field = MoneyEdit()
    field.setObjectName("amount")
    qtbot.addWidget(field)
    return field


@pytest.mark.parametrize(
    ("typed", "fen"), [("50", 5000), ("49.9", 4990), ("1,234.56", 123456), ("５０．５", 5050)]
)
def test_typed_yuan_become_fen(qtbot: QtBot, money: MoneyEdit, typed: str, fen: int) -> None:
    qtbot.keyClicks(money, typed) if typed.isascii() else money.setText(typed)
    assert money.fen() == fen
    assert type(money.fen()) is int


@pytest.mark.parametrize(
    ("typed", "error"),
    [("", AmountMalformed), ("abc", AmountMalformed), ("1.005", AmountDecimals)],
)
def test_what_is_no_amount_is_refused_by_the_field_s_name(
    money: MoneyEdit, typed: str, error: type[HallError]
) -> None:
    money.setText(typed)
    with pytest.raises(error) as refused:
        money.fen()
    assert refused.value.field == "amount"
    assert money.fen_or_none() is None


def test_a_right_amount_is_written_out_when_the_field_is_left(
    qtbot: QtBot, money: MoneyEdit
) -> None:
    with qtbot.waitActive(money):
        money.show()
    money.setFocus()
    qtbot.keyClicks(money, "1234.5")
    money.clearFocus()
    assert money.text() == "1,234.50"


@given(st.integers(min_value=0, max_value=10**12))
def test_an_amount_written_is_read_back_the_same(fen: int) -> None:
    field = MoneyEdit()
    field.set_fen(fen)
    assert field.fen() == fen


@pytest.fixture
def grid(qtbot: QtBot) -> DenominationGrid:
    grid = DenominationGrid()
    qtbot.addWidget(grid)
    with qtbot.waitActive(grid):
        grid.show()
    return grid


def row(grid: DenominationGrid, face: str) -> QLineEdit:
    return find(grid, "Pieces of {face} yuan", QLineEdit, face=face)


@pytest.mark.duty("S1-CL-10")
def test_nothing_is_prefilled_and_empty_is_not_zero(grid: DenominationGrid) -> None:
    """lesson 1: not counted is not counted zero."""
    assert grid.pieces() == {}
    assert grid.missing() == FACES
    assert not grid.is_complete()
    row(grid, "100").setText("0")
    assert grid.pieces() == {10000: 0}
    assert grid.missing() == FACES[1:]


def test_counting_by_keys_alone(qtbot: QtBot, grid: DenominationGrid) -> None:
    """lesson 17: type, add one, say none of these, and go down the faces."""
    field = row(grid, "100")
    field.setFocus()
    qtbot.keyClicks(field, "12")
    qtbot.keyClicks(field, "+")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    fifty = row(grid, "50")
    assert grid.focusWidget() is fifty
    qtbot.keyClicks(fifty, "-")
    assert grid.focusWidget() is row(grid, "20")
    assert grid.pieces() == {10000: 13, 5000: 0}
    assert grid.total_fen() == 130_000


def test_one_more_by_button_does_not_touch_the_other_rows(
    qtbot: QtBot, grid: DenominationGrid
) -> None:
    more = find(grid, "One more of {face} yuan", QPushButton, face="0.50")
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    none = find(grid, "None of {face} yuan", QPushButton, face="1")
    qtbot.mouseClick(none, Qt.MouseButton.LeftButton)
    assert grid.pieces() == {50: 2, 100: 0}


def test_a_count_that_lacks_a_face_says_which(grid: DenominationGrid) -> None:
    grid.restore(dict.fromkeys(FACES[:-2], 1))
    with pytest.raises(PiecesMissing) as refused:
        grid.complete()
    assert refused.value.field == "pieces_50"
    assert "0.50, 0.10" in str(refused.value)
    grid.restore(dict.fromkeys(FACES, 1))
    assert grid.complete() == dict.fromkeys(FACES, 1)


@pytest.mark.parametrize("typed", ["x", "1.5", "-3", "100000", "²"])
def test_pieces_are_whole_numbers(grid: DenominationGrid, typed: str) -> None:
    row(grid, "20").setText(typed)
    with pytest.raises(PiecesMalformed) as refused:
        grid.pieces()
    assert refused.value.field == "pieces_2000"
    assert not grid.is_complete()


def test_full_width_digits_are_counted(grid: DenominationGrid) -> None:
    row(grid, "20").setText("１２")
    assert grid.pieces() == {2000: 12}


@given(st.dictionaries(st.sampled_from(FACES), st.integers(min_value=0, max_value=99_999)))
def test_the_total_is_the_sum_of_what_was_typed(pieces: dict[int, int]) -> None:
    grid = DenominationGrid()
    grid.restore(pieces)
    assert grid.pieces() == pieces
    assert grid.total_fen() == sum(face * count for face, count in pieces.items())


@pytest.fixture
def prompts(qtbot: QtBot) -> PromptList:
    prompts = PromptList()
    qtbot.addWidget(prompts)
    prompts.set_prompts([Prompt("bonus", "Tell of the bonus.", "S1-CT-08"), Prompt("sum", "Sum.")])
    with qtbot.waitActive(prompts):
        prompts.show()
    return prompts


def test_space_acknowledges_the_prompt_in_focus(qtbot: QtBot, prompts: PromptList) -> None:
    box = find(prompts, "Sum.", QCheckBox)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert prompts.acknowledged_ids() == {"sum"}
    assert prompts.missing() == ("bonus",)


def test_f8_acknowledges_one_open_prompt_at_a_time(qtbot: QtBot, prompts: PromptList) -> None:
    box = find(prompts, "Sum.", QCheckBox)
    qtbot.keyClick(box, Qt.Key.Key_F8)
    assert prompts.acknowledged_ids() == {"bonus"}
    with pytest.raises(PromptOpen) as refused:
        prompts.require_all()
    assert refused.value.field == "prompt_sum"
    qtbot.keyClick(box, Qt.Key.Key_F8)
    prompts.require_all()


def test_a_prompt_that_stays_keeps_its_acknowledgement(prompts: PromptList) -> None:
    prompts.acknowledge(["bonus"])
    prompts.set_prompts([Prompt("bonus", "Tell of the bonus."), Prompt("new", "New.")])
    assert prompts.acknowledged_ids() == {"bonus"}


def test_a_table_shows_plain_text_and_tells_the_row_chosen(qtbot: QtBot) -> None:
    table = DataTable()
    qtbot.addWidget(table)
    table.set_columns(
        (Column[tuple[str, int]]("Name", lambda r: r[0]), Column("Sum", lambda r: str(r[1]))),
        empty="Nothing yet.",
    )
    table.set_rows([("<b>a</b>\x00", 1), ("b", 2)])
    table.show()
    assert table.text_at(0, 0) == "<b>a</b>"
    qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.row_chosen) as chosen:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert chosen.args == [("b", 2)]


def test_enter_on_a_row_ends_at_the_table(qtbot: QtBot) -> None:
    heard: list[int] = []

    class Around(QWidget):
        def keyPressEvent(self, event: QKeyEvent) -> None:
            heard.append(event.key())

    around = Around()
    qtbot.addWidget(around)
    table = DataTable(around)
    table.set_columns((Column[str]("Name", str),))
    around.show()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert heard == [Qt.Key.Key_Return]  # nothing to choose: the page may go on
    table.set_rows(["a"])
    with qtbot.waitSignal(table.row_chosen):
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert heard == [Qt.Key.Key_Return]


def test_new_rows_keep_the_current_one_by_its_key(qtbot: QtBot) -> None:
    table = DataTable()
    qtbot.addWidget(table)
    table.set_columns((Column[str]("Name", str),))
    table.set_rows(["a", "b", "c"])
    table.selectRow(2)
    table.set_rows(["z", "c", "b"], keep=str)
    assert table.current() == "c"
    table.set_rows([], keep=str)
    assert table.current() is None


def test_nothing_is_chosen_until_somebody_chooses(qtbot: QtBot) -> None:
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.set_choices([("pos", "Card"), ("cash", "Cash")])
    assert box.value() is None
    with qtbot.waitSignal(box.chosen):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.value() == "pos"
    box.set_choices([("cash", "Cash"), ("pos", "Card")])
    assert box.value() == "pos"
    box.set_choices([("cash", "Cash")])
    assert box.value() is None


def test_a_big_figure_shows_an_amount_or_none(qtbot: QtBot) -> None:
    figure = BigFigure(caption="Received")
    qtbot.addWidget(figure)
    assert figure.text() == "—"
    figure.set_fen(123456, "due")
    assert figure.text() == "1,234.56"
    assert figure.accessibleName() == "Received"


def test_a_page_with_a_table_that_has_room_enough_does_not_scroll(qtbot: QtBot) -> None:
    """A sentence that wraps makes Qt ask for every part's own wish, not for its least height."""
    area, body, table, words = QScrollArea(), QWidget(), DataTable(), QLabel("Nobody is held.")
    qtbot.addWidget(area)
    table.set_columns((Column[str](N_("State"), str),))
    words.setWordWrap(True)
    column = QVBoxLayout(body)
    for widget in (words, table):
        column.addWidget(widget)
    area.setWidgetResizable(True)
    area.setWidget(body)
    area.resize(400, column.totalMinimumSize().height() + 8)
    area.show()
    assert area.verticalScrollBar().maximum() == 0


def test_an_icon_is_drawn_anew_on_a_screen_of_another_scale(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    button = RailButton("Counter", "counter", "Alt+1")
    qtbot.addWidget(button)
    drawn: list[float] = []
    real = rail.icon

    def icon(name: str, size: int, ratio: float) -> QIcon:
        drawn.append(ratio)
        return real(name, size, ratio)

    monkeypatch.setattr(rail, "icon", icon)
    monkeypatch.setattr(button, "devicePixelRatioF", lambda: 1.5)
    QApplication.sendEvent(button, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert drawn == [1.5]
    assert button.icon().availableSizes()
