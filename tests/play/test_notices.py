"""Notices in a day script: the same signs hang, whichever way the day is played."""

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hallclient.base.clock import SystemClock
from hallclient.hall import HallPlace, open_hall
from hallclient.play.player import play_script
from hallclient.play.script import ScriptWrong, read_script
from hallclient.queue.records import QueueNotice, QueueNoticeStep
from hallclient.settings import load_settings
from hallclient.store.keys import FileKeyStore
from tests.journeys.scripts import Script


def day_of_signs() -> Script:
    """A kiosk fails and is mended; a notice is planned, another taken down; some are refused."""
    day = Script(1)

    def sign(do: str, *, by: str = "G001", wants: str = "", **fields: Any) -> None:
        day.add(do, None, by=by, wants=wants, **fields)

    sign("notice", kind="announcement", text="今日 17:00 闭厅", en="Closed at 17:00", id="shut")
    sign("notice", kind="fault", text="自助缴费机 2 号", by="C001", id="kiosk")
    sign("notice", kind="fault", text="打印机", until="18:00", wants="notice.fault-end")
    sign("notice", kind="promotion", text="充 100 送 10", by="C001", wants="permission.denied")
    sign("notice", kind="promotion", text="充 100 送 10", from_time="22:00", until="23:00")
    sign("notice", kind="announcement", text=" ", wants="notice.text")
    sign("notice", kind="banner", text="?", wants="notice.kind")
    sign("notice_report", notice="kiosk", by="M001", remark="14:00 到")
    sign("notice_report", notice="kiosk", by="M001", wants="notice.reported")
    sign("notice_report", notice="shut", wants="notice.no-fault")
    sign("notice_down", notice="kiosk", wants="notice.remedy")
    sign("notice_down", notice="kiosk", remark="换了纸卷")
    sign("notice_down", notice="kiosk", remark="又一次", wants="notice.down")
    sign("notice_down", notice="shut")
    return day


def hung(out: Path) -> list[tuple[Any, ...]]:
    """What became of every notice, step by step."""
    place = HallPlace(f"sqlite:///{out / 'hall.db'}", FileKeyStore(load_settings().keys_folder))
    query = (
        select(
            QueueNotice.kind, QueueNotice.zh, QueueNotice.en, QueueNotice.by,
            QueueNoticeStep.step, QueueNoticeStep.by, QueueNoticeStep.remark,
        )
        .outerjoin(QueueNoticeStep, QueueNoticeStep.notice == QueueNotice.serial)
        .order_by(QueueNotice.serial, QueueNoticeStep.number)
    )  # fmt: skip
    with closing(open_hall(place, SystemClock())) as opened, opened.desk.read() as session:
        return [tuple(row) for row in session.execute(query)]


@pytest.mark.duty("S1-FG-27", "S1-FG-28")
def test_services_and_widgets_hang_the_same_signs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALLCLIENT_DATA_FOLDER", str(tmp_path / "data"))
    script = day_of_signs()
    for name in ("s", "w"):
        out = tmp_path / name
        play_script(read_script(json.dumps(script.plain())), out, through_services=name == "s")
        summary = json.loads((out / "summary.json").read_text("utf-8"))
        assert [event["code"] for event in summary["events"]] == script.codes
    assert hung(tmp_path / "s") == hung(tmp_path / "w")
    assert hung(tmp_path / "s")[:2] == [
        ("announcement", "今日 17:00 闭厅", "Closed at 17:00", "G001", "taken-down", "G001", ""),
        ("fault", "自助缴费机 2 号", "", "C001", "reported", "M001", "14:00 到"),
    ]


def test_a_notice_that_no_event_put_up_is_a_wrong_script() -> None:
    script = Script(1)
    script.add("notice_down", None, by="G001", notice="nowhere")
    with pytest.raises(ScriptWrong, match="no event has the id nowhere"):
        read_script(json.dumps(script.plain()))
