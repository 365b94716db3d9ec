"""The window: gate, rooms by permission, lock, palette, keys, language, look."""

import threading
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hallclient.base.clock import ScriptClock
from hallclient.base.errors import HallError
from hallclient.base.language import N_, Language, tr
from hallclient.ui.authorise import AuthoriseDialog, SignAsk
from hallclient.ui.handles import NotFound, find
from hallclient.ui.jobs import Lanes
from hallclient.ui.keys_sheet import KeysSheet
from hallclient.ui.page import Page
from hallclient.ui.palette import Finder, Palette
from hallclient.ui.rail import Rail, RailButton
from hallclient.ui.shell import Entry, Person, Place, Room, WindowCalls
from hallclient.ui.theme import Look, apply_look
from hallclient.ui.window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


class Refused(HallError):
    code = "signin.failed"
    sentence = "Code or password is wrong."


class DraftPage(Page):
    title = N_("Counter")
    primary_text = N_("Confirm")

    def __init__(self, lanes: Lanes) -> None:
        super().__init__(lanes)
        self.confirmed = 0
        self.draft = QLineEdit()
        self.draft.setAccessibleName("Draft")
        QFormLayout(self.body).addRow("Draft", self.draft)
        self.add_key("F6", N_("Retry"), lambda: None)

    def on_primary(self) -> None:
        self.confirmed += 1


class Stage:
    """A window with two rooms for everybody and one for managers, and what it asked for."""

    def __init__(self, lanes: Lanes, clock: ScriptClock) -> None:
        self.lanes = lanes
        self.made: list[str] = []
        self.done: list[str] = []
        self.signed_out = 0
        self.kept: list[tuple[Look, Language]] = []
        self.locked: list[bool] = []
        self.window = MainWindow(
            WindowCalls(
                clock.now,
                self._unlock,
                self._sign_out,
                lambda text: {"充值缴费": ["czjf"], "补换卡": ["bhk"]}.get(text, []),
                lambda look, language: self.kept.append((look, language)),
                self.locked.append,
            ),
            lanes,
            Look(),
        )

    def _unlock(self, code: str, password: str) -> None:
        if (code, password) != ("1001", "right"):
            raise Refused(field="password")

    def _sign_out(self) -> None:
        self.signed_out += 1

    def _room(self, room_id: str) -> Callable[[], Page]:
        def make() -> Page:
            self.made.append(room_id)
            return DraftPage(self.lanes)

        return make

    def enter(self, *permissions: str) -> DraftPage:
        person = Person("1001", "Li", N_("Second person"), frozenset(permissions))
        rooms = (
            Room("counter", "Counter", "counter", self._room("counter")),
            Room("orders", "Orders", "orders", self._room("orders")),
            Room("day", "Day", "day", self._room("day"), frozenset({"day.close"})),
        )
        entries = (
            Entry("101", "充值缴费", lambda: self.done.append("recharge")),
            Entry("104", "补换卡", lambda: self.done.append("sim"), words="SIM replacement"),
        )
        self.window.enter(person, Place("Sample hall", 2), rooms, entries)
        page = self.window.desk.current
        assert isinstance(page, DraftPage)
        return page


@pytest.fixture
def stage(qtbot: QtBot, qapp: QApplication, lanes: Lanes, clock: ScriptClock) -> Stage:
    apply_look(qapp, Look())
    stage = Stage(lanes, clock)
    qtbot.addWidget(stage.window)
    with qtbot.waitActive(stage.window):
        stage.window.show()
    return stage


def dialog_of[D: QDialog](stage: Stage, kind: type[D]) -> D:
    (dialog,) = [dialog for dialog in stage.window.findChildren(kind) if dialog.isVisible()]
    return dialog


def test_pages_are_made_when_their_room_is_entered_and_kept(qtbot: QtBot, stage: Stage) -> None:
    page = stage.enter()
    assert stage.made == ["counter"]
    qtbot.keyClicks(page.draft, "half done")
    qtbot.keyClick(page.draft, Qt.Key.Key_2, ALT)
    assert stage.made == ["counter", "orders"]
    qtbot.keyClick(stage.window.focusWidget(), Qt.Key.Key_1, ALT)
    assert stage.window.desk.current is page
    assert page.draft.text() == "half done"
    assert page.draft.hasFocus()


