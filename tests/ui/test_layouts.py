"""What stands in a layout is told in its order, and nobody holds on to it for having looked."""

import gc
import weakref

from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hallclient.ui.layouts import reached_by_tab, standing_in


def test_widgets_and_layouts_come_in_the_order_in_which_they_stand(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    column, row = QVBoxLayout(root), QHBoxLayout()
    last, first = QLineEdit(), QLineEdit()  # made in another order than they stand
    column.addLayout(row)
    column.addWidget(last)
    column.insertWidget(0, first)
    assert list(standing_in(column)) == [first, row, last]
    assert list(standing_in(None)) == []


def test_tab_reaches_what_is_inside_stacks_and_rows(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    column, row, stack = QVBoxLayout(root), QHBoxLayout(), QStackedWidget()
    fields = [QLineEdit() for _ in range(4)]
    inside = QWidget()
    QGridLayout(inside).addWidget(fields[2])
    stack.addWidget(inside)
    column.addLayout(row)
    column.addWidget(stack)
    column.addWidget(fields[3])
    row.addWidget(fields[0])
    row.addWidget(fields[1])
    assert list(reached_by_tab(root)) == fields


def test_who_looked_at_a_form_does_not_keep_it(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    form = QWidget()
    QVBoxLayout(form).addWidget(QPushButton())
    column.addWidget(form)
    page.show()
    assert len(list(reached_by_tab(page))) == 1
    gone = weakref.ref(form)
    column.removeWidget(form)
    with qtbot.waitSignal(form.destroyed):
        form.deleteLater()
    del form
    gc.collect()
    assert gone() is None
