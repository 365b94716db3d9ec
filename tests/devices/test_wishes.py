"""What the person has asked the system for, to be able to read."""

import sys

import pytest

from hallclient.devices.wishes import PLAIN, sensible, wanted_contrast, wanted_text_size


@pytest.mark.parametrize(
    ("kept", "wanted"),
    [(100, 100), (150, 150), (225, 225), (900, 225), (0, 100), ("150", 100), (None, 100)],
)
def test_whatever_is_kept_a_size_comes_of_it(kept: object, wanted: int) -> None:
    assert sensible(kept) == wanted


def test_a_system_that_says_nothing_has_plain_text() -> None:
    assert wanted_text_size() == PLAIN
    assert wanted_contrast() is False


@pytest.mark.skipif(sys.platform != "win32", reason="the registry of Windows")
def test_the_registry_is_asked() -> None:
    import winreg

    path = r"Software\Microsoft\Accessibility"
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, path) as key:
        winreg.SetValueEx(key, "TextScaleFactor", 0, winreg.REG_DWORD, 140)
    try:
        assert wanted_text_size() == 140
    finally:
        winreg.DeleteKey(winreg.HKEY_CURRENT_USER, path)
