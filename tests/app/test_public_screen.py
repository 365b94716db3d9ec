"""The hall's display as a program of its own, and as a second window of the manager's client."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallclient import hall as house
from hallclient.app.client import Client
from hallclient.app.public_screen import Display, DisplayOpening
from hallclient.base.clock import ScriptClock
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.devices.sound import NEVER, read_clip
from hallclient.devices.voice import Spoken
from hallclient.queue import service as queue
from hallclient.queue.rules import AtCounter, CallTicket, CounterAsk, TakeTicket
from hallclient.queue.rules.notices import OfNotice, PutUpNotice
from hallclient.queue.rules.spoken import SpokenCall
from hallclient.queue.service import notices
from hallclient.store.desk import Desk
from hallclient.store.trouble import DatabaseUnreachable
from hallclient.store.versions import DatabaseOlder
from hallclient.till import book as till
from hallclient.ui.palette import Palette
from tests.app.conftest import Start, quiet, sign_in


class Other:
    """Another PC of the hall, at which tickets are taken and called."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.counter = desk.acting("C001", 3)
        queue.open_counter(self.counter, CounterAsk(new_id()), till.day_for_opening)

    def call(self) -> str:
        ask = TakeTicket(new_id(), "A", note="王女士")
        queue.take(self.desk.acting("M001", 0), ask, till.day_for_opening)
        return queue.call(self.counter, CallTicket(new_id())).ticket.number

    def start(self) -> None:
        queue.start(self.counter, AtCounter(new_id()))


@pytest.fixture
def other(hall: house.HallPlace, clock: ScriptClock) -> Iterator[Other]:
    opened = house.open_hall(hall, clock)
    yield Other(opened.desk)
    opened.close()


@pytest.fixture
def display(qapp: QApplication, hall: house.HallPlace, clock: ScriptClock) -> Iterator[Display]:
    """A display that says what it announces into a list."""
    said: list[str] = []
    opening = DisplayOpening(hall.url, clock=clock, say=lambda call: said.append(call.text))
    one = Display(opening)
    one.said = said  # type: ignore[attr-defined]
    yield one
    one.close()


def opened(qtbot: QtBot, display: Display) -> None:
    with qtbot.waitSignal(display.screen.shown, timeout=20_000):
        display.start()
    qtbot.waitUntil(lambda: display.following)


@pytest.mark.duty("S1-FG-11", "S1-FG-28")
def test_what_is_called_and_put_up_elsewhere_is_on_the_display(
    qtbot: QtBot, display: Display, other: Other
) -> None:
    opened(qtbot, display)
    number = other.call()
    qtbot.waitUntil(lambda: number in display.screen.texts(), timeout=20_000)
    assert "请到 3 号窗口" in display.screen.texts()
    notices.put_up(other.counter, PutUpNotice(new_id(), "fault", "自助机"))
    qtbot.waitUntil(lambda: any("暂停使用" in text for text in display.screen.texts()))
    assert display.said == ["请 A 零零一 号，到 3 号窗口办理"]  # type: ignore[attr-defined]
    assert "王" not in "".join(display.screen.texts())


