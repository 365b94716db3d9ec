"""Settings: of this PC, of the hall, and one's own password; one page, three parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol

from PySide6.QtCore import Qt, Signal

from hallclient.base.language import N_
from hallclient.policy.rules import SETTINGS, ChangePolicy, Policy, SettingVersion
from hallclient.staff.page.hall_settings import HallCalls, HallPart
from hallclient.staff.page.own_password import PasswordPart
from hallclient.staff.page.pc_settings import PcCalls, PcPart, PcSettings
from hallclient.staff.rules import ChangePassword
from hallclient.ui.forms.settings import Ui_Settings
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page


@dataclass(frozen=True)
class SettingsCalls:
    """What the page may ask for.

    Attributes:
        save_pc: writes this PC's settings; raises SettingsWrong.
        printers: names of the printers that the system knows.
        policy, history: the hall's settings in force, and every version of them.
        today: the calendar day in the hall.
        takes_dots: whether a receipt printer can be reached past its driver here.
        may_change_hall: whether the person at the desk holds `policy.change`.
    """

    read_pc: Callable[[], PcSettings]
    save_pc: Callable[[PcSettings], PcSettings]
    printers: Callable[[], Sequence[str]]
    policy: Callable[[], Policy]
    history: Callable[[], tuple[SettingVersion, ...]]
    change_policy: Callable[[ChangePolicy], Policy]
    change_password: Callable[[ChangePassword], object]
    today: Callable[[], date]
    may_change_hall: bool
    takes_dots: bool = False


class Part(Protocol):
    """A part of the page with a tab and a primary action of its own."""

    @property
    def primary_text(self) -> str: ...

    def on_primary(self) -> None: ...


class SettingsPage(Page):
    """Settings (设置). Ctrl+Tab or F6 goes to the next part; each has its own primary action."""

    title = N_("Settings")
    primary_text = PcPart.primary_text
    field_names: ClassVar = dict.fromkeys(SETTINGS, "value")
    follows = frozenset({"policy"})

    pc_saved = Signal(object)
    """This PC's settings were kept: the window applies language, colours and text size."""

    def __init__(self, calls: SettingsCalls, lanes: Lanes) -> None:
        super().__init__(lanes)
        self.ui = self.set_form(Ui_Settings)
        self._may_change_hall = calls.may_change_hall
        pc = PcCalls(calls.read_pc, calls.save_pc, calls.printers, calls.takes_dots)
        hall = HallCalls(
            calls.policy, calls.history, calls.change_policy, calls.today, calls.may_change_hall
        )
        self._pc = PcPart(self, self.ui, pc, self.pc_saved.emit)
        self._hall = HallPart(self, self.ui, hall)
        self._own = PasswordPart(self, self.ui, calls.change_password)
        self._parts: tuple[Part, ...] = (self._pc, self._hall, self._own)
        self.ui.parts.setCurrentIndex(0)
        for widget in (self.ui.parts, self.ui.parts.tabBar()):
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its keys are F6 and Ctrl+Tab
        self.ui.parts.currentChanged.connect(self._on_part)
        self.add_key("F6", N_("Next part of the settings"), self._next_part)

    def opened(self) -> None:
        self._pc.opened()
        self._hall.opened()

    def refresh(self) -> None:
        """What holds for this PC is changed on this PC only."""
        self._hall.opened()

    def retranslate(self) -> None:
        self._pc.retranslate()
        self._hall.retranslate()

    def show_password(self) -> None:
        """Brings the part with one's own password to the front."""
        self.ui.parts.setCurrentIndex(self._parts.index(self._own))

    def on_primary(self) -> None:
        self._parts[self.ui.parts.currentIndex()].on_primary()

    def _next_part(self) -> None:
        self.ui.parts.setCurrentIndex((self.ui.parts.currentIndex() + 1) % len(self._parts))

    def _on_part(self, index: int) -> None:
        part = self._parts[index]
        allowed = part is not self._hall or self._may_change_hall
        self.set_primary(part.primary_text if allowed else "")
        self.clear_errors()
        self.settle_fields()
        first = (self.ui.language, self.ui.settings, self.ui.old)[index]
        first.setFocus()
