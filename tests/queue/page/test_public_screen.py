"""The hall's display: one announcement at a time, letters to be read at ten metres."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from hallclient.base.errors import HallError
from hallclient.base.language import use_language
from hallclient.queue.page.announcer import Announcer
from hallclient.queue.page.display_letters import CALL, REST
from hallclient.queue.page.public_screen import PublicCalls, PublicScreen
from hallclient.queue.rules.notices import Notice, NoticeKind
from hallclient.queue.rules.public import PublicCall, PublicView
from hallclient.queue.rules.spoken import SpokenCall
from hallclient.queue.rules.values import LineRow
from hallclient.store.trouble import DatabaseUnreachable
from hallclient.ui.jobs import Lanes
from hallclient.ui.theme import Look, apply_look
from hallclient.ui.translator import speak

AT = datetime(2026, 11, 22, 2, 15, tzinfo=UTC)


def made(serial: int, seconds: int = 0, *, called: bool = True) -> PublicCall:
    at, seq = AT + timedelta(seconds=seconds), 100 * (seconds + 9) + serial
    return PublicCall(serial, f"A{serial:03d}", serial, at, called, seq)


def view(*calls: PublicCall, notices: tuple[Notice, ...] = ()) -> PublicView:
    lines = (LineRow("A", 18, 0), LineRow("B", 3, 0), LineRow("C", 1, 0), LineRow("V", 2, 0))
    newest_first = sorted(calls, key=lambda call: call.at, reverse=True)
    return PublicView("示范营业厅", AT, tuple(newest_first), lines, notices)


def notice(serial: int, kind: str, zh: str, en: str = "") -> Notice:
    return Notice(serial, NoticeKind(kind), zh, en, AT, None, AT, "g1")


class Voice:
    """Says what it is told, and is under way until the test lets it end."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.may_end = threading.Semaphore(0)
        self.error: Exception | None = None

    def __call__(self, call: SpokenCall) -> None:
        self.said.append(call.text)
        assert self.may_end.acquire(timeout=20)
        if self.error is not None:
            raise self.error


@pytest.fixture
def voice() -> Voice:
    return Voice()


@pytest.fixture
def announcer(qapp: QApplication, voice: Voice) -> Iterator[Announcer]:
    """Shows a call for no longer than it is said."""
    one = Announcer(voice, shown_seconds=0.0)
    one.follow(view())
    yield one
    voice.may_end.release(100)
    one.close()


def ends(qtbot: QtBot, announcer: Announcer, voice: Voice) -> int:
    """Lets the announcement under way end; returns its ticket."""
    with qtbot.waitSignal(announcer.ended) as ended:
        voice.may_end.release()
    return ended.args[0].serial  # type: ignore[no-any-return]


# -- the order of announcing -----------------------------------------------------------------


@pytest.mark.duty("S1-FG-11")
def test_one_announcement_at_a_time_in_the_order_of_the_calls(
    qtbot: QtBot, announcer: Announcer, voice: Voice
) -> None:
    announcer.follow(view(made(1, 3), made(2, 1), made(3, 2)))
    qtbot.waitUntil(lambda: len(voice.said) == 1)
    assert announcer.front == made(2, 1)
    order = [ends(qtbot, announcer, voice) for _ in range(3)]
    assert order == [2, 3, 1]
    assert [text[4:7] for text in voice.said] == ["零零二", "零零三", "零零一"]


def test_a_call_stands_in_front_as_long_as_it_is_said(
    qtbot: QtBot, announcer: Announcer, voice: Voice
) -> None:
    announcer.follow(view(made(1)))
    announcer.follow(view(made(1), made(2, 5)))
    qtbot.waitUntil(lambda: len(voice.said) == 1)
    assert announcer.front == made(1)
    ends(qtbot, announcer, voice)
    assert announcer.front == made(2, 5)


def test_where_nothing_speaks_a_call_is_shown_for_a_while_all_the_same(qtbot: QtBot) -> None:
    announcer = Announcer(lambda _call: None, shown_seconds=0.3)
    announcer.follow(view())
    begun = datetime.now(UTC)
    with qtbot.waitSignal(announcer.ended):
        announcer.follow(view(made(1)))
    assert (datetime.now(UTC) - begun).total_seconds() >= 0.3
    announcer.close()


def test_who_has_come_before_their_turn_is_not_announced_any_more(
    qtbot: QtBot, announcer: Announcer, voice: Voice
) -> None:
    announcer.follow(view(made(1), made(2, 1), made(3, 2)))
    announcer.follow(view(made(1), made(2, 1, called=False), made(3, 2)))
    assert [ends(qtbot, announcer, voice) for _ in range(2)] == [1, 3]


