"""What the window's start waits for: Qt and ours, nothing heavy."""

import subprocess
import sys

HEAVY = (
    "sqlalchemy",
    "reportlab",
    "openpyxl",
    "pydantic",
    "pypinyin",
    "cryptography",
    "PySide6.QtSvg",
)


def test_the_window_needs_no_heavy_library_to_start() -> None:
    code = (
        "import sys, hallclient.ui.window, hallclient.ui.theme, hallclient.ui.translator\n"
        "print(*(name for name in sys.argv[1:] if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *HEAVY], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
