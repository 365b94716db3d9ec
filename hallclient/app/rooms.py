"""The rooms of the rail: which page, and for whom. Their pages are made in `*_rooms.py`."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from hallclient.app.counter_rooms import counter_page, customers_page, orders_page, shift_page
from hallclient.app.manager_rooms import (
    catalog_page,
    custody_page,
    day_page,
    log_page,
    people_page,
    retention_page,
    shifts_page,
    stock_page,
)
from hallclient.app.reception_rooms import (
    bar_page,
    front_desk_page,
    notices_page,
    queue_page,
    vip_page,
)
from hallclient.app.settings_room import settings_page
from hallclient.base.language import N_
from hallclient.ui.page import Page
from hallclient.ui.shell import Entry, Room

if TYPE_CHECKING:
    from hallclient.app.backstage import Seat
    from hallclient.app.client import Client

type MakesPage = Callable[["Client", "Seat"], Page]


def rooms_of(client: "Client", seat: "Seat") -> tuple[Room, ...]:
    """Every room, in the order of the rail; the window shows those open to the person."""

    def room(code: str, title: str, icon: str, page: MakesPage, *permissions: str) -> Room:
        return Room(code, title, icon, partial(page, client, seat), frozenset(permissions))

    return (
        room("counter", N_("Counter"), "counter", counter_page, "order.make"),
        room("customers", N_("Customers"), "customer", customers_page,
             "order.make", "customer.unmask"),
        room("shift", N_("Shift"), "shift", shift_page, "shift.open"),
        room("shifts", N_("Shifts of the day"), "reports", shifts_page, "shift.approve"),
        room("orders", N_("Order search"), "orders", orders_page, "order.make", "order.reprint"),
        room("front-desk", N_("Front desk"), "front-desk", front_desk_page, "care.take_down"),
        room("queue", N_("Queue"), "queue", queue_page, "queue.ticket"),
        room("day", N_("Day close"), "day", day_page, "day.close"),
        room("custody", N_("Custody"), "custody", custody_page, "custody.keep"),
        room("vip", N_("VIP reception"), "vip", vip_page, "vip.keep"),
        room("bar", N_("Bar and lounge"), "bar", bar_page, "bar.serve"),
        room("notices", N_("Notices"), "alert", notices_page, "notice.fault"),
        room("stock", N_("Stock"), "stock", stock_page, "stock.receive", "stock.write_off"),
        room("catalog", N_("Plans and prices"), "catalog", catalog_page),
        room("people", N_("People"), "people", people_page, "staff.change"),
        room("retention", N_("Personal data due"), "care", retention_page, "customer.erase"),
        room("log", N_("Audit log"), "audit", log_page, "audit.read"),
        room("settings", N_("Settings"), "settings", settings_page),
    )  # fmt: skip


def entries_of(client: "Client", seat: "Seat") -> Sequence[Entry]:
    """What Ctrl+K finds besides the rooms: every business, by code, word or pinyin; the display."""
    return (*_businesses(client, seat), *_display(client, seat))


def _display(client: "Client", seat: "Seat") -> Sequence[Entry]:
    """The hall's display on this PC's second screen, for who answers for what hangs there."""
    if "notice.put_up" not in seat.person.permissions:
        return ()
    return (Entry("display", N_("Public screen"), client.screens.show_display, "大厅叫号屏"),)


def _businesses(client: "Client", seat: "Seat") -> Sequence[Entry]:
    from hallclient.counter.page import CounterPage

    def start(code: str) -> None:
        page = client.window.go("counter")
        if isinstance(page, CounterPage):
            page.start(code)

    if "order.make" not in seat.person.permissions:
        return ()
    return tuple(
        Entry(spec.code, spec.title, partial(start, spec.code), spec.chinese) for spec in seat.kinds
    )
