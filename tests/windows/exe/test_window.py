"""The window of the built program, and what stands in its stead when a file is missing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.windows.exe.conftest import Pc, for_windows

SENTENCE = "程序不完整：{name} 缺失或已损坏。请重新安装；账目和已录入的内容另外保存，不受影响。"


def spoil(file: Path, how: str) -> None:
    """Takes a file away, or cuts it short; other links of it stay as they are."""
    body = file.read_bytes()
    file.unlink()
    if how == "cut":
        file.write_bytes(body[: len(body) // 2])


def test_it_opens_its_window_and_closes_it(pc: Pc, dist: Path) -> None:
    """The first one of a PC: it asks for the hall and its first manager."""
    settings = {"HALLCLIENT_DATA_FOLDER": for_windows(pc.folder / "data")}
    picture = pc.folder / "screen.png"
    program = for_windows(dist / "hallclient.exe")
    seen = pc.watch("window", program, for_windows(picture), settings=settings)
    assert len(seen["titles"]) == 1, seen
    assert "营业厅" in seen["titles"][0]
    width, height = seen["sizes"][0]
    assert width >= 800
    assert height >= 600
    assert (seen["closed"], seen["status"]) == (True, 0)
    assert picture.stat().st_size > 5_000


LOST = {
    "the catalogue of sentences": ("_internal/resources/translations/zh_CN.mo", "take"),
    "a standard": ("_internal/resources/standards/prompts.toml", "take"),
    "the font": ("_internal/resources/fonts/NotoSansSC-Regular.ttf", "cut"),
    "a library of Qt": ("_internal/PySide6/Qt6Core.dll", "take"),
    "half a library": ("_internal/PySide6/Qt6Widgets.dll", "cut"),
    "the plugin of windows": ("_internal/PySide6/plugins/platforms/qwindows.dll", "take"),
}


@pytest.mark.parametrize("what", LOST)
def test_a_damaged_install_is_said_in_one_sentence(
    what: str, pc: Pc, copied: Callable[[str], Path]
) -> None:
    name, how = LOST[what]
    folder = copied("damaged")
    spoil(folder / name, how)
    ended = pc.run(folder / "hallclient-cli.exe", "check", "rmb", "1")
    assert (ended.status, ended.out) == (1, "")
    if what != "the catalogue of sentences":
        assert ended.sentence() == SENTENCE.format(name=name)
    else:
        assert ended.sentence().startswith(f"The program is not whole: {name} is missing")


def test_a_library_that_is_there_and_cannot_be_loaded_is_said_too(
    pc: Pc, copied: Callable[[str], Path]
) -> None:
    folder = copied("damaged")
    library = folder / "_internal" / "PySide6" / "Qt6Core.dll"
    size = library.stat().st_size
    library.unlink()
    library.write_bytes(bytes(size))
    seen = pc.watch("window", for_windows(folder / "hallclient.exe"), for_windows(pc.folder / "p"))
    assert seen["titles"] == ["hallclient"]
    (text,) = (label for label in seen["labels"][0] if "程序不完整" in label)
    assert "\n" not in text
    assert seen["status"] == 1


def test_without_a_console_the_sentence_is_in_a_box(pc: Pc, copied: Callable[[str], Path]) -> None:
    folder = copied("damaged")
    name = "_internal/PySide6/Qt6Gui.dll"
    spoil(folder / name, "take")
    picture = pc.folder / "box.png"
    seen = pc.watch("window", for_windows(folder / "hallclient.exe"), for_windows(picture))
    assert seen["titles"] == ["hallclient"]
    assert SENTENCE.format(name=name) in seen["labels"][0]
    assert (seen["closed"], seen["status"]) == (True, 1)


@pytest.mark.parametrize("name", ["python313.dll", "VCRUNTIME140.dll"])
def test_without_the_runtime_the_program_says_so_and_ends(
    name: str, pc: Pc, copied: Callable[[str], Path]
) -> None:
    folder = copied("damaged")
    spoil(folder / "_internal" / name, "take")
    ended = pc.run(folder / "hallclient-cli.exe", "--version")
    assert ended.status != 0
    assert ended.out == ""
    assert "Traceback" not in ended.err
