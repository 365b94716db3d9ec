"""Which system this is, is asked at its edges only: drivers, the key store, the door to the window.

Everything else is the same on every PC, so that what is tested on one holds on the others.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import hallclient

PACKAGE = Path(hallclient.__file__).parent
MAY_ASK = ("devices/", "store/keys", "app/")
QUESTIONS = {
    "sys.platform", "sys.getwindowsversion", "sys.winver", "os.name", "os.uname",
    "ctypes.windll", "ctypes.oledll", "ctypes.WinDLL", "ctypes.OleDLL", "ctypes.wintypes",
    "PySide6.QtCore.QOperatingSystemVersion", "QOperatingSystemVersion",
    "QSysInfo.productType", "QSysInfo.kernelType", "QSysInfo.kernelVersion",
}  # fmt: skip
"""A crash file's line for people (`QSysInfo.prettyProductName`) decides nothing."""
OF_ONE_SYSTEM = {
    "platform", "winreg", "msvcrt", "_winapi", "nt", "posix", "fcntl", "pwd", "grp", "resource",
    "win32api", "win32con", "win32crypt", "win32print", "win32event", "pywintypes", "winerror",
}  # fmt: skip
"""Modules that are there on one system only, and the one that tells them apart."""


def asked(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of every question about the system, however it is spelled."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Attribute):
            names = [ast.unparse(node)]
        elif isinstance(node, ast.Call):
            names = list(spelled(node))
        else:
            continue
        for name in names:
            if name in QUESTIONS or (
                not isinstance(node, ast.Attribute) and name.split(".")[0] in OF_ONE_SYSTEM
            ):
                yield node.lineno, name


def spelled(call: ast.Call) -> Iterator[str]:
    """`os.name` of `getattr(os, "name")` and `hasattr(...)`, `winreg` of `import_module(...)`."""
    texts = [each.value for each in call.args if isinstance(each, ast.Constant)]
    words = [text for text in texts if isinstance(text, str)]
    called = ast.unparse(call.func).split(".")[-1]
    if called in ("getattr", "hasattr") and words:
        yield f"{ast.unparse(call.args[0])}.{words[0]}"
    elif called in ("import_module", "__import__"):
        yield from words


def test_only_the_edges_ask_for_the_system() -> None:
    found = [
        f"{place}:{line} {name}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if not (place := path.relative_to(PACKAGE).as_posix()).startswith(MAY_ASK)
        for line, name in asked(ast.parse(path.read_text("utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "import sys\nif sys.platform == 'win32': pass",
        "from sys import platform",
        "import os\nwindows = os.name == 'nt'",
        "import platform",
        "def late():\n    import winreg",
        "from ctypes import windll",
        "import ctypes\nctypes.windll.user32",
        "import importlib\nimportlib.import_module('msvcrt')",
        "import os\nif hasattr(os, 'uname'): pass",
    ],
)
def test_a_question_is_seen_however_it_is_spelled(line: str) -> None:
    assert list(asked(ast.parse(line)))


def test_the_edges_that_may_ask_are_there() -> None:
    assert [place for place in MAY_ASK if not list(PACKAGE.glob(f"{place}*"))] == []
