"""The strip while nobody touches it: time passes, and other counters call."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hallclient.base.ids import new_id
from hallclient.counter.page import CounterPage
from hallclient.queue import service as queue
from hallclient.queue.rules import AtCounter, CallTicket, CounterAsk, Finish
from hallclient.till.book import day_for_opening
from hallclient.ui.jobs import Lanes
from tests.counter.conftest import Hall
from tests.counter.page.conftest import Around, Clerk
from tests.counter.page.test_queue_strip import (
    F2,
    F7,
    F12,
    hear,
    offered,
    shift,
    sitting,
    take,
    words,
)
from tests.pages import put_in_front


@pytest.fixture
def clerk(qtbot: QtBot, hall: Hall, lanes: Lanes, around: Around) -> Clerk:
    """Clerk c1 at counter 1, open for the queue."""
    page = CounterPage(sitting(hall.desk, around), lanes)
    put_in_front(qtbot, page, 1180, 680)
    clerk = Clerk(qtbot, page, hall, around)
    clerk.settle()
    shift(clerk, F12)
    return clerk


def test_waits_and_the_reminder_go_on_in_a_quiet_hall(clerk: Clerk) -> None:
    """Nobody does anything, so nothing is heard."""
    take(clerk)
    clerk.settle()
    clerk.page._queueing.look()
    clerk.settle()
    strip, ticks = clerk.page._queueing.strip, clerk.page._queueing._minute
    assert words(clerk) == "1 waiting, the longest 0 min"
    clock: Any = clerk.hall.desk.clock
    clock.set(clock.now() + timedelta(minutes=25))
    assert ticks.isActive()
    ticks.timeout.emit()
    clerk.settle()
    assert words(clerk) == "1 waiting, the longest 25 min"
    assert strip.reminder.isVisible()
    clerk.press(F2)
    assert ticks.isActive()
    shift(clerk, Qt.Key.Key_F4, F12)
    assert offered(clerk) == {"open"}
    assert not ticks.isActive()


def test_whom_another_counter_has_called_can_be_chosen_no_more(clerk: Clerk) -> None:
    first, second = take(clerk), take(clerk)
    other = clerk.hall.at("c2", 2)
    queue.open_counter(other, CounterAsk(new_id()), day_for_opening)
    shift(clerk, Qt.Key.Key_F8)
    ask = clerk.page._queueing.strip.ask
    clerk.choose("Ticket", second.serial)
    queue.call(other, CallTicket(new_id()))
    hear(clerk, "queue.call")
    assert ask.choice.value() == second.serial
    assert [value for value, _text in ask.choice._choices] == [second.serial]
    queue.start(other, AtCounter(new_id()))
    queue.finish(other, Finish(new_id()))
    clerk.choose("Ticket", second.serial)
    third = take(clerk)
    queue.call(other, CallTicket(new_id()))
    hear(clerk, "queue.call")
    assert ask.choice.value() is None, "nobody calls whom they have not chosen"
    assert [value for value, _text in ask.choice._choices] == [third.serial]
    clerk.press(F7)  # another question is not of tickets
    queue.start(other, AtCounter(new_id()))
    queue.finish(other, Finish(new_id()))
    queue.call(other, CallTicket(new_id()))
    hear(clerk, "queue.call")
    assert (ask.is_open, clerk.code) == (False, "queue.empty")
    assert first.serial < third.serial
