"""The desk of the person at work: rail, top bar, and the pages of their rooms."""

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from hallclient.base.changes import Change
from hallclient.base.language import tr
from hallclient.ui.page import Page
from hallclient.ui.palette import Finder
from hallclient.ui.rail import KEYS, Rail, room_key
from hallclient.ui.shell import Entry, Person, Place, Room, WindowCalls
from hallclient.ui.top_bar import TopBar


class Desk(QWidget):
    """Pages are made when their room is first entered, and kept until the person leaves."""

    page_changed = Signal(str)

    def __init__(
        self,
        calls: WindowCalls,
        person: Person,
        place: Place,
        rooms: Sequence[Room],
        entries: Sequence[Entry],
    ) -> None:
        super().__init__()
        self._calls, self.person, self.rooms = calls, person, tuple(rooms)
        self._entries = tuple(entries)
        self._finder: Finder | None = None
        self._pages: dict[str, Page] = {}
        self.rail, self.top = Rail(rooms), TopBar(calls.now, place, person)
        self._stack = QStackedWidget()
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.top)
        beside.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(beside, 1)
        self.rail.room_chosen.connect(self.go)
        for number, room in enumerate(self.rooms[:KEYS], 1):
            action = QAction(self)
            action.setShortcut(QKeySequence(room_key(number)))
            action.triggered.connect(partial(self._on_key, room.id))
            self.addAction(action)
        self._name_actions()

    def go(self, room_id: str) -> Page:
        """The room's page, in front. Raises LookupError for a room that is not open here."""
        for _ in self.making(room_id):
            pass
        page = self._pages[room_id]
        if self._stack.currentWidget() is page:
            page.opened()  # asked for again: what changed elsewhere is read anew
        self._stack.setCurrentWidget(page)
        self.rail.show_room(room_id)
        page.focus_first()
        self.page_changed.emit(room_id)
        return page

    def making(self, room_id: str) -> Iterator[None]:
        """Makes the room's page, if it was never made, in pieces. Raises as `go`."""
        if room_id in self._pages:
            return
        room = next((room for room in self.rooms if room.id == room_id), None)
        if room is None:
            raise LookupError(f"no room {room_id!r} for {self.person.role}")
        page = room.make()
        yield
        page.went_back.connect(self._on_went_back)
        self._stack.addWidget(page)  # the style sheet is worked out for the page here
        self._pages[room_id] = page
        yield

    def making_first(self) -> Iterator[None]:
        """Makes the page that `go_first` shows."""
        for room in self.rooms[:1]:
            yield from self.making(room.id)

    def go_first(self) -> None:
        """The first room of the rail, if there is any."""
        if self.rooms:
            self.go(self.rooms[0].id)

    def page(self, room_id: str) -> Page | None:
        """The room's page, None while it has not been made."""
        return self._pages.get(room_id)

    @property
    def current(self) -> Page | None:
        """The page in front."""
        widget = self._stack.currentWidget()
        return widget if isinstance(widget, Page) else None

    def hear(self, changes: Sequence[Change]) -> None:
        """What was done in the hall, on any PC: each page knows what it follows."""
        for page in self._pages.values():
            page.hear(changes)

    def keep_typed(self) -> None:
        """What was typed a moment ago, on any page, is on its way to the books from now on."""
        for page in self._pages.values():
            page.hurry()

    def finder(self) -> Finder:
        """Everything Ctrl+K finds: the businesses, then the rooms."""
        if self._finder is None:
            rooms = tuple(Entry("", room.title, partial(self.go, room.id)) for room in self.rooms)
            self._finder = Finder((*self._entries, *rooms), self._calls.initials)
        return self._finder

    def _on_key(self, room_id: str, _checked: object = None) -> None:
        self.go(room_id)

    def _name_actions(self) -> None:
        for action, room in zip(self.actions(), self.rooms, strict=False):
            action.setText(tr(room.title))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_actions()
        super().changeEvent(event)

    def _on_went_back(self) -> None:
        """Esc with nothing to undo: the rail, from where every room is one key away."""
        self.rail.focus_room()
