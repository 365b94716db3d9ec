"""Card readers behind the ministry module's library (sdtapi), by ctypes.

Call order and codes: field rules 5. The port is opened for each card and closed again, so that
a reader may be plugged in at any time; the calls between do not open it themselves.
"""

import ctypes
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from hallclient.devices.id_reader import (
    EXTRA_ADDRESS_BYTES,
    PHOTO_BYTES,
    TEXT_BYTES,
    NoCard,
    RawCard,
    ReaderAbsent,
    ReaderFailed,
)

USB_PORTS: Final = tuple(range(1001, 1017))
SERIAL_PORTS: Final = tuple(range(1, 17))

_GOOD: Final = 0x90
_FOUND: Final = 0x9F
_OPENED_BEFORE: Final = 0
"""For the parameter that says whether a call opens the port by itself."""
_BUFFER: Final = 4096
"""More than any call writes: some builds write past what they announce."""
_TRACES: Final = ("wz.txt", "zp.bmp", "zp.wlt", "xp.wlt", "newadd.txt")
"""Files with personal data that some builds write beside the library or the program."""


class SdtWhenAsked:
    """The reader behind a library that is loaded with the first card, on whatever thread reads it.

    A library that is missing is looked for again with the next card: it may have been installed.
    """

    def __init__(self, library: Path) -> None:
        self._library = library
        self._reader: SdtReader | None = None

    def present(self) -> bool:
        try:
            return self._loaded().present()
        except ReaderAbsent:
            return False

    def read(self) -> RawCard:
        return self._loaded().read()

    def _loaded(self) -> "SdtReader":
        if self._reader is None:
            self._reader = SdtReader(self._library, (*USB_PORTS, *SERIAL_PORTS))
        return self._reader


class SdtReader:
    """A reader driven through the vendor's copy of the library.

    Args:
        library: path of `sdtapi.dll`, or of a shared library with the same calls.
        ports: ports to try, in order; the one that answered last is tried first.
        program: folder of the running program, where traces may be left; the working folder
            when left out.
    Raises:
        ReaderAbsent: the library cannot be loaded: missing, or built for another processor.
    """

    def __init__(
        self, library: Path, ports: Sequence[int] = USB_PORTS, program: Path | None = None
    ) -> None:
        self._calls = _load(library)
        self._ports = tuple(ports)
        self._last: int | None = None
        self._folders = (library.resolve().parent, (program or Path.cwd()).resolve())

    def present(self) -> bool:
        try:
            with self._port():
                return True
        except ReaderAbsent:
            return False

    def read(self) -> RawCard:
        before = _traces(self._folders)
        try:
            with self._port() as port:
                self._select(port)
                text, photo = self._base(port)
                return RawCard(text, photo, self._extra_address(port))
        finally:
            _wipe(before, _traces(self._folders))

    @contextmanager
    def _port(self) -> Iterator[int]:
        """An open port, closed again on leaving."""
        known = () if self._last is None else (self._last,)
        for port in (*known, *self._ports):
            if self._calls.SDT_OpenPort(port) == _GOOD:
                self._last = port
                break
        else:
            self._last = None
            raise ReaderAbsent
        try:
            yield port
        finally:
            self._calls.SDT_ClosePort(port)

    def _select(self, port: int) -> None:
        answer = ctypes.create_string_buffer(_BUFFER)
        if self._calls.SDT_StartFindIDCard(port, answer, _OPENED_BEFORE) != _FOUND:
            raise NoCard
        if self._calls.SDT_SelectIDCard(port, answer, _OPENED_BEFORE) != _GOOD:
            raise ReaderFailed

    def _base(self, port: int) -> tuple[bytes, bytes]:
        text, photo = ctypes.create_string_buffer(_BUFFER), ctypes.create_string_buffer(_BUFFER)
        text_length, photo_length = ctypes.c_uint(0), ctypes.c_uint(0)
        code = self._calls.SDT_ReadBaseMsg(
            port,
            text,
            ctypes.byref(text_length),
            photo,
            ctypes.byref(photo_length),
            _OPENED_BEFORE,
        )
        if code != _GOOD or text_length.value != TEXT_BYTES:
            raise ReaderFailed
        return text.raw[:TEXT_BYTES], photo.raw[: min(photo_length.value, PHOTO_BYTES)]

    def _extra_address(self, port: int) -> bytes | None:
        """The newer address; most cards have none, and that is no failure."""
        buffer, length = ctypes.create_string_buffer(_BUFFER), ctypes.c_uint(0)
        code = self._calls.SDT_ReadNewAppMsg(port, buffer, ctypes.byref(length), _OPENED_BEFORE)
        if code != _GOOD or length.value == 0:
            return None
        return buffer.raw[: min(length.value, EXTRA_ADDRESS_BYTES)]


def _load(library: Path) -> Any:
    """The library with its calls typed; stdcall on Windows, as the vendors build it."""
    try:
        if sys.platform == "win32":
            calls: Any = ctypes.WinDLL(str(library))
        else:
            calls = ctypes.CDLL(str(library))
        for name in ("SDT_OpenPort", "SDT_ClosePort"):
            getattr(calls, name).argtypes = [ctypes.c_int]
        number, text, length = ctypes.c_int, ctypes.c_char_p, ctypes.POINTER(ctypes.c_uint)
        for name in ("SDT_StartFindIDCard", "SDT_SelectIDCard"):
            getattr(calls, name).argtypes = [number, text, number]
        calls.SDT_ReadBaseMsg.argtypes = [number, text, length, text, length, number]
        calls.SDT_ReadNewAppMsg.argtypes = [number, text, length, number]
    except (OSError, AttributeError) as error:
        raise ReaderAbsent from error
    return calls


def _traces(folders: Sequence[Path]) -> dict[Path, int]:
    """Traces that lie there now, with the time of their last change."""
    return {
        path: path.stat().st_mtime_ns
        for folder in folders
        for path in (folder / name for name in _TRACES)
        if path.is_file()
    }


def _wipe(before: dict[Path, int], after: dict[Path, int]) -> None:
    """Deletes what this reading has written; a file that was there before is not ours."""
    for path, changed in after.items():
        if before.get(path) != changed:
            path.unlink(missing_ok=True)
