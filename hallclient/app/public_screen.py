"""The hall's display: a program of its own beside the clients, or a second window of one."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from hallclient.app.call_voice import CallVoice
from hallclient.app.feed import Feed
from hallclient.app.line import pause_after
from hallclient.app.system_look import read_wishes
from hallclient.base.changes import Change, touches
from hallclient.base.clock import Clock, SystemClock
from hallclient.base.errors import HallError
from hallclient.base.language import tr
from hallclient.base.places import resources
from hallclient.look import first_look
from hallclient.queue.page.announcer import Say
from hallclient.queue.page.public_screen import PublicCalls, PublicScreen
from hallclient.queue.rules.public import PublicView
from hallclient.queue.rules.spoken import SpokenCall
from hallclient.queue.service.public import public_view
from hallclient.store.desk import Desk
from hallclient.ui.garbage import collect_on_ui_thread
from hallclient.ui.jobs import Job, Lane, Stopped, seconds_left
from hallclient.ui.theme import Look, apply_look
from hallclient.ui.translator import speak

if TYPE_CHECKING:
    from hallclient.app.client import Client
    from hallclient.devices.sound import VoiceFailed
    from hallclient.hall import HallPlace, OpenHall
    from hallclient.settings import Settings

FOLLOWS: Final = frozenset({"queue", "notice", "day.close", "policy.change"})
"""Acts after which the display is read anew."""
QUIT_SECONDS: Final = 5.0


@dataclass
class DisplayOpening:
    """What the display's own program is started with.

    Attributes:
        database: None takes the one of this PC's settings.
        display: number of the display from 1 on; None takes the second one where there is one.
        calls_folder: keeps each announcement as a sound file instead of playing it.
        say: stands in for the voice of the settings.
    """

    database: str | None = None
    display: int | None = None
    calls_folder: Path | None = None
    clock: Clock = field(default_factory=SystemClock)
    log: Callable[[str], None] = print
    say: Say | None = None


class Display(QObject):
    """The display of a hall: opens it, again and again until it answers, and follows it."""

    def __init__(self, opening: DisplayOpening) -> None:
        super().__init__()
        self._opening = opening
        self._lane = Lane("read", self)
        self._hall: OpenHall | None = None
        self._feed: Feed | None = None
        self._voice: CallVoice | None = None
        self._tries, self._closing, self._ended = 0, False, False
        self._noted = ""
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._open)
        calls = PublicCalls(self._view, opening.clock.now, self._speak)
        self.screen = PublicScreen(calls, self._lane)
        self.screen.closed.connect(self._on_closed)

    def start(self) -> None:
        """Shows the display, and opens the hall behind it."""
        self.screen.place(self._opening.display)
        self.screen.say(tr("Connecting …"))
        self._open()

    def close(self, patience: float | None = QUIT_SECONDS) -> bool:
        """Ends everything, within so many seconds; returns whether all work has ended."""
        if self._ended:
            return True
        self._ended = True
        self._open_no_more()
        left = seconds_left(patience)
        if self._feed is not None:
            self._feed.close()
        ended = all([self.screen.announcer.close(left()), self._lane.close(left())])
        self.screen.hide()
        if ended:  # what runs on tells its end to a part of the screen
            self.screen.deleteLater()
        if self._hall is not None:
            self._hall.close()
        return ended

    @property
    def following(self) -> bool:
        """Whether the hall is open and changes are heard."""
        return self._feed is not None

    def _view(self) -> PublicView:
        return public_view(self._open_hall().desk)

    def _open_hall(self) -> "OpenHall":
        """On the lane, as everything that asks the database."""
        from hallclient import hall as house
        from hallclient.settings import load_settings

        if self._hall is None:
            settings = load_settings()
            place = _place(settings, self._opening.database)
            found = house.open_display(place, self._opening.clock)
            if self._closing:  # while the server thought about it
                found.close()
                raise Stopped
            if self._opening.say is None:
                folder = self._opening.calls_folder
                self._voice = CallVoice(settings, self._on_no_voice, folder)
            self._hall = found
        return self._hall

    def _speak(self, call: SpokenCall) -> None:
        say = self._opening.say or self._voice
        if say is not None:
            say(call)

    def _on_no_voice(self, error: "VoiceFailed") -> None:
        self._opening.log(f"voice: {error.code}")

    def _open(self) -> None:
        from hallclient.store.changes import last_seq

        def work(_step: object) -> tuple[Desk, int]:
            desk = self._open_hall().desk
            return desk, last_seq(desk)

        job = Job(work, self)
        job.succeeded.connect(self._on_open)
        job.failed.connect(self._on_not_open)
        self._lane.start(job)

    @Slot(object)
    def _on_open(self, found: tuple[Desk, int]) -> None:
        if self._closing:
            return
        desk, since = found
        self._tries, self._noted = 0, ""
        self._feed = Feed(desk, since, self)
        self._feed.heard.connect(self._on_changes)
        self._feed.reached.connect(self._on_reached)
        self.screen.read()

    @Slot(object)
    def _on_not_open(self, error: Exception) -> None:
        """A display is switched on before its server is, and nobody stands in front of it.

        Whatever was the matter, somebody sees to it elsewhere: it tries until it can.
        """
        kind = error.code if isinstance(error, HallError) else type(error).__name__
        if kind != self._noted:  # nobody reads the screen at night: once for each cause
            self._noted = kind
            self._opening.log(f"display: {kind}")
        if not self._closing:
            self._tries += 1
            self._again.start(pause_after(self._tries))
        if not isinstance(error, HallError):
            self.screen.say(tr("The display is not up to date. Please look at the windows."))
            raise error
        self.screen.say(str(error))

    def _open_no_more(self) -> None:
        self._closing = True
        self._again.stop()
        if self._voice is not None:
            self._voice.close()

    @Slot(object)
    def _on_changes(self, changes: tuple[Change, ...]) -> None:
        if not changes or touches(changes, FOLLOWS):
            self.screen.read()

    @Slot(bool)
    def _on_reached(self, there: bool) -> None:  # noqa: FBT001 - what the signal carries
        if not there:
            self.screen.read()

    @Slot()
    def _on_closed(self) -> None:
        self._open_no_more()
        application = QApplication.instance()
        if application is not None:
            application.quit()


def _place(settings: "Settings", database: str | None) -> "HallPlace":
    """Where the hall is; a display has no keys, so no key store is opened."""
    from hallclient.hall import HallPlace
    from hallclient.store.keys import FileKeyStore

    hall = "" if database else settings.hall
    return HallPlace(database or settings.database, FileKeyStore(settings.keys_folder), hall)


def run_display(opening: DisplayOpening) -> int:
    """Shows the hall's display until somebody closes it; returns the exit status."""
    from hallclient.app.log import open_log
    from hallclient.look import log_folder

    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError("there is an application without windows")
    collect_on_ui_thread(application)
    look = first_look()
    application.setWindowIcon(QIcon(str(resources() / "icons" / "hallclient.svg")))
    read_wishes(application)
    apply_look(application, Look(look.theme, look.text_scale))
    speak(application, look.language)
    opening.log = open_log(log_folder())
    display = Display(opening)
    display.start()
    try:
        return application.exec()
    finally:
        if not display.close():
            from hallclient.app.start import leave_behind

            leave_behind(0)