def test_the_rail_shows_what_the_person_may_enter(stage: Stage) -> None:
    stage.enter()
    assert [room.id for room in stage.window.desk.rooms] == ["counter", "orders"]
    with pytest.raises(LookupError):
        stage.window.go("day")
    stage.enter("day.close")
    assert isinstance(stage.window.go("day"), DraftPage)


def test_a_room_is_entered_from_the_rail_by_keys(qtbot: QtBot, stage: Stage) -> None:
    page = stage.enter()
    qtbot.keyClick(page.draft, Qt.Key.Key_Escape)
    rail = stage.window.desk.rail
    qtbot.keyClick(rail.focusWidget(), Qt.Key.Key_Down)
    with qtbot.waitSignal(stage.window.page_changed) as changed:
        qtbot.keyClick(rail.focusWidget(), Qt.Key.Key_Return)
    assert changed.args == ["orders"]


def test_every_room_of_a_manager_is_in_sight_in_a_window_of_768_pixels(
    qtbot: QtBot, qapp: QApplication
) -> None:
    apply_look(qapp, Look("light", 100))
    rail = Rail([Room(f"room{n}", "Counter", "counter", Page) for n in range(18)])
    qtbot.addWidget(rail)
    rail.resize(rail.sizeHint().width(), 768)
    rail.show()
    for button in rail.findChildren(RailButton):
        assert button.visibleRegion().boundingRect().size() == button.size()


def test_the_tenth_room_has_a_key_and_the_next_has_none(qtbot: QtBot) -> None:
    rail = Rail([Room(f"room{n}", "Counter", "counter", Page) for n in range(11)])
    qtbot.addWidget(rail)
    hints = [button.toolTip() for button in rail.findChildren(RailButton)]
    assert hints[:11] == [*(f"Alt+{n}" for n in range(1, 10)), "Alt+0", ""]


def test_a_low_window_keeps_lock_and_sign_out_and_scrolls_the_rooms(qtbot: QtBot) -> None:
    titles = ("Counter", "Orders", "Day")
    rail = Rail([Room(f"room{n}", titles[n % 3], "counter", Page) for n in range(14)])
    qtbot.addWidget(rail)
    rail.resize(rail.sizeHint().width(), 300)
    rail.show()
    rail.show_room("room13")
    assert rail.height() == 300
    front = next(button for button in rail.findChildren(RailButton) if button.isChecked())
    for button in (front, rail.lock, rail.sign_out):
        assert button.visibleRegion().boundingRect().size() == button.size()


def test_the_lock_keeps_the_draft_and_lets_its_person_back(qtbot: QtBot, stage: Stage) -> None:
    page = stage.enter()
    qtbot.keyClicks(page.draft, "half done")
    qtbot.keyClick(page.draft, Qt.Key.Key_L, CTRL)
    window = stage.window
    assert window.locked
    assert not page.isVisible()
    secret = find(window, "Password to unlock", QLineEdit)
    qtbot.keyClicks(secret, "wrong")
    with qtbot.waitSignal(stage.lanes.write.idle):
        qtbot.keyClick(secret, Qt.Key.Key_Return)
    assert window.locked
    qtbot.keyClicks(secret, "right")
    with qtbot.waitSignal(stage.lanes.write.idle):
        qtbot.keyClick(secret, Qt.Key.Key_Return)
    assert not window.locked
    assert page.isVisible()
    assert page.draft.text() == "half done"
    assert page.draft.hasFocus()


def test_no_key_reaches_what_lies_behind_the_lock(qtbot: QtBot, stage: Stage) -> None:
    page = stage.enter()
    stage.window.lock()
    secret = find(stage.window, "Password to unlock", QLineEdit)
    for key, modifier in (
        (Qt.Key.Key_2, ALT),
        (Qt.Key.Key_K, CTRL),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    ):
        qtbot.keyClick(secret, key, modifier)
    qtbot.keyClick(secret, Qt.Key.Key_Return, CTRL)  # the lock's own primary: asks for a password
    assert stage.window.locked
    assert stage.made == ["counter"]
    assert page.confirmed == 0
    assert not stage.window.findChildren(Palette)


