"""How the first window looks and where the hall is, read fast: the clerk waits for it.

The full settings are checked by `settings.py`, whose libraries load behind the sign-in window,
and nobody signs in before they are.
"""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, cast

from platformdirs import user_config_path, user_data_path

from hallclient.base.language import LANGUAGES, Language

Theme = Literal["light", "dark", "system"]
THEMES: Final[tuple[Theme, ...]] = ("light", "dark", "system")
TEXT_SCALES: Final = (0, *range(100, 151))
PREFIX: Final = "HALLCLIENT_"


@dataclass(frozen=True)
class Look:
    """Language, theme, and text size in per cent, 0 for the system's."""

    language: Language = "zh"
    theme: Theme = "system"
    text_scale: int = 0


@dataclass(frozen=True)
class Places:
    """Where this PC's things are, as they stand in its settings, not checked.

    Attributes as in `settings.Settings`.
    """

    data_folder: Path
    database: str
    keys_folder: Path
    paper_folder: Path
    hall: str
    counter: int


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


def first_places() -> Places:
    """The places as set on this PC, before anything is checked."""
    kept = with_places(_kept())
    counter = str(kept.get("counter", ""))
    return Places(
        data_folder=Path(kept["data_folder"]),
        database=str(kept["database"]),
        keys_folder=Path(str(kept["keys_folder"])),
        paper_folder=Path(str(kept["paper_folder"])),
        hall=str(kept.get("hall", "")),
        counter=int(counter) if counter.isascii() and counter.isdecimal() else 1,
    )


def log_folder() -> Path:
    """Where this PC's log is kept, before anything is checked."""
    return Path(str(with_places(_kept())["log_folder"]))


def with_places(named: Mapping[str, Any]) -> dict[str, Any]:
    """Settings with every place that is not named: in the data folder, as ever."""
    folder = Path(str(named.get("data_folder") or user_data_path("hallclient", False)))
    return {
        "data_folder": folder,
        "database": f"sqlite:///{folder / 'hall.db'}",
        "keys_folder": folder / "keys",
        "paper_folder": folder / "paper",
        "log_folder": folder / "log",
        "backup_folder": folder / "backups",
    } | {name: value for name, value in named.items() if value not in ("", None)}


def _kept() -> dict[str, Any]:
    try:
        found = tomllib.loads(config_file().read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        found = {}
    named = {
        name.removeprefix(PREFIX).lower(): text
        for name, text in os.environ.items()
        if name.startswith(PREFIX) and text
    }
    return found | named


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
