"""A whole business day in the built program leaves what it leaves here, to the fen."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.windows.exe.conftest import ROOT, SAMPLE, Pc, environment, for_windows

PATIENT = pytest.mark.timeout(1_000)
"""A day at the keys on a PC that has other things to do."""


def summary(out: Path) -> Any:
    """What a played day says of itself."""
    return json.loads((out / "summary.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The sample day by services in this system's own program."""
    folder = tmp_path_factory.mktemp("here")
    command = [sys.executable, "-m", "hallclient", "play", str(SAMPLE), "--services"]
    settings = {"HALLCLIENT_DATA_FOLDER": str(folder / "data"), "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [*command, "--out", str(folder / "day")], cwd=folder, check=True, timeout=240,
        env=environment({}) | settings, capture_output=True,
    )  # fmt: skip
    told = summary(folder / "day")
    told["day"].pop("hash")
    return told | {"files": sorted(told["files"])}


@pytest.mark.parametrize(
    "way",
    ["--services", pytest.param("", marks=[pytest.mark.release, PATIENT], id="--widgets")],
)
def test_the_sample_day_ends_as_it_does_here(way: str, pc: Pc, cli: Path, here: Any) -> None:
    words = ["play", for_windows(SAMPLE), "--out", "day", *filter(None, [way])]
    ended = pc.run(cli, *words, seconds=900)
    assert (ended.status, ended.err) == (0, "")
    out = pc.folder / "day"
    told = summary(out)
    pictures = [name for name in told["files"] if name.startswith("screens/")]
    assert bool(pictures) is (way == "")
    assert len(told["day"].pop("hash")) == 64  # of numbers drawn anew each time
    assert told | {"files": sorted(set(told["files"]) - set(pictures))} == here
    assert all((out / name).stat().st_size for name in told["files"])
