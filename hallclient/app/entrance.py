"""The way in: the sign-in page, and the hall that opens behind it."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from hallclient.base.errors import Away, HallError
from hallclient.staff.page.sign_in import SignInCalls, SignInPage
from hallclient.ui.jobs import Job, Lanes
from hallclient.ui.window import MainWindow

if TYPE_CHECKING:
    from hallclient.app.backstage import Backstage, Seat
    from hallclient.app.client import Opening

FIRST_RUN_WIDTH: Final = 560
"""Pixels: the form of the first run has more to say than the sign-in page."""


class Entrance(QObject):
    """From the start of a client to the person at work, and again after every sign-out.

    A hall that is away is looked for again, ever less often; one that cannot be opened for any
    other reason when somebody asks for it.

    Signals:
        entered(Seat): somebody signed in.
    """

    entered = Signal(object)

    def __init__(
        self, window: MainWindow, lanes: Lanes, opening: "Opening", parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._lanes, self._opening = window, lanes, opening
        self._hall: Backstage | None = None
        self._page: SignInPage | None = None
        self._opens = self._ended = False
        self._tries = 0

    @property
    def hall(self) -> "Backstage | None":
        """The open hall; None until it is open."""
        return self._hall

    @property
    def opens(self) -> bool:
        """Whether the hall is being opened."""
        return self._opens

    def show(self) -> None:
        """Shows the sign-in page."""
        page = SignInPage(SignInCalls(self._sign_in), self._lanes)
        page.signed_in.connect(self.entered)
        page.wanted_again.connect(self._open_again)
        self._page = page
        self._window.show_gate(page)
        if self._hall is not None:
            _tell_hall(page, self._hall)

    def expect(self) -> None:
        """The hall is about to be opened, as soon as the window is drawn."""
        self._opens = True

    def open(self) -> None:
        """Opens the hall behind the sign-in page."""

        def work(_step: object) -> "Backstage":
            return self._opened_hall()

        job = Job(work, self)
        job.succeeded.connect(self._on_opened)
        job.failed.connect(self._on_not_opened)
        self._lanes.write.start(job)

    def leave(self) -> None:
        """The sign-in page is out of sight: a person is at work."""
        self._page = None

    def close(self) -> None:
        """Closes the hall, and looks for none any more."""
        self._ended = True
        if self._hall is not None:
            self._hall.close()

    @Slot(object)
    def _on_opened(self, hall: "Backstage") -> None:
        self._opens, self._tries = False, 0
        if not hall.hall_name:
            self._show_first_run(hall)
        elif self._page is not None:
            _tell_hall(self._page, hall)

    @Slot(object)
    def _on_not_opened(self, error: Exception) -> None:
        from hallclient.app.backstage import address_of
        from hallclient.app.line import pause_after

        self._opens = False
        if not isinstance(error, HallError):
            raise error
        waits = isinstance(error, Away)
        if self._page is not None:
            self._page.not_opened(error, address_of(self._opening), waits=waits)
        if waits:
            self._tries += 1
            QTimer.singleShot(pause_after(self._tries), self, self._open_again)

    @Slot()
    def _open_again(self) -> None:
        if self._hall is not None or self._ended or self._opens:
            return
        if self._lanes.write.busy:  # somebody tries it just now, by signing in
            QTimer.singleShot(1_000, self, self._open_again)
            return
        self._opens = True
        self.open()

    def _show_first_run(self, hall: "Backstage") -> None:
        from hallclient.staff.page.first_run import FirstRunCalls, FirstRunPage

        page = FirstRunPage(FirstRunCalls(hall.found), self._lanes)
        page.founded.connect(lambda _code: self.show())
        self._page = None
        self._window.show_gate(page, FIRST_RUN_WIDTH)

    def _sign_in(self, code: str, password: str, counter: str) -> "Seat":
        """On the write lane, behind the job that opens the hall; where that failed, once more."""
        return self._opened_hall().sign_in(code, password, counter)

    def _opened_hall(self) -> "Backstage":
        """On the write lane, so that whoever comes after on that lane finds the hall open."""
        from hallclient.app.backstage import open_backstage

        if self._hall is None:
            self._hall = open_backstage(self._opening)
        return self._hall


def _tell_hall(page: SignInPage, hall: "Backstage") -> None:
    page.hall_opened(hall.hall_name)
    page.ask_counter(wanted=hall.counter is None)
