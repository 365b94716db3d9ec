"""The first screen of the day: who sits here, and at which counter.

It is drawn before the database is open, so it imports no rules; what it hands on is checked by
the service behind `SignInCalls`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from hallclient.base.errors import HallError
from hallclient.base.language import N_, tr
from hallclient.staff.page.caps import CapsHint
from hallclient.ui.forms.sign_in import Ui_SignIn
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page


class SignInIncomplete(HallError):
    """Code or password was left empty."""

    code = "signin.empty"
    sentence = N_("Type your staff code and your password.")


@dataclass(frozen=True)
class SignInCalls:
    """What the page may ask for.

    Attributes:
        sign_in: (code, password, counter as typed, "" where it was not asked for) to whatever
            the window goes on with. It runs on the write lane, behind the job that opens the
            database, and so simply waits for it.
    """

    sign_in: Callable[[str, str, str], object]


class SignInPage(Page):
    """Sign-in (签到): typing is accepted at once, signing in waits for the database."""

    title = N_("Sign in")
    primary_text = N_("Sign in")
    narrow = True

    signed_in = Signal(object)
    """Somebody proved who they are; carries what `sign_in` gave."""

    wanted_again = Signal()
    """The hall could not be opened; somebody wants it tried now."""

    def __init__(self, calls: SignInCalls, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._calls = calls
        self.ui = self.set_form(Ui_SignIn)
        self._caps = CapsHint(self.ui.caps, self.ui.password)
        self.ui.hall.hide()
        self._again: QPushButton | None = None
        self._closed: tuple[str, bool] | None = None
        self.ask_counter(wanted=False)

    def hall_opened(self, hall_name: str) -> None:
        """The database is open: the hall's name in place of the word that it is being opened."""
        if self._closed is not None:
            self.clear_errors()
            self._closed = None
        self._show_again()
        self.ui.opening.hide()
        self.ui.hall.setText(hall_name)
        self.ui.hall.setVisible(bool(hall_name))

    def not_opened(self, error: HallError, address: str, *, waits: bool) -> None:
        """The hall cannot be opened: why, where it was looked for, whether it is tried again."""
        self._closed = address, waits
        if type(self.refused) is not type(error):  # said once, not with every try
            self.show_error(error)
        self.ui.opening.show()
        self._show_again()
        self.retranslate()

    def retranslate(self) -> None:
        """Where the hall is looked for; the rest is the form's own."""
        if self._closed is None:
            return
        address, waits = self._closed
        where = tr("Database: {address}", address=address)
        more = tr("It is tried again by itself.") if waits else tr("Mend that, then try again.")
        self.ui.opening.setText(f"{where}\n{more}")

    def _show_again(self) -> None:
        if self._again is None and self._closed is not None:
            self._again = self.add_button(N_("Try again"), self.wanted_again.emit, "Ctrl+R")
        if self._again is not None:
            self._again.setVisible(self._closed is not None)

    def ask_counter(self, *, wanted: bool) -> None:
        """Shows the field for the counter's number on a PC that does not know it yet."""
        self.ui.counter.setVisible(wanted)
        self.ui.counterLabel.setVisible(wanted)

    def set_code(self, code: str) -> None:
        """Who will sign in, most likely; the password comes next."""
        self.ui.code.setText(code)
        self.ui.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_primary(self) -> None:
        code, password = self.ui.code.text().strip(), self.ui.password.text()
        if not code or not password:
            raise SignInIncomplete(field="password" if code else "code")
        counter = self.ui.counter.text().strip()
        sign_in = self._calls.sign_in
        self.run(
            self.lanes.write,
            lambda: sign_in(code, password, counter),
            self._signed_in,
            self._refused,
        )

    def back(self) -> None:
        """Esc leads nowhere from the first screen."""

    def _signed_in(self, value: object) -> None:
        self.ui.password.clear()
        self.signed_in.emit(value)

    def _refused(self, error: HallError) -> None:
        if error.field == "counter":
            self.ask_counter(wanted=True)
        else:
            self.ui.password.clear()
        self.show_error(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the last field signs in; before it, Enter goes on."""
        last = self.ui.password if self.ui.counter.isHidden() else self.ui.counter
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and last.hasFocus():
            self.press_primary()
        else:
            super().keyPressEvent(event)
