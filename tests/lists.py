"""The editable lists of the hall with entries taken out, as a manager may leave them."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hallclient.base.places import resources
from hallclient.care.rules import standard as care
from hallclient.queue.rules import lines, triage

TakeOut = Callable[..., None]

READERS = {
    "care.toml": (care, care.care_standard),
    "queue.toml": (lines, lines.queue_standard),
    "triage.toml": (triage, triage.triage_standard),
}


@pytest.fixture
def take_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TakeOut]:
    """Takes tables such as `purposes.sim` out of a list; what was written before stays."""
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
        module, reader = READERS[file]
        monkeypatch.setattr(module, "resources", lambda: folder)
        reader.cache_clear()

    yield done
    monkeypatch.undo()
    for _module, reader in READERS.values():
        reader.cache_clear()
