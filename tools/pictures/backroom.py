"""The manager's stops behind the counters: the stock room, plans and prices."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hallclient.app.client import Client
from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.catalog import service as catalog
from hallclient.catalog.page import CatalogPage
from hallclient.catalog.rules import ChangeItem
from hallclient.play.floor import found_requests
from hallclient.play.keys import press, wait_until
from hallclient.play.stage import PASSWORD
from hallclient.ui.authorise import AuthoriseDialog
from hallclient.ui.conflict import ConflictDialog

from .tour import CLERK, MANAGER, Tour, visible

CARDS_FOUND = (("03000000012", "03000000303"), ("05000000010", "05000000300"))


def stock_room(tour: Tour) -> None:
    """What is there, a range that overlaps, one that is taken out, a count of the value cards."""
    client = tour.client(MANAGER, 0)
    page = tour.page(client, "stock")
    tour.take("stock", client)
    page.ui.counts.selectRow(2)
    tour.type(page, receive_first="05000000304", receive_last="05000000403", receive_face="50")
    tour.type(page, receive_batch="D2026-11")
    tour.take("stock-receive", client)
    tour.type(page, receive_first="05000000300")
    tour.enter(client)
    tour.take("stock-receive-wrong", client)
    tour.key(client, Qt.Key.Key_F7)
    tour.enter(client)
    tour.take("stock-change-wrong", client)
    tour.type(page, change_first="05000000303", change_state="void", change_reason="破损")
    tour.take("stock-change", client)
    tour.enter(client)
    tour.take("stock-change-sign", client)
    tour.floor.cancel(client)
    stock_take(tour)


def stock_take(tour: Tour) -> None:
    """Counted blind, sealed by two people; a count corrects nothing."""
    client = tour.client(MANAGER, 0)
    page = tour.page(client, "stock")
    tour.key(client, Qt.Key.Key_F6)
    tour.enter(client)
    tour.take("stock-take-wrong", client)
    for first, last in CARDS_FOUND:
        tour.type(page, take_first=first, take_last=last)
        tour.key(client, Qt.Key.Key_F4)
    tour.take("stock-take", client)
    tour.enter(client)
    dialog = dialog_of(client.window)
    tour.type(dialog, code=CLERK, password=PASSWORD)
    press(visible(dialog, "password"), Qt.Key.Key_Return)
    tour.take("stock-taken", client)
    tour.key(client, Qt.Key.Key_Escape)


def prices(tour: Tour) -> None:
    """Read by a clerk; a plan changed from next month on, a promotion begun by the manager."""
    client = tour.client(CLERK, 1)
    tour.page(client, "catalog")
    tour.take("catalog-clerk", client)
    client = tour.client(MANAGER, 0)
    page = tour.page(client, "catalog")
    tour.take("catalog", client)
    tour.type(page, monthly_fee="-1")
    tour.enter(client)
    tour.take("catalog-wrong", client)
    tour.type(page, monthly_fee="25", effective="2027-01-01")
    tour.enter(client)
    tour.take("catalog-changed", client)
    conflict(tour, client, page)
    tour.key(client, Qt.Key.Key_F6)
    tour.enter(client)
    tour.take("catalog-promotion", client)
    tour.key(client, Qt.Key.Key_Escape)


def conflict(tour: Tour, client: Client, page: CatalogPage) -> None:
    """Another PC decides on the plan while the manager does: both values, and a choice."""
    desk = client.backstage.desk.acting(MANAGER, 0)
    item = page.ui.items.current().item
    tour.type(page, monthly_fee="26", effective="2027-01-01")
    theirs = replace(item, monthly_fee_fen=Fen(2_400), text=f"{item.text}可随时转套餐。")
    catalog.change(desk, ChangeItem(theirs, new_id(), date(2027, 1, 1)))
    tour.enter(client)
    tour.take("catalog-conflict", client)
    dialogs = [one for one in client.window.findChildren(ConflictDialog) if one.isVisible()]
    press(dialogs[0].page, Qt.Key.Key_Escape)
    tour.floor.settle(client)


def elsewhere(tour: Tour, client: Client, dialog: AuthoriseDialog) -> None:
    """The duty manager is asked in their own room, reads what it is about, and is waited for."""
    press(dialog.page, Qt.Key.Key_F6)
    wait_until(lambda: dialog.page.waits, "nobody is waited for")
    tour.take("approval-waiting", client)
    manager = tour.client(MANAGER, 0)
    tour.page(manager, "day")
    wait_until(lambda: "approvals" in manager.window.desk.top.alerts(), "no request is told")
    tour.take("approval-alert", manager)
    manager.approvals.open()
    asked = found_requests(manager)
    if asked is None:
        raise LookupError("the requests do not open")
    wait_until(lambda: asked.page.shown is not None, "no request is shown")
    tour.take("approvals", manager)
    press(asked.page, Qt.Key.Key_F8)
    tour.take("approvals-no-password", manager)
    tour.type(asked, password=PASSWORD, reason="请先收回原收据")
    press(asked.page, Qt.Key.Key_F8)
    wait_until(lambda: found_requests(manager) is None, "the requests do not go")
    wait_until(lambda: not dialog.page.waits, "the answer does not come")
    tour.take("approval-refused", client)


def dialog_of(window: QWidget) -> AuthoriseDialog:
    """The dialog that asks for a second person."""
    return next(each for each in window.findChildren(AuthoriseDialog) if each.isVisible())
