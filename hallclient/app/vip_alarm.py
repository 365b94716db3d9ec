"""VIP guests who wait too long, on top of every page of those who look after them (S1-VP-10)."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from hallclient.base.changes import Change, touches
from hallclient.base.errors import HallError
from hallclient.base.language import N_, tr
from hallclient.ui.jobs import Job
from hallclient.vip import service as vip
from hallclient.vip.rules import Reception, alarm_since

if TYPE_CHECKING:
    from hallclient.app.backstage import Seat
    from hallclient.app.client import Client
    from hallclient.app.feed import Feed

FOLLOWS: Final = frozenset({"vip", "policy"})
"""Acts after which the guests are read anew; between them only the clock moves."""


class VipAlarm(QObject):
    """Reads the guests when something was done for one of them, and looks at the clock by itself.

    One lives as long as the window, whoever sits here.
    """

    def __init__(self, client: "Client", feed: "Feed") -> None:
        super().__init__(client)
        self._client = client
        self._seat: Seat | None = None
        self._here: tuple[Reception, ...] = ()
        self._told: tuple[str, ...] = ()
        feed.heard.connect(self.hear)
        clock = QTimer(self)
        clock.setInterval(1000)
        clock.timeout.connect(self.tick)
        clock.start()

    @Slot(object)
    def hear(self, changes: Sequence[Change]) -> None:
        """What was done in the hall, on any PC; without changes the database is back."""
        if not changes or touches(changes, FOLLOWS):
            self._read()

    @Slot()
    def tick(self) -> None:
        """A second has passed, or somebody else sits here."""
        seat, top = self._client.seat, self._client.top
        if seat is not self._seat:
            self._seat, self._here, self._told = seat, (), ()
            self._read()
        if top is None or seat is None:
            return
        now = seat.desk.now()
        late = [one for one in self._here if alarm_since(one.standing, now, one.limit)]
        names = tuple(one.guest for one in late)
        if names != self._told:
            self._told = names
            said = partial(tr, N_("VIP guest waits: {names}"), names=", ".join(names))
            top.set_alert("vip", said if names else None, self._open, "wrong")

    def _read(self) -> None:
        seat = self._seat
        if seat is None or "vip.receive" not in seat.person.permissions:
            return
        desk = seat.desk
        job = Job(lambda _step: vip.guests_here(desk), self)
        job.succeeded.connect(partial(self._show, seat))
        job.failed.connect(_not_read)
        self._client.lanes.read.start(job)

    def _show(self, seat: "Seat", here: tuple[Reception, ...]) -> None:
        if seat is self._seat:
            self._here = here
            self.tick()

    def _open(self) -> None:
        if self._seat is not None and "vip.keep" in self._seat.person.permissions:
            self._client.window.go("vip")


def _not_read(error: Exception) -> None:
    """A database that does not answer says so elsewhere; everything else is a bug."""
    if not isinstance(error, HallError):
        raise error
