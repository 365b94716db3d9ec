"""The packed program before anything else: is it whole? One sentence says so when it is not.

Nothing of Qt is loaded here, nor may anything be taken for granted: the file that is missing may be
the catalogue of sentences, or the library that would have drawn the dialog.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from hallclient.base.errors import HallError
from hallclient.base.language import N_, use_language

FILES: Final = "installed.txt"
"""The build's list of files with their sizes, beside the libraries."""


class ProgramDamaged(HallError):
    """A file of the program is missing, cut short or cannot be read."""

    code = "program.damaged"
    sentence = N_(
        "The program is not whole: {name} is missing or damaged. Install it again; the books and "
        "everything you entered are kept elsewhere and stay as they are."
    )


def run_whole(start: Callable[[], int]) -> int:
    """Starts the packed program if all of its files are there; returns the exit status."""
    libraries = Path(getattr(sys, "_MEIPASS", ""))
    name = first_damaged(libraries)
    if name is None:
        try:
            return start()
        except ImportError as error:  # of the right size, and still not to be loaded
            name = error.name or Path(error.path or "").name
    tell(ProgramDamaged(name=name))
    return 1


def first_damaged(libraries: Path) -> str | None:
    """The first file of the list that is not there in its size; None when all are."""
    try:
        lines = (libraries / FILES).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return FILES
    there = dict(_sizes(libraries.parent, ""))
    for line in lines:
        size, _, name = line.partition(" ")
        if there.get(name) != size:
            return name
    return None


def _sizes(folder: Path, below: str) -> Iterator[tuple[str, str]]:
    """Every file with its size: a folder's listing has both, where to ask for each takes long."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            name = f"{below}{entry.name}"
            if entry.is_dir():
                yield from _sizes(Path(entry.path), f"{name}/")
                continue
            with suppress(OSError):  # a link that leads nowhere hides nothing behind it
                yield name, str(entry.stat().st_size)


def tell(error: HallError) -> None:
    """Says it where whoever started the program looks: on the console, else in a box."""
    text = _sentence(error)
    if sys.stderr is not None:
        print(text, file=sys.stderr)  # noqa: T201 - the console is all that can be relied upon
    elif sys.platform == "win32":
        import ctypes

        stop = 0x10
        ctypes.windll.user32.MessageBoxW(None, text, "hallclient", stop)


def _sentence(error: HallError) -> str:
    """In the language of this PC; in English when the catalogue is what is missing."""
    from hallclient.look import first_look

    try:
        use_language(first_look().language)
        return str(error)
    except (OSError, ValueError):
        use_language("en")
        return str(error)
