"""Days made up by chance agree with a hall in plain ints after every event (promise 1)."""

from tests.faults.hall_machine import days


def test_days_by_chance_come_to_what_a_plain_hall_says() -> None:
    played = days(5, 22, 20261122)
    assert len(played) >= 5
    assert days(1, 6, 5) == days(1, 6, 5)
    assert {"order", "open_shift"} <= {event["do"] for events in played for event in events}
