"""Whether there is a screen to show a window on."""

import os
import sys


def has_screen() -> bool:
    """Whether a window could be shown here: elsewhere than on Linux there is always a desktop."""
    if sys.platform.startswith(("win", "darwin")):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
