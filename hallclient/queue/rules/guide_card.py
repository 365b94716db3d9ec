"""The card of the guide's post (导办服务口诀, S1-FG-35); the words are data."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from hallclient.base.language import language
from hallclient.base.places import resources


@dataclass(frozen=True)
class GuideAct:
    """An act of the guide; `meanwhile`: between visits rather than a step of one."""

    code: str
    duty: str
    zh: str
    en: str
    what_zh: str
    what_en: str
    meanwhile: bool

    @property
    def text(self) -> str:
        """Its name in the language in force."""
        return self.zh if language() == "zh" else self.en

    @property
    def what(self) -> str:
        """What is done, in the language in force."""
        return self.what_zh if language() == "zh" else self.what_en


@cache
def guide_card() -> tuple[GuideAct, ...]:
    """The card: the acts of a visit in their order, then what is watched meanwhile."""
    path = resources() / "standards" / "guide_card.toml"
    read: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    acts = (GuideAct(code, **each) for code, each in read["acts"].items())
    return tuple(sorted(acts, key=lambda one: one.meanwhile))
