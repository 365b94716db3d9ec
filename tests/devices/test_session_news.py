"""What Windows tells of the PC and the session, read from messages as winuser.h lays them out."""

import ctypes
import struct
import sys

import pytest

from hallclient.devices.session_news import (
    KIND,
    WM_POWERBROADCAST,
    WM_SETTINGCHANGE,
    WM_TIMECHANGE,
    WM_WTSSESSION_CHANGE,
    Message,
    News,
    hear_session,
    news_of,
)


@pytest.mark.parametrize(
    ("message", "wparam", "news"),
    [
        (WM_POWERBROADCAST, 0x4, News.SLEEPS),
        (WM_POWERBROADCAST, 0x6, News.WOKE),
        (WM_POWERBROADCAST, 0x7, News.WOKE),
        (WM_POWERBROADCAST, 0x12, News.WOKE),
        (WM_POWERBROADCAST, 0xA, None),  # plugged in, or the battery changed
        (WM_WTSSESSION_CHANGE, 0x1, News.CAME_BACK),
        (WM_WTSSESSION_CHANGE, 0x2, News.LEFT),
        (WM_WTSSESSION_CHANGE, 0x3, News.CAME_BACK),
        (WM_WTSSESSION_CHANGE, 0x4, News.LEFT),
        (WM_WTSSESSION_CHANGE, 0x7, News.LEFT),
        (WM_WTSSESSION_CHANGE, 0x8, News.CAME_BACK),
        (WM_WTSSESSION_CHANGE, 0x5, None),  # a logon is no news to who is there
        (WM_TIMECHANGE, 0, News.CLOCK_SET),
        (WM_SETTINGCHANGE, 0, News.SETTING_CHANGED),
        (0x0200, 0x4, None),  # the mouse moved
    ],
)
def test_a_message_is_read(message: int, wparam: int, news: News | None) -> None:
    made = Message(hwnd=0x10, message=message, wparam=wparam, lparam=-1, time=7, x=-1, y=2)
    assert news_of(KIND, ctypes.addressof(made)) is news


def test_the_structure_is_the_one_of_64_bit_windows() -> None:
    """A pointer, a number and its padding, two of a pointer's size, a number, a point."""
    raw = struct.pack("<QI4xQqIii4x", 0xABCD, WM_POWERBROADCAST, 0x12, -5, 99, -3, 4)
    read = Message.from_buffer_copy(raw)
    assert ctypes.sizeof(Message) == len(raw) == 48
    assert (read.message, read.wparam, read.lparam) == (WM_POWERBROADCAST, 0x12, -5)
    assert (read.time, read.x, read.y) == (99, -3, 4)


def test_other_systems_messages_and_none_at_all_say_nothing() -> None:
    made = Message(message=WM_POWERBROADCAST, wparam=0x4)
    assert news_of(b"xcb_generic_event_t", ctypes.addressof(made)) is None
    assert news_of(KIND, 0) is None


def test_hearing_ends_without_a_word(qtbot: object) -> None:
    from PySide6.QtWidgets import QWidget

    window = QWidget()
    unhear = hear_session(int(window.winId()) if sys.platform == "win32" else 1)
    unhear()
