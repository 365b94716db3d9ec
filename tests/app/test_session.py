"""The PC sleeps, another user comes, the session ends: nothing typed is lost, nothing is shown."""

import ctypes
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from hallclient import hall as house
from hallclient.app import session as session_module
from hallclient.app.client import Client
from hallclient.app.session import Session, SessionWindow, Step, steps_after
from hallclient.base.clock import ScriptClock
from hallclient.counter import service as counter
from hallclient.counter.page import CounterPage
from hallclient.devices.session_news import WM_POWERBROADCAST, WM_WTSSESSION_CHANGE, News
from hallclient.staff import passwords
from hallclient.till import service as till
from hallclient.ui.jobs import Job
from tests.app.conftest import Start, quiet, sign_in
from tests.faults.conftest import CHEAP, PASSWORD, Hall, people_and_goods

MOBILE = "13800138000"


@pytest.fixture
def client(
    qtbot: QtBot,
    place: house.HallPlace,
    start: Start,
    clock: ScriptClock,
    monkeypatch: pytest.MonkeyPatch,
) -> Client:
    """c1 at counter 1, with an open shift and nothing typed yet."""
    monkeypatch.setattr(passwords, "COST", CHEAP)
    new = house.NewHall("H001", "样例营业厅", "m1", "值班甲", PASSWORD)
    opened = house.create_hall(place, new, clock)
    people_and_goods(opened.desk.acting("m1", 0))
    hall = Hall(opened.desk.acting("c1", 1))
    hall.open(hall.desk)
    opened.close()
    client = start(place)
    sign_in(qtbot, client, "c1", PASSWORD)
    return client


@pytest.fixture
def session(qapp: QApplication, client: Client) -> Iterator[Session]:
    session = Session(qapp, client)
    yield session
    session.close()


def type_mobile(qtbot: QtBot, client: Client) -> None:
    """Half an order: the draft is not on its way yet when this returns."""
    page = client.window.go("counter")
    assert isinstance(page, CounterPage)
    page.start("recharge")
    quiet(qtbot, client)
    assert page.fill.form is not None
    edit = page.fill.form.input("mobile")
    assert isinstance(edit, QLineEdit)
    edit.setFocus()
    QTest.keyClicks(edit, MOBILE)
    assert page.about_to_work


def drafts(client: Client) -> list[str]:
    """The mobiles of the drafts that are in the books."""
    assert client.seat is not None
    views = counter.drafts(client.seat.desk)
    return [line.fields["mobile"] for view in views for line in view.draft.lines]


@pytest.mark.parametrize("news", News)
def test_nobody_at_the_desk_has_anything_to_lose(news: News) -> None:
    assert steps_after(news, at_work=False) == ()


def test_what_was_typed_is_saved_before_the_screen_goes() -> None:
    for news in (News.SLEEPS, News.LEFT):
        assert steps_after(news, at_work=True) == (Step.SAVE, Step.LOCK)


def test_a_pc_that_woke_is_locked_even_if_it_never_said_good_night() -> None:
    steps = steps_after(News.WOKE, at_work=True)
    assert steps.index(Step.LOCK) < steps.index(Step.KNOCK) < steps.index(Step.READ_ANEW)


@pytest.mark.parametrize("news", [News.SLEEPS, News.LEFT])
def test_a_pc_that_is_left_keeps_the_draft_and_locks(
    qtbot: QtBot, client: Client, session: Session, news: News
) -> None:
    type_mobile(qtbot, client)
    session.on_news(news)
    assert client.window.locked
    quiet(qtbot, client)
    assert drafts(client) == [MOBILE]


def test_a_pc_that_woke_on_another_day_reads_everything_anew(
    qtbot: QtBot, client: Client, session: Session, clock: ScriptClock
) -> None:
    client.window.go("counter")
    quiet(qtbot, client)
    clock.set(clock.now() + timedelta(hours=14, minutes=7))
    knocked: list[bool] = []
    assert client.line is not None
    client.line.line.knock = lambda: knocked.append(True)  # type: ignore[method-assign]
    heard: list[object] = []
    assert client.feed is not None
    client.feed.heard.connect(heard.append)
    session.on_news(News.WOKE)
    assert client.window.locked
    assert knocked == [True]
    assert heard == [()]
    assert client.window.desk.top.clock.text() == "23:07"


