"""The day of visits through the real widgets, and its figures on the page: as by plain SQL."""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hallclient import hall as house
from hallclient.app.backstage import Seat
from hallclient.app.queue_calls import board_calls
from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.language import use_language
from hallclient.play.player import play_script
from hallclient.play.script import load_script
from hallclient.queue.page.board import QueuePage
from hallclient.staff.rules import Role, SignedIn
from hallclient.ui.jobs import Lanes
from tests.journeys import plain_queue
from tests.journeys.conftest import VISITS, Day, place_of
from tests.journeys.test_days import check_books
from tests.pages import PatientHands, lanes, put_in_front

__all__ = ["lanes"]

pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        os.environ.get("QT_QPA_PLATFORM") != "offscreen", reason="would take the keys of this PC"
    ),
]


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory, _own_keys: None, qapp: Any) -> Day:
    """The day, key by key."""
    from hallclient.counter.page import drafts

    out = tmp_path_factory.mktemp("visits typed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drafts, "SAVE_AFTER_MS", 20)  # nobody types here: the pause only costs time
        play_script(load_script(VISITS), out)
    return Day(out, json.loads((out / "summary.json").read_text("utf-8")))


def alike(day: Day) -> dict[str, Any]:
    """The summary without what only a screen leaves, and the hash, which covers the audit log."""
    files = [name for name in day.summary["files"] if not name.startswith("screens/")]
    closed = {name: value for name, value in day.summary["day"].items() if name != "hash"}
    return day.summary | {"files": files, "day": closed}


def test_the_day_comes_to_the_same_by_keys_as_by_services(typed: Day, visits: Day) -> None:
    one, other = alike(typed), alike(visits)
    assert one["events"] == other["events"]
    assert one == other


def test_the_day_by_keys_has_good_books_and_the_figures_of_plain_sql(typed: Day) -> None:
    check_books(typed)
    told = {name: value for name, value in typed.summary["queue"].items() if name != "tickets"}
    assert told == plain_queue.figures(typed.database)


@pytest.fixture
def page(qtbot: QtBot, lanes: Lanes, visits: Day) -> Iterator[QueuePage]:
    """The guide's page on the evening of the day."""
    on = load_script(VISITS).date
    opened = house.open_hall(place_of(visits.database), ScriptClock(from_hall(on, 19, 0)))

    class Client:
        def print_papers(self) -> None:
            """Nothing is printed."""

    client: Any = Client()
    person = SignedIn("G001", "G001", Role.GUIDE, frozenset({"queue.ticket"}))
    seat = Seat(opened.desk.acting("G001", 0), person, "", 5, (), {})
    use_language("en")
    page = QueuePage(board_calls(client, seat), lanes)
    put_in_front(qtbot, page)
    try:
        yield page
    finally:
        use_language("zh")
        lanes.read.finish()
        opened.close()


@pytest.mark.duty("S1-SG-07")
def test_the_page_shows_the_waits_that_plain_sql_finds(
    qtbot: QtBot, page: QueuePage, visits: Day
) -> None:
    hands = PatientHands(qtbot, page)
    hands.settle()
    hands.key(Qt.Key.Key_F9)
    hands.fill("Figures of the day", f"{load_script(VISITS).date:%Y-%m-%d}")
    hands.key(Qt.Key.Key_Return)
    shown = {row.name: row.value for row in page.ui.figures.rows()}
    found = plain_queue.figures(visits.database)
    assert {name: shown[name] for name in COUNTED} == {
        name: str(found[key]) for name, key in COUNTED.items()
    }
    assert {name: shown[name] for name in MINUTES} == {
        name: minutes(found[key]) for name, key in MINUTES.items()
    }
    assert {name: shown[name] for name in SHARES} == {
        name: per_cent(found[key]) for name, key in SHARES.items()
    }
    for counter, use in found["by_counter"].items():
        assert shown[f"Use of counter {counter}"] == per_cent(use)


COUNTED = {
    "Tickets taken": "issued",
    "Called": "called",
    "Served": "served",
    "Missed": "missed",
    "Given up": "cancelled",
}
MINUTES = {
    "Mean wait": "mean_wait",
    "Nine in ten waited at most": "p90_wait",
    "Mean time of service": "mean_handled",
}
SHARES = {
    "Waited longer than promised": "late",
    "Missed, of those called": "missed_share",
    "Abandoned": "abandoned",
    "Use of all counters": "use",
}


def minutes(seconds: int) -> str:
    """Minutes and seconds."""
    return "{}:{:02d}".format(*divmod(seconds, 60))


def per_cent(share: int) -> str:
    """A share in 1/10,000 with two places."""
    return "{}.{:02d} %".format(*divmod(share, 100))