def test_a_recall_is_announced_again(qtbot: QtBot, announcer: Announcer, voice: Voice) -> None:
    announcer.follow(view(made(1)))
    ends(qtbot, announcer, voice)
    announcer.follow(view(made(1, 20)))
    assert ends(qtbot, announcer, voice) == 1
    assert len(voice.said) == 2


def test_what_was_called_before_the_display_was_switched_on_is_shown_and_not_said(
    qtbot: QtBot, voice: Voice
) -> None:
    announcer = Announcer(voice, shown_seconds=0.0)
    announcer.follow(view(made(1), made(2, 1)))
    assert (announcer.front, announcer.saying, voice.said) == (made(2, 1), False, [])
    announcer.close()


def test_a_bug_in_the_voice_is_told_and_the_next_call_is_announced(
    qtbot: QtBot, announcer: Announcer, voice: Voice
) -> None:
    voice.error = TypeError("ours")
    announcer.follow(view(made(1), made(2, 1)))
    with qtbot.captureExceptions() as told:
        ends(qtbot, announcer, voice)
    assert [error[0] for error in told] == [TypeError]
    qtbot.waitUntil(lambda: len(voice.said) == 2)
    voice.error = None
    ends(qtbot, announcer, voice)


# -- what is on the screen -------------------------------------------------------------------

type Show = Callable[..., PublicScreen]


class Hall:
    """What the screen reads."""

    def __init__(self) -> None:
        self.now = view()
        self.error: HallError | None = None

    def view(self) -> PublicView:
        if self.error is not None:
            raise self.error
        return self.now


@pytest.fixture
def hall() -> Hall:
    return Hall()


@pytest.fixture
def show(
    qtbot: QtBot, qapp: QApplication, lanes: Lanes, voice: Voice, hall: Hall
) -> Iterator[Show]:
    """A screen of some size that shows a view, in the letters that the program comes with."""
    apply_look(qapp, Look("light", 100))
    made_here: list[PublicScreen] = []

    def begin(shown: PublicView, size: QSize | None = None) -> PublicScreen:
        hall.now = shown
        announcer = Announcer(voice, shown_seconds=0.0)
        screen = PublicScreen(PublicCalls(hall.view, lambda: AT, voice), lanes.read, announcer)
        qtbot.addWidget(screen)
        made_here.append(screen)
        screen.resize(size or QSize(1920, 1080))
        screen.show()
        again(screen, shown)
        return screen

    def again(screen: PublicScreen, shown: PublicView) -> None:
        hall.now = shown
        with qtbot.waitSignal(screen.shown):
            screen.read()
        qapp.processEvents()  # what is new in a layout is shown then

    begin.again = again  # type: ignore[attr-defined]
    yield begin
    voice.may_end.release(100)
    for screen in made_here:
        screen.announcer.close()


def labels(screen: PublicScreen, text: str) -> list[QLabel]:
    return [each for each in screen.findChildren(QLabel) if each.text() == text]


@pytest.mark.duty("S1-FG-11")
def test_the_newest_call_is_huge_and_the_others_are_listed(show: Show) -> None:
    screen = show(view(made(1), made(2, 1), made(3, 2)))
    texts = screen.texts()
    assert texts.index("A003") < texts.index("Please go to window 3") < texts.index("A002")
    assert texts.index("A002") < texts.index("Window 2") < texts.index("A001")
    assert {"18", "A  General business"} <= set(texts)


def test_a_call_is_listed_at_once_while_another_is_being_said(show: Show, qtbot: QtBot) -> None:
    screen = show(view())
    show.again(screen, view(made(1)))  # type: ignore[attr-defined]
    show.again(screen, view(made(1), made(2, 1)))  # type: ignore[attr-defined]
    texts = screen.texts()
    assert texts.index("A001") < texts.index("Please go to window 1") < texts.index("A002")