def test_a_dialog_open_when_the_screen_locks_comes_back_with_it(qtbot: QtBot, stage: Stage) -> None:
    page = stage.enter()
    dialog = AuthoriseDialog(
        page, stage.lanes.write, lambda *_words: None, SignAsk("Reverse"), lambda _signed: None
    )
    qtbot.keyClicks(find(dialog, "Second person's code", QLineEdit), "2001")
    stage.window.lock()
    assert not dialog.isVisible()
    secret = find(stage.window, "Password to unlock", QLineEdit)
    qtbot.keyClicks(secret, "right")
    with qtbot.waitSignal(stage.lanes.write.idle):
        qtbot.keyClick(secret, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert find(dialog, "Second person's code", QLineEdit).text() == "2001"


def test_ctrl_l_locks_in_front_of_a_dialog_too(qtbot: QtBot, stage: Stage) -> None:
    page = stage.enter()
    dialog = AuthoriseDialog(
        page, stage.lanes.write, lambda *_words: None, SignAsk("Reverse"), lambda _signed: None
    )
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    qtbot.keyClick(find(dialog, "Second person's code", QLineEdit), Qt.Key.Key_L, CTRL)
    assert stage.window.locked
    assert not dialog.isVisible()


def test_another_person_signs_out_from_the_lock(qtbot: QtBot, stage: Stage) -> None:
    stage.enter()
    stage.window.lock()
    find(stage.window, "Another person: sign out", QPushButton).click()
    assert stage.signed_out == 1
    assert not stage.window.locked
    with pytest.raises(LookupError):
        _ = stage.window.desk


@pytest.mark.duty("S3-AG-05")
def test_the_screen_locks_when_nobody_touches_it(qtbot: QtBot, stage: Stage) -> None:
    stage.enter()
    stage.window.set_idle_minutes(5)
    watch = stage.window.idle_watch
    assert watch is not None
    watch.idle.emit()
    assert stage.window.locked
    assert stage.locked == [True]


def test_a_lock_that_its_person_asks_for_is_told_once_and_as_such(stage: Stage) -> None:
    stage.enter()
    stage.window.desk.rail.lock.click()
    stage.window.lock()
    assert stage.locked == [False]


@pytest.mark.duty("S3-AG-05")
def test_a_key_puts_the_idle_lock_off(qtbot: QtBot, stage: Stage) -> None:
    stage.enter()
    stage.window.set_idle_minutes(5)
    watch = stage.window.idle_watch
    assert watch is not None
    watch.listen(stage.window.windowHandle())
    spent = watch.spent_ms()
    qtbot.waitUntil(lambda: watch.spent_ms() > spent)
    before = watch.spent_ms()
    QApplication.sendEvent(
        stage.window.windowHandle(),
        QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier),
    )
    assert watch.spent_ms() < before


@pytest.mark.parametrize(
    ("typed", "does"), [("czjf", "recharge"), ("bh", "sim"), ("104", "sim"), ("replace", "sim")]
)
def test_ctrl_k_finds_by_initials_code_and_word(
    qtbot: QtBot, stage: Stage, typed: str, does: str
) -> None:
    page = stage.enter()
    qtbot.keyClick(page.draft, Qt.Key.Key_K, CTRL)
    palette = dialog_of(stage, Palette)
    qtbot.keyClicks(palette.typed, typed)
    qtbot.keyClick(palette.typed, Qt.Key.Key_Return)
    assert stage.done == [does]


def test_ctrl_k_moves_by_arrows_and_finds_rooms(qtbot: QtBot, stage: Stage) -> None:
    page = stage.enter()
    qtbot.keyClick(page.draft, Qt.Key.Key_K, CTRL)
    palette = dialog_of(stage, Palette)
    qtbot.keyClicks(palette.typed, "o")
    qtbot.keyClick(palette.typed, Qt.Key.Key_Down)
    qtbot.keyClick(palette.typed, Qt.Key.Key_Up)
    qtbot.keyClick(palette.typed, Qt.Key.Key_Return)
    assert stage.made == ["counter", "orders"]


def test_an_exact_code_comes_before_a_word_that_holds_it() -> None:
    found = Finder(
        (Entry("1", "101 nights", lambda: None), Entry("101", "Recharge", lambda: None)),
        lambda _text: (),
    ).matches("101")
    assert [entry.code for entry in found] == ["101", "1"]


def test_initials_are_reckoned_only_once_somebody_searches() -> None:
    asked: list[str] = []

    def initials(text: str) -> list[str]:
        asked.append(text)
        return []

    finder = Finder((Entry("1", "One", lambda: None),), initials)
    finder.matches("")
    assert asked == []
    finder.matches("x")
    finder.matches("y")
    assert asked == ["One"]


