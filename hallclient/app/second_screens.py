"""What one client shows beside its window: the screen facing the customer, the hall's display."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from hallclient.base.changes import Change
from hallclient.ui.customer_screen import CustomerScreen, CustomerView
from hallclient.ui.jobs import seconds_left

if TYPE_CHECKING:
    from hallclient.app.client import Client
    from hallclient.app.public_screen import ClientDisplay


LOOK_MS: Final = 200


class SecondScreens(QObject):
    """Windows on the PC's other screen, made when first wanted."""

    def __init__(self, client: "Client") -> None:
        super().__init__(client)
        self._client = client
        self._customer: CustomerScreen | None = None
        self.display: ClientDisplay | None = None
        self._closed: list[ClientDisplay] = []
        self._looks = QTimer(self)
        self._looks.setInterval(LOOK_MS)
        self._looks.timeout.connect(self._let_go)

    def show_customer(self, view: CustomerView | None) -> None:
        """The order on the screen that faces the customer, where the PC has one."""
        if view is None and self._customer is None:
            return
        if self._customer is None:
            self._customer = CustomerScreen(self._client.backstage.hall_name)
            self._customer.place()
        if view is None:
            self._customer.greet()
        else:
            self._customer.show_order(view)

    @Slot()
    def show_display(self) -> None:
        """The hall's display, until somebody closes it there."""
        from hallclient.app.public_screen import ClientDisplay

        if self.display is None:
            self.display = ClientDisplay(self._client)
            self.display.closed.connect(self._on_display_closed)
        self.display.show()

    def hear(self, changes: Sequence[Change]) -> None:
        """Done on some PC of the hall."""
        if self.display is not None:
            self.display.hear(changes)

    def close(self, patience: float | None = None) -> bool:
        """Ends all; `patience` and what is returned as for a lane."""
        self._looks.stop()
        if self._customer is not None:
            self._customer.hide()
            self._customer.deleteLater()
        left = seconds_left(patience)
        there = self._closed if self.display is None else [*self._closed, self.display]
        ended = [display.close(left()) for display in there]
        return all(ended)

    @Slot()
    def _on_display_closed(self) -> None:
        display, self.display = self.display, None
        if display is not None:
            self._closed.append(display)
            self._let_go()

    @Slot()
    def _let_go(self) -> None:
        """A display that was closed while it spoke, or read, goes once that has ended."""
        self._closed = [display for display in self._closed if not display.let_go()]
        if self._closed:
            self._looks.start()
        else:
            self._looks.stop()
