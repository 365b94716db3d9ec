"""The command line, called as the shell calls it."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hallclient import cli

PASSWORD = "correct horse"
"""Of the first manager of every hall that is made here."""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def told(self) -> list[dict[str, Any]]:
        """The JSON objects it printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    def sentence(self) -> str:
        """The one line it says why it refused; fails when there is more, or a traceback."""
        (line,) = self.err.splitlines()
        return line


Run = Callable[..., Ended]


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This PC's own folder: settings, keys and the database that is used when none is named."""
    folder = tmp_path / "data"
    monkeypatch.setenv("HALLCLIENT_DATA_FOLDER", str(folder))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `hallclient` with these words, in this process."""

    def call(*words: object, typed: str = "") -> Ended:
        monkeypatch.setattr(sys, "argv", ["hallclient", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        status = cli.run()
        told = capsys.readouterr()
        return Ended(status, told.out, told.err)

    return call


@pytest.fixture
def shell() -> Run:
    """Runs `python -m hallclient` as a program of its own."""

    def call(*words: object, typed: str = "") -> Ended:
        command = [sys.executable, "-m", "hallclient", *map(str, words)]
        ended = subprocess.run(
            command, input=typed, capture_output=True, encoding="utf-8", timeout=120, check=False
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    return call