# -- the same as a second window of a client -------------------------------------------------


class ClientDisplay(QObject):
    """The display that the guide or the duty manager opens from their own PC."""

    closed = Signal()
    _unheard = Signal(object)  # from the voice's thread

    def __init__(self, client: "Client") -> None:
        super().__init__(client)
        self._client = client
        desk = client.backstage.desk
        self._unheard.connect(self._on_unheard, Qt.ConnectionType.QueuedConnection)
        self._voice = CallVoice(client.backstage.settings, self._unheard.emit)
        calls = PublicCalls(partial(public_view, desk), desk.now, self._voice)
        self.screen = PublicScreen(calls, client.lanes.read)
        self.screen.closed.connect(self.closed)

    def show(self) -> None:
        """On the second display where there is one, else over everything; Esc closes it."""
        self.screen.place()
        self.screen.read()

    def hear(self, changes: Sequence[Change]) -> None:
        """Done on some PC of the hall."""
        if not changes or touches(changes, FOLLOWS):
            self.screen.read()

    def close(self, patience: float | None = None) -> bool:
        """Ends it; `patience` and what is returned as for a lane."""
        self._voice.close()
        ended = self.screen.announcer.close(patience)
        self.screen.hide()
        return ended

    def let_go(self) -> bool:
        """Gives a closed window back, unless it still speaks or reads; whether it could.

        What runs on tells its end to a part of the window.
        """
        done = self.close(0) and not self.screen.reading
        if done:
            self.screen.deleteLater()
            self.deleteLater()
        return done

    @Slot(object)
    def _on_unheard(self, error: "VoiceFailed") -> None:
        """One hint on top of the pages, taken away by whoever has read it."""
        top = self._client.top
        if top is not None:
            top.set_alert("voice", partial(str, error), lambda: top.set_alert("voice", None))
