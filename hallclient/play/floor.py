"""The hall's floor in a played day: a client at each counter, and one for each person without."""

import os
import sys
from typing import Final, cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from hallclient.app.client import Client, Opening
from hallclient.base.errors import HallError
from hallclient.devices.reader_simulator import SimulatedReader
from hallclient.devices.screens import has_screen
from hallclient.look import Look
from hallclient.play.keys import NotQuiet, press, type_text, wait_until
from hallclient.play.stage import PASSWORD, Stage
from hallclient.staff.page.approvals import ApprovalsDialog
from hallclient.staff.page.sign_in import SignInPage
from hallclient.staff.permissions import PERMISSIONS, permission_table
from hallclient.staff.rules import (
    ApprovalNotPermitted,
    ApprovalNotRemote,
    ApprovalSamePerson,
    NotPermitted,
)
from hallclient.ui.authorise import AuthoriseDialog
from hallclient.ui.page import Page

MANAGERS_ROOM: Final = 0


class Floor:
    """Clients by counter; each has the person at its desk that the event needs.

    Who works at no counter has a client of their own, as a guide has a tablet.
    """

    def __init__(self, stage: Stage, look: Look | None = None) -> None:
        self.stage = stage
        self._look = look or Look(theme="light", text_scale=100)  # the same on every PC
        if QApplication.instance() is None and not has_screen():
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        self._application = cast(
            "QApplication", QApplication.instance() or QApplication(sys.argv[:1])
        )
        self._clients: dict[int | str, Client] = {}
        self.readers: dict[int | str, SimulatedReader] = {}
        self.last_window: QWidget | None = None

    def client(self, counter: int, person: str) -> Client:
        """The counter's client with this person signed in at it, quiet."""
        client = self._clients.get(counter or person) or self._start(counter, person)
        self._turn_to(client)
        if client.seat is not None and client.seat.person.code != person:
            client.window.sign_out()
            self.settle(client)
        if client.seat is None:
            self._sign_in(client, person)
        self.last_window = client.window
        return client

    def reader_of(self, client: Client) -> SimulatedReader:
        """The simulated card reader that is plugged into the client's PC."""
        where = next(where for where, each in self._clients.items() if each is client)
        return self.readers[where]

    def page[P: Page](
        self, client: Client, room: str, kind: type[P], *, permission: str = "order.make"
    ) -> P:
        """The room's page in front, quiet.

        Raises NotPermitted when the person's rail does not have the room, which is how the
        window refuses what the service refuses; NotQuiet for another page than expected.
        """
        try:
            page = client.window.go(room)
        except LookupError as error:
            raise NotPermitted(permission=PERMISSIONS[permission]) from error
        self.settle(client)
        if not isinstance(page, kind):
            raise NotQuiet(f"room {room} shows {type(page).__name__}")
        return page

    def settle(self, client: Client) -> None:
        """Waits until no work is under way; what waits for a quiet moment begins at once.

        What a key made superfluous goes then: Qt leaves that to its own loop, which does not run
        here.
        """
        wait_until(lambda: _at_rest(client), "work does not end")
        QApplication.processEvents()
        wait_until(lambda: _at_rest(client), "work does not end")
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def primary(self, client: Client, page: Page) -> None:
        """Ctrl+Enter, then waits; raises the refusal that the page shows."""
        press(page, Qt.Key.Key_Return, control=True)
        self.settle(client)
        self.refuse(page)

    def refuse(self, page: Page) -> None:
        """Raises the refusal that the page shows, if any."""
        if page.refused is not None:
            raise page.refused

    def sign(self, client: Client, code: str) -> None:
        """A second person signs in the dialog that is open.

        Raises what the dialog refuses; it is then closed with Esc.
        """
        dialog = self.dialog(client)
        type_text(_field(dialog, "code"), code)
        type_text(_field(dialog, "password"), PASSWORD)
        press(_field(dialog, "password"), Qt.Key.Key_Return)
        self.settle(client)
        refused = dialog.page.refused if self._open_dialog(client) is dialog else None
        if refused is not None:
            self.cancel(client)
            raise refused

    def sign_elsewhere(self, client: Client, code: str, permission: str) -> None:
        """F6 asks; the second person reads it in the manager's room and approves by password.

        Raises what the dialogs refuse, and what the service would where no screen offers it; the
        request is then withdrawn and the dialog left with Esc.
        """
        dialog = self.dialog(client)
        try:
            self._ask_elsewhere(client, dialog, permission)
            self._approve(client, code, permission)
        except HallError:
            while self._open_dialog(client) is dialog:
                press(dialog.page, Qt.Key.Key_Escape)
                self.settle(client)
            raise
        wait_until(lambda: self._open_dialog(client) is not dialog, "no answer comes")
        self._turn_to(client)
        self.last_window = client.window
        self.settle(client)

    def _ask_elsewhere(self, client: Client, dialog: AuthoriseDialog, permission: str) -> None:
        if permission not in permission_table().remote:
            raise ApprovalNotRemote(permission=PERMISSIONS[permission])
        press(dialog.page, Qt.Key.Key_F6)
        self.settle(client)
        self.refuse(dialog.page)
        wait_until(lambda: dialog.page.waits, "nobody is asked")

    def _approve(self, asking: Client, code: str, permission: str) -> None:
        """Who may not approve sees no request on their screen: refused as by the service."""
        if asking.seat is not None and asking.seat.person.code == code:
            raise ApprovalSamePerson
        if not self.stage.may(code, permission):
            raise ApprovalNotPermitted(code=code, permission=PERMISSIONS[permission])
        client = self.client(MANAGERS_ROOM, code)
        wait_until(lambda: "approvals" in client.window.desk.top.alerts(), "no request is told")
        press(client.window, Qt.Key.Key_A, alt=True)
        dialog = found_requests(client)
        if dialog is None:
            raise NotQuiet("the requests do not open")
        wait_until(lambda: dialog.page.shown is not None, "no request is shown")
        type_text(_field(dialog, "password"), PASSWORD)
        press(_field(dialog, "password"), Qt.Key.Key_Return)
        self.settle(client)
        still = found_requests(client)
        if still is not None and still.page.refused is not None:
            press(still.page, Qt.Key.Key_Escape)
            raise still.page.refused
        wait_until(lambda: found_requests(client) is None, "the requests do not go")

    def cancel(self, client: Client) -> None:
        """Leaves the dialog in which somebody was to sign."""
        press(self.dialog(client).page, Qt.Key.Key_Escape)
        self.settle(client)

    def dialog(self, client: Client) -> AuthoriseDialog:
        """The dialog in which a second person signs; waits until it is there."""
        wait_until(lambda: self._open_dialog(client) is not None, "no dialog asks for a signature")
        return cast("AuthoriseDialog", self._open_dialog(client))

    def asks_signature(self, client: Client) -> bool:
        """Whether a second person is being asked to sign."""
        return self._open_dialog(client) is not None

    def drop(self) -> None:
        """The power fails at every counter."""
        for client in self._clients.values():
            client.drop()
        self._forget()

    def close(self) -> None:
        """Everybody goes home."""
        for client in self._clients.values():
            client.close()
        self._forget()

    def _turn_to(self, client: Client) -> None:
        """Each counter has a screen of its own; here one window after the other gets the keys."""
        client.window.activateWindow()
        wait_until(client.window.isActiveWindow, "the window does not come to the front")

    def _forget(self) -> None:
        self._clients, self.last_window = {}, None
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _open_dialog(self, client: Client) -> AuthoriseDialog | None:
        dialogs = client.window.findChildren(AuthoriseDialog)
        return next((dialog for dialog in dialogs if dialog.isVisible()), None)

    def _start(self, counter: int, person: str) -> Client:
        where = counter or person
        reader = self.readers.setdefault(where, SimulatedReader())
        opening = Opening(
            self._look,
            clock=self.stage.clock,
            place=self.stage.place,
            counter=counter,
            papers=self.stage.receipts,
            reports=self.stage.reports,
            reader=reader,
        )
        client = Client(self._application, opening)
        client.start()
        self._clients[where] = client
        self.settle(client)
        return client

    def _sign_in(self, client: Client, person: str) -> None:
        page = client.window.findChild(SignInPage)
        if page is None:
            raise NotQuiet("there is no sign-in page")
        type_text(_field(page, "code"), person)
        type_text(_field(page, "password"), PASSWORD)
        press(_field(page, "password"), Qt.Key.Key_Return)
        self.settle(client)
        if client.seat is None:
            self.refuse(page)
            raise NotQuiet(f"{person} could not sign in")
        client.window.set_idle_minutes(0)  # keys sent straight to a control do not count as input
        self.settle(client)


def found_requests(client: Client) -> ApprovalsDialog | None:
    """The requests on the screen of who may approve, None while they are not open."""
    dialogs = client.window.findChildren(ApprovalsDialog)
    return next((dialog for dialog in dialogs if dialog.isVisible()), None)


def field(root: QWidget, name: str) -> QLineEdit:
    """A field by its object name, which is the name that errors use."""
    return _field(root, name)


def _field(root: QWidget, name: str) -> QLineEdit:
    found = [edit for edit in root.findChildren(QLineEdit, name) if edit.isVisible()]
    if len(found) != 1:
        raise NotQuiet(f"{len(found)} visible fields are named {name}")
    return found[0]


def _at_rest(client: Client) -> bool:
    if client.busy:
        return False
    page = client.window.desk.current if client.seat is not None else None
    if page is not None:
        page.hurry()
    return not client.busy
