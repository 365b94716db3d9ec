"""Lines of a measured width, broken where Chinese and Latin text may be broken."""

import re
from collections.abc import Callable, Iterator
from typing import Final

_TOKENS: Final = re.compile(r"[!-~]+|\s+|.", re.DOTALL)
_CLOSING: Final = frozenset("，。、；：？！）》」』】〕”’…％·")
_OPENING: Final = frozenset("（《「『【〔“‘￥¥")

Measure = Callable[[str], float]


def wrapped(text: str, measure: Measure, width: float) -> list[str]:
    """The text in lines no wider than `width`; every character of it is in one of them.

    A Latin word or a number stays whole unless it is wider than a line by itself; no line begins
    with a closing mark or ends with an opening one. Spaces at a break are dropped.
    """
    if measure(text) <= width:
        return [text]
    lines, line, used = [], "", 0.0
    for unit in _fitting(text, measure, width):
        wide = measure(unit)
        if line and used + wide > width:
            lines.append(line.rstrip())
            line, used = "", 0.0
            if unit.isspace():
                continue
        line, used = line + unit, used + wide
    lines.append(line.rstrip())
    return lines


def _fitting(text: str, measure: Measure, width: float) -> Iterator[str]:
    """Units that stay whole; one that is wider than a line comes in pieces."""
    for unit in _units(text):
        if measure(unit) <= width:
            yield unit
        else:
            yield from unit


def _units(text: str) -> list[str]:
    units: list[str] = []
    for part in _TOKENS.findall(text):
        if units and (part[0] in _CLOSING or units[-1][-1] in _OPENING):
            units[-1] += part
        else:
            units.append(part)
    return units
