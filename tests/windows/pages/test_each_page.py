"""One test a page: in a real client on the sample hall at noon, a key pressed, a picture taken.

They run on every system; on Windows with the platform that clerks have, not with `offscreen`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from hallclient.app.client import Client, Opening
from hallclient.base.language import use_language
from hallclient.hall import HallPlace
from hallclient.look import Look
from hallclient.play.keys import press, wait_until
from hallclient.staff.page.first_run import FirstRunPage
from hallclient.staff.page.sign_in import SignInPage
from hallclient.store.keys import FileKeyStore
from hallclient.ui.keys_sheet import KeysSheet
from hallclient.ui.page import Page
from tools.pictures.tour import CLERK, MANAGER, Tour, on_tour

NOON = "13:30"
ROOMS = {
    "counter": CLERK, "customers": CLERK, "shift": CLERK, "orders": CLERK, "settings": CLERK,
    "shifts": MANAGER, "day": MANAGER, "custody": MANAGER, "stock": MANAGER, "catalog": MANAGER,
    "people": MANAGER, "retention": MANAGER, "log": MANAGER, "front-desk": MANAGER,
    "queue": MANAGER, "vip": MANAGER, "bar": MANAGER, "notices": MANAGER,
}  # fmt: skip
"""Every room of the rail, and who is looked at in it."""
FEWEST_COLOURS = 40
"""Of text with soft edges on a page; a window in which nothing was drawn has one or two."""


class NoCamera:
    """The tour's own stops are not looked at here."""

    def take(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def tour(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tour]:
    """The sample hall, where the morning's orders are made."""
    folder = tmp_path_factory.mktemp("营业厅 一")  # as clerks name their folders
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALLCLIENT_DATA_FOLDER", str(folder / "data"))
        patch.setenv("HALLCLIENT_CONFIG", str(folder / "settings.toml"))
        with on_tour(NoCamera(), "zh", folder) as tour:
            tour.play(NOON)
            yield tour
    qapp.setStyleSheet("")
    use_language("zh")


@pytest.fixture
def gate(tour: Tour, qapp: QApplication, tmp_path: Path) -> Iterator[Client]:
    """A PC on which no hall is yet."""
    place = HallPlace(f"sqlite:///{tmp_path / 'new.db'}", FileKeyStore(tmp_path / "keys"))
    client = Client(qapp, Opening(Look(), tour.stage.clock, place, 1))
    client.start()
    client.window.activateWindow()
    wait_until(client.window.isActiveWindow, "the window does not come to the front")
    yield client
    client.close()


def colours(widget: QWidget) -> int:
    """How many colours a picture of the widget has."""
    picture: QImage = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    line, seen = picture.bytesPerLine(), set[bytes]()
    data = bytes(picture.constBits())
    for y in range(picture.height()):
        row = data[y * line : y * line + 4 * picture.width()]
        seen.update(row[at : at + 4] for at in range(0, len(row), 4))
    return len(seen)


def keys_sheet(client: Client) -> KeysSheet | None:
    """The list of keys, None while it is not open."""
    found = [sheet for sheet in client.window.findChildren(KeysSheet) if sheet.isVisible()]
    return found[0] if found else None


def show_and_leave_the_keys(client: Client, page: Page) -> None:
    """F1 from the page, Esc from the sheet: the page is in front again."""
    press(page, Qt.Key.Key_F1)
    wait_until(lambda: keys_sheet(client) is not None, "F1 shows no keys")
    sheet = keys_sheet(client)
    assert sheet is not None
    assert colours(sheet) >= FEWEST_COLOURS
    press(sheet, Qt.Key.Key_Escape)
    wait_until(lambda: keys_sheet(client) is None, "Esc does not close the keys")


@pytest.mark.parametrize("room", ROOMS)
def test_a_page_is_drawn_and_answers_to_a_key(tour: Tour, room: str) -> None:
    client = tour.client(ROOMS[room], 0 if ROOMS[room] == MANAGER else 1)
    page = tour.page(client, room)
    assert page.isVisible()
    assert client.window.width() <= 1366
    assert client.window.height() <= 768
    assert colours(page) >= FEWEST_COLOURS
    show_and_leave_the_keys(client, page)
    assert client.window.desk.current is page
    assert not [each for each in client.window.findChildren(QDialog) if each.isVisible()]


def test_every_room_of_the_rail_is_among_them(tour: Tour) -> None:
    seen = set[str]()
    for person, counter in ((CLERK, 1), (MANAGER, 0)):
        seen |= {room.id for room in tour.client(person, counter).window.desk.rooms}
    assert seen == set(ROOMS)


def test_the_first_run_is_drawn_and_answers_to_a_key(tour: Tour, gate: Client) -> None:
    tour.floor.settle(gate)
    page = gate.window.findChild(FirstRunPage)
    assert page is not None
    assert colours(page) >= FEWEST_COLOURS
    show_and_leave_the_keys(gate, page)


def test_the_sign_in_and_the_lock_are_drawn_and_answer_to_a_key(tour: Tour) -> None:
    client = tour.client(CLERK, 1)
    client.window.lock()
    tour.floor.settle(client)
    assert client.window.locked
    assert colours(client.window) >= FEWEST_COLOURS
    client.window.sign_out()
    tour.floor.settle(client)
    page = client.window.findChild(SignInPage)
    assert page is not None
    assert colours(page) >= FEWEST_COLOURS
    show_and_leave_the_keys(client, page)
