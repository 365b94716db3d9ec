"""VIP reception in a day script: the same guests, steps and files, whichever way it is played."""

import json
from pathlib import Path
from typing import Any

import pytest

from hallclient.play.player import play_script
from hallclient.play.script import ScriptWrong, read_script
from hallclient.vip.rules import Step
from tests.journeys.scripts import Script

TOLD: dict[Step, dict[str, Any]] = {
    Step.SEATED: {"place": "desk"},
    Step.RECOMMENDED: {"service": "watch", "answer": "declined"},
    Step.ENVELOPE: {"leaflets": "3"},
}


def vip_day() -> Script:
    """A guest with a tier, one without, one on no file; refusals; bookings."""
    day = Script(1)

    def host(do: str, *, wants: str = "", by: str = "M001", **fields: Any) -> None:
        day.add(do, None, by=by, wants=wants, **fields)

    def step(guest: str, code: Step, *, wants: str = "", **fields: Any) -> None:
        told = TOLD.get(code, {}) | fields
        host("vip_step", reception=guest, step=code.value, wants=wants, **told)

    host("vip_arrive", who="19800000000", wants="vip.no-tier", id="nobody")
    host("vip_arrive", who="19800000000", anyway=True, id="one")
    host("vip_arrive", who="19800000000", wants="vip.here")
    host("vip_arrive", who="样例公司王总", wants="vip.guest")
    host("vip_arrive", who="样例公司王总", anyway=True, id="two")
    host("vip_enrol", reception="one", tier="gold", valid_until="2025-01-01",
         wants="vip.tier-past")  # fmt: skip
    host("vip_enrol", reception="one", tier="gold", valid_until="2027-12-31", card="VIP80001")
    host("vip_keep", reception="one", item="drink", value="龙井", consent=False,
         wants="vip.consent")  # fmt: skip
    host("vip_keep", reception="one", item="drink", value="龙井")
    host("vip_keep", reception="one", item="key.location", value="示范大厦", source="")
    step("one", Step.GREETED)
    step("one", Step.GREETED, wants="vip.step-done")
    step("one", Step.FINISHED, wants="vip.order")
    step("one", Step.SEATED, place="", wants="vip.seat")
    step("one", Step.SEATED, place="lounge")
    step("one", Step.TALKED)
    step("one", Step.INVITED)
    step("one", Step.STARTED)
    step("one", Step.DEMO, wants="vip.demo-consent")
    step("one", Step.DEMO, consent=True)
    step("one", Step.RECOMMENDED)
    step("one", Step.FINISHED)
    step("one", Step.ENVELOPE, leaflets="4", wants="vip.leaflets")
    step("one", Step.ENVELOPE)
    step("one", Step.SEEN_OFF)
    step("two", Step.LEFT, wants="vip.reason", reason="")
    step("two", Step.LEFT, reason="改日再来")
    step("nobody", Step.GREETED, wants="vip.unknown")
    host("vip_arrive", who="VIP80001", id="again")
    visit = {"due": "2026-12-01 14:30", "who": "样例公司李经理", "purpose": "续约", "host": "C001"}
    host("vip_book", **(visit | {"due": "2026-11-01 09:00"}), wants="vip.booking-past")
    host("vip_book", **visit, id="visit")
    host("vip_booking_end", booking="visit", state="missed", reason="未到",
         wants="vip.booking-early")  # fmt: skip
    host("vip_booking_end", booking="visit", state="cancelled", reason="改期")
    host("vip_arrive", who="19800000000", by="C001", wants="permission.denied")
    return day


def played(out: Path, *, through_services: bool) -> dict[str, Any]:
    script = read_script(json.dumps(vip_day().plain()))
    play_script(script, out, through_services=through_services)
    return dict(json.loads((out / "summary.json").read_text("utf-8")))


@pytest.mark.parametrize("through_services", [True, False])
def test_a_day_of_vip_guests_is_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, through_services: bool
) -> None:
    monkeypatch.setenv("HALLCLIENT_DATA_FOLDER", str(tmp_path / "data"))
    summary = played(tmp_path / "out", through_services=through_services)
    found = [(event["do"], event["code"]) for event in summary["events"]]
    wanted = [event["do"] for event in vip_day().plain()["events"]]
    assert found == list(zip(wanted, vip_day().codes, strict=True))
    first, second, third = summary["vip"]
    assert (first["state"], first["late"], first["talked"]) == ("gone", True, ["M001"])
    assert first["left_out"] == ["checked", "drink"]
    assert (second["state"], second["lapsed"], third["tier"]) == ("gone", True, "gold")


def test_a_reception_that_no_event_began_is_a_mistake_in_the_script() -> None:
    day = Script(1).add("vip_step", None, reception="nobody", step="greeted")
    with pytest.raises(ScriptWrong) as error:
        read_script(json.dumps(day.plain()))
    assert "no event has the id nobody" in str(error.value)
