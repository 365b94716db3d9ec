"""Who is in VIP reception, as the bar sees them: for whom a drink is, who waits for too long."""

from datetime import datetime

from hallclient.base.language import tr
from hallclient.ui.forms.bar import Ui_Bar
from hallclient.vip.page.bar_words import alarm_words, guest_words
from hallclient.vip.rules import Reception
from hallclient.vip.rules.bar import DrinkOrder


class BarGuests:
    """Keeps the choice of the guest and the alarm as the hall has them."""

    def __init__(self, ui: Ui_Bar) -> None:
        self._ui = ui
        self._guests: tuple[Reception, ...] = ()
        self._wanted = 0

    @property
    def chosen(self) -> int:
        """The reception that the drink is for, 0 for somebody else."""
        value = self._ui.guest.value()
        return value if isinstance(value, int) else 0

    def choose(self, reception: int) -> None:
        """A drink for this guest, now or once it is known that they are here."""
        self._wanted = reception
        self._choose_wanted()

    def forget(self) -> None:
        """The next drink is for whoever is chosen then."""
        self._wanted = 0
        self._ui.guest.set_value(None)

    def show(self, guests: tuple[Reception, ...]) -> None:
        """Guests as they stand now; the chosen one stays chosen."""
        self._guests = guests
        choices = [(one.serial, guest_words(one)) for one in guests]
        self._ui.guest.set_choices([*choices, (0, tr("Somebody else"))], translated=True)
        self._choose_wanted()

    def show_field(self, *, asked: bool) -> None:
        """For whom a drink is, where that is asked, as long as anybody is in reception."""
        for part in (self._ui.guest, self._ui.guestLabel):
            part.setVisible(asked and bool(self._guests))

    def show_alarm(self, now: datetime | None) -> None:
        """Guests with whom nobody has talked for too long; nothing while the time is not known."""
        words = "" if now is None else alarm_words(self._guests, now)
        self._ui.alarm.setText(words)
        self._ui.alarm.setVisible(bool(words))

    def seat(self, order: DrinkOrder) -> str:
        """Where a drink goes to: the seat as typed, else the guest of the reception."""
        named = (one.guest for one in self._guests if one.serial == order.reception)
        return order.seat or next(named, "")

    def _choose_wanted(self) -> None:
        if self._wanted in [one.serial for one in self._guests]:
            self._ui.guest.set_value(self._wanted)
            self._wanted = 0
