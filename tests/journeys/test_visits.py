"""The day of visits by services: what the queue tells of it is what plain SQL finds."""

from collections import Counter

import pytest

from hallclient.play.script import load_script
from tests.journeys import plain, plain_queue
from tests.journeys.conftest import VISITS, Day
from tests.journeys.test_days import check_books

ENDS = ("finish", "missed", "ticket_cancel")
REFUSED = {
    "queue.called", "queue.day-over", "queue.line-not-served", "queue.state", "queue.recall-soon",
    "queue.recalls-used", "queue.returned", "queue.customer-here", "queue.paused",
    "queue.pause-reason", "queue.lies-open", "queue.empty", "queue.nobody", "queue.rating",
    "queue.reason", "queue.same-line", "queue.line", "queue.booking", "queue.booking-lapsed",
    "queue.counter-taken", "queue.not-paused", "triage.reception", "vip.tier-lapsed",
    "vip.consent", "vip.leaflets", "bar.out-of-stock", "bar.out-of-date", "slips.differ",
}  # fmt: skip


def test_everybody_who_came_is_accounted_for(visits: Day) -> None:
    queue = visits.summary["queue"]
    assert queue["issued"] == len(queue["tickets"]) == 120
    states = Counter(one["state"] for one in queue["tickets"])
    assert states["done"] == queue["served"] > 100
    assert states["left"] == queue["waiting"] == 1
    assert min(states["cancelled"], states["missed"], queue["missed"]) >= 2
    assert {one["line"] for one in queue["tickets"]} == set("ABCV")


@pytest.mark.duty(
    "S1-CT-18", "S1-CT-20", "S1-CT-31", "S1-CT-34", "S1-VP-17", "S1-VP-23", "S2-EX-09"
)
def test_the_hall_refuses_what_is_wrong_each_with_its_code(visits: Day) -> None:
    assert set(visits.codes()) >= REFUSED
    for event in visits.summary["events"]:
        assert event["ok"] == (event["code"] == "") == (event["message"] == "")


def test_the_figures_are_those_of_plain_sql(visits: Day) -> None:
    told = {name: value for name, value in visits.summary["queue"].items() if name != "tickets"}
    assert told == plain_queue.figures(visits.database)
    assert told["late"] > 0
    assert told["mean_wait"] < told["p90_wait"]


def test_a_transfer_keeps_the_wait_so_far(visits: Day) -> None:
    query = (
        "SELECT count(*) FROM queue_events moved JOIN queue_events taken"
        " ON taken.ticket = moved.ticket AND taken.step = 'taken'"
        " WHERE moved.step = 'transferred' AND moved.place = taken.place"
    )
    moved = plain.number(
        visits.database, "SELECT count(*) FROM queue_events WHERE step = 'transferred'"
    )
    assert plain.number(visits.database, query) == moved >= 3


def test_tickets_survive_the_restart_in_the_middle(visits: Day) -> None:
    """Who waited, was served or was parked when the power failed is finished afterwards."""
    events = [event for event in visits.summary["events"] if event["ok"]]
    at = next(index for index, event in enumerate(events) if event["do"] == "restart")
    taken = {event["number"] for event in events[:at] if event["do"] == "triage" and event["id"]}
    over = {event["number"] for event in events[:at] if event["do"] in ENDS}
    after = {event["number"] for event in events[at:] if event["do"] in ENDS}
    tickets = {one["number"] for one in visits.summary["queue"]["tickets"]}
    assert (taken & tickets) - over
    assert (taken & tickets) - over <= after


@pytest.mark.duty("S1-VP-08", "S1-VP-10", "S1-VP-12", "S1-VP-22")
def test_who_waited_past_three_minutes_is_on_record_with_who_talked(visits: Day) -> None:
    waited = plain_queue.guests(visits.database)
    told = {one["number"]: one for one in visits.summary["vip"]}
    assert waited == {number: one["waited"] for number, one in told.items()}
    late = [one for one in told.values() if one["late"]]
    assert [one["number"] for one in late] == [
        number for number, seconds in waited.items() if seconds > 180
    ]
    (guest,) = late
    assert (
        guest["talked"] == ["V002", "V002"] == plain_queue.talked(visits.database, guest["number"])
    )


@pytest.mark.duty("S1-VP-14", "S1-VP-18", "S1-VP-26")
def test_every_guest_is_received_from_the_door_to_the_door(visits: Day) -> None:
    guests = visits.summary["vip"]
    assert len(guests) == 6
    for guest in guests:
        assert (guest["state"], guest["left_out"]) == ("gone", [])
        assert guest["ticket"] > 0
    assert [guest["lapsed"] for guest in guests] == [False] * 5 + [True]


@pytest.mark.duty("S0-BA-01", "S0-BA-07")
def test_the_bar_has_what_it_had_less_what_was_brought(visits: Day) -> None:
    outcomes = Counter(one["outcome"] for one in visits.summary["bar"]["drinks"])
    assert outcomes == {"brought": 5, "refused": 2, "declined": 1}
    received = sum(part.servings for part in load_script(VISITS).stock.drinks)
    assert sum(visits.summary["bar"]["left"].values()) == received - outcomes["brought"]


def test_the_books_of_the_day_are_good(visits: Day) -> None:
    check_books(visits)
