"""The front desk in a day script: the same visitors and matters, whichever way it is played."""

import json
from pathlib import Path
from typing import Any

import pytest

from hallclient.base.clock import SystemClock
from hallclient.hall import HallPlace, open_hall
from hallclient.inspection import inspect
from hallclient.play.player import play_script
from hallclient.play.script import ScriptWrong, read_script
from hallclient.settings import load_settings
from hallclient.store.keys import FileKeyStore
from tests.journeys.scripts import Script


def floor_day() -> Script:
    """Visitors with and without papers, self-service, an enquiry that wanders, two complaints."""
    day = Script(1, nearest_hall="人民路营业厅").add("open_counter")

    def guide(do: str, *, by: str = "G001", wants: str = "", **fields: Any) -> None:
        day.add(do, None, by=by, wants=wants, **fields)

    guide("triage", purpose="new_number", note="想要尾号8", id="one")
    guide("triage", purpose="sim", missing=["identity", "old_sim"], id="two")
    guide("triage", purpose="payment", self_service="kiosk")
    guide("triage", purpose="points", self_service="web", care=True)
    guide("triage", purpose="general", self_service="kiosk", wants="triage.no-self-service")
    guide("triage", purpose="general", care=True, id="old")
    guide("triage", purpose="general", booked="soon", wants="queue.booking")
    guide("triage", purpose="general", missing=["licence"], wants="triage.paper")
    guide("triage", purpose="haircut", wants="triage.purpose")
    guide("triage", purpose="complaint", wants="triage.reception")
    guide("triage", purpose="sim", by="A001", wants="permission.denied")
    guide("triage", came_back="two")
    guide("triage", came_back="two", wants="triage.came-back")
    guide("enquiry", words="宽带几天能装", contact="张女士", promised="16:30", id="q")
    guide("enquiry", words=" ", wants="care.words")
    guide("enquiry", words="几点关门", answer="六点", id="asked")
    guide("enquiry_accept", matter="q", wants="care.own")
    guide("enquiry_hand_over", matter="q", to="C001")
    guide("enquiry_accept", matter="q", by="C002", wants="care.not-offered")
    guide("enquiry_accept", matter="q", by="C001")
    guide("enquiry_close", matter="q", by="C001", wants="care.answer")
    guide("enquiry_recommend", matter="q", by="C001", words="", wants="care.offer")
    guide("enquiry_recommend", matter="q", by="C001", words="千兆宽带，客户接受")
    guide("enquiry_promise", matter="q", by="C001", promised="17:00")
    guide("enquiry_close", matter="q", by="C001", words="周六上门")
    guide("enquiry_note", matter="q", words="又来问", wants="care.closed")
    guide("complaint_taken", words="多扣了三十块", id="first")
    guide("complaint_taken", words="没人理我", wants="care.cause")
    guide("complaint_taken", words="没人理我", cause="排了四十分钟", id="second")
    guide("complaint_call_in", matter="second", wants="care.room-taken")
    guide("complaint_guest_left", matter="first", by="C001")
    guide("complaint_guest_left", matter="first", wants="care.guest-gone")
    guide("enquiry_take_over", matter="first", by="M001", words="经理接待")
    guide("enquiry_take_over", matter="second", words="我来", wants="permission.denied")
    guide("complaint_call_in", matter="second")
    guide("enquiry_close", matter="first", by="M001", words="已退费")
    guide("enquiry_hand_over", matter="second", to="*")
    guide("enquiry_decline", matter="second", by="M002", words="正在接待别人")
    guide("opinion", words="椅子少", promised="17:30", id="book")
    guide("incident", topic="kiosk_paper", words="2号机", id="jam")
    guide("incident", topic="flood", wants="care.incident")
    return day.add("next").add("start").add("finish")


def played(out: Path, *, through_services: bool) -> dict[str, Any]:
    script = read_script(json.dumps(floor_day().plain()))
    play_script(script, out, through_services=through_services)
    return dict(json.loads((out / "summary.json").read_text("utf-8")))


def verified(out: Path) -> list[str]:
    """What `hallclient verify` finds in the books that a play left."""
    place = HallPlace(f"sqlite:///{out / 'hall.db'}", FileKeyStore(load_settings().keys_folder))
    opened = open_hall(place, SystemClock())
    try:
        return [fault.code for fault in inspect(opened.desk).faults]
    finally:
        opened.close()


@pytest.mark.duty("S1-FG-04", "S1-FG-05", "S1-FG-14", "S1-FG-22")
def test_services_and_widgets_leave_the_same_floor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALLCLIENT_DATA_FOLDER", str(tmp_path / "data"))
    summaries = [played(tmp_path / name, through_services=name == "s") for name in ("s", "w")]
    for summary in summaries:
        assert [event["code"] for event in summary["events"]] == floor_day().codes
    first, second = summaries
    assert first["front_desk"] == second["front_desk"]
    assert [verified(tmp_path / name) for name in ("s", "w")] == [[], []]
    assert first["queue"]["tickets"] == second["queue"]["tickets"]
    assert first["front_desk"]["visitors"] == {
        "visitors": 6, "tickets": 3, "self_service": 2, "sent_back": 1, "suggested": 1,
        "came_back": 1, "care": 2,
    }  # fmt: skip
    matters = first["front_desk"]["matters"]
    assert [(one["kind"], one["state"], one["owner"]) for one in matters] == [
        ("enquiry", "closed", "C001"), ("enquiry", "closed", "G001"),
        ("complaint", "closed", "M001"), ("complaint", "open", "G001"),
        ("opinion", "open", "G001"), ("incident", "open", "G001"),
    ]  # fmt: skip
    papers = sorted(path.name for path in (tmp_path / "w" / "receipts").glob("missing-*"))
    assert papers == ["missing-2.pdf"]


def test_a_script_that_names_an_unknown_matter_is_wrong() -> None:
    day = Script(1).add("enquiry_accept", None, matter="nothing", by="G001")
    day.add("triage", None, came_back="nothing").add("enquiry", None, words="…", id="q")
    day.add("enquiry_hand_over", None, matter="q", to="Z9")
    with pytest.raises(ScriptWrong) as error:
        read_script(json.dumps(day.plain()))
    assert "matter: no event has the id nothing" in str(error.value)
    assert "came_back: no event has the id nothing" in str(error.value)
    assert "to: Z9 is not on the staff" in str(error.value)
