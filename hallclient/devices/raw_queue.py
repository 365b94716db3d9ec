"""Receipt printers behind a queue of Windows (winspool), sent their own commands past the driver.

A driver made for pages feeds a receipt to the length of a sheet, or scales it until it is grey.
Call order and values: winspool.h; every call answers 0 when it failed.
"""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from hallclient.devices.pdf_pages import sizes
from hallclient.devices.printers import Printer, PrinterAbsent, PrinterFailed
from hallclient.devices.receipt_dots import commands

LIBRARY: Final = Path("winspool.drv")
WIDEST: Final = 85 / 25.4 * 72
"""Points: a roll is 80 mm wide; whatever is wider is a sheet."""

_RAW: Final = "RAW"
_INVALID_NAME: Final = 1801  # ERROR_INVALID_PRINTER_NAME, winerror.h
_AT_ONCE: Final = 65_536


class _Document(ctypes.Structure):
    """DOC_INFO_1W."""

    _fields_ = (
        ("name", ctypes.c_wchar_p),
        ("file", ctypes.c_wchar_p),
        ("datatype", ctypes.c_wchar_p),
    )


def has_raw_queues() -> bool:
    """Whether this system has queues that take a printer's own commands."""
    return sys.platform == "win32"


class RawQueue:
    """A receipt printer by the name of its queue; sheets go to the other printer.

    Args:
        library: winspool, or a shared library with the same calls.
        sheets: takes what is wider than a roll.
    """

    repeatable = False

    def __init__(self, name: str, sheets: Printer, library: Path = LIBRARY) -> None:
        self._name, self._sheets, self._library = name, sheets, library

    @cached_property
    def _calls(self) -> Any:
        """The library, loaded with the first paper; raises PrinterAbsent where there is none."""
        return _load(self._library)

    def print(self, pdf: bytes, name: str) -> None:
        """Returns when the queue has all of it; raises PrinterAbsent, PrinterFailed."""
        if max(width for width, _height in sizes(pdf)) > WIDEST:
            self._sheets.print(pdf, name)
            return
        sent = commands(pdf)
        with self._queue() as queue, self._document(queue, name):
            self._write(queue, sent)

    @contextmanager
    def _queue(self) -> Iterator[ctypes.c_void_p]:
        """The open queue, closed again on leaving."""
        queue = ctypes.c_void_p()
        if not self._calls.OpenPrinterW(self._name, ctypes.byref(queue), None):
            raise PrinterAbsent if _last_error() == _INVALID_NAME else PrinterFailed
        try:
            yield queue
        finally:
            self._calls.ClosePrinter(queue)

    @contextmanager
    def _document(self, queue: ctypes.c_void_p, name: str) -> Iterator[None]:
        """One job of the queue: handed over whole, or taken back."""
        document = _Document(name, None, _RAW)
        if not self._calls.StartDocPrinterW(queue, 1, ctypes.byref(document)):
            raise PrinterFailed
        try:
            self._must(self._calls.StartPagePrinter(queue))
            yield
            self._must(self._calls.EndPagePrinter(queue))
            self._must(self._calls.EndDocPrinter(queue))
        except BaseException:
            self._calls.AbortPrinter(queue)
            raise

    def _write(self, queue: ctypes.c_void_p, sent: bytes) -> None:
        """A queue may take less than it is offered."""
        written = ctypes.c_uint32(0)
        while sent:
            piece = sent[:_AT_ONCE]
            taken = self._calls.WritePrinter(queue, piece, len(piece), ctypes.byref(written))
            if not taken or not 0 < written.value <= len(piece):
                raise PrinterFailed
            sent = sent[written.value :]

    @staticmethod
    def _must(answer: int) -> None:
        if not answer:
            raise PrinterFailed


def _load(library: Path) -> Any:
    """The library with its calls typed."""
    try:
        if sys.platform == "win32":
            calls: Any = ctypes.WinDLL(str(library), use_last_error=True)
        else:
            calls = ctypes.CDLL(str(library), use_errno=True)
        handle, number = ctypes.c_void_p, ctypes.c_uint32
        calls.OpenPrinterW.argtypes = [ctypes.c_wchar_p, ctypes.POINTER(handle), ctypes.c_void_p]
        calls.StartDocPrinterW.argtypes = [handle, number, ctypes.POINTER(_Document)]
        calls.WritePrinter.argtypes = [
            handle,
            ctypes.c_char_p,
            number,
            ctypes.POINTER(number),
        ]
        for name in ("StartPagePrinter", "EndPagePrinter", "EndDocPrinter", "AbortPrinter"):
            getattr(calls, name).argtypes = [handle]
        calls.ClosePrinter.argtypes = [handle]
    except (OSError, AttributeError) as error:
        raise PrinterAbsent from error
    return calls


def _last_error() -> int:
    """Why the last call failed; the library that stands in for it elsewhere sets `errno`."""
    if sys.platform == "win32":
        return ctypes.get_last_error()
    return ctypes.get_errno()
