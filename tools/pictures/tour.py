"""The tour: a hall that opens, works half a day and closes, with a stop at every page and state."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from hallclient.app.client import Client
from hallclient.base.clock import from_hall
from hallclient.base.errors import HallError
from hallclient.base.language import Language
from hallclient.base.places import resources
from hallclient.customers.rules import FaceResult
from hallclient.hall import HallPlace
from hallclient.look import Look as KeptLook
from hallclient.play.counter_script import PartyPart
from hallclient.play.floor import Floor
from hallclient.play.keys import choose, press, type_text
from hallclient.play.parties import card_of, document_draft
from hallclient.play.script import DayScript, load_script
from hallclient.play.services import ServiceHands
from hallclient.play.stage import Stage, set_stage
from hallclient.store.keys import FileKeyStore
from hallclient.ui.page import Page
from hallclient.ui.widgets.choice_box import ChoiceBox

from .album import Dress

CLERK, MANAGER = "C001", "M001"


class Camera(Protocol):
    """Whoever looks at the window at every stop: an album, or a test."""

    def take(self, stop: str, window: QWidget, dress: Dress, language: Language) -> None:
        """The window shows the stop."""
        ...


class Tour:
    """One language's way through the hall, by the keys a clerk would press."""

    def __init__(self, stage: Stage, album: Camera, language: Language) -> None:
        self.stage, self.album, self.language = stage, album, language
        self.floor = Floor(stage, KeptLook(language=language))
        self._hands = ServiceHands(stage)
        self._played = 0

    # -- what a stop does ---------------------------------------------------------------

    def take(self, stop: str, client: Client) -> None:
        """Pictures of the client's window as it stands, once nothing moves any more."""
        self.floor.settle(client)
        self.album.take(stop, client.window, client.window.set_look, self.language)

    def client(self, person: str, counter: int) -> Client:
        """The person at the counter, 0 for the manager's room."""
        return self.floor.client(counter, person)

    def page(self, client: Client, room: str) -> Any:
        """The room's page, in front."""
        return self.floor.page(client, room, Page)

    def key(self, client: Client, key: Qt.Key, *, control: bool = False) -> None:
        """A key on the page in front, or on whatever has the focus."""
        target = client.window.desk.current or client.window
        press(target, key, control=control)
        self.floor.settle(client)

    def enter(self, client: Client) -> None:
        """Ctrl+Enter."""
        self.key(client, Qt.Key.Key_Return, control=True)

    def type(self, root: QWidget, **fields: str) -> None:
        """Types into fields named by their objects."""
        for name, text in fields.items():
            widget = visible(root, name)
            if isinstance(widget, ChoiceBox):
                choose(widget, text)
            elif isinstance(widget, QComboBox):
                type_text(cast("QLineEdit", widget.lineEdit()), text)
            elif isinstance(widget, QLineEdit):
                type_text(widget, text)

    def play(self, before: str) -> None:
        """Lets the others work through the services until this minute."""
        hour, minute = (int(part) for part in before.split(":"))
        events = self.stage.script.events
        while self._played < len(events) and events[self._played].at < before:
            event = events[self._played]
            self._played += 1
            self.stage.set_time(event)
            with suppress(HallError):  # the sample day holds refusals on purpose
                self._hands.perform(event)
        self.stage.clock.set(from_hall(self.stage.script.date, hour, minute))

    def identify(self, client: Client, page: Any, role: str, person: PartyPart) -> None:
        """Lays the person's card on the reader and compares the face."""
        visible(page, f"{role}_number").setFocus()
        document = document_draft(person)
        if document is None:
            raise ValueError("the tour's people have documents")
        self.floor.reader_of(client).lay(card_of(document))
        self.key(client, Qt.Key.Key_F4)
        self.type(page, **{f"{role}_face": FaceResult.MATCH, f"{role}_mobile": person.mobile})


def visible(root: QWidget, name: str) -> QWidget:
    """The one visible widget of this name."""
    found = [each for each in root.findChildren(QWidget, name) if each.isVisible()]
    if len(found) != 1:
        raise LookupError(f"{len(found)} visible widgets are named {name}")
    return found[0]


@contextmanager
def on_tour(album: Camera, language: Language, folder: Path) -> Iterator[Tour]:
    """A demo hall of its own in the folder, with nobody at work yet."""
    place = HallPlace(f"sqlite:///{folder / 'hall.db'}", FileKeyStore(folder / "keys"))
    with set_stage(sample(), folder, place) as stage:
        tour = Tour(stage, album, language)
        try:
            yield tour
        finally:
            tour.floor.close()


def sample() -> DayScript:
    """The sample day."""
    return load_script(resources() / "sample" / "day.json")


def person(name: str, number: str, mobile: str = "") -> PartyPart:
    """An invented person with a card."""
    return PartyPart.model_validate(
        {
            "name": name,
            "document": {"kind": "resident-id", "number": number, "valid_until": "2036-05-01"},
            "address": "示范路1号",
            "mobile": mobile,
            "entry": "reader",
        }
    )
