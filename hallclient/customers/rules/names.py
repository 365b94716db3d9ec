"""Names: as kept, as compared, and how a customer is found by them: pinyin and initials."""

from collections.abc import Iterator
from itertools import islice, product
from typing import Final

from hallclient.base.text import printable, to_ascii

_MOST_NAME: Final = 80
_MOST_READINGS: Final = 64
"""A long name of many-voiced characters has thousands of readings; the first ones are kept."""


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
    keys = {search_form(name)}
    if name.isascii():
        words = name.split()
        keys |= {search_form("".join(words[place:])) for place in range(len(words))}
        keys.add(search_form("".join(word[:1] for word in words)))
    else:
        readings = _readings(name)
        keys |= set(_joined(readings))
        keys |= set(_joined([sorted({reading[0] for reading in each}) for each in readings]))
    return frozenset(key for key in keys if key)


def _readings(name: str) -> list[list[str]]:
    """The readings of each character; a run of other characters stands for itself."""
    from pypinyin import Style, pinyin  # slow to import: only when a name is looked at

    voiced = pinyin(search_form(name), style=Style.NORMAL, heteronym=True)
    return [[reading for reading in each if reading] for each in voiced if any(each)]


def _joined(choices: list[list[str]]) -> Iterator[str]:
    return ("".join(parts) for parts in islice(product(*choices), _MOST_READINGS))
