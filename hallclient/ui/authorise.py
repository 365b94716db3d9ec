"""A second person signs on the first one's screen: code, password, and what it is for."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from hallclient.base.errors import HallError
from hallclient.base.language import N_, tr
from hallclient.ui.forms.authorise import Ui_Authorise
from hallclient.ui.jobs import Lane, Lanes
from hallclient.ui.page import Page

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
    """The inside of the dialog: an ordinary page, so errors and keys work as everywhere."""

    title = N_("Second person signs")
    primary_text = N_("Sign")
    narrow = True

    def __init__(
        self, lane: Lane, sign: Sign[S], ask: SignAsk, signed: Callable[[S], object]
    ) -> None:
        super().__init__(Lanes(write=lane, read=lane))
        self._lane, self._sign, self._ask, self._signed = lane, sign, ask, signed
        self.ui = self.set_form(Ui_Authorise)
        self.ui.purpose.setText(ask.purpose)
        self.ui.purpose.setAccessibleName(ask.purpose)
        self.ui.first.setVisible(bool(ask.first))
        self.cancel = self.add_button(N_("Cancel"), self.back)
        self.retranslate()

    def retranslate(self) -> None:
        role = tr(self._ask.role)
        self.ui.codeLabel.setText(tr("{role}: staff code", role=role))
        self.ui.first.setText(tr("Asked by {person}", person=self._ask.first))

    def on_primary(self) -> None:
        code, password = self.ui.code.text().strip(), self.ui.password.text()
        if not code or not password:
            raise SignerMissing(field="code" if not code else "password")
        sign, purpose = self._sign, self._ask.purpose
        self.run(self._lane, lambda: sign(code, password, purpose), self._signed, self._refused)

    def _refused(self, error: HallError) -> None:
        self.ui.password.clear()
        self.show_error(error)
        self.ui.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the password signs: the dialog has nothing further to go on to."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            self.focusWidget() is self.ui.password
        ):
            self.press_primary()
        else:
            super().keyPressEvent(event)


class AuthoriseDialog(QDialog):
    """Asks one second person to sign; `signed` gets the signature, Esc cancels silently.

    Opens by itself and blocks its window only; there is no nested event loop. The password
    leaves the field only into `sign`, on the lane.
    """

    def __init__[S](
        self,
        parent: QWidget,
        lane: Lane,
        sign: Sign[S],
        ask: SignAsk,
        signed: Callable[[S], object],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("authorise")
        self.setWindowTitle(tr("Second person signs"))
        self.setAccessibleName(tr("Second person signs"))

        def accept(signature: S) -> None:
            self.accept()
            signed(signature)

        self.page = _SignPage(lane, sign, ask, accept)
        self.page.went_back.connect(self.reject)
        window = parent.window()  # takes the keys again, where the system does not see to it
        self.finished.connect(lambda _result: QTimer.singleShot(0, window, window.activateWindow))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        for action in parent.window().actions():
            if action.property("anywhere"):  # the lock works in front of a dialog too
                self.addAction(action)
        self.resize(self.fontMetrics().height() * 24, self.fontMetrics().height() * 17)
        self.open()
