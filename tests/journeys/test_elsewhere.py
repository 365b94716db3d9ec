"""A day whose second person sits in the manager's room: the same by keys as by services."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hallclient.play.player import play_script
from hallclient.play.script import read_script
from tests.journeys import plain
from tests.journeys import test_days as days
from tests.journeys.conftest import Day
from tests.journeys.scripts import FLOAT_FEN, Script, cash

CARD = {"kind": "value_card", "face_fen": 3000, "count": 1}


def from_elsewhere() -> Script:
    """Approved, refused for who they are, and for what has to be seen; nothing of those is left."""
    day = Script(2).open(1)
    day.sell([CARD], cash(5_000), id="one").sell([CARD], cash(3_000), id="two")
    undo: dict[str, Any] = {"order": "one", "reason": "选错面值", "remote": True}
    day.add("reverse", **undo, approver="C001", wants="approval.same-person")
    day.add("reverse", **undo, approver="C002", wants="approval.not-permitted")
    day.add("reverse", **undo | {"order": "lost"}, approver="M001", wants="order.unknown")
    day.add("reverse", **undo, approver="M001", id="undone")
    day.add("reverse", **undo, approver="M002", wants="order.reversed")
    day.add("reverse", order="two", reason="不要了", approver="M002", remote=True)
    seen = {"amount_fen": 500, "reason": "换零", "voucher": "P1", "approver": "M001"}
    day.add("pay_in", **seen, remote=True, wants="approval.not-remote")
    spent = {"amount_fen": 400, "reason": "买水", "voucher": "P2", "approver": "M001"}
    day.add("pay_out", **spent, remote=True)
    day.count(FLOAT_FEN - 400, at="18:00").approve().close(0, bag="")
    return day.add("restart", None, id="lost", at="20:00")  # an event that never made an order


def used(day: Day) -> list[tuple[Any, ...]]:
    """Which approvals were used for what, as the books have it."""
    rows = plain.rows(
        day.database,
        "SELECT use.action, use.by, given.by AS approver FROM approval_uses AS use"
        " JOIN approval_ends AS given ON given.request_id = use.request_id",
    )
    return sorted(tuple(row.values()) for row in rows)


@pytest.mark.timeout(600)
@pytest.mark.skipif(
    os.environ.get("QT_QPA_PLATFORM") != "offscreen", reason="would take the keys of this PC"
)
def test_approvals_from_elsewhere_come_to_the_same_by_keys_as_by_services(
    play: Callable[[Script], Day], tmp_path: Path, qapp: Any
) -> None:
    script = from_elsewhere()
    by_services = play(script)
    assert by_services.codes() == script.codes
    assert [approver for _, _, approver in used(by_services)] == ["M001", "M002", "M001"]
    days.check_books(by_services)
    play_script(read_script(json.dumps(script.plain())), tmp_path / "day")
    by_keys = Day(tmp_path / "day", json.loads((tmp_path / "day/summary.json").read_text("utf-8")))
    assert by_keys.codes() == script.codes
    days.check_books(by_keys)
    for part in ("events", "shifts", "ledger"):
        assert by_keys.summary[part] == by_services.summary[part]
    assert used(by_keys) == used(by_services)
