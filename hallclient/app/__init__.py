"""The window's composition root: one client is one PC of the hall."""

import builtins
import sys
from typing import Final

_IMPORT: Final = builtins.__import__
_TURN_SECONDS: Final = 0.0005


def let_window_go_first() -> None:
    """Lets the UI thread have the interpreter soon when work goes on behind the window.

    By default a thread keeps it for 5 ms, and the UI thread may have to ask anew after each call
    of Qt: building a page beside a printing receipt took three times as long.
    """
    sys.setswitchinterval(_TURN_SECONDS)


def unhook_imports() -> None:
    """Takes back the import hook that PySide6 sets when it is loaded.

    It looks at every import for the switch `from __feature__ import ...`, which nobody here uses;
    the database layer, which loads behind the sign-in page, takes a fifth longer with it.
    """
    builtins.__import__ = _IMPORT


def run_window() -> int:
    """Opens the client on this PC's hall; returns its exit status.

    Only what the sign-in page needs is imported before it is drawn; the database layer loads
    behind it while the clerk types.
    """
    import PySide6.QtWidgets  # noqa: F401 - sets its hook

    unhook_imports()
    let_window_go_first()
    from hallclient.app.start import run

    return run()
