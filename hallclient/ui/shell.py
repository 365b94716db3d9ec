"""What the window is told: rooms, entries of the palette, who sits at which counter."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hallclient.base.language import Language
from hallclient.ui.page import Page
from hallclient.ui.theme import Look


@dataclass(frozen=True)
class Room:
    """A room of the rail.

    Attributes:
        id: stable; what `MainWindow.go` takes.
        title: English source.
        icon: file name in `resources/icons` without its ending.
        make: makes the page, once, when the room is first entered.
        permissions: any one of them opens the room; none at all opens it to everybody.
    """

    id: str
    title: str
    icon: str
    make: Callable[[], Page]
    permissions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Entry:
    """Something that Ctrl+K finds.

    Attributes:
        code: what a clerk may type for it, such as `101`.
        title: English source.
        does: what choosing it does.
        words: further words it is found by, separated by blanks.
    """

    code: str
    title: str
    does: Callable[[], object]
    words: str = ""


@dataclass(frozen=True)
class Person:
    """Who is signed in; `role` is English source."""

    code: str
    name: str
    role: str
    permissions: frozenset[str]


@dataclass(frozen=True)
class Place:
    """Which hall and counter; 0 is a seat without a counter."""

    hall: str
    counter: int


def no_initials(_text: str) -> Iterable[str]:
    """For a window that finds by code and word only."""
    return ()


def unnoted(_idle: bool) -> None:  # noqa: FBT001 - the one fact there is
    """For a window whose locking is not on record."""


def forget(_look: Look, _language: Language) -> None:
    """For a window whose look is not kept."""


def nothing_left(tell: Callable[[Sequence[str]], object]) -> None:
    """For a window whose person may leave at any time."""
    tell(())


@dataclass(frozen=True)
class WindowCalls:
    """What the window may ask for.

    Attributes:
        now: the desk's clock.
        unlock: (code, password) on the write lane; raises a HallError when refused.
        signed_out: the person has left; show the sign-in page again.
        initials: pinyin initials of a text, every reading of it.
        keep: another look or language was chosen.
        leftovers: looks for what is still to do and hands it, a translated sentence each, to
            the callable it is given, on the UI thread; nothing when the person may leave.
        locked: the screen was locked; True when nobody had touched it, False by the person.
    """

    now: Callable[[], datetime]
    unlock: Callable[[str, str], object]
    signed_out: Callable[[], object]
    initials: Callable[[str], Iterable[str]] = no_initials
    keep: Callable[[Look, Language], object] = forget
    locked: Callable[[bool], object] = unnoted
    leftovers: Callable[[Callable[[Sequence[str]], object]], object] = nothing_left
