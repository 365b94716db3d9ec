"""The stops at the bar: drinks received, asked for, past their date, the list before opening."""

from PySide6.QtCore import Qt

from hallclient.play.keys import press

from .tour import MANAGER, Tour

CAME = (
    ("tea", "60", "2027-06-30"),
    ("coffee", "40", "2026-11-27"),
    ("water", "48", "2027-03-31"),
    ("milk", "10", "2026-11-24"),
    ("paper_cups", "300", ""),
)
"""What the morning brings: drink or consumable, servings, best before."""
LOOKED_AT = ("", "", "", "", "", "", "120")
"""What is measured of the first items of the list."""


def bar_and_lounge(tour: Tour) -> None:
    """An empty book, batches, an order that waits, the list gone through, a count to sign."""
    client = tour.client(MANAGER, 0)
    page = tour.page(client, "bar")
    tour.take("bar-empty", client)
    tour.key(client, Qt.Key.Key_F7)
    tour.enter(client)
    tour.take("bar-wrong", client)
    for goods, servings, until in CAME:
        tour.key(client, Qt.Key.Key_F7)
        tour.type(page, goods=goods, servings=servings)
        if until:
            tour.type(page, bestBefore=until)
        tour.enter(client)
    tour.key(client, Qt.Key.Key_F6)
    page.ui.list.selectRow(0)
    for value in LOOKED_AT:
        if value:
            tour.type(page, value=value)
        tour.enter(client)
    page.ui.result.set_value("failed")
    tour.type(page, note="咖啡包只剩一盒")
    tour.take("bar-list", client)
    tour.enter(client)
    for goods, seat in (("tea", "2 号位"), ("coffee", "休息区 3")):
        tour.key(client, Qt.Key.Key_F4)
        tour.type(page, goods=goods, seat=seat)
        tour.enter(client)
    tour.key(client, Qt.Key.Key_F5)
    page.ui.orders.selectRow(0)
    tour.take("bar", client)
    tour.key(client, Qt.Key.Key_F9)
    for row, batch in enumerate(page.ui.stock.rows()):
        page.ui.stock.selectRow(row)
        tour.type(page, found=str(batch.left))
        press(page.ui.found, Qt.Key.Key_Return)
        tour.floor.settle(client)
    tour.take("bar-count", client)
    tour.enter(client)
    tour.floor.cancel(client)
