"""The part of the settings page with one's own password."""

from collections.abc import Callable

from hallclient.base.ids import new_id
from hallclient.base.language import N_, tr
from hallclient.staff.page.caps import CapsHint
from hallclient.staff.rules import ChangePassword, check_twice
from hallclient.ui.forms.settings import Ui_Settings
from hallclient.ui.page import Page


class PasswordPart:
    """The password now, and the new one twice."""

    primary_text = N_("Change my password")

    def __init__(
        self, page: Page, ui: Ui_Settings, change: Callable[[ChangePassword], object]
    ) -> None:
        self._page, self._change = page, change
        self._fields = (ui.old, ui.new, ui.again)
        self._request_id = new_id()
        self._caps = CapsHint(ui.caps, *self._fields)

    def on_primary(self) -> None:
        """Raises PasswordsDiffer; the service tells the rest."""
        old, new, again = (field.text() for field in self._fields)
        check_twice(new, again)
        ask, change = ChangePassword(old, new, self._request_id), self._change
        self._page.run(self._page.lanes.write, lambda: change(ask), self._changed)

    def _changed(self, _value: object) -> None:
        self._request_id = new_id()
        for field in self._fields:
            field.clear()
        self._page.say_good(tr("Your password is changed."))
