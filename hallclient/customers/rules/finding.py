"""By which words a customer is found by name: kept when the name is, looked for when typed.

A word is never stored: the archive keeps a keyed token of it (`book/marks.py`). Three sorts, told
apart by their first character: `=` a whole name, its pinyin or its initials; `^` the beginning of
one; `~` one or two characters from within a name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hallclient.customers.rules.names import keys_in_turn, name_keys, search_form

LEAST_ASCII: Final = 2
"""One letter of the alphabet would find a twentieth of everybody."""

_BEGINNINGS: Final = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16)
"""Lengths of the beginnings that are kept; between two of them the shorter one is looked up."""

_MOST_WITHIN: Final = 30
"""Characters of a name that are found from within; companies' names go on for longer."""

_MOST_PAIRS: Final = 6


@dataclass(frozen=True)
class Stage:
    """One look at the archive: customers who have all of these words.

    `exact` when having the words is having what was typed; else more have them than answer.
    """

    words: tuple[str, ...]
    exact: bool = True


def words_of(name: str) -> frozenset[str]:
    """Every word under which a customer of this name is kept."""
    form = search_form(name)
    words = {f"~{word}" for word in _within(form[1:_MOST_WITHIN])}
    for key in name_keys(name):
        words.add(f"={key}")
        words.update(f"^{key[:length]}" for length in _BEGINNINGS if _stands_alone(key, length))
    return frozenset(words)


def stages(typed: str) -> tuple[Stage, ...]:
    """Where to look for a typed name, pinyin or initials, the most useful answers first.

    Whole names, then beginnings, then what lies within. Nothing for less than two letters of the
    alphabet or an empty text: a list of everybody is no search.
    """
    form = search_form(typed)
    if not form or (form.isascii() and len(form) < LEAST_ASCII):
        return ()
    length = max(each for each in _BEGINNINGS if each <= len(form))
    beginning = Stage((f"^{form[:length]}",), exact=length == len(form))
    whole = Stage((f"={form}",))
    if form.isascii():
        return (whole, beginning)
    parts = [pair for pair in _pairs(form) if not pair.isascii()] or [form]
    within = Stage(tuple(f"~{part}" for part in parts[:_MOST_PAIRS]), exact=parts == [form])
    return (whole, beginning, within)


def answers(name: str, typed: str) -> bool:
    """Whether a name is one that was asked for; asked again once the customer's row is open."""
    form = search_form(typed)
    if form.isascii():
        return any(key.startswith(form) for key in keys_in_turn(name))
    return form in search_form(name)


def _stands_alone(key: str, length: int) -> bool:
    least = LEAST_ASCII if key[:length].isascii() else 1
    return least <= length < len(key)


def _within(form: str) -> Iterator[str]:
    """Characters and pairs of a Chinese name; the alphabet is found from the beginning only."""
    yield from (word for word in (*form, *_pairs(form)) if not word.isascii())


def _pairs(form: str) -> Iterator[str]:
    return (form[place : place + 2] for place in range(len(form) - 1))
