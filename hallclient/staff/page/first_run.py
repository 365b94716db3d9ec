"""The first start: the hall's name and its first duty manager."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from hallclient.base.language import N_
from hallclient.staff.page.caps import CapsHint
from hallclient.staff.rules import FirstRun, checked_first_run
from hallclient.ui.forms.first_run import Ui_FirstRun
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page


@dataclass(frozen=True)
class FirstRunCalls:
    """What the page may ask for: `found` makes the database, the hall and its manager."""

    found: Callable[[FirstRun], object]


class FirstRunPage(Page):
    """First-run wizard: all on one page, everything that is wrong told at once."""

    title = N_("A new hall")
    primary_text = N_("Set up the hall")
    narrow = True

    founded = Signal(object)
    """The hall is there; carries the manager's staff code."""

    def __init__(self, calls: FirstRunCalls, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._calls = calls
        self.ui = self.set_form(Ui_FirstRun)
        self._caps = CapsHint(self.ui.caps, self.ui.password, self.ui.again)

    def on_primary(self) -> None:
        ui = self.ui
        ask = checked_first_run(
            FirstRun(
                hall_code=ui.hall_code.text(),
                hall_name=ui.hall_name.text(),
                code=ui.code.text(),
                name=ui.name.text(),
                password=ui.password.text(),
                again=ui.again.text(),
            )
        )
        found = self._calls.found
        self.run(self.lanes.write, lambda: found(ask), lambda _value: self._founded(ask.code))

    def back(self) -> None:
        """Esc leads nowhere: without a hall there is nothing to go back to."""

    def _founded(self, code: str) -> None:
        self.ui.password.clear()
        self.ui.again.clear()
        self.founded.emit(code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the last field sets the hall up; before it, Enter goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.ui.again.hasFocus():
            self.press_primary()
        else:
            super().keyPressEvent(event)
