"""The day of visits with its VIP customers, received from the door to the door.

The host of the lounge receives them while they wait; the clerk of the VIP desk attends to them.
"""

from typing import Any, Final

from hallclient.play.visit_writer import VisitWriter
from hallclient.play.waiting_line import Counter, Visit

HOST: Final = "V002"
TALKS_AFTER: Final = 4
"""Minutes: the standard's three are past then, which is on record with who talked."""
DRINKS: Final = (
    ("tea",), ("milk", "coffee"), ("juice",), ("",), ("juice", "tea"), ("water",),
)  # fmt: skip
"""What each guest asks for; what is past its date or out of stock is followed by another wish."""
RECOMMENDED: Final = (
    ("broadband", "accepted"), ("roaming", "thinking"), ("backup", "declined"),
    ("watch", "declined"),
)  # fmt: skip
TOLD: Final = (
    ("drink", "龙井"), ("family", "一女，上小学"), ("devices", "样机X1"), ("birthday", "11-23"),
    ("key.contact_result", "愿意了解家庭宽带"), ("interests", "跑步"),
)  # fmt: skip
ENOUGH: Final = 2
"""Leaflets in the envelope, of three at most."""


class HostedDay(VisitWriter):
    """Receives guests: one reception for each visit to the VIP desk."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._guests: list[str] = []
        self._attended: set[str] = set()

    def comes(self, visit: Visit) -> None:
        """Who comes to the VIP desk is received at the door and asked for a drink in the lounge."""
        super().comes(visit)
        if visit.line == "V":
            self._guests.append(visit.name)
            self._received(visit)
            self._seated(visit)

    def begins(self, counter: Counter, visit: Visit) -> None:
        """Invited with thanks for waiting; the clerk of the desk takes over."""
        if visit.line == "V":
            self._step(visit, "invited")
        super().begins(counter, visit)
        if visit.line == "V":
            self._attended.add(visit.name)
            item, value = self._which(visit, TOLD)
            self._step(visit, "started", counter)
            if visit.name == self._guests[0]:
                self._told(counter, visit, item, value, consent=False)
            self._told(counter, visit, item, value)

    def ends(self, counter: Counter, visit: Visit) -> None:
        """One service recommended, papers in the envelope, seen to the door."""
        if visit.line == "V":
            service, answer = self._which(visit, RECOMMENDED)
            self._step(visit, "recommended", counter, service=service, answer=answer)
            self._step(visit, "finished", counter)
            if visit.name == self._guests[0]:
                self._step(visit, "envelope", counter, leaflets="4")
            self._step(visit, "envelope", counter, leaflets=str(ENOUGH))
        super().ends(counter, visit)
        if visit.line == "V":
            self._step(visit, "seen_off")

    def _received(self, visit: Visit) -> None:
        """A tier that has lapsed is said; the host decides to receive the guest all the same."""
        more: dict[str, Any] = {}
        if visit.fate == "lapsed":
            self._host("vip_arrive", who=visit.mobile)
            more["anyway"] = True
        self._host("vip_arrive", id=_guest(visit), who=visit.mobile, **more)
        self._step(visit, "greeted")
        self._step(visit, "checked")

    def _seated(self, visit: Visit) -> None:
        self._step(visit, "seated", place="lounge")
        *refused, drink = self._which(visit, DRINKS)
        name = f"drink-{visit.name}"
        for goods in refused:
            self._host("drink_ask", goods=goods, guest=_guest(visit))
        self._host("drink_ask", id=name, goods=drink, guest=_guest(visit))
        if drink:
            self.later(1, lambda: self._host("drink_bring", drink=name))
        self.later(TALKS_AFTER, lambda: self._talks(visit))

    def _talks(self, visit: Visit) -> None:
        if visit.name not in self._attended:
            self._step(visit, "talked")
            self.later(TALKS_AFTER, lambda: self._talks(visit))

    def _told(self, counter: Counter, visit: Visit, item: str, value: str, **more: Any) -> None:
        self.at(counter, "vip_keep", reception=_guest(visit), item=item, value=value, **more)

    def _which[T](self, visit: Visit, among: tuple[T, ...]) -> T:
        return among[self._guests.index(visit.name) % len(among)]

    def _step(self, visit: Visit, step: str, counter: Counter | None = None, **more: Any) -> None:
        """By the clerk of the desk where a counter is named, else by the host."""
        told = {"reception": _guest(visit), "step": step} | more
        if counter is None:
            self._host("vip_step", **told)
        else:
            self.at(counter, "vip_step", **told)

    def _host(self, do: str, **more: Any) -> None:
        self.writer.add(do, None, pause=0, by=HOST, **more)


def _guest(visit: Visit) -> str:
    return f"guest-{visit.name}"
