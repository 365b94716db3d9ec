"""The shift of who sits here, as the top bar knows it: somebody else may have counted it."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from hallclient.base.changes import Change
from hallclient.base.language import N_, tr

if TYPE_CHECKING:
    from hallclient.app.client import Client


class OwnShift:
    """Says on top of every page that the shift was ended on another PC, and by whom."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._shift_id = ""

    def read(self, shift_id: str) -> None:
        """The open shift of the person, "" for none, as it was just read."""
        top = self._client.top
        if shift_id and top is not None:
            top.set_alert("shift", None)
        self._shift_id = shift_id

    def hear(self, changes: Sequence[Change]) -> None:
        """What was done in the hall, before the top bar is read anew."""
        for change in changes:
            counted = change.subject.startswith(f"count/{self._shift_id}/")
            if self._shift_id and change.action == "till.count-for" and counted:
                self._tell(change.actor)

    def _tell(self, who: str) -> None:
        top, shift = self._client.top, self._shift_id
        if top is None:
            return
        said = partial(tr, N_("Shift {shift} was counted by {who}"), shift=shift, who=who)

        def seen() -> None:
            top.set_alert("shift", None)
            self._client.window.go("shift")

        top.set_alert("shift", said, seen)
