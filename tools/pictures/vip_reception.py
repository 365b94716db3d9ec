"""The stops of VIP reception: nobody yet, no tier, the steps, the file, bookings, the day."""

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt

from hallclient.app.client import Client
from hallclient.play.keys import press

from .tour import MANAGER, Tour

KNOWN = "19800000003"
"""A customer of the sample hall, who has no tier yet."""

TOLD = {
    "seated": {"place": "lounge"},
    "recommended": {"answer": "thinking"},
    "envelope": {"leaflets": "2"},
}


def vip_reception(tour: Tour) -> None:
    """A guest is received, waits too long, is attended to and seen off; a visit is booked."""
    client = tour.client(MANAGER, 0)
    page = tour.page(client, "vip")
    tour.take("vip-empty", client)
    form = page.guests.ui
    tour.type(page, guest=KNOWN)
    press(form.guest, Qt.Key.Key_Return)
    tour.floor.settle(client)
    tour.take("vip-found", client)
    press(form.found, Qt.Key.Key_Return)
    tour.floor.settle(client)
    tour.take("vip-no-tier", client)
    tour.enter(client)
    _file(tour, client, page)
    tour.stage.clock.set(tour.stage.clock.now() + timedelta(minutes=4))
    while page.guests.step is not None:
        step = page.guests.step.value
        tour.type(page, **TOLD.get(step, {}))
        if step in {"invited", "recommended", "envelope"}:
            page.guests.tick()
            tour.take(f"vip-{step}", client)
        tour.enter(client)
        tour.floor.settle(client)
    _day(tour, client, page)


def _file(tour: Tour, client: Client, page: Any) -> None:
    """A tier, something of the profile; and without consent the sentence."""
    form = page.file.ui
    tour.type(page, deed="enrol", tier="gold", valid_until="2027-12-31", card="VIP99001")
    tour.take("vip-tier", client)
    tour.key(client, Qt.Key.Key_F11)
    form.facts.selectRow(1)
    tour.type(page, deed="keep", value="龙井", source="told")
    tour.key(client, Qt.Key.Key_F11)
    tour.take("vip-no-consent", client)
    form.agreed.setChecked(True)
    tour.key(client, Qt.Key.Key_F11)


def _day(tour: Tour, client: Client, page: Any) -> None:
    """A visit is booked; the sheet of the day."""
    page.ui.parts.setCurrentIndex(1)
    tour.type(page, visitor="样例公司 李经理", at="2026-12-01 14:30", purpose="续约", host="M001")
    tour.take("vip-booking", client)
    tour.enter(client)
    tour.take("vip-day", client)
    page.ui.parts.setCurrentIndex(2)
    tour.take("vip-sheet", client)
    page.ui.parts.setCurrentIndex(3)
    tour.take("vip-card", client)
    page.ui.parts.setCurrentIndex(0)
