"""The standard streams of the command line: UTF-8 out, UTF-8 or GB 18030 in.

A pipe on a Chinese PC has code page 936 by default, in which printing a rare name ends the program.
Other programs rely on the output, so it is the same on every PC; a console shows it either way.
"""

import sys
from collections.abc import Iterator
from io import TextIOWrapper
from typing import Final, TextIO

_OF_OLDER_PROGRAMS: Final = "gb18030"
"""What a list from a Chinese PC is written in when it is no UTF-8; GBK is a part of it."""


def open_streams() -> None:
    """Has the standard streams speak UTF-8; half a surrogate pair is printed as `?`."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a program without a console has none
            stream.reconfigure(encoding="utf-8", errors="replace")


def is_person(stream: TextIO | None) -> bool:
    """Whether somebody looks at a stream, or types into it; a window's program has none of them."""
    return stream is not None and stream.isatty()


def lines_in() -> Iterator[str]:
    """Lines of standard input without their ends, as they come: whoever asks may wait for each."""
    source = getattr(sys.stdin, "buffer", sys.stdin)
    if source is None:
        return
    first = True
    while raw := source.readline():
        text = (raw if isinstance(raw, str) else decoded(raw)).rstrip("\r\n")
        yield text.removeprefix("\ufeff") if first else text
        first = False


def line_in() -> str:
    """The next line of standard input, "" at its end."""
    return next(lines_in(), "")


def decoded(raw: bytes) -> str:
    """Text that some program has written; what is no text at all gets marks in its place."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(_OF_OLDER_PROGRAMS, errors="replace")
