"""Killed at any point, the day is either open or closed, never between (bar of lessons 2)."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from hallclient.duty import service as duty
from hallclient.duty.checks import check
from hallclient.store.integrity import check_store
from tests.duty.conftest import Hall


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to die without warning")
def test_killed_at_any_statement_the_day_is_open_or_closed(done: Hall, store_url: str) -> None:
    signed = asdict(done.sign("c1"))
    signed["at"] = signed["at"].isoformat()
    script = Path(__file__).with_name("kill_while_closing.py")
    command = [sys.executable, str(script), store_url, json.dumps(signed), str(int(done.safe()))]
    environment = {**os.environ, "PYTHONPATH": str(script.parents[2])}
    ended = subprocess.run(
        command, check=False, capture_output=True, text=True, env=environment, timeout=120
    )
    assert ended.returncode == 0, ended.stderr + ended.stdout
    assert int(ended.stdout) > 20
    closed = duty.last_closed(done.desk)
    assert closed is not None
    assert closed.number == 1
    desk = done.desk
    with desk.read() as session:
        found = [*check(session, desk.hall), *check_store(session, desk.hall, desk.keys.audit)]
    assert found == []