@pytest.mark.duty("S1-FG-28")
def test_a_fault_is_always_in_sight_while_the_others_take_turns(show: Show) -> None:
    hung = (
        notice(1, "fault", "自助机", "Kiosk 2"),
        notice(2, "announcement", "今日闭厅", "Closed today at 17:00"),
        notice(3, "promotion", "充 100 送 10", "Recharge 100, get 10"),
    )
    screen = show(view(notices=hung))
    seen = []
    for _ in range(4):
        seen.append([text for text in screen.texts() if "Kiosk" in text or ":" in text[1:20]])
        screen._turn_notices()
    said = ["Announcement: Closed today at 17:00", "Offer: Recharge 100, get 10"]
    for turn, texts in enumerate(seen):
        assert any(text.startswith("Kiosk 2 being upgraded, out of service") for text in texts)
        assert said[turn % 2] in texts
        assert said[1 - turn % 2] not in texts


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (3840, 2160)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_letter_is_high_enough_for_ten_metres(
    show: Show, qapp: QApplication, size: tuple[int, int], language: str
) -> None:
    use_language(language)  # type: ignore[arg-type]
    hung = (notice(1, "fault", "自助缴费机 2 号"), notice(2, "announcement", "今日闭厅"))
    calls = [made(serial, serial) for serial in range(1, 8)]
    screen = show(view(*calls, notices=hung), QSize(*size))
    assert screen.size() == QSize(*size)
    height = size[1]
    for label in screen.findChildren(QLabel):
        if not label.text() or not label.isVisibleTo(screen):
            continue
        pixels = label.font().pixelSize()
        least = CALL if label.text()[1:].isdecimal() and label.text()[0] == "A" else REST
        small = language == "en" and "  " in label.text()  # a line's English name may be longer
        assert pixels >= int(height * (REST / 2 if small else least)), label.text()


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (1024, 768)])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("much", [0, 1, 2])
def test_nothing_is_cut_off(
    show: Show, qapp: QApplication, size: tuple[int, int], language: str, much: int
) -> None:
    use_language(language)  # type: ignore[arg-type]
    hung = (
        notice(1, "fault", "长" * 40, "Long words " * 7),
        notice(2, "announcement", "长" * 40, "Long words " * 7),
    )
    calls = [replace(made(serial, serial), counter=90 + serial) for serial in range(1, 9)]
    screen = show(view(*calls, notices=hung[:much]), QSize(*size))
    qapp.processEvents()
    for label in screen.findChildren(QLabel):
        if not label.text() or not label.isVisibleTo(screen):
            continue
        drawn = QFontMetrics(label.font()).boundingRect(
            label.contentsRect(), int(Qt.TextFlag.TextWordWrap), label.text()
        )
        room = label.contentsRect()
        if label.property("role") == "number":  # in the middle of its line, a little below
            tight = QFontMetrics(label.font()).tightBoundingRect(label.text())
            assert 1.2 * tight.height() <= room.height(), label.text()
            continue
        assert drawn.width() <= room.width() + 2, label.text()
        assert drawn.height() <= room.height() + 2, label.text()


def test_the_language_changes_at_once(show: Show, qapp: QApplication) -> None:
    screen = show(view(made(3), notices=(notice(1, "fault", "自助机", "Kiosk"),)))
    speak(qapp, "zh")
    assert "请到 3 号窗口" in screen.texts()
    assert any("正在升级、暂停使用" in text for text in screen.texts())
    speak(qapp, "en")
    assert "Please go to window 3" in screen.texts()


def test_letters_keep_their_height_when_the_look_changes(
    show: Show, qapp: QApplication, qtbot: QtBot
) -> None:
    hung = (notice(1, "announcement", "今日闭厅"),)
    screen = show(view(made(3), made(2, -1), notices=hung))
    before = {each.text(): each.font().pixelSize() for each in screen.findChildren(QLabel)}
    apply_look(qapp, Look("dark", 150))
    qapp.processEvents()
    qtbot.waitUntil(lambda: labels(screen, "A002")[0].font().pixelSize() >= int(1080 * CALL))
    after = {each.text(): each.font().pixelSize() for each in screen.findChildren(QLabel)}
    assert {text: size for text, size in after.items() if text} == {
        text: size for text, size in before.items() if text
    }


def test_a_display_that_cannot_read_says_so_until_it_can(
    show: Show, hall: Hall, qtbot: QtBot
) -> None:
    screen = show(view(made(1)))
    hall.error = DatabaseUnreachable()
    sentence = "The display is not up to date. Please look at the windows."
    screen.read()
    qtbot.waitUntil(lambda: sentence in screen.texts())
    assert "A001" in screen.texts()
    hall.error = None
    show.again(screen, view(made(1)))  # type: ignore[attr-defined]
    assert sentence not in screen.texts()


def test_readings_that_come_in_a_crowd_make_one_more(show: Show, hall: Hall, qtbot: QtBot) -> None:
    screen = show(view())
    times = []
    screen.shown.connect(times.append)
    for _ in range(10):
        screen.read()
    qtbot.waitUntil(lambda: len(times) == 2)
    qtbot.waitUntil(lambda: not screen._reading)
    assert len(times) == 2


def test_escape_closes_it(show: Show, qtbot: QtBot) -> None:
    screen = show(view())
    with qtbot.waitSignal(screen.closed):
        QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert not screen.isVisible()
