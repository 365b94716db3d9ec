"""Text that breaks programs: the big list of naughty strings, and what it lacks.

`blns/blns.json` is that of the package big-list-of-naughty-strings 1.0.0, under the licence beside
it.
"""

import json
from functools import cache
from pathlib import Path
from typing import Final

from hallclient.base.text import printable

UNWRITABLE: Final = ("a\x00b", "a\ud800b", "\udfff")
"""What no database keeps as it is: a NUL, half a surrogate pair."""
OURS: Final = (
    "𠮷𡃁𪚥",
    "Z̸̡̢a̵͕l̴̰g̶̱o" + "\u0301" * 30,
    "مرحبا \u202egnp.exe",
    "👩‍👩‍👧‍👦 🇨🇳 ☺",
    "{name} {0} {short:>10} {",
    "%s%n%d%x 100%",
    "\r\nline\tend\x1b[31mred",
    "1e309 NaN -0 ٣٤",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "〔U+20BB7〕",
)


@cache
def big_list() -> tuple[str, ...]:
    """The strings of the big list, each once, and ours."""
    file = Path(__file__).with_name("blns") / "blns.json"
    return tuple(dict.fromkeys((*json.loads(file.read_text("utf-8")), *OURS)))


def as_kept(text: str) -> str:
    """The one line that goes on record: no control characters, no blanks at its ends."""
    return printable(text).strip()


def squeezed(text: str) -> str:
    """Without blanks: papers break lines where they must."""
    return "".join(text.split())
