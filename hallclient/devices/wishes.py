"""What a person has asked the system for, to be able to read: larger text, more contrast.

Qt knows of contrast too, but the object through which it tells does not outlive its wrapper.
"""

import sys
from typing import Final

_KEY: Final = r"Software\Microsoft\Accessibility"
_NAME: Final = "TextScaleFactor"
PLAIN: Final = 100

_GET_HIGH_CONTRAST: Final = 0x0042  # SPI_GETHIGHCONTRAST, winuser.h
_ON: Final = 0x1  # HCF_HIGHCONTRASTON


def wanted_text_size() -> int:
    """Per cent, 100 to 225; 100 where the system says nothing."""
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _KEY) as key:
                value, _kind = winreg.QueryValueEx(key, _NAME)
        except OSError:
            return PLAIN
        return sensible(value)
    return PLAIN


def sensible(value: object) -> int:
    """What the registry holds may be anything."""
    return min(max(value, PLAIN), 225) if isinstance(value, int) else PLAIN


def wanted_contrast() -> bool:
    """Whether the high-contrast mode is on; False where the system says nothing."""
    if sys.platform == "win32":
        import ctypes

        class HighContrast(ctypes.Structure):
            """HIGHCONTRASTW."""

            _fields_ = (
                ("size", ctypes.c_uint32),
                ("flags", ctypes.c_uint32),
                ("scheme", ctypes.c_void_p),
            )

        said = HighContrast(ctypes.sizeof(HighContrast), 0, None)
        ask = ctypes.windll.user32.SystemParametersInfoW
        if ask(_GET_HIGH_CONTRAST, said.size, ctypes.byref(said), 0):
            return bool(said.flags & _ON)
    return False
