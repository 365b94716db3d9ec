"""The same days through the real widgets, by keys: the same books as straight by services."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from hallclient.play.player import play_script
from hallclient.play.script import DayScript, load_script, read_script
from tests.journeys import plain
from tests.journeys import test_days as days
from tests.journeys.conftest import SAMPLE, Day, played_text
from tests.journeys.scripts import FLOAT_FEN, HOLDER, Script, cash, new_number, paid, recharge

pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        os.environ.get("QT_QPA_PLATFORM") != "offscreen", reason="would take the keys of this PC"
    ),
]


@pytest.fixture(scope="module", autouse=True)
def _drafts_are_kept_at_once() -> Iterator[None]:
    """Nobody types here: the pause after typing is cut short, as it only costs time."""
    from hallclient.counter.page import drafts

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drafts, "SAVE_AFTER_MS", 20)
        yield


def by_widgets(script: DayScript, out: Path) -> Day:
    """Plays a script through the widgets."""
    play_script(script, out)
    return Day(out, json.loads((out / "summary.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def held(qapp: Any) -> dict[str, float]:
    """How long the event loop was held, in milliseconds; filled while the sample is played."""
    return {}


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory, _own_keys: None, held: dict[str, float]) -> Day:
    """The sample day, key by key."""
    from hallclient.ui.watchdog import HoldMeter

    meter = HoldMeter()
    meter.start()
    day = by_widgets(load_script(SAMPLE), tmp_path_factory.mktemp("typed"))
    holds = meter.stop()
    held.update(longest=holds.max_ms, p99=holds.p99_ms, count=holds.count)
    return day


def alike(day: Day) -> dict[str, Any]:
    """The summary without what only a screen leaves, and the day's hash.

    The hash covers the audit log, in which somebody at a screen leaves more acts than a script.
    """
    files = [name for name in day.summary["files"] if not name.startswith("screens/")]
    closed = {name: value for name, value in day.summary["day"].items() if name != "hash"}
    return day.summary | {"files": files, "day": closed}


def test_the_sample_comes_to_the_same_by_keys_as_by_services(typed: Day, sample: Day) -> None:
    one, other = alike(typed), alike(sample)
    assert one["events"] == other["events"]
    assert one == other


def test_the_sample_by_keys_has_balanced_books(typed: Day) -> None:
    days.check_books(typed)


def test_it_leaves_a_picture_of_every_sort_of_event(typed: Day) -> None:
    sorts = {event["do"] for event in typed.summary["events"] if event["do"] != "restart"}
    pictures = {path.stem[3:] for path in (typed.out / "screens").glob("*.png")}
    assert sorts <= pictures
    assert all(path.stat().st_size > 5_000 for path in (typed.out / "screens").glob("*.png"))


def test_how_long_the_event_loop_was_held_is_measured_and_put_on_record(
    typed: Day, held: dict[str, float], record_property: Callable[[str, object], None]
) -> None:
    """The promise is the benchmarks' (`python3 dev.py bench loop`): a busy PC holds it longer."""
    for name, value in held.items():
        record_property(f"event_loop_{name}", value)
    assert held["count"] > 1_000


def not_on_offer() -> Script:
    """What no list on the screen offers is refused with the code of the service."""
    day = Script(2).open(1)
    change = {"kind": "plan_change", "mobile": "19800000000", "plan": "dream-0"}
    day.sell([change], [], customer=HOLDER, wants="plan.unknown")
    day.sell([new_number(1, "dream-0")], cash(10_000), customer=HOLDER, wants="plan.unknown")
    day.sell([recharge(3_000)], [paid("shells", 3_000, "S1")], wants="tender.method")
    day.add(
        "transfer", to_counter=2, amount_fen=100, witness="M001", wants="transfer.counter-closed"
    )
    day.add("pause", reason="午餐").add("pause", reason="午餐", wants="till.paused")
    day.add("resume_service").add("resume_service", wants="till.not-paused")
    day.sell([recharge(3_000)], cash(5_000), by="A001", wants="permission.denied")
    day.open(2, by="G001", wants="permission.denied")
    day.add("count", denominations={"200": 1}, wants="count.unknown-denomination")
    day.add("count", denominations={"100": -1}, wants="count.pieces")
    day.add("count", denominations={}, tenders={"shells": 5}, wants="count.unknown-tender")
    day.add("count", denominations={}, stock={"pens": 5}, wants="count.unknown-stock")
    return day.count(FLOAT_FEN, at="18:00").approve().close(0, bag="")


def entered_later() -> Script:
    """The power was away at eight: two orders come from paper, one of them out of the day."""
    day = Script().open(1, at="09:00")
    why = {"late_reason": "停电", "late_approver": "M001"}
    day.sell([recharge(3_000)], cash(5_000), id="paper", done_at="08:10", **why)
    day.sell([recharge(2_000)], cash(2_000), done_at="18:00", **why, wants="late.outside-day")
    day.sell([recharge(2_000)], cash(2_000), done_at="08:20", late_reason="停电",
             wants="approval.missing")  # fmt: skip
    day.sell([recharge(1_000)], cash(1_000))
    return day.count(FLOAT_FEN + 4_000, at="18:00").approve().close(4_000)


@pytest.mark.parametrize(
    "write",
    [
        not_on_offer,
        entered_later,
        days.in_and_out,
        days.deposit_differs,
        days.float_differs,
        days.strangers,
    ],
    ids=lambda write: write.__name__,
)
def test_other_days_come_to_the_same_by_keys(
    write: Callable[[], Script], tmp_path: Path, qapp: Any
) -> None:
    script = write()
    day = by_widgets(read_script(json.dumps(script.plain())), tmp_path / "day")
    by_services = played_text(script, tmp_path / "by services")
    assert day.summary["events"] == by_services.summary["events"]
    told = list(zip([e["do"] for e in script.events], day.codes(), strict=True))
    assert told == list(zip([e["do"] for e in script.events], script.codes, strict=True))
    days.check_books(day)


def test_what_is_not_on_offer_is_refused_alike_by_the_services(
    play: Callable[[Script], Day],
) -> None:
    script = not_on_offer()
    assert play(script).codes() == script.codes


@pytest.mark.duty("S2-CS-16")
def test_a_later_entry_is_told_in_the_summary_and_stands_in_the_workbook(
    play: Callable[[Script], Day],
) -> None:
    script = entered_later()
    day = play(script)
    assert day.codes() == script.codes
    paper = next(event for event in day.summary["events"] if event["id"] == "paper")
    assert paper["done_at"] == "08:10"
    (shift,) = day.summary["shifts"]
    assert (shift["orders"], shift["late_entries"]) == (2, 1)
    (path,) = (day.out / "reports").glob("shift-*.xlsx")
    book = load_workbook(path, read_only=True)
    rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    book.close()
    assert any("停电 (M001)" in row and paper["number"] in row for row in rows)


def test_every_check_of_the_clerk_was_ticked_by_its_key(typed: Day) -> None:
    query = "SELECT count(*) FROM self_checks WHERE ticked = "
    assert plain.number(typed.database, f"{query} 0") == 0
    assert plain.number(typed.database, f"{query} 1") > 20


def test_both_ways_write_the_same_number_of_rows(typed: Day, sample: Day) -> None:
    """But for the drafts that are kept while somebody types, and who signed in."""
    by_keys, by_services = plain.row_counts(typed.database), plain.row_counts(sample.database)
    assert by_keys.pop("audit") > by_services.pop("audit")
    assert by_keys == by_services
