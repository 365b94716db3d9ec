"""What one client shows beside its window: the screen facing the customer, the hall's display."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from hallclient.base.changes import Change
from hallclient.ui.customer_screen import CustomerScreen, CustomerView

if TYPE_CHECKING:
    from hallclient.app.client import Client
    from hallclient.app.public_screen import ClientDisplay


class SecondScreens(QObject):
    """Windows on the PC's other screen, made when first wanted."""

    def __init__(self, client: "Client") -> None:
        super().__init__(client)
        self._client = client
        self._customer: CustomerScreen | None = None
        self.display: ClientDisplay | None = None

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
        """Ends both; `patience` and what is returned as for a lane."""
        if self._customer is not None:
            self._customer.hide()
            self._customer.deleteLater()
        return self.display is None or self.display.close(patience)

    @Slot()
    def _on_display_closed(self) -> None:
        display, self.display = self.display, None
        if display is not None:
            display.close(0)
            display.deleteLater()
