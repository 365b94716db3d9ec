"""A VIP guest at the counter: the prompts of VIP reception in the counter's own flow."""

from PySide6.QtCore import Qt

from hallclient.base.ids import new_id
from hallclient.play.keys import press, type_text
from hallclient.queue import service as queue
from hallclient.queue.rules import TakeTicket
from hallclient.till.book import day_for_opening

from .queue_room import shift
from .tour import CLERK, MANAGER, Tour, person


def guest_visit(tour: Tour) -> None:
    """Called by a ticket of the VIP line, served, seen off; the desk is free again."""
    queue.take(tour.stage.desk(MANAGER), TakeTicket(new_id(), "V"), day_for_opening)
    client = tour.client(CLERK, 1)
    page = tour.page(client, "counter")
    shift(tour, client, Qt.Key.Key_F12)
    tour.key(client, Qt.Key.Key_F2)
    tour.identify(client, page, "customer", person("云思远", "330000199011207013"))
    tour.enter(client)
    search = page.kinds.search
    type_text(search, "recharge")
    press(search, Qt.Key.Key_Return)
    tour.floor.settle(client)
    tour.type(page.fill.form, mobile="19800000003", amount="50")
    tour.enter(client)
    tour.type(page, tenders_0_amount="50")
    tour.floor.settle(client)
    tour.take("pay-guest", client)
    for _ in page.pay.prompts.missing():
        press(page, Qt.Key.Key_F8)
    tour.floor.settle(client)
    tour.enter(client)
    tour.take("done-guest", client)
    for _ in page.done.prompts.missing():
        press(page, Qt.Key.Key_F8)
    tour.enter(client)
    shift(tour, client, Qt.Key.Key_F12)