def test_f1_lists_the_keys_of_the_page_and_of_the_window(qtbot: QtBot, stage: Stage) -> None:
    page = stage.enter()
    qtbot.keyClick(page.draft, Qt.Key.Key_F1)
    sheet = dialog_of(stage, KeysSheet)
    keys = dict(sheet.lines)
    assert keys["F6"] == "Retry"
    assert keys["Ctrl+Enter"] == "Confirm"
    assert keys["Alt+2"] == "Orders"
    assert {"F1", "Ctrl+K", "Ctrl+L"} <= set(keys)
    qtbot.keyClick(sheet, Qt.Key.Key_F1)
    assert not sheet.isVisible()


def test_the_language_changes_at_once_everywhere(qtbot: QtBot, stage: Stage) -> None:
    page = stage.enter()
    stage.window.set_language("zh")
    assert page.primary.text() == "确认"
    assert find(stage.window, "Sign out", QPushButton).text() == "退出登录"
    menu = page.draft.createStandardContextMenu()
    qtbot.addWidget(menu)
    assert any(action.text().startswith("复制") for action in menu.actions())
    stage.window.set_language("en")
    assert page.primary.text() == "Confirm"
    assert [kept for _look, kept in stage.kept] == ["zh", "en"]


def test_look_changes_at_once_and_is_kept(qtbot: QtBot, stage: Stage) -> None:
    page = stage.enter()
    light, small = page.palette().window().color(), page.draft.fontMetrics().height()
    stage.window.set_look(Look("dark", 150))
    assert page.palette().window().color().lightness() < light.lightness()
    assert page.draft.fontMetrics().height() > small
    assert stage.kept[-1][0] == Look("dark", 150)
    stage.window.set_look(Look())
    assert page.draft.fontMetrics().height() == small


def test_the_top_bar_says_where_when_who_and_what_waits(qtbot: QtBot, stage: Stage) -> None:
    stage.enter()
    top = stage.window.desk.top
    top.set_business_date(date(2026, 11, 22))
    pressed: list[int] = []
    top.set_alert("print", lambda: "2 papers waiting", lambda: pressed.append(1))
    find(stage.window, "2 papers waiting", QPushButton).click()
    assert pressed == [1]
    assert top.clock.text() == "09:00"
    top.set_alert("print", None)
    assert top.alerts() == {}


def test_an_alert_that_stands_changes_its_language_too(stage: Stage) -> None:
    stage.enter()
    top = stage.window.desk.top
    top.set_alert("print", partial(tr, "{count} papers wait for the printer", count=2))
    assert top.alerts()["print"] == "2 papers wait for the printer"
    stage.window.set_language("zh")
    assert find(top, "{count} papers wait for the printer", QPushButton, count="2").text() == tr(
        "{count} papers wait for the printer", count=2
    )
    assert "papers" not in top.alerts()["print"]


def test_the_gate_shows_one_page_and_no_keys_of_the_desk(qtbot: QtBot, stage: Stage) -> None:
    gate = DraftPage(stage.lanes)
    stage.window.show_gate(gate, heading="Sample hall")
    assert gate.isVisible()
    assert gate.draft.hasFocus()
    qtbot.keyClick(gate.draft, Qt.Key.Key_K, CTRL)
    assert not stage.window.findChildren(Palette)


def test_the_card_of_the_gate_grows_with_what_its_page_has_to_say(
    qtbot: QtBot, stage: Stage
) -> None:
    gate = DraftPage(stage.lanes)
    for _ in range(6):
        gate.body.layout().addWidget(QLineEdit())
    stage.window.show_gate(gate)
    scroll = gate.findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea)
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() == 0)


def test_a_lookup_of_what_is_not_there_names_what_is(stage: Stage) -> None:
    stage.enter()
    with pytest.raises(NotFound, match="'Draft'"):
        find(stage.window, "No such thing", QWidget)
    stage.window.go("orders")
    assert find(stage.window, "Draft", QLineEdit) is stage.window.desk.current.draft  # type: ignore[union-attr]


def test_unlocking_twice_and_locking_at_the_gate_do_no_harm(stage: Stage) -> None:
    stage.window.lock()
    assert not stage.window.locked
    stage.enter()
    stage.window.lock()
    stage.window.lock()
    assert stage.window.locked
    assert threading.active_count() < 50
    assert tr("Sign out") == "Sign out"
