"""The day of visits in `resources/sample`: that it is the one we make, and what it must hold."""

import json
from collections import Counter

from hallclient.base.places import resources
from hallclient.play.script import load_script
from hallclient.play.visits import visits_day

VISITS = resources() / "sample" / "visits.json"


def test_the_file_is_what_the_code_makes() -> None:
    assert json.loads(VISITS.read_text("utf-8")) == visits_day()


def test_it_holds_what_happens_in_a_hall_with_a_queue() -> None:
    day = load_script(VISITS)
    done = Counter(event.model_dump()["do"] for event in day.events)
    for what in (
        "recall", "missed", "ticket_return", "ticket_cancel", "ticket_transfer", "park", "unpark",
        "pause_counter", "resume_counter", "triage", "vip_arrive", "vip_step", "vip_keep",
        "drink_ask", "drink_bring", "notice", "notice_down", "complaint_taken", "custody_count",
        "slips_count", "restart", "close_day",
    ):  # fmt: skip
        assert done[what], what
    assert done["order"] >= 25
    assert len(day.counters) == 4
    assert {person.role for person in day.staff} >= {"clerk", "vip", "guide", "duty_manager"}


def test_another_seed_is_another_day() -> None:
    assert visits_day(seed=6) != visits_day(seed=7)
