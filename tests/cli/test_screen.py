"""`hallclient screen` as a program of its own: called here, spoken there."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hallclient import hall as house
from hallclient.base.ids import new_id
from hallclient.devices.sound import read_clip
from hallclient.queue import service as queue
from hallclient.queue.rules import AtCounter, CallTicket, CounterAsk, Finish, TakeTicket
from hallclient.staff import passwords
from hallclient.store.desk import Desk
from hallclient.store.keys import FileKeyStore
from hallclient.till import book as till

PATIENCE = 60.0


def _serve(counter: Desk) -> None:
    """Whoever is at the counter is served; the next one comes and is called."""
    if queue.counter_now(counter).called is not None:
        queue.start(counter, AtCounter(new_id()))
        queue.finish(counter, Finish(new_id()))
    queue.take(counter, TakeTicket(new_id(), "A"), till.day_for_opening)
    queue.call(counter, CallTicket(new_id()))


def _spoken(folder: Path, program: "subprocess.Popen[str]") -> bool:
    """Whether a whole announcement is there within a few seconds."""
    for _ in range(30):
        assert program.poll() is None, program.communicate()
        files = list(folder.glob("*.wav"))
        if files and files[0].stat().st_size > 300_000:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.duty("S1-FG-11")
def test_a_call_is_spoken_into_a_sound_file_by_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "COST", passwords.Cost(1, 8, 1))
    url = f"sqlite:///{tmp_path / 'hall.db'}"
    place = house.HallPlace(url, FileKeyStore(tmp_path / "keys"))
    new = house.NewHall("H001", "样例营业厅", "M001", "值班甲", "morning-tea-7")
    opened = house.create_hall(place, new)
    counter = opened.desk.acting("M001", 3)
    queue.open_counter(counter, CounterAsk(new_id()), till.day_for_opening)
    calls, log = tmp_path / "calls", tmp_path / "log"
    elsewhere = {
        "QT_QPA_PLATFORM": "offscreen",
        "HALLCLIENT_CONFIG": str(tmp_path / "settings.toml"),
        "HALLCLIENT_DATA_FOLDER": str(tmp_path / "display"),
        "HALLCLIENT_LOG_FOLDER": str(log),
    }
    words = [sys.executable, "-m", "hallclient", "screen", "--database", url, "--calls", str(calls)]
    program = subprocess.Popen(
        words, env={**os.environ, **elsewhere}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    try:
        end = time.monotonic() + PATIENCE
        while not _spoken(calls, program):  # what is called before the display looks is not spoken
            assert time.monotonic() < end, "nothing was spoken"
            _serve(counter)
        assert 8 < read_clip(calls / "call-0001.wav").seconds < 16
        assert not (tmp_path / "display" / "keys").exists()
    finally:
        program.terminate()
        program.communicate(timeout=PATIENCE)
        opened.close()
