"""A second person signs: on the first one's screen, or asked from there and signing elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from hallclient.base.errors import HallError
from hallclient.base.language import N_, tr
from hallclient.ui.forms.authorise import Ui_Authorise
from hallclient.ui.jobs import Lane, Lanes
from hallclient.ui.page import Page
from hallclient.ui.page_dialog import PageDialog
from hallclient.ui.remote import (
    APPROVED,
    REFUSED,
    TIMED_OUT,
    WAITING,
    WITHDRAWN,
    Answer,
    Remote,
    Waiting,
)
from hallclient.ui.widgets.notice import Tone

type Sign[S] = Callable[[str, str, str], S]
"""(code, password, purpose) to a signature; raises a HallError when it is refused."""


@dataclass(frozen=True)
class SignAsk:
    """What a second person is asked for, in words they can judge by.

    Attributes:
        purpose: the sentence they sign, already translated: "Reverse order … of 50.00 yuan".
        first: who asks: name and code of the person whose act it is.
        role: English source of what the signer is here: "Witness", "Approver", "Hands over".
    """

    purpose: str
    first: str = ""
    role: str = N_("Second person")


class SignerMissing(HallError):
    """Code or password was left empty."""

    code = "signin.incomplete"
    sentence = N_("Type the code and the password of the second person.")


class _SignPage[S](Page):
    """The inside of the dialog: an ordinary page, so errors and keys work as everywhere.

    Where there is a way to somebody elsewhere, F6 asks them; while they are waited for the fields
    are away, and Esc takes the request back.
    """

    title = N_("Second person signs")
    primary_text = N_("Sign")
    narrow = True

    def __init__(
        self,
        lane: Lane,
        sign: Sign[S],
        ask: SignAsk,
        signed: Callable[[S], object],
        remote: Remote[S] | None,
    ) -> None:
        super().__init__(Lanes(write=lane, read=lane))
        self._lane, self._sign, self._ask, self._signed = lane, sign, ask, signed
        self._remote = remote
        self._waiting: Waiting | None = None
        self._left = 0
        self.ui = self.set_form(Ui_Authorise)
        self.ui.purpose.setText(ask.purpose)
        self.ui.purpose.setAccessibleName(ask.purpose)
        self.ui.first.setVisible(bool(ask.first))
        if remote is not None:
            self.elsewhere = self.add_button(N_("Ask the duty manager"), self._on_ask, "F6")
        self.cancel = self.add_button(N_("Cancel"), self.back)
        self.retranslate()

    @property
    def waits(self) -> bool:
        """Whether somebody elsewhere is being waited for."""
        return self._waiting is not None

    def retranslate(self) -> None:
        role = tr(self._ask.role)
        self.ui.codeLabel.setText(tr("{role}: staff code", role=role))
        self.ui.first.setText(tr("Asked by {person}", person=self._ask.first))
        self._name_cancel()
        self._show_left()

    def on_primary(self) -> None:
        code, password = self.ui.code.text().strip(), self.ui.password.text()
        if not code or not password:
            raise SignerMissing(field="code" if not code else "password")
        sign, purpose = self._sign, self._ask.purpose
        self.run(self._lane, lambda: sign(code, password, purpose), self._signed, self._refused)

    def back(self) -> None:
        """Esc while somebody is waited for takes the request back; else it leaves the dialog."""
        remote, waiting = self._remote, self._waiting
        if remote is None or waiting is None:
            super().back()
        elif not self.busy:
            withdraw, request_id = remote.withdraw, waiting.request_id
            self.run(
                remote.lane, lambda: withdraw(request_id), self._withdrawn, self._not_withdrawn
            )

    def leave(self) -> None:
        """The dialog goes: a request that still waits is taken back behind it."""
        if self._waiting is not None:
            self._waiting.withdraw()
            self._waiting = None

    def _refused(self, error: HallError) -> None:
        self.ui.password.clear()
        self.show_error(error)
        self.ui.password.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- somebody elsewhere -------------------------------------------------------------

    def _on_ask(self) -> None:
        if self._remote is not None and not self.busy and not self.waits:
            self.run(self._remote.lane, self._remote.ask, self._asked)

    def _asked(self, answer: Answer[S]) -> None:
        if self._remote is None or not self._goes_on(answer):
            return
        self._waiting = Waiting(self._remote, answer.request_id, self)
        self._waiting.told.connect(self._on_told)
        self._show_way()
        self._show_left(answer.seconds_left)

    @Slot(object)
    def _on_told(self, answer: Answer[S]) -> None:
        """What became of it; behind the lock nothing goes on until its person is back."""
        if self.isVisible() and not self.busy and self._goes_on(answer):
            self._show_left(answer.seconds_left)

    def _goes_on(self, answer: Answer[S]) -> bool:
        """Whether it still waits; else its end is shown, or the signature handed on."""
        if answer.state == WAITING:
            return True
        self._end_waiting()
        if answer.state == APPROVED and answer.signature is not None:
            self._signed(answer.signature)
            return False
        if answer.state == TIMED_OUT:
            self._put_end_on_record(answer.request_id)
        self.say(*_end_of(answer))
        return False

    def _withdrawn(self, _answer: Answer[S]) -> None:
        self._end_waiting()
        self.say(tr("The request was withdrawn."))

    def _not_withdrawn(self, error: HallError) -> None:
        """It was answered first: the next look tells how."""
        self.show_error(error)

    def _put_end_on_record(self, request_id: str) -> None:
        if self._remote is not None:
            withdraw = self._remote.withdraw
            self.run(
                self._remote.lane, lambda: withdraw(request_id), _nothing, _nothing, quiet=True
            )

    def _end_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.end()
            self._waiting = None
        self._show_way()
        self.clear_errors()
        if self.isVisible():
            self.ui.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_way(self) -> None:
        """The fields to sign here, or what is waited for."""
        ui, here = self.ui, not self.waits
        for widget in (ui.codeLabel, ui.code, ui.passwordLabel, ui.password):
            widget.setVisible(here)
        ui.waiting.setVisible(self.waits)
        self.elsewhere.setVisible(here)
        self.set_primary(self.primary_text if here else "")
        self._name_cancel()
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # on no button: Enter withdraws nothing

    def _name_cancel(self) -> None:
        text = tr("Withdraw the request") if self.waits else tr("Cancel")
        self.cancel.setText(f"{text}  Esc" if self.waits else text)
        self.cancel.setAccessibleName(text)

    def _show_left(self, seconds: int | None = None) -> None:
        self._left = self._left if seconds is None else seconds
        text = tr("Waiting for the duty manager: {seconds} s left", seconds=self._left)
        self.ui.waiting.setText(text)
        self.ui.waiting.setAccessibleName(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the password signs: the dialog has nothing further to go on to."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.focusWidget() is self.ui.password:
            self.press_primary()
        elif not (enter and self.waits and self.focusWidget() is not self.cancel):
            super().keyPressEvent(event)


def _end_of(answer: Answer[object]) -> tuple[str, Tone]:
    """Why nothing was signed, in a sentence, and of what weight it is."""
    if answer.state == REFUSED:
        words = tr("{person} refuses: {reason}", person=answer.by_name, reason=answer.reason)
        return words, "wrong"
    if answer.state == TIMED_OUT:
        return tr("Nobody has answered. Ask again, or have somebody sign here."), "warning"
    if answer.state == WITHDRAWN:
        return tr("The request was withdrawn."), "warning"
    used = N_("This approval was used already. See whether it was done; if not, ask again.")
    return tr(used), "warning"


def _nothing(_value: object) -> None:
    """The end of a request is on record, or was; nobody is told."""


class AuthoriseDialog(PageDialog):
    """Asks one second person to sign; `signed` gets the signature, Esc cancels silently.

    The password leaves the field only into `sign`, on the lane. With `remote` the second person
    may sign elsewhere.
    """

    def __init__[S](
        self,
        parent: QWidget,
        lane: Lane,
        sign: Sign[S],
        ask: SignAsk,
        signed: Callable[[S], object],
        remote: Remote[S] | None = None,
    ) -> None:
        def accept(signature: S) -> None:
            self.accept()
            signed(signature)

        page = _SignPage(lane, sign, ask, accept, remote)
        super().__init__(parent, page, "authorise", (24, 17))
        self.page = page
        self.rejected.connect(page.leave)
