"""`hallclient play`, `demo` and `export`: exit status, places of mistakes, what is left behind."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.conftest import Run
from tests.journeys.scripts import FLOAT_FEN, HOLDER, Script, cash, new_number, recharge

CARD = {"kind": "value_card", "face_fen": 3000, "count": 1}


def short_day() -> dict[str, Any]:
    """A day of eight events, two of them refused."""
    day = Script().open()
    day.sell([recharge(5_000)], cash(10_000), id="one")
    day.sell([new_number(1)], cash(1_000), customer=HOLDER, wants="tender.short")
    day.add("reverse", order="one", reason="输错", approver="C001", wants="approval.same-person")
    day.count(FLOAT_FEN + 5_000, at="18:00").approve().close(5_000)
    return day.plain()


@pytest.fixture
def script(tmp_path: Path) -> Callable[[Any], Path]:
    """Writes a script file."""

    def write(content: object) -> Path:
        path = tmp_path / "script.json"
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        path.write_text(text, "utf-8")
        return path

    return write


def test_refused_events_are_played_on(
    run: Run, script: Callable[[Any], Path], tmp_path: Path, data_folder: Path
) -> None:
    out = tmp_path / "out"
    ended = run("play", script(short_day()), "--out", out, "--services")
    assert (ended.status, ended.err) == (0, "")
    assert "7" in ended.out
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert [event["code"] for event in summary["events"] if not event["ok"]] == [
        "tender.short",
        "approval.same-person",
    ]
    left = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert left == {*summary["files"], "summary.json"}
    assert {path.name for path in out.iterdir()} == {
        "hall.db",
        "receipts",
        "reports",
        "summary.json",
    }
    assert len(list((data_folder / "keys").glob("*.key"))) == 1


def test_the_books_of_a_played_day_can_be_verified_and_exported(
    run: Run, shell: Run, script: Callable[[Any], Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    url = f"sqlite:///{out / 'hall.db'}"
    assert shell("play", script(short_day()), "--out", out, "--services").status == 0
    assert run("verify", "--database", url).status == 0
    assert shell("verify", "--database", url, "--json").told == [{"good": True, "faults": []}]
    for what, words in (("shift", ()), ("day", ()), ("day", ("--key", "2026-11-20"))):
        sheet = tmp_path / f"{what}{len(words)}.xlsx"
        assert run("export", what, "--out", sheet, "--database", url, *words).status == 0
        assert openpyxl.load_workbook(sheet).sheetnames
    for words in (
        ("shift", "--key", "nothing"),
        ("day", "--key", "2026-11-21"),
        ("day", "--key", "x"),
    ):
        ended = run("export", *words, "--out", tmp_path / "no.xlsx", "--database", url)
        assert ended.status in {1, 2}
        assert ended.err
        assert "Traceback" not in ended.err
    assert run("verify", "--database", url).status == 0


def test_a_day_is_played_into_a_named_database(
    run: Run, script: Callable[[Any], Path], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'named.db'}"
    words = (
        "play",
        script(short_day()),
        "--out",
        tmp_path / "out",
        "--services",
        "--database",
        url,
    )
    assert run(*words).status == 0
    assert not (tmp_path / "out" / "hall.db").exists()
    before = (tmp_path / "named.db").read_bytes()
    again = run(*words)
    assert again.status == 1
    assert again.sentence()
    assert (tmp_path / "named.db").read_bytes() == before


def mistakes() -> list[Any]:
    """A change of the script, and a place that must be named."""

    def order(**parts: Any) -> dict[str, Any]:
        plain = {"do": "order", "at": "09:00", "counter": 1, "customer": None,
                 "lines": [CARD], "tenders": cash(3_000)}  # fmt: skip
        return {"events": [plain | parts]}

    party = HOLDER | {"age": 5}
    return [
        ({"weather": "rain"}, "weather"),
        ({"hall": {"code": "H9", "name": "x", "colour": 1}}, "hall.colour"),
        ({"hall": {"code": "H9", "name": "x", "policy": {"no_such": 1}}}, "hall.policy.no_such"),
        ({"hall": {"code": "H9", "name": "x", "policy": {"closing_time": "25"}}}, "closing_time"),
        ({"date": "20th"}, "date"),
        ({"staff": [{"code": "C001", "name": "x", "role": "king"}]}, "staff[0].role"),
        ({"staff": [{"code": "C001", "name": "x", "role": "clerk", "x": 1}]}, "staff[0].x"),
        ({"counters": [{"number": 1, "clerk": "C001", "x": 1}]}, "counters[0].x"),
        ({"counters": [{"number": 0, "clerk": "C001"}]}, "counters[0].number"),
        ({"counters": [{"number": 1, "clerk": "Z9"}]}, "counters"),
        ({"stock": {"sim_cards": [{"first": "1", "last": "2", "x": 1}]}}, "stock.sim_cards[0].x"),
        ({"stock": {"pens": []}}, "stock.pens"),
        ({"subscribers": [{"customer": party, "mobile": "1", "iccid": "2", "plan": "p"}]},
         "subscribers[0].customer.age"),
        (order(colour="red"), "colour"),
        (order(by="Z9"), "events[0].by"),
        (order(counter=7), "events[0].counter"),
        (order(counter=None), "events[0].counter"),
        (order(at="9 o'clock"), "at"),
        (order(do="dance"), "events[0]"),
        (order(customer=party), "customer.age"),
        (order(lines=[CARD | {"colour": "red"}]), "events[0].lines[0].colour"),
        (order(lines=[{"kind": "haircut"}]), "events[0].lines[0].kind"),
        (order(lines=[CARD | {"count": True}]), "lines"),
        (order(tenders=[{"method": "cash", "amount_fen": 1, "x": 1}]), "tenders"),
        (order(tenders=[{"method": "cash", "amount_fen": 30.5}]), "amount_fen"),
        (order(tenders=[{"method": "cash", "amount_fen": "3000"}]), "amount_fen"),
        (order(do="reverse"), "events[0]"),
        ({"events": [{"do": "void", "at": "09:00", "counter": 1, "draft": "none"}]}, "draft"),
    ]  # fmt: skip


@pytest.mark.parametrize(("change", "place"), mistakes())
def test_a_wrong_script_is_not_played_and_the_place_is_named(
    run: Run, script: Callable[[Any], Path], tmp_path: Path, change: dict[str, Any], place: str
) -> None:
    out = tmp_path / "out"
    ended = run("play", script(short_day() | change), "--out", out, "--services")
    assert ended.status == 2, ended
    assert place in ended.err
    assert "Traceback" not in ended.err
    assert not out.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"day"', "{}", "\ufeff{}", "[" * 100_000])
def test_what_is_no_script_is_refused(
    run: Run, script: Callable[[Any], Path], tmp_path: Path, text: str
) -> None:
    assert run("play", script(text), "--out", tmp_path / "out", "--services").status == 2
    assert run("play", tmp_path / "none.json", "--out", tmp_path / "out").status == 2


def test_nothing_of_anybody_else_is_cleared_away(
    run: Run, script: Callable[[Any], Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "hall.db").write_text("somebody's", "utf-8")
    ended = run("play", script(short_day()), "--out", out, "--services")
    assert ended.status == 1
    assert (out / "hall.db").read_text("utf-8") == "somebody's"


def test_a_generated_day_is_the_same_for_the_same_seed(run: Run, tmp_path: Path) -> None:
    from hallclient.play.demo import demo_script

    one, two, other = (demo_script(orders=40, counters=2, seed=seed) for seed in (5, 5, 6))
    assert one == two != other
    assert len([event for event in one.events if event.do == "order"]) == 40
    assert len(one.counters) == 2
