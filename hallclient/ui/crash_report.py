"""What a crash file says: versions, kinds of errors, places in the code, the page in front.

Never what an error's message says, nor what a variable held: a message may quote what somebody
typed in any script, and no rule finds every name.
"""

import re
import sys
import traceback
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QSysInfo, qVersion

from hallclient import __version__
from hallclient.base.errors import HallError

KEPT: Final = 20
KEPT_DAYS: Final = 90
"""Files of crashes that are kept: so many at most, and none older."""

_FIRST, _LAST = 10, 40  # frames: endless recursion would fill the file with one line
_PLAIN: Final = re.compile(r"[A-Za-z0-9_.-]{1,60}")
_FRAME: Final = re.compile(r'  File "([^"]*)", line (\d{1,7}) in (\S{1,120})')
_HEADS: Final = (
    re.compile(r"(Fatal Python error|Windows fatal exception): [A-Za-z0-9 _-]{1,60}"),
    re.compile(r"(Current thread|Thread) 0x[0-9a-f]{1,16}"),
    re.compile(r"  <no Python frame>"),
)


def crash_text(error: BaseException, at: datetime, page: str = "") -> str:
    """The report of an error; `page` is the id of the room in front."""
    lines = [*_circumstances(at, page)]
    for one in _chain(error):
        lines.append(_named(one))
        lines += _places(one.__traceback__)
    return "\n".join(lines) + "\n"


def fault_text(left: str, at: datetime) -> str:
    """The report of a crash that Python did not survive, from what its fault handler has left."""
    lines = [*_circumstances(at, ""), "ended by a fault"]
    for line in left.splitlines():
        if frame := _FRAME.match(line):
            lines.append(f"  {_own(frame[1])}:{frame[2]} in {frame[3]}")
        else:
            lines += [found[0] for head in _HEADS if (found := head.match(line))]
    return "\n".join(lines) + "\n"


def headline(error: BaseException) -> str:
    """One line for the log: what and where, nothing else."""
    places = _places(error.__traceback__)
    return " ".join([_named(error), *(place.strip() for place in places[-1:])])


def keep_report(folder: Path, text: str, at: datetime) -> Path:
    """Writes a report, then deletes those beyond number and age. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"crash-{at:%Y%m%d-%H%M%S}.txt"
    with file.open("a", encoding="utf-8") as out:
        out.write(text)
    too_old = f"crash-{at - timedelta(days=KEPT_DAYS):%Y%m%d-%H%M%S}.txt"
    kept = sorted(folder.glob("crash-*.txt"), reverse=True)
    for number, each in enumerate(kept):
        if number >= KEPT or each.name < too_old:
            each.unlink(missing_ok=True)
    return file


def _circumstances(at: datetime, page: str) -> Iterator[str]:
    yield f"hallclient {__version__}"
    yield f"python {sys.version.split()[0]}, Qt {qVersion()}"
    yield QSysInfo.prettyProductName()
    yield at.isoformat(timespec="seconds")
    if page:
        yield f"page {page}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, what it came from, and all that a group holds; each once."""
    todo, seen = [error], set[int]()
    while todo:
        one = todo.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, BaseExceptionGroup):
            todo += one.exceptions
        before = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        todo += [before] if before is not None else []


def _named(error: BaseException) -> str:
    """The kind of the error, and the codes that libraries give to kinds of errors."""
    origin = getattr(error, "orig", None) or error
    codes = [
        error.code if isinstance(error, HallError) else None,
        type(origin).__name__ if origin is not error else None,
        *(getattr(origin, name, None) for name in ("sqlite_errorname", "sqlstate")),
        *(getattr(origin, name, None) for name in ("errno", "winerror")),
    ]
    said = [str(code) for code in codes if code is not None and _PLAIN.fullmatch(str(code))]
    return " ".join([f"{type(error).__module__}.{type(error).__qualname__}", *said])


def _places(trace: TracebackType | None) -> list[str]:
    found = [
        f"  {frame.f_globals.get('__name__', '?')}:{line} in {frame.f_code.co_qualname}"
        for frame, line in traceback.walk_tb(trace)
    ]
    if len(found) <= _FIRST + _LAST:
        return found
    return [*found[:_FIRST], f"  … {len(found) - _FIRST - _LAST} more", *found[-_LAST:]]


def _own(file: str) -> str:
    """A path without the folders above the program, which may be named after a person."""
    parts = re.split(r"[\\/]", file)
    if "hallclient" in parts[:-1]:
        last = len(parts) - 1 - parts[::-1].index("hallclient")
        return "/".join(parts[last:])
    return parts[-1]