def test_the_end_of_the_session_waits_for_what_was_typed(
    qtbot: QtBot, client: Client, session: Session
) -> None:
    type_mobile(qtbot, client)
    session.on_session_ends()
    assert drafts(client) == [MOBILE], "in the books when the question is answered"
    assert not client.window.locked, "somebody else may say no, and the person works on"


def test_the_end_of_the_session_waits_for_a_commit_under_way_but_not_for_ever(
    qtbot: QtBot, client: Client, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, done = threading.Event(), threading.Event()

    def commit(_step: object) -> None:
        held.wait(timeout=20)
        done.set()

    client.lanes.write.start(Job(commit))
    monkeypatch.setattr(session_module, "ENDING_SECONDS", 0.2)
    before = time.monotonic()
    session.on_session_ends()
    assert 0.2 <= time.monotonic() - before < 5
    threading.Timer(0.3, held.set).start()
    monkeypatch.setattr(session_module, "ENDING_SECONDS", 15.0)
    session.on_session_ends()
    assert done.is_set()
    quiet(qtbot, client)


def test_closing_takes_little_when_the_session_ends_and_waits_for_a_person(
    session: Session,
) -> None:
    assert session.patience(20.0) == 20.0
    session.on_session_ends()
    assert session.patience(20.0) == session_module.ENDING_SECONDS


def test_a_client_closes_beside_a_thread_that_never_ends(qtbot: QtBot, client: Client) -> None:
    type_mobile(qtbot, client)
    held = threading.Event()
    client.paper.start(Job(lambda _step: held.wait(timeout=30)))
    assert client.seat is not None
    desk = client.seat.desk
    before = time.monotonic()
    assert client.close(2.0) is False
    assert time.monotonic() - before < 10
    assert till.my_till(desk).shift is not None
    (view,) = counter.drafts(desk)
    assert view.draft.lines[0].fields["mobile"] == MOBILE
    desk.store.close()
    held.set()


def test_a_client_with_nothing_under_way_has_ended(client: Client) -> None:
    assert client.close(5.0) is True


@pytest.mark.parametrize(
    ("message", "wparam", "news"),
    [(WM_POWERBROADCAST, 0x12, News.WOKE), (WM_WTSSESSION_CHANGE, 0x7, News.LEFT)],
)
def test_the_hidden_window_hears_what_windows_sends(
    qtbot: QtBot, message: int, wparam: int, news: News
) -> None:
    if QGuiApplication.platformName() != "windows":
        pytest.skip("messages of Windows go to windows of Windows")
    window = SessionWindow()
    with qtbot.waitSignal(window.told) as told:
        handle = ctypes.c_void_p(int(window.winId()))
        ctypes.windll.user32.SendMessageW(  # type: ignore[attr-defined]
            handle, message, ctypes.c_size_t(wparam), ctypes.c_ssize_t(0)
        )
    assert told.args == [news]
    window.end()


def test_the_hidden_window_keeps_no_program_open(
    qtbot: QtBot, client: Client, session: Session
) -> None:
    """Qt ends the program when the last window that can be seen is closed."""
    seen = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    assert seen == [client.window]


def test_windows_own_question_and_its_end_arrive(
    qtbot: QtBot, qapp: QApplication, client: Client, session: Session
) -> None:
    """WM_QUERYENDSESSION is answered with yes, once the draft is in the books; WM_ENDSESSION is
    the last thing that the program hears."""
    if QGuiApplication.platformName() != "windows":
        pytest.skip("messages of Windows go to windows of Windows")
    type_mobile(qtbot, client)
    ends: list[bool] = []
    qapp.aboutToQuit.connect(lambda: ends.append(True))
    send = ctypes.windll.user32.SendMessageW  # type: ignore[attr-defined]
    window = ctypes.c_void_p(int(client.window.winId()))
    assert send(window, 0x0011, ctypes.c_size_t(0), ctypes.c_ssize_t(0)) == 1
    assert drafts(client) == [MOBILE]
    assert session.patience(20.0) == session_module.ENDING_SECONDS
    send(window, 0x0016, ctypes.c_size_t(1), ctypes.c_ssize_t(0))
    assert ends == [True]
