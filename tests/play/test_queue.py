"""The queue in a day script: the same tickets and figures, whichever way the day is played."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hallclient.play.player import play_script
from hallclient.play.script import ScriptWrong, read_script
from tests.journeys.scripts import Script, cash, recharge


def queue_day() -> Script:
    """Four customers of one counter; one comes late, one gives up, a pause, one left."""
    day = Script(1).add("open_counter").add("open_counter", wants="queue.counter-taken")
    for line, name in (("A", "one"), ("V", "two"), ("A", "three"), ("B", "four"), ("A", "five")):
        day.add("ticket", None, by="G001", line=line, id=name)
    day.add("ticket", None, by="G001", line="X", id="none", wants="queue.line")
    day.add("next").add("recall").add("missed")
    day.add("next").add("pause_counter", reason="meal", wants="queue.customer-here")
    day.add("start").add("finish", rating=4)
    day.add("pause_counter", reason="rest").add("next", wants="queue.paused")
    day.add("resume_counter")
    day.add("ticket_return", None, ticket="two").add("ticket_cancel", None, ticket="three")
    day.add("next", ticket="none", reason="急", wants="queue.unknown")
    day.add("next").add("start").add("ticket_transfer", line="A", reason="办错队列")
    return day.add("next", ticket="five", reason="赶车").add("start").add("park")


def counter_day() -> Script:
    """A till and a queue at one counter: sold while served, one sign for both, a power cut."""
    day = Script(1).open().add("open_counter")
    for line, name in (("A", "one"), ("B", "two"), ("A", "three")):
        day.add("ticket", None, by="G001", line=line, id=name, note="证件齐全")
    day.add("next").add("start")
    day.sell([recharge(5_000)], cash(5_000)).sell([recharge(3_000)], cash(3_000))
    day.add("ticket_transfer", line="B")
    day.add("ticket_transfer", None, by="G001", ticket="three", line="C")
    day.add("ticket_transfer", None, by="G001", ticket="three", line="C", wants="queue.same-line")
    day.add("next").add("restart", None).add("start").add("finish", rating=9, wants="queue.rating")
    day.add("finish", rating=5).add("finish", wants="queue.nobody")
    day.add("pause_counter", reason="tired", wants="queue.pause-reason")
    day.add("pause_counter", reason="cash").sell([recharge(100)], cash(100), wants="till.paused")
    day.add("resume_counter").add("resume_counter", wants="queue.not-paused")
    day.add("next").add("missed").add("close_counter")
    return day.add("close_counter", wants="queue.counter-closed")


def played(
    out: Path, *, through_services: bool, day: Callable[[], Script] = queue_day
) -> dict[str, Any]:
    script = read_script(json.dumps(day().plain()))
    play_script(script, out, through_services=through_services)
    return dict(json.loads((out / "summary.json").read_text("utf-8")))


def test_services_and_widgets_leave_the_same_queue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALLCLIENT_DATA_FOLDER", str(tmp_path / "data"))
    summaries = [played(tmp_path / name, through_services=name == "s") for name in ("s", "w")]
    for summary in summaries:
        assert [event["code"] for event in summary["events"]] == queue_day().codes
    first, second = (summary["queue"] for summary in summaries)
    assert first == second
    assert {one["number"]: one["state"] for one in first["tickets"]} == {
        "A001": "done", "V001": "waiting", "A002": "cancelled", "B001": "waiting", "A003": "held",
    }  # fmt: skip
    assert (first["issued"], first["missed"], first["cancelled"]) == (5, 1, 1)


@pytest.mark.duty("S1-CT-20")
def test_a_counter_with_till_and_queue_plays_alike_both_ways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALLCLIENT_DATA_FOLDER", str(tmp_path / "data"))
    summaries = [
        played(tmp_path / name, through_services=name == "s", day=counter_day)
        for name in ("s", "w")
    ]
    for summary in summaries:
        assert [event["code"] for event in summary["events"]] == counter_day().codes
    services, widgets = summaries
    assert services["queue"] == widgets["queue"]
    assert services["ledger"] == widgets["ledger"]
    assert {one["number"]: one["state"] for one in widgets["queue"]["tickets"]} == {
        "A001": "done", "B001": "missed", "A002": "waiting",
    }  # fmt: skip
    slips = [sorted(path.name for path in (tmp_path / name / "receipts").glob("ticket-*"))
             for name in ("s", "w")]  # fmt: skip
    assert slips[0] == slips[1]
    assert len(slips[0]) == 3


def test_a_script_that_names_an_unknown_ticket_is_wrong() -> None:
    day = Script(1).add("ticket_cancel", None, ticket="nobody").add("next", None)
    with pytest.raises(ScriptWrong) as error:
        read_script(json.dumps(day.plain()))
    assert "no event has the id nobody" in str(error.value)
    assert "counter: is missing" in str(error.value)
