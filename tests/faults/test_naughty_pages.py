"""Naughty text in every field of every page and of every business's form, by two people.

It stays in the field as it was put there, no page breaks, nothing on a screen is read as markup,
and the hall's books are sound afterwards.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hallclient import hall as house
from hallclient.app.client import Client
from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.custody import service as custody
from hallclient.policy import service as policy
from hallclient.policy.rules import ChangePolicy
from hallclient.staff import service as staff
from hallclient.staff.rules import AddPerson, Person, Role, Signature, sealed_signature
from hallclient.store.desk import Desk
from hallclient.till import service as till
from hallclient.till.rules import OpenShiftAsk
from hallclient.ui.page import Page
from tests.app.conftest import PASSWORD, Start, _own_folders, hall, place, quiet, sign_in, start
from tests.conftest import DAY
from tests.counter.conftest import FLOAT
from tests.faults.conftest import receipts
from tests.faults.naughty import UNWRITABLE, as_kept, big_list, squeezed
from tests.faults.test_pages import crash_dialogs

__all__ = ["_own_folders", "hall", "place", "start"]

ROUNDS = 8
"""Times that all fields of a page are filled: together every string is typed, somewhere."""
FORM_ROUNDS = 5


@pytest.fixture(scope="module")
def texts() -> Iterator[str]:
    """One string after the other, round and round, through all tests."""
    return cycle((*UNWRITABLE, *big_list()))


@pytest.fixture
def opened(hall: house.HallPlace, clock: object) -> house.HallPlace:
    """The hall with the clerk's shift open."""
    there = house.open_hall(hall, clock)  # type: ignore[arg-type]
    desk = there.desk
    ask = OpenShiftAsk(new_id(), FLOAT, signed_by_manager(desk))
    till.open_shift(desk.acting("C001", 1), ask)
    there.close()
    return hall


def signed_by_manager(desk: Desk) -> Signature:
    """As if the manager had signed a moment ago."""
    who = Person("M001", "值班甲", Role.DUTY_MANAGER, active=True)
    return sealed_signature(desk.keys.audit, who, desk.now(), "")


def fields_of(page: QWidget) -> list[QLineEdit | QPlainTextEdit]:
    """Every field on it that takes text, whatever panel it is in."""
    edits: list[QLineEdit | QPlainTextEdit] = [
        *page.findChildren(QLineEdit),
        *page.findChildren(QPlainTextEdit),
    ]
    return [
        edit
        for edit in edits
        if not edit.isReadOnly() and not isinstance(edit.parent(), QAbstractSpinBox)
    ]


def fill(page: QWidget, texts: Iterator[str]) -> int:
    """Puts another string into each field; what is read back is what was put in."""
    count = 0
    for edit in fields_of(page):
        text = next(texts)
        if isinstance(edit, QLineEdit):
            edit.setText(text)
            shown, most = edit.text(), edit.maxLength()
        else:
            edit.setPlainText(text)
            shown, most = edit.toPlainText(), 2 * len(text)
        assert bare(shown) == bare(cut(text, most)), repr(text)
        count += 1
    return count


def bare(text: str) -> str:
    """Without what a field of one line shows as something else, or not at all.

    Blanks, line ends and control characters; half surrogate pairs, the mark of byte order.
    """
    seen = (char for char in text if unicodedata.category(char) not in ("Cc", "Cs"))
    return squeezed("".join(seen)).replace("\ufeff", "")


def cut(text: str, most: int) -> str:
    """At most so many of Qt's units, which are half of a rare character."""
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * most]
    return units.decode("utf-16-le", "ignore")


def leave_dialogs(qtbot: QtBot, client: Client) -> None:
    """Esc out of whatever asks for a signature or a decision."""
    for dialog in client.window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.reject()
    quiet(qtbot, client)


def assert_nothing_is_markup(window: QWidget) -> None:
    """A label whose text could be taken for rich text says that it is plain."""
    for label in window.findChildren(QLabel):
        if GuiQt.mightBeRichText(label.text()):
            assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
    for widget in window.findChildren(QWidget):
        assert not GuiQt.mightBeRichText(widget.toolTip()), widget.toolTip()


