"""The demo hall: who works there, and what is in place before its day begins."""

import json
from datetime import date
from pathlib import Path

import pytest

from hallclient import hall as house
from hallclient.base.language import use_language
from hallclient.play.demo import demo_script, how_the_display_opens, who_may_sign_in
from hallclient.play.script import ScriptWrong, read_script
from hallclient.play.stage import PASSWORD, furnish
from hallclient.play.visits import visits_day
from hallclient.settings import load_settings
from hallclient.store.keys import FileKeyStore
from hallclient.vip import service as vip
from hallclient.vip.service import bar


def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> house.HallPlace:
    monkeypatch.setenv("HALLCLIENT_DATA_FOLDER", str(tmp_path / "data"))
    url = f"sqlite:///{tmp_path / 'hall.db'}"
    return house.HallPlace(url, FileKeyStore(load_settings().keys_folder))


def test_the_list_names_the_guide_and_the_vip_host_and_how_the_display_opens() -> None:
    use_language("en")
    try:
        told = who_may_sign_in(demo_script(orders=0, counters=3, seed=0), PASSWORD)
        display = how_the_display_opens("sqlite:///day/demo-hall.db")
    finally:
        use_language("zh")
    for person in ("C001 (Clerk)", "G001 (Floor guide)", "V002 (VIP receptionist)"):
        assert person in told
    assert PASSWORD in told
    assert display.endswith("hallclient screen --database sqlite:///day/demo-hall.db")


def test_guests_have_a_tier_and_the_bar_is_stocked_on_whichever_day_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = place(tmp_path, monkeypatch)
    furnish(demo_script(orders=0, counters=3, seed=0), demo)
    opened = house.open_hall(demo)
    try:
        host = opened.desk.acting("V002", 0)
        (guest,) = vip.recognise(host, "VIP80001")
        assert guest.member is not None
        assert guest.member.tier == "diamond"
        assert {batch.goods for batch in bar.board(host).batches} >= {"tea", "coffee", "water"}
    finally:
        opened.close()


def test_a_tier_or_drink_that_is_over_is_for_a_played_day_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = read_script(json.dumps(visits_day(on=date(2020, 1, 6))))
    with pytest.raises(ScriptWrong, match=r"stock\.drinks"):
        furnish(script, place(tmp_path, monkeypatch))
