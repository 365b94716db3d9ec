"""The log: when and what, nothing of anybody."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from hallclient.app.log import open_log


@pytest.fixture(autouse=True)
def _own_handlers() -> Iterator[None]:
    plain = logging.getLogger("hallclient")
    before, propagates = list(plain.handlers), plain.propagate
    yield
    for handler in set(plain.handlers) - set(before):
        plain.removeHandler(handler)
        handler.close()
    plain.propagate = propagates


def test_a_line_has_its_whole_time_and_no_number_of_a_person(tmp_path: Path) -> None:
    write = open_log(tmp_path / "log")
    write("looked up 13800138000 for 张三")
    (line,) = (tmp_path / "log" / "hallclient.log").read_text("utf-8").splitlines()
    said = json.loads(line)
    assert said["event"] == "looked up # for …"
    year, month, day = said["timestamp"][:10].split("-")
    assert (len(year), len(month), len(day)) == (4, 2, 2)
    assert year.isdecimal()
