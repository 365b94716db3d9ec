"""Chinese is typed in two steps: while a word is being composed nothing is searched or begun.

An input method first shows what is composed (preedit) and then hands over the word (commit).
"""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from hallclient import hall as house
from hallclient.app.client import Client
from hallclient.base.clock import ScriptClock
from hallclient.counter.page import CounterPage
from hallclient.staff import passwords
from hallclient.ui.jobs import Job, Lane
from hallclient.ui.page import Page
from hallclient.ui.palette import Palette
from hallclient.ui.widgets.denomination_grid import DenominationGrid
from tests.app.conftest import Start, quiet, sign_in
from tests.faults.conftest import CHEAP, PASSWORD, Hall, people_and_goods

WORD = "移"

type Sit = Callable[[str], Client]


@pytest.fixture
def sit(
    qtbot: QtBot,
    place: house.HallPlace,
    start: Start,
    clock: ScriptClock,
    monkeypatch: pytest.MonkeyPatch,
) -> Sit:
    """Signs somebody in, in a hall with people, goods and an open shift."""
    monkeypatch.setattr(passwords, "COST", CHEAP)
    new = house.NewHall("H001", "样例营业厅", "m1", "值班甲", PASSWORD)
    opened = house.create_hall(place, new, clock)
    people_and_goods(opened.desk.acting("m1", 0))
    hall = Hall(opened.desk.acting("c1", 1))
    hall.open(hall.desk)
    opened.close()

    def signed_in(code: str) -> Client:
        client = start(place)
        sign_in(qtbot, client, code, PASSWORD)
        return client

    return signed_in


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """Every piece of work that is begun from now on."""
    jobs: list[Job] = []
    real = Lane.start

    def start_job(lane: Lane, job: Job) -> None:
        jobs.append(job)
        real(lane, job)

    monkeypatch.setattr(Lane, "start", start_job)
    return jobs


def compose(field: QWidget, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QCoreApplication.sendEvent(field, event)


def fields_of(root: QWidget) -> Iterator[QLineEdit | QPlainTextEdit]:
    """Every field on the screen that text can be typed into."""
    for kind in (QLineEdit, QPlainTextEdit):
        for field in root.findChildren(kind):
            if field.isVisible() and field.isEnabled() and not field.isReadOnly():
                yield field


def text_of(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def takes_words(field: QWidget) -> bool:
    """Passwords and what else is hidden take no input method."""
    return field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def check(qtbot: QtBot, client: Client, root: QWidget, begun: list[Job], where: str) -> int:
    """Composes a word in every field in sight; returns how many took it."""
    quiet(qtbot, client)
    count = 0
    for field in list(fields_of(root)):
        place = f"{where}: {field.objectName() or field.accessibleName()}"
        field.setFocus()
        if not takes_words(field):
            continue
        page = client.window.desk.current
        assert page is not None
        page.hurry()
        quiet(qtbot, client)
        before = text_of(field)
        begun.clear()
        for preedit in ("y", "yi", "yi d"):
            compose(field, preedit)
            QApplication.processEvents()
            assert text_of(field) == before, place
            assert begun == [], place
            assert not page.about_to_work, place
        compose(field, "", WORD)
        assert WORD in text_of(field) or text_of(field) == before, place
        count += WORD in text_of(field)
        if isinstance(field, QLineEdit):
            field.setText(before)
        else:
            field.setPlainText(before)
    return count


def test_a_manager_composes_in_every_room(qtbot: QtBot, sit: Sit, begun: list[Job]) -> None:
    client = sit("m1")
    counts = {}
    for room in client.window.desk.rooms:
        page = client.window.go(room.id)
        counts[room.id] = check(qtbot, client, page, begun, room.id)
    assert counts["people"] > 0
    assert sum(counts.values()) > 10


def test_a_clerk_composes_at_every_step_of_every_business(
    qtbot: QtBot, sit: Sit, begun: list[Job]
) -> None:
    client = sit("c1")
    page = client.window.go("counter")
    assert isinstance(page, CounterPage)
    assert check(qtbot, client, page, begun, "identify") > 0
    for kind in page.specs:
        page.start(kind)
        quiet(qtbot, client)
        assert check(qtbot, client, page, begun, kind) > 0
        page.hurry()
        quiet(qtbot, client)


def test_the_finder_looks_for_words_and_not_for_what_is_being_composed(
    qtbot: QtBot, sit: Sit
) -> None:
    client = sit("c1")
    client.window.show_palette()
    (palette,) = client.window.findChildren(Palette)
    everything = palette.list.rows()
    for preedit in ("c", "ch", "chong"):
        compose(palette.typed, preedit)
        assert palette.list.rows() == everything
    compose(palette.typed, "", "充值")
    assert [entry.title for entry in palette.list.rows()] != []
    assert palette.list.rows() != everything
    palette.reject()


def test_a_box_of_suggestions_suggests_nothing_to_half_a_word(
    qtbot: QtBot, sit: Sit, begun: list[Job]
) -> None:
    client = sit("c1")
    page = client.window.go("counter")
    assert isinstance(page, CounterPage)
    page.start("new_number")
    quiet(qtbot, client)
    form = page.fill.form
    assert form is not None
    box = form.input("mobile")
    assert isinstance(box, QComboBox)
    assert check(qtbot, client, box, begun, "mobile") == 1


def test_a_sign_that_an_input_method_hands_over_does_what_its_key_does(qtbot: QtBot) -> None:
    grid = DenominationGrid()
    qtbot.addWidget(grid)
    grid.show()
    first, second, *_ = fields_of(grid)
    first.setFocus()
    for _ in range(3):
        compose(first, "", "＋")
    assert text_of(first) == "3"
    compose(second, "", "－")
    assert text_of(second) == "0"
    compose(second, "sh")
    assert text_of(second) == "0"


def test_every_key_of_a_page_is_one_that_no_text_has(qtbot: QtBot, sit: Sit) -> None:
    """A letter or a digit alone would fire in the middle of a word."""
    plain = Qt.KeyboardModifier.NoModifier
    for code in ("m1", "c1"):
        client = sit(code)
        for room in client.window.desk.rooms:
            client.window.go(room.id)
            quiet(qtbot, client)
        found = [
            sequence[0]
            for owner in (client.window, *client.window.findChildren(Page))
            for action in owner.findChildren(QAction)
            for sequence in action.shortcuts()
        ]
        assert len(found) > 20
        assert [
            one.key()
            for one in found
            if one.keyboardModifiers() == plain and one.key() < Qt.Key.Key_Escape
        ] == []
