"""The hall's notices, and its display: calls, waiting customers, a fault, an announcement."""

from datetime import timedelta
from typing import Final

from hallclient.app.client import Client
from hallclient.play.keys import choose
from hallclient.queue.page.public_screen import PublicCalls, PublicScreen
from hallclient.queue.rules.notices import Notice, NoticeKind
from hallclient.queue.rules.public import PublicCall, PublicView
from hallclient.queue.rules.values import LineRow

from .tour import Tour

CALLS: Final = (("A101", 3), ("V012", 12), ("A100", 1), ("B007", 8), ("C003", 6), ("A099", 2))
WAITING: Final = {"A": 18, "B": 3, "C": 1, "V": 2}
NOTICES: Final = (
    (NoticeKind.FAULT, "自助缴费机 2 号", "Self-service kiosk 2"),
    (NoticeKind.ANNOUNCEMENT, "今日 17:00 起系统维护", "Maintenance from 17:00 today"),
)


def hall_notices(tour: Tour, client: Client) -> None:
    """A fault and an announcement are put up; one that nobody could read is refused."""
    page = tour.page(client, "notices")
    tour.take("notices-empty", client)
    for kind, zh, en in NOTICES:
        choose(page.ui.kind, kind)
        tour.type(page, zh=zh, en=en)
        tour.enter(client)
    tour.take("notices", client)
    tour.enter(client)
    tour.take("notices-wrong", client)


def display(tour: Tour, client: Client) -> None:
    """The display as it stands in front of the customers, at a busy moment."""
    now = client.backstage.clock.now()
    calls = tuple(
        PublicCall(
            serial,
            number,
            counter,
            now - timedelta(seconds=30 * serial),
            called=True,
            seq=100 - serial,
        )
        for serial, (number, counter) in enumerate(CALLS, 1)
    )
    notices = tuple(
        Notice(serial, kind, zh, en, now, None, now, "G001")
        for serial, (kind, zh, en) in enumerate(NOTICES, 1)
    )
    lines = tuple(LineRow(letter, count, 0) for letter, count in WAITING.items())
    view = PublicView(tour.stage.script.hall.name, now, calls, lines, notices)
    screen = PublicScreen(PublicCalls(lambda: view, lambda: now, print), client.lanes.read)
    screen.resize(1366, 768)
    screen.show()
    screen.read()
    tour.floor.settle(client)
    tour.album.take("display", screen, client.window.set_look, tour.language)
    screen.announcer.close()
    screen.close()
    screen.deleteLater()
