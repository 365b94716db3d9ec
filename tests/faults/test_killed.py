"""Killed without warning in a stream of orders: what was confirmed is there, once, in order."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ON_POSTGRESQL
from tests.faults.conftest import Hall

KILLS = 40


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to die without warning")
@pytest.mark.skipif(ON_POSTGRESQL, reason="a server's own crashes are the server's to survive")
def test_an_order_that_was_confirmed_is_on_the_books_once(hall: Hall, store_url: str) -> None:
    script = Path(__file__).with_name("kill_while_selling.py")
    ended = subprocess.run(
        [sys.executable, str(script), store_url, str(KILLS), "20261122"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(script.parents[2])},
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr + ended.stdout
    confirmed, under_way, _on_the_books = map(int, ended.stdout.split())
    assert confirmed > KILLS
    assert under_way > KILLS // 4  # most died in the middle of something
