"""Bar, lounge and customers' papers in a day script: the same books, whichever way it is played."""

import json
from pathlib import Path
from typing import Any

import pytest

from hallclient.play.player import play_script
from hallclient.play.script import ScriptWrong, read_script
from hallclient.vip.rules.lounge import opening_items
from tests.journeys.scripts import Script, cash, recharge

FIGURES = {"paper_cups": 120, "fridge": 5}


def bar_day() -> Script:
    """The list is gone through, drinks served and refused, papers kept, everything counted."""
    day = Script(1)

    def host(do: str, *, wants: str = "", **fields: Any) -> None:
        day.add(do, None, by="C003", wants=wants, **fields)

    _before_opening(host)
    _drinks(host)
    _papers(host)
    day.open().sell([recharge(5_000)], cash(5_000)).sell([recharge(3_000)], cash(3_000), id="x")
    day.add("reverse", 1, order="x", reason="办错号码", approver="M001")
    day.add("slips_count", 1, by="C003", slips=2, wants="slips.differ")
    day.add("slips_count", 1, by="C003", slips=2, note="一份客户带走")
    day.add("slips_count", 1, by="C003", slips=3)
    return day


def _before_opening(host: Any) -> None:
    host("lounge_sign", wants="lounge.unanswered")
    host("lounge_item", item="fridge", value=11, wants="lounge.bounds")
    host("lounge_item", item="fridge", result="failed", value=11, note="已报修")
    host("lounge_item", item="fridge", value=5, wants="lounge.failed-before")
    host("lounge_item", item="fridge", result="fixed", value=5, note="换备用冰箱")
    for item in opening_items():
        if item.code != "fridge":
            host("lounge_item", item=item.code, value=FIGURES.get(item.code))
    host("lounge_item", item="airing", value=20)
    host("lounge_sign")
    host("lounge_sign", wants="lounge.signed")


def _drinks(host: Any) -> None:
    host("drinks_in", goods="tea", servings=5, best_before="2027-06-30", id="tea")
    host("drinks_in", goods="coffee", servings=1, best_before="2027-06-30", id="coffee")
    host("drinks_in", goods="milk", servings=5, best_before="2020-01-01", id="sour",
         wants="bar.received-expired")  # fmt: skip
    host("drinks_in", goods="paper_cups", servings=100, id="cups")
    host("drinks_open", batch="tea")
    host("drinks_open", batch="tea", wants="bar.opened")
    host("drinks_open", batch="sour", wants="bar.batch")
    host("drink_ask", goods="tea", servings=2, seat="2", id="one")
    host("drink_ask", goods="coffee", id="two")
    host("drink_ask", goods="coffee", id="three")
    host("drink_ask", id="none")
    host("drink_bring", drink="one")
    host("drink_bring", drink="one", wants="bar.order-ended")
    host("drink_bring", drink="two", said=False)
    host("drink_bring", drink="three", wants="bar.out-of-stock")
    host("drink_ask", goods="paper_cups", wants="bar.not-served")
    host("drink_ask", goods="tea", id="four")
    host("drink_decline", drink="four")
    host("drinks_write_off", batch="tea", servings=9, cause="broken", approver="M001",
         wants="bar.batch-short")  # fmt: skip
    host("drinks_write_off", batch="tea", servings=1, cause="broken", approver="G001",
         wants="approval.not-permitted")  # fmt: skip
    host("drinks_write_off", batch="tea", servings=1, cause="broken", approver="M001")
    host("drinks_count", witness="C003", wants="approval.same-person")
    host("drinks_count", witness="G001", found={"tea": 1, "cups": 90})


def _papers(host: Any) -> None:
    paper = {"owner": "样例甲", "description": "活期存折", "witness": "G001"}
    host("custody_in", kind="bankbook", number="6200000000000001236", id="book", **paper)
    host("custody_in", kind="bankbook", number="6200000000000001236", wants="custody.overlap",
         **paper)  # fmt: skip
    host("custody_in", kind="rental_papers", number="ZJ0001", id="rent", **paper)
    host("custody_count", witness="G001", missing=["rent"])
    host("custody_out", paper="book", given_to="样例甲本人", witness="G001")
    host("custody_out", paper="book", given_to="样例甲本人", witness="G001", wants="custody.state")


def played(out: Path, *, through_services: bool) -> dict[str, Any]:
    script = read_script(json.dumps(bar_day().plain()))
    play_script(script, out, through_services=through_services)
    return dict(json.loads((out / "summary.json").read_text("utf-8")))


@pytest.mark.duty("S0-BA-03", "S0-BA-08", "S1-VP-24", "S1-VP-25")
def test_services_and_widgets_leave_the_same_bar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALLCLIENT_DATA_FOLDER", str(tmp_path / "data"))
    summaries = [played(tmp_path / name, through_services=name == "s") for name in ("s", "w")]
    for summary in summaries:
        found = [event["code"] for event in summary["events"]]
        assert found == bar_day().codes
    first, second = (summary["bar"] for summary in summaries)
    assert first == second
    assert first["left"] == {"1": 1, "3": 90}
    assert [(one["goods"], one["outcome"], one["said"]) for one in first["drinks"]] == [
        ("tea", "brought", True),
        ("coffee", "brought", False),
        ("coffee", "refused", False),
        ("", "declined", False),
        ("tea", "declined", False),
    ]
    assert (first["signed"], first["slips"], first["papers"]) == ("C003", [[3, 2], [3, 3]], 1)


def test_a_script_that_names_an_unknown_batch_is_wrong() -> None:
    day = Script(1).add("drinks_open", None, by="C003", batch="nothing")
    with pytest.raises(ScriptWrong) as error:
        read_script(json.dumps(day.plain()))
    assert "no event has the id nothing" in str(error.value)
