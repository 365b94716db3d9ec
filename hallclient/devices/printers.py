"""Printers (打印机): what takes a finished PDF. The folder is here, Qt's in `system_printer.py`."""

import contextlib
import errno
import os
import tempfile
import unicodedata
from pathlib import Path
from typing import Final, Protocol

from hallclient.base.errors import HallError
from hallclient.base.language import N_


class Printer(Protocol):
    """Takes finished PDFs, one after another.

    `repeatable`: printing the same name twice leaves one paper, so nobody is harmed when an
    interrupted job is simply done again.
    """

    @property
    def repeatable(self) -> bool: ...

    def print(self, pdf: bytes, name: str) -> None:
        """Returns when the paper is safe, as far as the driver can tell.

        Raises PrinterFailed (or one of its kinds): the same paper may be sent again later.
        """
        ...


class PrinterFailed(HallError):
    """The printer did not take the paper."""

    code = "printer.failed"
    sentence = N_(
        "The printer did not take the paper. Check paper, cover and cable; it is tried again by "
        "itself."
    )


class PrinterAbsent(PrinterFailed):
    """There is no such printer on this PC."""

    code = "printer.absent"
    sentence = N_(
        "No such printer on this PC. Connect it, or choose another printer or the PDF folder in "
        "the settings."
    )


class FolderUnusable(PrinterFailed):
    """The folder for papers cannot be written."""

    code = "printer.folder"
    sentence = N_(
        "Papers cannot be saved: {why}. Mend that or choose another folder in the settings."
    )


_WHY: Final = {
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk is full"),
    errno.EACCES: N_("the folder may not be written"),
    errno.EPERM: N_("the folder may not be written"),
    errno.EROFS: N_("the folder may not be written"),
    errno.ENOENT: N_("the folder is not there"),
    errno.ENOTDIR: N_("the folder is not there"),
    errno.EEXIST: N_("the folder is not there"),  # Windows: a file is in its place
}
_OTHERWISE: Final = N_("the folder does not answer")
_OPEN: Final = N_("the paper of that name is open in another program")

_LONGEST_NAME: Final = 120
"""Bytes; file systems take 255."""

_FORBIDDEN: Final = frozenset('<>:"/\\|?*')
_PORTS: Final = (f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³")
_RESERVED: Final = frozenset(("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", *_PORTS))
"""Names of devices on Windows, whatever follows their first dot."""


class PdfFolder:
    """Keeps every paper as `<name>.pdf` in a folder; there is all of a file or nothing."""

    repeatable = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def print(self, pdf: bytes, name: str) -> None:
        """Writes the file durably: it survives a power cut once this returns.

        Raises FolderUnusable; no half-written file is left under any name.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._write(pdf, self.path_of(name))
        except OSError as error:
            raise FolderUnusable(why=_WHY.get(error.errno or 0, _OTHERWISE)) from error

    def path_of(self, name: str) -> Path:
        """Where the paper of that name lies, or will."""
        return self._folder / f"{file_name(name)}.pdf"

    def _write(self, pdf: bytes, target: Path) -> None:
        file, draft = tempfile.mkstemp(prefix=".", suffix=".part", dir=self._folder)
        try:
            with os.fdopen(file, "wb") as stream:
                stream.write(pdf)
                stream.flush()
                os.fsync(stream.fileno())
            _give_name(Path(draft), target)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(draft).unlink(missing_ok=True)
            raise
        _sync_folder(self._folder)


def _give_name(draft: Path, target: Path) -> None:
    """Windows replaces no file that a viewer has open; a file beside it could be written."""
    try:
        draft.replace(target)
    except PermissionError as error:
        raise FolderUnusable(why=_OPEN) from error


def file_name(name: str) -> str:
    """A name that every file system takes and that stays inside its folder.

    What a path, a shell or Windows would read otherwise becomes `-`; marks that cannot be seen
    go. Two names that differ only in such characters become one.
    """
    seen = (char for char in name if unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
    plain = "".join("-" if char in _FORBIDDEN else char for char in seen)
    plain = plain.encode()[:_LONGEST_NAME].decode(errors="ignore").strip(" .") or "paper"
    stem = plain.split(".", 1)[0].rstrip().upper()
    return f"_{plain}" if stem in _RESERVED else plain


def _sync_folder(folder: Path) -> None:
    """Makes the new name durable too; Windows does that by itself and opens no folders."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
