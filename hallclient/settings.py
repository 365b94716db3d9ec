"""This PC's settings (本机设置): where the data is, which counter this is, what is plugged in.

Read from HALLCLIENT_* in the environment, then from `settings.toml`, then the defaults here. What
holds for the whole hall is kept in its database, in the policy room.
"""

import json
import os
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from platformdirs import user_data_path
from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from hallclient.base.errors import HallError
from hallclient.base.language import N_, Language
from hallclient.look import PREFIX, TEXT_SCALES, Theme, config_file, with_places


class SettingsWrong(HallError):
    """The settings of this PC cannot be used."""

    code = "settings.wrong"
    sentence = N_("The setting “{name}” of this PC cannot be used. Correct it in {file}.")


def _one_of_the_sizes(scale: int) -> int:
    if scale not in TEXT_SCALES:
        raise ValueError("no such text size")
    return scale


class Settings(BaseSettings):
    """The settings of this PC, checked; never changed in place.

    Attributes:
        data_folder: the program's own files; the others lie in it unless named.
        database: SQLAlchemy URL; a SQLite file in the data folder unless named.
        keys_folder: secret keys where the system has no key store.
        paper_folder: PDF papers of the driver `pdf-folder`.
        log_folder: the rotating log, without personal data.
        backup_folder: backups that are kept by the rule; better on another disk.
        backup_daily, backup_monthly: of how many days and months one backup each is kept.
        hall: code of the hall; "" takes the only one in the database.
        counter: number of this counter (台席), 0 for the manager's room.
        theme: light, dark, or as the system is at the moment.
        text_scale: text size in per cent, 100 to 150; 0 as the system wants it.
        printer: the driver of receipts and forms; `printer_name` the system's name for it. With
            `receipt-queue` that is a receipt printer, and sheets go to the default printer.
        reader: the driver of the ID-card reader; `reader_library` the vendor's `sdtapi.dll`.
        voice: who says the calls on the public screen: the system's engine, the clips that come
            along, a chime, nobody; `auto` takes the best there is.
        voice_seconds: how long one announcement may take before the screen goes on without it.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    data_folder: Path = Field(default_factory=lambda: user_data_path("hallclient", False))
    database: str = ""
    keys_folder: Path = Path()
    paper_folder: Path = Path()
    log_folder: Path = Path()
    backup_folder: Path = Path()
    backup_daily: int = Field(default=30, ge=1, le=3_660)
    backup_monthly: int = Field(default=12, ge=0, le=1_200)
    hall: str = ""
    counter: int = Field(default=1, ge=0, le=99)
    language: Language = "zh"
    theme: Theme = "system"
    text_scale: Annotated[int, AfterValidator(_one_of_the_sizes)] = 0
    printer: Literal["pdf-folder", "system", "receipt-queue"] = "pdf-folder"
    printer_name: str = ""
    reader: Literal["none", "simulator", "sdt"] = "none"
    reader_library: Path = Path("sdtapi.dll")
    voice: Literal["auto", "system", "clips", "chime", "none"] = "auto"
    voice_seconds: int = Field(default=30, ge=20, le=120)

    @model_validator(mode="before")
    @classmethod
    def _fill_places(cls, values: dict[str, Any]) -> dict[str, Any]:
        return with_places(values)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is named in the call, then the environment, then the file."""
        file = TomlConfigSettingsSource(settings_cls, config_file())
        return init_settings, env_settings, file

    def with_changes(self, **changes: Any) -> Self:
        """The same settings with some changed, checked again."""
        return type(self)(**{**self.model_dump(), **changes})


def load_settings() -> Settings:
    """The settings in force; raises SettingsWrong with the first one that cannot be used."""
    return _checked({})


def save_settings(**changes: str | int) -> Settings:
    """Writes changed settings into this PC's file, whole or not at all, and reads them again.

    Raises SettingsWrong before anything is written.
    """
    file = config_file()
    load_settings()
    kept = _file_values(file) | changes
    _checked(kept)
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [_line(name, value) for name, value in kept.items()]
    handle, draft = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.writelines(lines)
    Path(draft).replace(file)
    return load_settings()


def _line(name: str, value: str | int) -> bytes:
    """A line of the file; raises SettingsWrong for half a surrogate pair, which no file keeps.

    JSON's strings and whole numbers are TOML's too, but for one control character.
    """
    written = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    try:
        return f"{name} = {written}\n".encode()
    except UnicodeEncodeError:
        raise SettingsWrong(name=name, file=str(config_file())) from None


def _checked(named: Mapping[str, Any]) -> Settings:
    try:
        return Settings(**named)
    except ValidationError as error:
        place = error.errors(include_input=False, include_url=False)[0]["loc"]
        raise SettingsWrong(name=".".join(map(str, place)), file=str(config_file())) from None
    except ValueError:  # the file is not TOML
        raise SettingsWrong(name="settings.toml", file=str(config_file())) from None


def _file_values(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
