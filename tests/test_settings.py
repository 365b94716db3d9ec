"""This PC's settings: checked once, read fast for the first window, never half written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hallclient.look import Look, config_file, first_look, first_places
from hallclient.settings import SettingsWrong, load_settings, save_settings


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file that is not there yet, and nothing else set."""
    path = tmp_path / "settings.toml"
    monkeypatch.setenv("HALLCLIENT_CONFIG", str(path))
    monkeypatch.setenv("HALLCLIENT_DATA_FOLDER", str(tmp_path / "data"))
    return path


def test_without_a_file_everything_lies_in_the_data_folder(file: Path, tmp_path: Path) -> None:
    settings = load_settings()
    assert settings.database == f"sqlite:///{tmp_path / 'data' / 'hall.db'}"
    assert settings.keys_folder == tmp_path / "data" / "keys"
    assert (settings.counter, settings.language, settings.theme) == (1, "zh", "system")


def test_the_environment_is_heard_before_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text('counter = 3\nlanguage = "en"\n', "utf-8")
    monkeypatch.setenv("HALLCLIENT_COUNTER", "7")
    settings = load_settings()
    assert (settings.counter, settings.language) == (7, "en")


def test_what_is_saved_is_read_again_and_keeps_the_rest(file: Path) -> None:
    save_settings(counter=2, printer_name="收据 “A” \\ 1")
    save_settings(theme="dark", text_scale=125)
    settings = load_settings()
    assert (settings.counter, settings.printer_name) == (2, "收据 “A” \\ 1")
    assert first_look() == Look(language="zh", theme="dark", text_scale=125)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('theme = "pink"', "theme"),
        ("text_scale = 400", "text_scale"),
        ("text_scale = 50", "text_scale"),
        ('them = "dark"', "them"),
        ("counter = ", "settings.toml"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(file: Path, text: str, name: str) -> None:
    file.write_text(text, "utf-8")
    with pytest.raises(SettingsWrong) as refused:
        load_settings()
    assert refused.value.facts["name"] == name
    assert first_look() == Look()  # there is a window all the same, to say so in


def test_a_wrong_change_is_refused_and_nothing_is_written(file: Path) -> None:
    save_settings(counter=2)
    before = file.read_bytes()
    with pytest.raises(SettingsWrong):
        save_settings(text_scale=99)
    assert file.read_bytes() == before


def test_the_first_look_needs_no_settings_library() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, hallclient.look; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "hallclient.look" in loaded
    assert not {"pydantic", "sqlalchemy", "PySide6"} & set(loaded)


@pytest.mark.skipif(sys.platform != "win32", reason="folders of Windows")
def test_what_the_program_keeps_lies_in_the_users_own_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not in the roaming profile, which is copied to a server, and not beside the program."""
    for name in ("HALLCLIENT_CONFIG", "HALLCLIENT_DATA_FOLDER"):
        monkeypatch.delenv(name, raising=False)
    own = Path(os.environ["LOCALAPPDATA"]) / "hallclient"
    places = first_places()
    assert places.data_folder == own
    assert own in places.keys_folder.parents
    assert config_file() == own / "settings.toml"
