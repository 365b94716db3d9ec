"""The program's own files are found beside the sources and in a frozen program."""

import sys
from pathlib import Path

import pytest

from hallclient.base import places


def test_the_resources_are_there() -> None:
    assert (places.resources() / "fonts" / "NotoSansSC-Regular.ttf").is_file()
    assert (places.resources() / "standards" / "duties.toml").is_file()


def test_a_frozen_program_looks_where_it_was_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    places.resources.cache_clear()
    try:
        assert places.resources() == tmp_path / "resources"
    finally:
        places.resources.cache_clear()
