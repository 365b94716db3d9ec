"""The editable lists with entries taken out, as a manager may leave them."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hallclient.base.places import resources
from hallclient.vip.rules import bar_standard, standard

TakeOut = Callable[..., None]


@pytest.fixture
def take_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TakeOut]:
    """Takes tables such as `goods.tea` out of a list; what was written before stays."""
    readers = {"lounge.toml": bar_standard.lounge_standard, "vip.toml": standard.vip_standard}
    folder = tmp_path / "resources"

    def done(file: str, *tables: str) -> None:
        if not folder.exists():
            shutil.copytree(resources() / "standards", folder / "standards")
        path = folder / "standards" / file
        text = path.read_text("utf-8")
        for table in tables:
            text, count = re.subn(rf"(?ms)^\[{re.escape(table)}\]\n.*?(?=^\[|\Z)", "", text)
            assert count == 1, table
        path.write_text(text, "utf-8")
        for module in (bar_standard, standard):
            monkeypatch.setattr(module, "resources", lambda: folder)
        readers[file].cache_clear()

    yield done
    monkeypatch.undo()
    for reader in readers.values():
        reader.cache_clear()
