"""Stops that few days have: no database, business from paper, backups, people who left long ago."""

from contextlib import suppress
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from hallclient.app.client import Client, Opening
from hallclient.base.clock import from_hall
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.customers import service as customers
from hallclient.customers.records import Subscription
from hallclient.customers.rules import EndService
from hallclient.hall import HallPlace
from hallclient.look import Look as KeptLook
from hallclient.play.keys import press, type_text
from hallclient.safekeeping import Rule, keep_backup
from hallclient.store.keys import FileKeyStore

from .tour import CLERK, MANAGER, Tour

NOWHERE = "postgresql+psycopg://hall@127.0.0.1:1/hall?connect_timeout=2"
"""A port at which nothing listens."""
LEFT, LATER = date(2027, 3, 1), date(2040, 1, 4)


def pc(tour: Tour, place: HallPlace) -> Client:
    """A PC of its own with its hall at this place; nobody has signed in."""
    opening = Opening(KeptLook(language=tour.language), tour.stage.clock, place, 1)
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("there is no application")
    client = Client(application, opening)
    client.start()
    tour.floor.settle(client)
    return client


def no_database(tour: Tour, folder: Path) -> None:
    """A server that does not answer: where it was looked for, and that it is tried again."""
    client = pc(tour, HallPlace(NOWHERE, FileKeyStore(folder / "no-keys")))
    tour.take("sign-in-no-database", client)
    client.close()


def from_paper(tour: Tour) -> None:
    """Done on paper while the power was away; entered later, and seen by a second person."""
    client = tour.client(CLERK, 1)
    page = tour.page(client, "counter")
    tour.enter(client)
    type_text(page.kinds.search, "value_card")
    press(page.kinds.search, Qt.Key.Key_Return)
    tour.floor.settle(client)
    tour.type(page, face="50", count="1")
    tour.enter(client)
    tour.type(page, tenders_0_amount="50")
    tour.key(client, Qt.Key.Key_B, control=True)
    tour.type(page, late_done_at="23:59", late_reason="上午停电，先填手工单")
    tour.enter(client)
    tour.take("pay-late-wrong", client)
    tour.type(page, late_done_at="10:20")
    tour.floor.settle(client)
    for _ in page.pay.prompts.missing():
        press(page, Qt.Key.Key_F8)
    tour.take("pay-late", client)
    tour.enter(client)
    tour.take("pay-late-sign", client)
    tour.floor.cancel(client)
    tour.key(client, Qt.Key.Key_D, control=True)


def backups(tour: Tour, folder: Path) -> None:
    """What the page of the closed day says of a backup that failed, and of one that was made."""
    client = tour.client(MANAGER, 0)
    page = tour.page(client, "day")
    place, clock = client.backstage.place, tour.stage.clock
    with suppress(HallError):
        keep_backup(place, Rule(folder / "drive that is not there" / "backups"), clock)
    page.refresh()
    tour.take("day-backup-failed", client)
    keep_backup(place, Rule(folder), clock)
    page.refresh()
    tour.take("day-backed-up", client)


def years_later(tour: Tour) -> None:
    """Everybody has left long ago: what would be erased, a hold, and who signs for it."""
    client = tour.client(MANAGER, 0)
    desk = client.backstage.desk.acting(MANAGER, 0)
    with desk.read() as session:
        numbers = session.scalars(select(Subscription.subscription_id)).all()
    tour.stage.clock.set(from_hall(LEFT, 9, 0))
    for number in numbers:
        customers.end_service(desk, EndService(number, "携号转网", new_id()))
    tour.stage.clock.set(from_hall(LATER, 9, 0))
    page = tour.page(client, "retention")
    tour.take("retention-due", client)
    tour.type(page, reason="法院调查令，2039民初88号")
    tour.take("retention-chosen", client)
    tour.key(client, Qt.Key.Key_F7)
    tour.take("retention-hold", client)
    tour.floor.cancel(client)
    tour.enter(client)
    tour.take("retention-erase", client)
    tour.floor.cancel(client)