@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_display_whose_clock_is_wrong_announces_all_the_same(
    qtbot: QtBot, display: Display, other: Other, clock: ScriptClock, minutes: int
) -> None:
    display._opening.clock = ScriptClock(clock.now() + timedelta(minutes=minutes))
    opened(qtbot, display)
    other.call()
    qtbot.waitUntil(lambda: len(display.said) == 1, timeout=20_000)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "trouble", [DatabaseUnreachable, DatabaseOlder, house.HallAbsent, house.HallUnknown]
)
def test_a_display_is_switched_on_before_its_server_and_opens_by_itself(
    qtbot: QtBot, display: Display, hall: house.HallPlace, trouble: type[HallError],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    tries = opens_at_the_second(monkeypatch, trouble(hall="H009"))
    display.start()
    qtbot.waitUntil(lambda: display.following, timeout=20_000)
    qtbot.waitUntil(lambda: "样例营业厅" in display.screen.texts())
    assert len(tries) == 2


def test_a_display_opens_after_a_bug_too_and_says_so_meanwhile(
    qtbot: QtBot, display: Display, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens_at_the_second(monkeypatch, LookupError("ours"))
    noted: list[str] = []
    display._opening.log = noted.append
    with qtbot.captureExceptions() as told:
        display.start()
        qtbot.waitUntil(lambda: any("叫号信息暂未更新" in text for text in display.screen.texts()))
        qtbot.waitUntil(lambda: display.following, timeout=20_000)
    assert [error[0] for error in told] == [LookupError]
    assert noted == ["display: LookupError"], "nobody stands there at night to read it"


def opens_at_the_second(monkeypatch: pytest.MonkeyPatch, error: Exception) -> list[object]:
    """The first try to open the hall comes to nothing."""
    real, tries = house.open_display, []

    def open_display(*args: object) -> house.OpenHall:
        tries.append(args)
        if len(tries) == 1:
            raise error
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(house, "open_display", open_display)
    return tries


def test_a_display_that_was_closed_opens_no_more(
    qtbot: QtBot, display: Display, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = opens_at_the_second(monkeypatch, DatabaseUnreachable())
    display.start()
    qtbot.waitUntil(lambda: len(tries) == 1 and display._again.isActive())
    display.screen.close()
    assert not display._again.isActive()
    display._on_open((display._opening, 0))  # type: ignore[arg-type]  # it was under way
    assert not display.following


def test_a_hall_that_opens_after_the_display_was_closed_is_closed_as_well(
    qtbot: QtBot, display: Display, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_go, closed = threading.Event(), threading.Event(), threading.Event()
    real, real_close = house.open_display, house.OpenHall.close

    def slow(*args: object) -> house.OpenHall:
        begun.set()
        assert may_go.wait(20)
        return real(*args)  # type: ignore[arg-type]

    def close(opened: house.OpenHall) -> None:
        real_close(opened)
        closed.set()

    monkeypatch.setattr(house, "open_display", slow)
    monkeypatch.setattr(house.OpenHall, "close", close)
    display.start()
    assert begun.wait(20)
    assert display.close(0.05) is False
    may_go.set()
    assert closed.wait(20)
    assert display._hall is None


def test_a_database_that_is_not_there_is_said_on_the_display(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    one = Display(DisplayOpening(f"sqlite:///{tmp_path / 'none.db'}", say=lambda _call: None))
    one.start()
    qtbot.waitUntil(lambda: any("没有数据库" in text for text in one.screen.texts()))
    one.close()


def test_announcements_can_be_kept_as_sound_files(
    qtbot: QtBot, qapp: QApplication, hall: house.HallPlace, clock: ScriptClock, other: Other,
    tmp_path: Path,
) -> None:  # fmt: skip
    folder = tmp_path / "calls"
    one = Display(DisplayOpening(hall.url, clock=clock, calls_folder=folder))
    opened(qtbot, one)
    other.call()
    qtbot.waitUntil(lambda: folder.is_dir() and len(list(folder.glob("*.wav"))) == 1)
    (file,) = folder.glob("*.wav")
    qtbot.waitUntil(lambda: not one.screen.announcer.saying, timeout=20_000)
    assert read_clip(file).seconds > 10
    one.close()


def test_a_voice_that_never_ends_holds_neither_the_display_nor_its_end(
    qtbot: QtBot, qapp: QApplication, hall: house.HallPlace, clock: ScriptClock, other: Other
) -> None:
    may_end = threading.Event()
    said: list[str] = []

    def hang(call: SpokenCall) -> None:
        said.append(call.text)
        may_end.wait(20)

    one = Display(DisplayOpening(hall.url, clock=clock, say=hang))
    opened(qtbot, one)
    first = other.call()
    qtbot.waitUntil(lambda: len(said) == 1, timeout=20_000)
    other.start()
    notices.put_up(other.counter, PutUpNotice(new_id(), "fault", "自助机"))
    qtbot.waitUntil(lambda: any("暂停使用" in text for text in one.screen.texts()))
    assert first in one.screen.texts()
    assert one.close(0.1) is False
    may_end.set()


# -- as a second window ----------------------------------------------------------------------


def choose(client: Client, text: str) -> None:
    """By Ctrl+K, as anything is found."""
    QTest.keyClick(client.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = client.window.findChild(Palette)
    assert isinstance(palette, Palette)
    QTest.keyClicks(palette.typed, text)
    QTest.keyClick(palette.typed, Qt.Key.Key_Return)
    palette.close()


def test_the_manager_opens_the_display_by_name_and_it_follows_the_hall(
    qtbot: QtBot, start: Start, hall: house.HallPlace, other: Other,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("HALLCLIENT_VOICE", "none")
    client = start(hall, counter=0)
    quiet(qtbot, client)
    sign_in(qtbot, client, "M001")
    choose(client, "display")
    assert client.screens.display is not None
    screen = client.screens.display.screen
    qtbot.waitUntil(lambda: "样例营业厅" in screen.texts())
    number = other.call()
    qtbot.waitUntil(lambda: number in screen.texts(), timeout=20_000)
    QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert client.screens.display is None


def test_a_display_that_is_closed_while_it_speaks_falls_silent_and_goes(
    qtbot: QtBot, start: Start, hall: house.HallPlace, other: Other,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    speaks, ended, may_end = threading.Event(), threading.Event(), threading.Event()

    class Slow:
        def say(self, spoken: Spoken, stop: threading.Event = NEVER) -> None:
            speaks.set()
            stop.wait(20)
            ended.set()
            may_end.wait(20)  # a driver takes its time

    monkeypatch.setattr("hallclient.devices.voice.voices_here", lambda *_args: (Slow(),))
    monkeypatch.setattr("hallclient.devices.voice.STOP_SECONDS", 20.0)
    client = start(hall, counter=0)
    quiet(qtbot, client)
    sign_in(qtbot, client, "M001")
    choose(client, "display")
    display = client.screens.display
    assert display is not None
    qtbot.waitUntil(lambda: "样例营业厅" in display.screen.texts())
    other.call()
    qtbot.waitUntil(speaks.is_set, timeout=20_000)
    QTest.keyClick(display.screen, Qt.Key.Key_Escape)
    qtbot.waitUntil(ended.is_set)
    assert client.screens.close(0) is False  # the client knows of the thread that is left
    with qtbot.waitSignal(display.screen.destroyed, timeout=20_000):
        client.screens._let_go()
        may_end.set()
    assert client.screens.close(0) is True


def test_a_clerk_has_no_display_to_open(qtbot: QtBot, start: Start, hall: house.HallPlace) -> None:
    client = start(hall)
    quiet(qtbot, client)
    sign_in(qtbot, client, "C001")
    choose(client, "display")
    assert client.screens.display is None


@pytest.mark.duty("S1-FG-27")
def test_a_fault_is_told_to_the_duty_manager_until_maintenance_was_called(
    qtbot: QtBot, start: Start, hall: house.HallPlace, other: Other
) -> None:
    client = start(hall, counter=0)
    quiet(qtbot, client)
    sign_in(qtbot, client, "M001")
    hung = notices.put_up(other.counter, PutUpNotice(new_id(), "fault", "自助机"))
    alerts = client.window.desk.top.alerts
    qtbot.waitUntil(lambda: "fault" in alerts(), timeout=20_000)
    assert "自助机" in alerts()["fault"]
    notices.report(other.desk.acting("M001", 0), OfNotice(new_id(), hung.serial, "14:00 到"))
    qtbot.waitUntil(lambda: "fault" not in alerts(), timeout=20_000)


def test_whoever_of_the_managers_sits_down_later_is_told_too_and_a_clerk_is_not(
    qtbot: QtBot, start: Start, hall: house.HallPlace, other: Other
) -> None:
    notices.put_up(other.counter, PutUpNotice(new_id(), "fault", "自助机"))
    client = start(hall, counter=0)
    quiet(qtbot, client)
    for code, told in (("C001", False), ("M001", True)):
        sign_in(qtbot, client, code)
        quiet(qtbot, client)
        qtbot.waitUntil(
            lambda told=told: ("fault" in client.window.desk.top.alerts()) is told  # type: ignore[misc]
        )
        client.window.sign_out()
        qtbot.waitUntil(lambda: not client.window.at_work)
