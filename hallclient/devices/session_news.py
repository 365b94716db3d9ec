"""What Windows tells a window about the PC and the person's session: asleep, locked, another user.

The numbers are those of winuser.h and wtsapi32.h; `news_of` reads a message as Qt hands it over.
"""

import ctypes
import sys
from collections.abc import Callable
from enum import StrEnum
from typing import Final


class News(StrEnum):
    """Something that happened to the PC or to the session."""

    SLEEPS = "sleeps"
    WOKE = "woke"
    LEFT = "left"
    """The session is locked, or another user's is in front."""
    CAME_BACK = "came-back"
    CLOCK_SET = "clock-set"
    SETTING_CHANGED = "setting-changed"
    """Any setting of the system; which one, the message does not reliably say."""


class Message(ctypes.Structure):
    """MSG of winuser.h, with the sizes that it has on 64-bit Windows wherever this runs."""

    _fields_ = (
        ("hwnd", ctypes.c_void_p),
        ("message", ctypes.c_uint32),
        ("wparam", ctypes.c_size_t),
        ("lparam", ctypes.c_ssize_t),
        ("time", ctypes.c_uint32),
        ("x", ctypes.c_int32),
        ("y", ctypes.c_int32),
    )


KIND: Final = b"windows_generic_MSG"
"""How Qt names a message of this form."""

WM_SETTINGCHANGE: Final = 0x001A
WM_TIMECHANGE: Final = 0x001E
WM_POWERBROADCAST: Final = 0x0218
WM_WTSSESSION_CHANGE: Final = 0x02B1

_POWER: Final = {
    0x0004: News.SLEEPS,  # PBT_APMSUSPEND
    0x0006: News.WOKE,  # PBT_APMRESUMECRITICAL: nothing was said before it slept
    0x0007: News.WOKE,  # PBT_APMRESUMESUSPEND: a person is there
    0x0012: News.WOKE,  # PBT_APMRESUMEAUTOMATIC
}
_SESSION: Final = {
    0x1: News.CAME_BACK,  # WTS_CONSOLE_CONNECT
    0x2: News.LEFT,  # WTS_CONSOLE_DISCONNECT: fast user switching
    0x3: News.CAME_BACK,  # WTS_REMOTE_CONNECT
    0x4: News.LEFT,  # WTS_REMOTE_DISCONNECT
    0x7: News.LEFT,  # WTS_SESSION_LOCK
    0x8: News.CAME_BACK,  # WTS_SESSION_UNLOCK
}
_ALONE: Final = {WM_TIMECHANGE: News.CLOCK_SET, WM_SETTINGCHANGE: News.SETTING_CHANGED}
_BY_MESSAGE: Final = {WM_POWERBROADCAST: _POWER, WM_WTSSESSION_CHANGE: _SESSION}
_THIS_SESSION: Final = 0  # NOTIFY_FOR_THIS_SESSION


def news_of(kind: bytes, address: int) -> News | None:
    """What the message at the address says, None for any other message."""
    if kind != KIND or not address:
        return None
    message = Message.from_address(address)
    return _ALONE.get(message.message) or _BY_MESSAGE.get(message.message, {}).get(message.wparam)


def hear_session(window: int) -> Callable[[], object]:
    """Has the system tell this window of its session; returns what ends that.

    A system without such news, or without the service behind it, tells nothing.
    """
    if sys.platform == "win32":
        calls = ctypes.WinDLL("wtsapi32")
        handle = ctypes.c_void_p(window)
        if calls.WTSRegisterSessionNotification(handle, _THIS_SESSION):
            return lambda: calls.WTSUnRegisterSessionNotification(handle)
    return lambda: None