def press_on(qtbot: QtBot, client: Client, page: Page) -> None:
    """Lets it settle, presses the primary button, and leaves what it asks."""
    quiet(qtbot, client)
    page.press_primary()
    quiet(qtbot, client)
    assert_nothing_is_markup(client.window)
    assert page.refused is None or isinstance(page.refused, HallError)
    if page.refused is not None:
        str(page.refused).encode()
    leave_dialogs(qtbot, client)


def assert_sound(hall: house.HallPlace) -> None:
    opened = house.open_hall(hall)
    try:
        assert house.verify(opened.desk) == ()
    finally:
        opened.close()


@pytest.mark.parametrize("who", ["C001", "M001"])
def test_in_every_field_of_every_page(
    qtbot: QtBot, opened: house.HallPlace, start: Start, who: str, texts: Iterator[str]
) -> None:
    client = start(opened)
    sign_in(qtbot, client, who)
    typed = 0
    with qtbot.captureExceptions() as bugs:
        for room in rooms(client):
            page = client.window.go(room)
            for _ in range(ROUNDS):
                quiet(qtbot, client)
                typed += fill(page, texts)
                press_on(qtbot, client, page)
                assert bugs == [], room
    assert crash_dialogs() == []
    assert typed > 150
    assert_sound(opened)


def rooms(client: Client) -> list[str]:
    """Every room on the person's rail."""
    return [room.id for room in client.window.desk.rooms]


def test_in_every_field_of_every_business(
    qtbot: QtBot, opened: house.HallPlace, start: Start, texts: Iterator[str]
) -> None:
    client = start(opened)
    sign_in(qtbot, client, "C001")
    assert client.seat is not None
    kinds = [spec.code for spec in client.seat.kinds]
    assert len(kinds) >= 5
    with qtbot.captureExceptions() as bugs:
        page = client.window.go("counter")
        for kind in kinds:
            for _ in range(FORM_ROUNDS):
                page.start(kind)  # type: ignore[attr-defined]
                quiet(qtbot, client)
                assert fill(page, texts) > 5
                press_on(qtbot, client, page)
                QTest.keyClick(page, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
                quiet(qtbot, client)
                assert bugs == [], kind
    assert crash_dialogs() == []
    assert QApplication.instance() is not None
    assert_sound(opened)


def test_what_was_typed_is_on_the_screen_as_it_was(
    qtbot: QtBot, opened: house.HallPlace, start: Start
) -> None:
    """What is in custody, in the clerk's table; the hall's and a person's name, everywhere."""
    there = house.open_hall(opened, ScriptClock(from_hall(DAY, 9, 0)))
    kept = filled(there.desk, [as_kept(text) for text in big_list()[::4]])
    there.close()
    client = start(opened)
    for who in ("C001", "M001"):
        sign_in(qtbot, client, who)
        for room in rooms(client):
            page = client.window.go(room)
            quiet(qtbot, client)
            assert_nothing_is_markup(client.window)
            if room == "custody":
                assert set(kept) <= texts_on(page)
        client.window.sign_out()
        quiet(qtbot, client)


def filled(desk: Desk, texts: list[str]) -> list[str]:
    """Pads of receipts so described in custody; a hall and a person whose names are markup."""
    manager = desk.acting("M001", 0)
    policy.change(manager, ChangePolicy("hall_name", "<b>样例</b><h1>营业厅", None, new_id()))
    person = AddPerson("X001", "<img src=x>某", Role.CLERK, PASSWORD, new_id())
    staff.add_person(manager, person)
    kept = [text for text in texts if 0 < len(text) <= 60]
    clerk = desk.acting("C001", 1)
    for number, text in enumerate(kept):
        serial = f"B{number:06d}"
        ask = replace(receipts(new_id()), description=text, first=serial, last=serial)
        custody.receive(clerk, ask, signed_by_manager(desk))
    return kept


def texts_on(page: QWidget) -> set[str]:
    """Every text in the tables of a page."""
    found = set()
    for view in page.findChildren(QAbstractItemView):
        model = view.model()
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                found.add(str(model.index(row, column).data(Qt.ItemDataRole.DisplayRole)))
    return found
