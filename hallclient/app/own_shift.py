"""The shift of who sits here, as the top bar knows it: somebody else may have counted it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hallclient.base.changes import Change
from hallclient.base.language import tr

if TYPE_CHECKING:
    from hallclient.app.client import Client


class OwnShift:
    """Says on top of every page that the shift was ended on another PC, and by whom."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._shift_id = ""

    def read(self, shift_id: str) -> None:
        """The open shift of the person, "" for none, as it was just read."""
        if shift_id:
            self._client.window.desk.top.set_alert("shift", "")
        self._shift_id = shift_id

    def hear(self, changes: Sequence[Change]) -> None:
        """What was done in the hall, before the top bar is read anew."""
        for change in changes:
            counted = change.subject.startswith(f"count/{self._shift_id}/")
            if self._shift_id and change.action == "till.count-for" and counted:
                self._tell(change.actor)

    def _tell(self, who: str) -> None:
        window = self._client.window
        text = tr("Shift {shift} was counted by {who}", shift=self._shift_id, who=who)

        def seen() -> None:
            window.desk.top.set_alert("shift", "")
            window.go("shift")

        window.desk.top.set_alert("shift", text, seen)
