"""Names: as kept, as compared, and how a customer is found by them: pinyin and initials."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import Final

from hallclient.base.text import printable, to_ascii

_MOST_NAME: Final = 80
_MOST_READINGS: Final = 16
"""A long name of many-voiced characters has thousands of readings; the likeliest are kept."""

_VARIED: Final = 4
"""Characters from the beginning whose readings are combined; the others are read as usual."""


def written_name(text: str) -> str:
    """A name as it goes on record, on one line; "" when it holds no letter at all or too many."""
    name = " ".join(printable(text).split())
    plausible = len(name) <= _MOST_NAME and any(char.isalpha() or char > "\ud7ff" for char in name)
    return name if plausible and to_ascii(name) else ""


def search_form(text: str) -> str:
    """A name or typed pinyin as compared: no spaces or dots, case folded."""
    return "".join(char for char in text.casefold() if char not in " .·'-\u3000")


def same_name(one: str, other: str) -> bool:
    """Whether two names differ in how they are written only: spaces, dots, case, full width."""
    return search_form(to_ascii(one)) == search_form(to_ascii(other))


def name_keys(name: str) -> frozenset[str]:
    """Every text whose beginning finds the name: itself, its pinyin, its initials.

    All readings of a character count, because surnames are read in their own way (单 is Shan
    as a name): a clerk types what was heard. English words count from each word's start.
    """
    return frozenset(key for key in keys_in_turn(name) if key)


def keys_in_turn(name: str) -> Iterator[str]:
    """The same one after another, what is typed most often first; for who stops at the first."""
    yield search_form(name)
    if name.isascii():
        words = name.split()
        yield search_form("".join(word[:1] for word in words))
        yield from (search_form("".join(words[place:])) for place in range(len(words)))
    else:
        readings = _readings(name)
        yield from _joined([_initials(each) for each in readings])
        yield from _joined(readings)


def _initials(readings: Sequence[str]) -> Sequence[str]:
    return tuple(dict.fromkeys(reading[0] for reading in readings))


def _readings(name: str) -> list[Sequence[str]]:
    """The readings of each character; what is no Chinese character stands for itself."""
    return [readings for char in search_form(name) if (readings := _readings_of(char))]


@lru_cache(maxsize=16_384)
def _readings_of(char: str) -> tuple[str, ...]:
    """The usual reading first. Kept: a hall's names share a few thousand characters."""
    from pypinyin import Style, pinyin  # slow to import: only when a name is looked at

    voiced = pinyin(char, style=Style.NORMAL, heteronym=True)
    return tuple(dict.fromkeys(reading for each in voiced for reading in each if reading))


def _joined(choices: Sequence[Sequence[str]]) -> Iterator[str]:
    """Ways to read a name, the usual one first, then those with the fewest unusual readings."""
    ways = product(*(range(len(each)) for each in choices[:_VARIED]))
    usual = "".join(each[0] for each in choices[_VARIED:])
    for way in sorted(ways, key=sum)[:_MOST_READINGS]:
        yield "".join(each[place] for each, place in zip(choices, way, strict=False)) + usual
