"""Runs on Windows' Python, beside the program: what a person would see of it, as JSON.

watching.py window PROGRAM PICTURE   its first window, its texts, a picture of the screen
watching.py console PROGRAM WORDS    what stands on the console after it has run in it
watching.py facts PROGRAM            what Windows knows of the file: version, names, icons
"""

import ctypes
import json
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from ctypes import wintypes
from typing import Any

USER = ctypes.windll.user32
KERNEL = ctypes.windll.kernel32
SETTLED_AFTER = 4.0
LONGEST_WAIT = 60.0
_CLOSE, _GET_TEXT = 0x0010, 0x000D
STRINGS = (
    "CompanyName", "FileDescription", "FileVersion", "InternalName", "LegalCopyright",
    "OriginalFilename", "ProductName", "ProductVersion",
)  # fmt: skip
_EACH = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
USER.SendMessageW.argtypes = [wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPVOID]


def windows_of(pid: int) -> list[int]:
    """The visible windows of a process, on top of each other."""
    found: list[int] = []

    def look(window: int, _nothing: int) -> bool:
        owner = wintypes.DWORD()
        USER.GetWindowThreadProcessId(window, ctypes.byref(owner))
        if owner.value == pid and USER.IsWindowVisible(window):
            found.append(window)
        return True

    USER.EnumWindows(_EACH(look), 0)
    return found


def text_of(window: int) -> str:
    """A window's title, or what a label says."""
    buffer = ctypes.create_unicode_buffer(2000)
    USER.SendMessageW(window, _GET_TEXT, len(buffer), buffer)
    return buffer.value


def labels_in(window: int) -> list[str]:
    """What stands in a window of Windows' own making."""
    found: list[int] = []

    def look(child: int, _nothing: int) -> bool:
        found.append(child)
        return True

    USER.EnumChildWindows(window, _EACH(look), 0)
    return [text for text in map(text_of, found) if text]


def size_of(window: int) -> tuple[int, int]:
    """Width and height."""
    place = wintypes.RECT()
    USER.GetWindowRect(window, ctypes.byref(place))
    return place.right - place.left, place.bottom - place.top


def wait(ready: Callable[[], object]) -> bool:
    """Looks again and again until it is so."""
    end = time.monotonic() + LONGEST_WAIT
    while not ready():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def take_picture(file: str) -> None:
    """The whole screen, as it is."""
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication(["watching"])
    application.primaryScreen().grabWindow(0).save(file)


def window(program: str, picture: str) -> dict[str, Any]:
    """Starts the program, looks, and closes it as a person would."""
    begun = time.monotonic()
    no_streams = subprocess.STARTUPINFO(dwFlags=subprocess.STARTF_USESTDHANDLES)  # as Explorer
    started = subprocess.Popen([program], startupinfo=no_streams)
    wait(lambda: windows_of(started.pid) or started.poll() is not None)
    seconds = time.monotonic() - begun
    time.sleep(SETTLED_AFTER)  # nothing says from outside that the page behind is drawn
    shown = windows_of(started.pid)
    take_picture(picture)
    seen = {
        "seconds": seconds,
        "titles": [text_of(each) for each in shown],
        "labels": [labels_in(each) for each in shown],
        "sizes": [size_of(each) for each in shown],
    }
    for each in shown:
        USER.PostMessageW(each, _CLOSE, 0, 0)
    ended = wait(lambda: started.poll() is not None)
    if not ended:
        started.kill()
    return {**seen, "closed": ended, "status": started.returncode}


def console(program: str, *words: str) -> dict[str, Any]:
    """Runs the program in a console of its own and reads what stands there."""
    KERNEL.FreeConsole()
    KERNEL.AllocConsole()
    out = KERNEL.CreateFileW("CONOUT$", 0xC0000000, 3, None, 3, 0, None)
    handles = {"stdin": subprocess.DEVNULL, "stdout": None, "stderr": None}
    KERNEL.SetStdHandle(-11, out)
    KERNEL.SetStdHandle(-12, out)
    page = KERNEL.GetConsoleOutputCP()
    done = subprocess.run([program, *words], check=False, **handles)
    width, height = 200, 40
    buffer = ctypes.create_unicode_buffer(width * height)
    read = wintypes.DWORD()
    KERNEL.ReadConsoleOutputCharacterW(out, buffer, len(buffer) - 1, 0, ctypes.byref(read))
    return {"status": done.returncode, "code_page": page, "text": buffer[: read.value]}


def facts(program: str) -> dict[str, Any]:
    """The version resource, its strings by language, and how many icons there are."""
    version = ctypes.windll.version
    size = version.GetFileVersionInfoSizeW(program, None)
    block = ctypes.create_string_buffer(size)
    version.GetFileVersionInfoW(program, 0, size, block)

    def ask(place: str) -> bytes:
        found, length = ctypes.c_void_p(), wintypes.UINT()
        if not version.VerQueryValueW(
            block, place, ctypes.byref(found), ctypes.byref(length)
        ) or not (length.value and found.value):
            return b""
        unit = 2 if place.startswith("\\StringFileInfo") else 1
        return ctypes.string_at(found.value, length.value * unit)

    fixed = struct.unpack("<13I", ask("\\"))
    parts = [fixed[2] >> 16, fixed[2] & 0xFFFF, fixed[3] >> 16, fixed[3] & 0xFFFF]
    pairs = struct.iter_unpack("<HH", ask("\\VarFileInfo\\Translation"))
    strings = {
        f"{language:04X}": {
            name: ask(rf"\StringFileInfo\{language:04X}{page:04X}\{name}")
            .decode("utf-16-le")
            .rstrip("\0")
            for name in STRINGS
        }
        for language, page in pairs
    }
    icons = ctypes.windll.shell32.ExtractIconExW(program, -1, None, None, 0)
    return {"version": parts, "strings": strings, "icons": icons}


if __name__ == "__main__":
    answer = {"window": window, "console": console, "facts": facts}[sys.argv[1]](*sys.argv[2:])
    sys.__stdout__.buffer.write(json.dumps(answer, ensure_ascii=False).encode())
