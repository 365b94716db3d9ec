"""The main window: the gate (sign-in), the desk (rail, top bar, pages), the lock."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from hallclient.base.changes import Change
from hallclient.base.language import N_, Language, language, tr
from hallclient.ui.gate import Gate
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from hallclient.ui.shell import Entry, Person, Place, Room, WindowCalls
from hallclient.ui.theme import Look, apply_look
from hallclient.ui.translator import speak

if TYPE_CHECKING:
    from hallclient.ui.desk import Desk
    from hallclient.ui.lock import IdleWatch, LockPage


_WAIT_TO_PREPARE_MS = 200


class MainWindow(QMainWindow):
    """Shows one of three: somebody signs in, somebody works, or the screen is locked.

    What is not needed to sign in is made when somebody does.
    """

    page_changed = Signal(str)
    """Another room came to the front; its id."""

    closing = Signal()
    """The window is being closed."""

    def __init__(self, calls: WindowCalls, lanes: Lanes, look: Look) -> None:
        super().__init__()
        self._calls, self._lanes, self.look = calls, lanes, look
        self._desk: Desk | None = None
        self._lock: LockPage | None = None
        self._hidden: list[QDialog] = []
        self._idle_minutes = 0
        self.idle_watch: IdleWatch | None = None
        self._root = QStackedWidget()
        self._root.setObjectName("root")
        self.setCentralWidget(self._root)
        self._gate: QWidget | None = None
        self._actions = self._make_actions()
        self._personal: list[str] = []
        self._retitle()
        self.resize(1366, 768)

    # -- the gate -----------------------------------------------------------------------

    def show_gate(self, page: QWidget, width: int = 480, heading: str = "") -> None:
        """Shows sign-in or the first-run wizard in the middle of an empty window.

        `width` is in pixels of the base text; `heading`, such as the hall's name, stands
        above the card as it is.
        """
        self._drop_desk()
        old, self._gate = self._gate, Gate(page, width, "gate", heading)
        self._root.addWidget(self._gate)
        self._root.setCurrentWidget(self._gate)
        if old is not None:
            _drop(self._root, old)
        self._enable_actions()
        QTimer.singleShot(_WAIT_TO_PREPARE_MS, self, _read_the_desk)

    # -- the desk -----------------------------------------------------------------------

    def enter(
        self, person: Person, place: Place, rooms: Sequence[Room], entries: Sequence[Entry] = ()
    ) -> None:
        """Somebody has signed in: shows the first of the rooms that are open to them."""
        for _ in self.entering(person, place, rooms, entries):
            pass

    def entering(
        self, person: Person, place: Place, rooms: Sequence[Room], entries: Sequence[Entry] = ()
    ) -> Iterator[None]:
        """What `enter` does, in pieces; the gate stays until the desk is ready."""
        from hallclient.ui.desk import Desk

        self._drop_desk()
        open_rooms = [
            room for room in rooms if not room.permissions or room.permissions & person.permissions
        ]
        desk = Desk(self._calls, person, place, open_rooms, entries)
        desk.page_changed.connect(self.page_changed)
        desk.rail.lock.clicked.connect(self.lock)
        desk.rail.sign_out.clicked.connect(self._ask_to_sign_out)
        yield
        self._root.addWidget(desk)
        yield
        yield from desk.making_first()
        self._desk = desk
        self._root.setCurrentWidget(desk)
        if self._gate is not None:
            _drop(self._root, self._gate)
            self._gate = None
        self._enable_actions()
        self.set_idle_minutes(self._idle_minutes)
        desk.go_first()

    @property
    def desk(self) -> "Desk":
        """Rail, top bar and pages of the person at work. Raises LookupError at the gate."""
        if self._desk is None:
            raise LookupError("nobody is signed in")
        return self._desk

    @property
    def at_work(self) -> bool:
        """Whether somebody is signed in and has their desk, locked or not."""
        return self._desk is not None

    def go(self, room_id: str) -> Page:
        """Brings a room's page to the front, made now if it never was. Raises LookupError."""
        return self.desk.go(room_id)

    def hear(self, changes: Sequence[Change]) -> None:
        """What was done in the hall, on any PC; behind the lock too."""
        if self._desk is not None:
            self._desk.hear(changes)

    def keep_typed(self) -> None:
        """Begins to save what was typed a moment ago, wherever it was typed."""
        if self._desk is not None:
            self._desk.keep_typed()

    def come_forward(self) -> None:
        """In front of every other window, as large as it was, with the keys."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def ask_to_leave(self, leave: Callable[[], object]) -> None:
        """Calls `leave` at once when nothing is left to do, else when the person insists."""
        desk = self._desk

        def tell(left: Sequence[str]) -> None:
            asking = any(dialog.isVisible() for dialog in self.findChildren(QDialog))
            if desk is None or self._desk is not desk or asking:
                return
            if left:
                from hallclient.ui.leaving import LeaveDialog

                LeaveDialog(self, self._lanes, left, leave)
            else:
                leave()

        self._calls.leftovers(tell)

    def sign_out(self) -> None:
        """The person leaves: pages go, and the gate is asked for."""
        self._drop_desk()
        self._calls.signed_out()

    def add_key(self, key: str, source: str, does: Callable[[], object]) -> None:
        """A key of the person at work, in front of any page and dialog; `source` is English.

        It goes when they leave.
        """
        action = self._make_action(key, source, does)
        action.setProperty("anywhere", True)
        self._actions[key] = (action, source)
        self._personal.append(key)

    # -- the lock -----------------------------------------------------------------------

    @property
    def locked(self) -> bool:
        """Whether the screen is locked."""
        return self._lock is not None

    def lock(self, *, idle: bool = False) -> None:
        """Hides the desk and its dialogs behind the lock; all of it stays alive.

        `idle` when nobody has touched the desk, rather than its person asking for it.
        """
        from hallclient.ui.lock import LockPage

        if self._desk is None or self._lock is not None:
            return
        self._focus_before = self.focusWidget()
        self._hidden = [dialog for dialog in self.findChildren(QDialog) if dialog.isVisible()]
        for dialog in self._hidden:
            dialog.hide()
        self._lock = LockPage(self._lanes, self._calls.unlock, self._desk.person)
        self._lock.unlocked.connect(self._on_unlocked)
        self._lock.left.connect(self.sign_out)
        self._lock_frame = Gate(self._lock, 480, "lock")
        self._root.addWidget(self._lock_frame)
        self._root.setCurrentWidget(self._lock_frame)
        self._enable_actions()
        self._lock.focus_first()
        self._calls.locked(idle)

    def set_idle_minutes(self, minutes: int) -> None:
        """Locks by itself after so many minutes without a key or a mouse move; 0 never."""
        from hallclient.ui.lock import IdleWatch

        self._idle_minutes = minutes
        if self._desk is None:
            return
        if self.idle_watch is None:
            self.idle_watch = IdleWatch(self)
            self.idle_watch.idle.connect(lambda: self.lock(idle=True))
        self.idle_watch.set_minutes(minutes)

    # -- look and language --------------------------------------------------------------

    def set_look(self, look: Look) -> None:
        """Another theme or text scale, at once, in every window."""
        self.look = look
        apply_look(_application(), look)
        self._calls.keep(look, language())

    def look_again(self) -> None:
        """The system asks for another look; what was chosen here still holds."""
        apply_look(_application(), self.look)

    def set_language(self, wanted: Language) -> None:
        """The other language, at once, in every window."""
        speak(_application(), wanted)
        for action, source in self._actions.values():
            action.setText(tr(source))
        self._retitle()
        self._calls.keep(self.look, wanted)

    # -- help ---------------------------------------------------------------------------

    def show_keys(self) -> None:
        """F1: every key that works here."""
        from hallclient.ui.keys_sheet import KeysSheet, keys_of, lines_of

        own = [action for action, _source in self._actions.values()]
        if self._desk is not None and not self.locked:
            own += self._desk.actions()
        here: QWidget | None = self._root.currentWidget()
        if self._desk is not None and here is self._desk:
            here = self._desk.current
        KeysSheet(self, keys_of(here) if here is not None else [], lines_of(own)).open()

    def show_palette(self) -> None:
        """Ctrl+K: find any room or business."""
        from hallclient.ui.palette import Palette

        Palette(self, self.desk.finder()).open()

    # -- inside -------------------------------------------------------------------------

    def _make_actions(self) -> dict[str, tuple[QAction, str]]:
        return {
            key: (self._make_action(key, source, does), source)
            for key, source, does in (
                ("F1", N_("Show every key"), self.show_keys),
                ("Ctrl+K", N_("Find anything"), self.show_palette),
                ("Ctrl+L", N_("Lock the screen"), self.lock),
                ("Ctrl+Q", N_("Sign out"), self._ask_to_sign_out),
            )
        }

    def _make_action(self, key: str, source: str, does: Callable[[], object]) -> QAction:
        action = QAction(tr(source), self)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(does)
        action.setProperty("anywhere", key == "Ctrl+L")
        self.addAction(action)
        return action

    def _enable_actions(self) -> None:
        working = self._desk is not None and not self.locked
        for key, (action, _source) in self._actions.items():
            action.setEnabled(working or key == "F1")

    def _retitle(self) -> None:
        self.setWindowTitle(tr("Business hall"))

    def _on_unlocked(self) -> None:
        self._drop_lock()
        if self._desk is not None:
            self._root.setCurrentWidget(self._desk)
        self._enable_actions()
        for dialog in self._hidden:
            dialog.open()
        self._hidden = []
        self.set_idle_minutes(self._idle_minutes)
        if self._focus_before is not None and not self.findChildren(QDialog):
            self._focus_before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_to_sign_out(self) -> None:
        self.ask_to_leave(self.sign_out)

    def _leave_and_close(self) -> None:
        self.sign_out()
        self.close()

    def _drop_lock(self) -> None:
        if self._lock is not None:
            self._lock = None
            _drop(self._root, self._lock_frame)

    def _drop_desk(self) -> None:
        if self.idle_watch is not None:
            self.idle_watch.set_minutes(0)
        for dialog in self.findChildren(QDialog):
            dialog.reject()
        self._hidden = []
        self._drop_lock()
        if self._desk is not None:
            _drop(self._root, self._desk)
            self._desk = None
        for key in self._personal:
            action, _source = self._actions.pop(key)
            self.removeAction(action)
            action.deleteLater()
        self._personal = []
        self._enable_actions()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A person who closes the window leaves the desk first, as by signing out."""
        if event.spontaneous() and self._desk is not None and not self.locked:
            event.ignore()
            self.ask_to_leave(self._leave_and_close)
            return
        self.closing.emit()
        super().closeEvent(event)


def _read_the_desk() -> None:
    """Imports what the desk needs while the clerk types, so that entering it holds nothing."""
    import hallclient.ui.desk
    import hallclient.ui.lock  # noqa: F401 - read for later


def _application() -> QApplication:
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("a window needs a QApplication")
    return application


def _drop(stack: QStackedWidget, widget: QWidget) -> None:
    stack.removeWidget(widget)
    widget.deleteLater()
