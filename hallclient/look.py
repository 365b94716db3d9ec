"""How the first window looks, read fast: what the clerk waits for at the start.

The full settings are checked by `settings.py`, whose libraries load behind the sign-in window.
"""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, cast

from platformdirs import user_config_path

from hallclient.base.language import LANGUAGES, Language

Theme = Literal["light", "dark"]
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")
TEXT_SCALES: Final = range(100, 151)
PREFIX: Final = "HALLCLIENT_"


@dataclass(frozen=True)
class Look:
    """Language, theme, and text size in per cent."""

    language: Language = "zh"
    theme: Theme = "light"
    text_scale: int = 100


def config_file() -> Path:
    """This PC's settings: HALLCLIENT_CONFIG, else `settings.toml` in the user's own folder."""
    named = os.environ.get(f"{PREFIX}CONFIG")
    return Path(named) if named else user_config_path("hallclient", False) / "settings.toml"


def first_look() -> Look:
    """The look as set on this PC.

    A value that cannot be used is passed over here, so that there is a window in which
    `settings.load_settings` can say what is wrong with it.
    """
    kept = _kept()
    plain = Look()
    return Look(
        language=cast("Language", _one_of(kept, "language", LANGUAGES, plain.language)),
        theme=cast("Theme", _one_of(kept, "theme", THEMES, plain.theme)),
        text_scale=int(_one_of(kept, "text_scale", TEXT_SCALES, plain.text_scale, int)),
    )


def _kept() -> dict[str, Any]:
    try:
        found = tomllib.loads(config_file().read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        found = {}
    for name in ("language", "theme", "text_scale"):
        if text := os.environ.get(PREFIX + name.upper()):
            found[name] = text
    return found


def _one_of(
    kept: Mapping[str, Any],
    name: str,
    allowed: Any,
    otherwise: Any,
    read: Callable[[Any], Any] = str,
) -> Any:
    try:
        value = read(kept[name])
    except (KeyError, TypeError, ValueError):
        return otherwise
    return value if value in allowed else otherwise
