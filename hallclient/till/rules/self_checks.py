"""What a clerk checks and declares at the till (收银自检); the texts are data."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Literal

from hallclient.base.language import language
from hallclient.base.places import resources

type When = Literal["opening", "leaving", "closing"]


@dataclass(frozen=True)
class TillCheck:
    """One check; `duty` is the id of the service standard that it comes from."""

    duty: str
    when: When
    zh: str
    en: str

    @property
    def text(self) -> str:
        """What the clerk reads, in the language in force."""
        return self.zh if language() == "zh" else self.en


@dataclass(frozen=True)
class Ticked:
    """One check as the clerk left it.

    Attributes:
        moment: `opening`, `closing`, or the number of the pause.
    """

    duty: str
    moment: str
    ticked: bool


@cache
def _standard() -> tuple[int, tuple[TillCheck, ...]]:
    path = resources() / "standards" / "till_checks.toml"
    read = tomllib.loads(path.read_text("utf-8"))
    checks = tuple(
        TillCheck(duty, words["when"], words["zh"], words["en"])
        for duty, words in read.items()
        if isinstance(words, dict)
    )
    return int(read["version"]), checks


def till_checks(when: When) -> tuple[TillCheck, ...]:
    """The checks of one moment, in the standard's order."""
    return tuple(check for check in _standard()[1] if check.when == when)


def checks_version() -> int:
    """The version of the standard that the clerk was shown."""
    return _standard()[0]
