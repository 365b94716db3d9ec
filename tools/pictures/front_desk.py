"""Stops at the front desk: a visitor, papers that are missing, who is responsible for what."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hallclient.app.client import Client
from hallclient.play.keys import press
from hallclient.queue.page.front_desk import FrontDeskPage
from hallclient.queue.page.front_desk_words import Deed

from .tour import MANAGER, Tour


def front_desk(tour: Tour) -> None:
    """Triage in three keys, a list of papers, an enquiry, complaints and the taken room."""
    client = tour.client(MANAGER, 0)
    page = tour.page(client, "front-desk")
    tour.take("front-desk", client)
    tour.enter(client)
    tour.take("front-desk-wrong", client)
    visitors(tour, client, page)
    matters(tour, client, page)


def visitors(tour: Tour, client: Client, page: FrontDeskPage) -> None:
    """A ticket, a slip of what is missing, self-service suggested."""
    QTest.keyClicks(page, "2")
    tour.take("front-desk-payment", client)
    QTest.keyClicks(page, "y")
    tour.enter(client)
    tour.take("front-desk-ticket", client)
    QTest.keyClicks(page, "9n")
    tour.enter(client)
    tour.take("front-desk-not-ticked", client)
    press(page.visitors.ui.papers, Qt.Key.Key_Space)
    tour.take("front-desk-missing", client)
    tour.enter(client)
    tour.take("front-desk-slip", client)


def matters(tour: Tour, client: Client, page: FrontDeskPage) -> None:
    """Every thing to do with its fields; what is open with its course."""
    page.do(Deed.ENQUIRY)
    page.entries.ui.words.setPlainText("宽带移机几天能装好")
    tour.type(page, contact="张女士", promised="18:30")
    tour.take("front-desk-enquiry-typed", client)
    tour.enter(client)
    for cause in ("", "排了四十分钟"):
        page.do(Deed.COMPLAINT)
        page.entries.ui.words.setPlainText("多扣了三十块")
        tour.type(page, cause=cause)
        tour.enter(client)
    tour.take("front-desk-open", client)
    for deed in Deed:
        page.do(deed)
        tour.take(f"front-desk-{deed.value}", client)
    page.ui.parts.setCurrentIndex(2)
    tour.take("front-desk-card", client)
    page.do(Deed.CLOSE)
    tour.enter(client)
    tour.take("front-desk-close-wrong", client)
    tour.key(client, Qt.Key.Key_Escape)
