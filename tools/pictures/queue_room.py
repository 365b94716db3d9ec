"""Stops at the queue: the board, tickets by hand, the strip of a counter in each of its states."""

from PySide6.QtCore import Qt

from hallclient.app.client import Client
from hallclient.play.keys import press
from hallclient.queue.page.board_words import Deed

from .tour import MANAGER, Tour

COUNTER = 8


def queue_room(tour: Tour) -> None:
    """A ticket by hand, each deed with its fields, and a manager who serves at a counter."""
    client = tour.client(MANAGER, COUNTER)
    page = tour.page(client, "queue")
    tour.enter(client)
    tour.take("queue-wrong", client)
    for deed in Deed:
        page.choose(deed)
        tour.take(f"queue-{deed.value}", client)
    page.choose(Deed.TAKE)
    tour.type(page, line="A", note="补卡，证件齐全")
    tour.enter(client)
    tour.take("queue-ticket", client)
    strip(tour, client)
    tour.page(client, "queue")
    tour.take("queue", client)


def strip(tour: Tour, client: Client) -> None:
    """Above the counter's page: closed, called, served, passed on, rated, free, left."""
    page = tour.page(client, "counter")
    tour.take("strip-closed", client)
    shift(tour, client, Qt.Key.Key_F12)
    for stop, keys in (
        ("strip-called", (Qt.Key.Key_F2,)),
        ("strip-served", (Qt.Key.Key_F3,)),
        ("strip-transfer", (Qt.Key.Key_F6,)),
        ("strip-rating", (Qt.Key.Key_Escape, Qt.Key.Key_F7)),
        ("strip-free", (Qt.Key.Key_Return,)),
        ("strip-leaving", (Qt.Key.Key_F9,)),
    ):
        for key in keys:
            if key in (Qt.Key.Key_F2, Qt.Key.Key_Escape, Qt.Key.Key_Return):
                press(page.focusWidget() or page, key)
                tour.floor.settle(client)
            else:
                shift(tour, client, key)
        tour.take(stop, client)
    press(page.focusWidget() or page, Qt.Key.Key_Escape)
    shift(tour, client, Qt.Key.Key_F12)


def shift(tour: Tour, client: Client, key: Qt.Key) -> None:
    """A key with Shift on the page in front."""
    press(client.window.desk.current or client.window, key, shift=True)
    tour.floor.settle(client)
