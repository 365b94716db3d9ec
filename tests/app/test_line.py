"""The way to the database: whoever finds it broken, the window hears that it is back."""

import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from hallclient.app.client import Client
from hallclient.app.feed import Feed
from hallclient.app.line import Line, LineShown
from hallclient.base.clock import ScriptClock, from_hall
from hallclient.store.trouble import DatabaseBusy
from hallclient.store.unit_of_work import Store
from hallclient.ui.jobs import Lanes
from tests.conftest import DAY

DEADLINE = 10
NOW = from_hall(DAY, 9, 0)


class Slow:
    """A store whose database answers a knock when it is let."""

    def __init__(self) -> None:
        self.away = False
        self.knocked, self.answer = threading.Event(), threading.Event()
        self._told: Callable[[], object] = lambda: None

    def refuse_when_away(self, told: Callable[[], object]) -> None:
        self._told = told

    def try_each_time(self) -> None:
        self.away = False

    def knock(self) -> None:
        self.knocked.set()
        assert self.answer.wait(DEADLINE)
        self.away = False

    def breaks(self) -> None:
        """Another lane finds it out."""
        self.away = True
        self._told()


@pytest.fixture
def store() -> Slow:
    return Slow()


@pytest.fixture
def line(qtbot: QtBot, store: Slow) -> Iterator[Line]:
    assert qtbot is not None
    line = Line(cast("Store", store))
    yield line
    store.answer.set()
    line.close()


def test_a_break_found_while_a_knock_is_under_way_ends_as_any_other(
    qtbot: QtBot, store: Slow, line: Line
) -> None:
    line.knock()
    assert store.knocked.wait(DEADLINE)
    with qtbot.waitSignal(line.gone):
        store.breaks()
    with qtbot.waitSignal(line.back):
        store.answer.set()
    assert not line.away


def test_a_knock_without_a_break_says_nothing(qtbot: QtBot, store: Slow, line: Line) -> None:
    store.answer.set()
    with qtbot.assertNotEmitted(line.back):
        line.knock()
        qtbot.waitUntil(lambda: not line._lane.busy)


def test_a_break_is_told_back_once(qtbot: QtBot, store: Slow, line: Line) -> None:
    store.answer.set()
    with qtbot.waitSignals([line.gone, line.back], order="strict"):
        store.breaks()
    with qtbot.assertNotEmitted(line.back):
        line.knock()
        qtbot.waitUntil(lambda: not line._lane.busy)


class News(QObject):
    heard = Signal(object)
    reached = Signal(bool)


class Desk(QObject):
    """As much of a client as is told of the line."""

    def __init__(self, store: Slow, bring_home: Callable[[], object]) -> None:
        super().__init__()
        self.seat = object()
        self.lanes = Lanes.open(self)
        self.backstage = SimpleNamespace(
            desk=SimpleNamespace(store=store), bring_home=bring_home, clock=ScriptClock(NOW)
        )
        self.alerts: dict[str, str] = {}
        self.top: object = SimpleNamespace(set_alert=self._alert)

    def _alert(self, key: str, say: Callable[[], str] | None, *_does: object) -> None:
        self.alerts.pop(key, None)
        if say is not None:
            self.alerts[key] = say()


def test_a_break_while_the_desk_is_being_made_is_told_when_its_person_sits(
    qtbot: QtBot, store: Slow
) -> None:
    desk = Desk(store, lambda: None)
    shown, top, desk.top = LineShown(cast("Client", desk), cast("Feed", News())), desk.top, None
    with qtbot.waitSignal(shown.line.gone):
        store.breaks()
    desk.top = top
    assert desk.alerts == {}
    shown.enter(("H00120261122010001",))
    assert set(desk.alerts) == {"database", "taken"}
    store.answer.set()
    shown.close()
    desk.lanes.close()


def test_pages_are_read_anew_even_if_what_is_kept_here_cannot_go_home(
    qtbot: QtBot, store: Slow
) -> None:
    def refused() -> None:
        raise DatabaseBusy

    desk, news = Desk(store, refused), News()
    shown = LineShown(cast("Client", desk), cast("Feed", news))
    with qtbot.waitSignal(news.heard) as heard:
        shown.line.back.emit()
    assert heard.args == [()]
    shown.close()
    desk.lanes.close()
