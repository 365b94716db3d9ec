"""Libraries in C that stand in for a vendor's or the system's."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def compiled(source: Path, folders: pytest.TempPathFactory) -> Path:
    """The library of a source, compiled here or beforehand.

    For Windows, which has no compiler of its own, it was made beforehand and is named by
    `HALLCLIENT_TEST_` with the source's name.
    """
    beforehand = os.environ.get(f"HALLCLIENT_TEST_{source.stem.upper()}")
    if beforehand:
        return Path(beforehand)
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip(f"no C compiler here, so {source.name} cannot stand in for the library")
    built = folders.mktemp(source.stem) / f"lib{source.stem}.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", built, source], check=True)
    return built
