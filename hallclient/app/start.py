"""From the start of the window program to its end, whichever way it ends."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from hallclient.app.doorbell import ring
from hallclient.app.installed import tell
from hallclient.app.only_window import OnlyWindow, OpenAlready, window_name
from hallclient.base.language import tr
from hallclient.base.places import resources
from hallclient.look import first_look, first_places, log_folder
from hallclient.staff.page.sign_in import SignInPage

if TYPE_CHECKING:
    from hallclient.app.client import Opening
    from hallclient.app.session import Session
    from hallclient.ui.unclean_end import UncleanEnd

QUIT_SECONDS: Final = 20.0
"""What a window that was closed by its person may take to end: a server answers within less."""
SMALLEST: Final = QSize(1000, 540)
"""The oldest PCs of a hall show 1366x768; at a scale of 125 %, less the task bar, so many."""
_AFTER_DRAWING_MS: Final = 300


def room_wanted(room: QSize) -> str:
    """What to say of a screen, in its own points, that is too small; "" for one that will do."""
    if room.width() >= SMALLEST.width() and room.height() >= SMALLEST.height():
        return ""
    return tr(
        "This screen shows {width} x {height} points; the program needs {least_width} x "
        "{least_height}. Choose a smaller scale or a higher resolution in the system's display "
        "settings.",
        width=room.width(),
        height=room.height(),
        least_width=SMALLEST.width(),
        least_height=SMALLEST.height(),
    )


class WindowRun(QObject):
    """One run of the window program, or of the demo's window, which may be open many times.

    Args:
        only: this start has taken it; None for a window beside which others may be open, where
            nobody says how the last one ended.
        opening: what is opened; this PC's hall unless named.
        crashes: where crash reports go; this PC's folder unless named.
    """

    def __init__(
        self,
        application: QApplication,
        only: OnlyWindow | None,
        opening: "Opening | None" = None,
        crashes: Path | None = None,
    ) -> None:
        from hallclient.app.client import Client, Opening
        from hallclient.app.log import open_log
        from hallclient.app.system_look import SystemLook, read_wishes
        from hallclient.ui.crash import CrashCare
        from hallclient.ui.unclean_end import RunningMark

        super().__init__()
        opening = opening or Opening(first_look())
        folder = crashes or first_places().data_folder / "crash"
        self._only, self._ended, self.all_ended = only, False, True
        self.care = CrashCare(folder, opening.clock.now, open_log(log_folder()))
        self.care.install()
        self._mark = RunningMark(folder, only.name) if only else None
        self._left: UncleanEnd | None = None
        if self._mark is not None:
            with suppress(OSError):  # a folder that takes nothing keeps nobody from working
                self._left = self._mark.begin(opening.clock.now())
        application.setWindowIcon(QIcon(str(resources() / "icons" / "hallclient.svg")))
        read_wishes(application)
        self.client = Client(application, opening)
        self._application = application
        self.session: Session | None = None
        window = self.client.window
        self._look = SystemLook(application, window)
        window.page_changed.connect(self.care.at_page)
        self.care.told.connect(window.keep_typed)
        if only is not None:
            only.called.connect(window.come_forward)
        application.aboutToQuit.connect(self.end)

    def start(self) -> None:
        """Shows the window; whatever the clerk need not wait for comes after it is drawn."""
        window = self.client.window
        room = window.screen().availableSize()
        if room.width() < window.width() or room.height() < window.height():
            window.setWindowState(Qt.WindowState.WindowMaximized)
        self.client.start()
        QTimer.singleShot(_AFTER_DRAWING_MS, self, self._after_drawing)

    @Slot()
    def _after_drawing(self) -> None:
        from hallclient.app.session import Session

        if self._ended:
            return
        if self._only is not None:
            self._only.listen()
        self.session = Session(self._application, self.client)
        self.session.window.told.connect(self._look.on_news)
        if self._left is not None:
            self.care.tell_of_last_run(self._left.file)
        window = self.client.window
        gate = window.findChild(SignInPage)
        if gate is not None and gate.refused is None:
            gate.say(room_wanted(window.screen().availableSize()), "warning")

    @Slot()
    def end(self) -> None:
        """Closes everything, within a bound; doing it again does nothing.

        At the end of a session the system ends the process as soon as this returns.
        """
        if self._ended:
            return
        self._ended = True
        patience = QUIT_SECONDS
        if self.session is not None:
            self.session.close()
            patience = self.session.patience(patience)
        self.all_ended = self.client.close(patience)
        if self._mark is not None:
            self._mark.end()
        if self._only is not None:
            self._only.close()
        self.care.uninstall()

    def until_closed(self) -> int:
        """Shows the window until it is closed, and ends the run; returns the exit status."""
        self.start()
        try:
            status = self._application.exec()
        finally:
            self.end()
        if not self.all_ended:
            leave_behind(status)
        return status


def run() -> int:
    """Opens the client on this PC's hall, once; returns the exit status."""
    places = first_places()
    only = OnlyWindow(window_name(places.database, places.data_folder), places.data_folder)
    if not only.take():
        if ring(only.name):
            return 0
        tell(OpenAlready())
        return 1
    application = QApplication(sys.argv[:1])  # ends after the window, not before
    return WindowRun(application, only).until_closed()


def leave_behind(status: int) -> None:
    """Ends the process beside a driver or a network that holds one of its threads for ever.

    All that was confirmed is in the books, and a unit of work that is cut off never was. Python
    would wait for the thread, unseen, and the next start would find this one still open.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.flush()
    os._exit(status)
