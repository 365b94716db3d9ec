"""Where the program's own read-only files lie: beside the sources, in a wheel, or frozen."""

import sys
from functools import cache
from pathlib import Path


@cache
def resources() -> Path:
    """The folder of fonts, icons, style sheets, translations, standards and samples."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "resources"
    package = Path(__file__).resolve().parent.parent
    beside = package.parent / "resources"
    return beside if beside.is_dir() else package / "resources"
