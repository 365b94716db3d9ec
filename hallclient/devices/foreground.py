"""Who may come to the front of the desktop: Windows lets only the program that was just used."""

import sys
from typing import Final

_ANYBODY: Final = -1  # ASFW_ANY, winuser.h


def let_others_come_forward() -> None:
    """Hands on the right that the system gave to a program just started by hand."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(ctypes.c_uint32(_ANYBODY))
