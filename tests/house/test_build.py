"""What packs the program: which files go in, when it is built again, what the installer claims."""

import ast
import codecs
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from hallclient import __version__
from hallclient.look import with_places
from tools import build, freezing, icon, packed

ROOT = Path(__file__).resolve().parents[2]
SPEC = (ROOT / "build.spec").read_text("utf-8")
SCRIPT = (ROOT / "tools" / "windows" / "hallclient.iss").read_text("utf-8-sig")
CHINESE = (ROOT / "tools" / "windows" / "zh.isl").read_text("utf-8-sig")


# -- what goes in ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goes_in", "target"),
    [
        ("in", "PySide6\\Qt6Core.dll"),
        ("in", "PySide6\\plugins\\platforms\\qwindows.dll"),
        ("in", "PySide6/Qt/plugins/platforms/libqxcb.so"),
        ("out", "PySide6\\plugins\\platforms\\qminimal.dll"),
        ("out", "PySide6\\plugins\\platforminputcontexts\\qtvirtualkeyboardplugin.dll"),
        ("in", "PySide6\\plugins\\imageformats\\qsvg.dll"),
        ("out", "PySide6\\plugins\\imageformats\\qpdf.dll"),
        ("out", "PySide6\\plugins\\sqldrivers\\qsqlite.dll"),
        ("out", "PySide6\\translations\\qtbase_zh_CN.qm"),
        ("out", "PySide6\\opengl32sw.dll"),
        ("out", "api-ms-win-crt-heap-l1-1-0.dll"),
        ("out", "icuuc.dll"),
        ("in", "libicuuc.so.73"),
        ("in", "resources/translations/zh_CN.mo"),
        ("out", "resources/translations/till.po"),
        ("in", "tzdata\\zoneinfo\\Asia\\Shanghai"),
        ("in", "tzdata\\zoneinfo\\UTC"),
        ("out", "tzdata\\zoneinfo\\America\\Lima"),
        ("in", "shiboken6\\MSVCP140.dll"),
        ("in", "PySide6\\MSVCP140_2.dll"),
        ("out", "PySide6\\MSVCP140.dll"),
        ("out", "PIL\\_imaging.cp313-win_amd64.pyd"),
        ("out", "pillow.libs/libtiff-8267adfe.so.6.2.0"),
    ],
)
def test_of_others_files_only_what_a_page_needs_goes_in(goes_in: str, target: str) -> None:
    assert freezing.wanted(target) is (goes_in == "in")


def test_a_library_of_qt_goes_in_when_something_that_goes_in_is_linked_to_it() -> None:
    linked = {
        "QtGui.pyd": ["Qt6Gui.dll", "kernel32.dll"],
        "Qt6Gui.dll": ["QT6CORE.dll"],
        "Qt6Quick.dll": ["Qt6Qml.dll"],
        "qminimal.dll": ["Qt6Quick.dll"],
    }
    qt = ("Qt6Gui.dll", "Qt6Core.dll", "Qt6Quick.dll", "Qt6Qml.dll")
    entries = [
        ("PySide6/QtGui.pyd", "QtGui.pyd", "EXTENSION"),
        ("PySide6/plugins/platforms/qminimal.dll", "qminimal.dll", "BINARY"),
        *((f"PySide6/{name}", name, "BINARY") for name in qt),
        ("python313.dll", "python313.dll", "BINARY"),
    ]  # fmt: skip
    kept = [name for _, name, _ in freezing.ours(entries, lambda file: linked.get(file, []))]
    assert kept == ["QtGui.pyd", "Qt6Gui.dll", "Qt6Core.dll", "python313.dll"]


def test_a_link_to_a_library_that_stays_out_stays_out_too() -> None:
    entries = [
        ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
        ("libQt6Network.so.6", "PySide6/Qt/lib/libQt6Network.so.6", "SYMLINK"),
        ("PySide6/lib/libQt6Core.so", "../Qt/lib/libQt6Core.so.6", "SYMLINK"),
        ("LICENSE", "/src/LICENSE", "DATA"),
    ]
    kept = freezing.leading_somewhere(
        entries, [("PySide6/Qt/lib/libQt6Core.so.6", "/venv/libQt6Core.so.6", "BINARY")]
    )
    assert [entry[0] for entry in kept] == [
        "libQt6Core.so.6",
        "PySide6/lib/libQt6Core.so",
        "LICENSE",
    ]


def test_modules_of_others_lose_their_texts_and_nothing_else() -> None:
    source = b'''"""A text."""
from __future__ import annotations
class Empty:
    """A text."""
def add(one, other):
    """A text."""
    assert one, "kept"
    return one + other, "kept too"
'''
    made: dict[str, object] = {}
    exec(freezing.without_texts(source, "made.py"), made)  # noqa: S102
    assert made.get("__doc__") is None
    assert made["Empty"].__doc__ is None
    assert made["add"].__doc__ is None
    assert made["add"](1, 2) == (3, "kept too")
    with pytest.raises(AssertionError, match="kept"):
        made["add"](0, 2)


def test_no_module_that_the_house_imports_is_left_out() -> None:
    unused = next(
        ast.literal_eval(node.value)
        for node in ast.parse(SPEC).body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "unused"
    )
    imported = set()
    for path in (ROOT / "hallclient").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    assert sorted(imported & set(unused)) == []
    assert [name for name in imported if freezing.left_out(name)] == []


def test_modules_that_the_papers_load_by_name_are_not_left_out() -> None:
    """With what stands in for Pillow, as in a packed program."""
    code = (
        "import sys, PIL, tools.no_pictures as none; PIL.Image = sys.modules['PIL.Image'] = none; "
        "import hallclient.paper.service, hallclient.paper.qr, hallclient.sheets.checked; "
        "of_files = {name: getattr(each, '__file__', '') for name, each in sys.modules.items()}; "
        "print(*(name for name, file in of_files.items() if str(file).endswith('.py')))"
    )
    words = [sys.executable, "-c", code]
    loaded = subprocess.run(words, capture_output=True, encoding="utf-8", check=True).stdout.split()
    assert len(loaded) > 200
    assert [name for name in loaded if freezing.left_out(name)] == []


def test_the_programs_look_for_their_modules_where_the_build_puts_them() -> None:
    start = (ROOT / "tools" / "modules_beside.py").read_text("utf-8")
    assert f"/{freezing.MODULES}" in start


@pytest.mark.skipif(os.name == "nt", reason="a script stands in for the program")
@pytest.mark.parametrize(
    ("says", "wrong"),
    [
        (f"echo hallclient {__version__}", []),
        ("echo 程序不完整 >&2; exit 1", ["it does not start: 程序不完整"]),
        ("echo hallclient 0", ["it does not start: hallclient 0"]),
    ],
)
def test_a_program_that_does_not_start_is_no_good(
    says: str, wrong: list[str], tmp_path: Path
) -> None:
    program = tmp_path / "hallclient-cli"
    program.write_text(f"#!/bin/sh\n{says}\n", "utf-8")
    program.chmod(0o755)
    assert build.not_starting(tmp_path, build.HERE) == wrong
    assert build.not_starting(tmp_path, "another") == []


# -- the picture -------------------------------------------------------------------------


def test_the_icon_is_what_its_source_shows(qapp: object) -> None:
    assert icon.sides(icon.TARGET.read_bytes()) == list(icon.SIDES)
    made = icon.ico([(side, icon.png(icon.drawn(side))) for side in icon.SIDES])
    assert made == icon.TARGET.read_bytes()


# -- when it is built again --------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A good build, stamped."""
    (tmp_path / "hallclient").mkdir()
    (tmp_path / "hallclient" / "hallclient.exe").write_bytes(b"MZ")
    build.put_stamp(tmp_path, "mark")
    return tmp_path


def test_a_good_build_of_the_same_sources_stays(place: Path) -> None:
    assert build.is_made(place, "mark")
    assert not build.is_made(place, "another mark")


@pytest.mark.parametrize("what", ["changed", "gone", "more", "stamp"])
def test_a_build_that_was_touched_is_made_again(place: Path, what: str) -> None:
    program = place / "hallclient" / "hallclient.exe"
    if what == "changed":
        program.write_bytes(b"ZM")
    elif what == "gone":
        program.unlink()
    elif what == "more":
        (place / "hallclient" / "api-ms-win.dll").write_bytes(b"")
    else:
        build.stamp_of(place).write_text(json.dumps({"sources": "mark"}), "utf-8")
    assert not build.is_made(place, "mark")


@pytest.mark.parametrize(
    "name", ["build.spec", "requirements.lock", "hallclient/cli.py", "forms/sign_in.ui"]
)
def test_what_goes_in_decides_whether_it_is_built_again(name: str) -> None:
    assert (ROOT / name).is_file()
    assert ROOT / name in set(build.sources())


def test_who_signs_decides_too() -> None:
    assert build.digest_of_sources("windows", "") != build.digest_of_sources("windows", "sign")


def test_the_same_folder_makes_the_same_archive(place: Path) -> None:
    first, second = place / "one.zip", place / "two.zip"
    build.pack(place / "hallclient", first)
    (place / "hallclient" / "hallclient.exe").touch()
    build.pack(place / "hallclient", second)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert archive.namelist() == [f"hallclient-{__version__}/hallclient.exe"]


# -- the installer -----------------------------------------------------------------------


def setting(name: str) -> str:
    """A directive of [Setup]."""
    found = re.findall(rf"^{name}=(.*)$", SCRIPT, re.MULTILINE)
    assert len(found) == 1, name
    return str(found[0])


def section(name: str) -> list[str]:
    """The lines of a section, without remarks."""
    text = SCRIPT.split(f"[{name}]\n", 1)[1].split("\n[", 1)[0]
    return [line for line in text.splitlines() if line and not line.startswith(";")]


def test_its_programs_are_those_of_the_build() -> None:
    named = set(re.findall(r"[\w-]+\.exe", SCRIPT))
    assert named <= {f"{program}.exe" for program in packed.PROGRAMS}
    assert all(f'"{program}"' in SPEC for program in packed.PROGRAMS)
    assert 'GetStringFileInfo(Dist + "\\hallclient\\" + Program, "ProductVersion")' in SCRIPT
    assert freezing.facts(__version__, "hallclient", "x")["ProductVersion"] == __version__
    assert setting("OutputBaseFilename") == "hallclient-{#Version}-windows-setup"


def test_its_files_are_there() -> None:
    folder = ROOT / "tools" / "windows"
    for name in (setting("LicenseFile"), setting("SetupIconFile")):
        assert (folder / name.replace("\\", "/")).resolve().is_file()
    (files,) = section("Files")
    assert 'Source: "{#Dist}\\hallclient\\*"' in files
    assert "recursesubdirs" in files
    assert (folder / "../../dist/windows").resolve() == ROOT / "dist" / "windows"


def test_one_user_needs_no_administrator_and_another_version_is_found_again() -> None:
    assert setting("PrivilegesRequired") == "lowest"
    assert setting("DefaultDirName").startswith("{autopf}")
    assert re.fullmatch(r"\{\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}", setting("AppId"))


def test_a_running_client_is_asked_and_never_killed() -> None:
    assert setting("CloseApplications") == "yes"
    assert "force" not in SCRIPT.split("[Code]")[0].lower()
    assert "taskkill" not in SCRIPT.lower()
    assert "InitializeUninstall" in SCRIPT


def test_neither_upgrade_nor_uninstall_touches_data() -> None:
    """What is deleted lies in the program's folder; the data never does."""
    for name in ("InstallDelete", "UninstallDelete"):
        for line in section(name):
            assert re.search(r'Name: "\{app\}\\_internal(\\\w+)*"', line), line
    assert not re.search(r"\{(localappdata|userappdata|userdocs)", SCRIPT.lower())
    data = {str(path).lower() for path in with_places({}).values()}
    assert not any("programs" in path for path in data)


@pytest.mark.parametrize(
    ("text", "words"),
    [(CHINESE, "账目、设置、密钥和备份"), (SCRIPT, "books, settings, keys and backups")],
)
def test_uninstalling_says_that_the_data_stays(text: str, words: str) -> None:
    for message in ("ConfirmUninstall", "UninstalledAll", "UninstalledMost"):
        (line,) = re.findall(rf"^(?:en\.)?{message}=(.*)$", text, re.MULTILINE)
        assert words in line


def test_the_compiler_is_told_that_it_is_utf_8() -> None:
    for name in ("hallclient.iss", "zh.isl"):
        assert (ROOT / "tools" / "windows" / name).read_bytes().startswith(codecs.BOM_UTF8)


def test_no_line_of_its_program_text_is_taken_for_a_section() -> None:
    """The compiler takes every line that begins with a bracket for one, inside [Code] too."""
    lines = [line.strip() for line in (SCRIPT + CHINESE).splitlines()]
    tags = [line for line in lines if line.startswith("[")]
    assert all(re.fullmatch(r"\[[A-Z][A-Za-z]+\]", tag) for tag in tags), tags


def test_every_own_word_is_in_both_languages() -> None:
    assert {line.split(";")[0] for line in section("Languages")} == {'Name: "zh"', 'Name: "en"'}
    words = [line.split("=", 1)[0] for line in section("CustomMessages")]
    chinese = {word.removeprefix("zh.") for word in words if word.startswith("zh.")}
    english = {word.removeprefix("en.") for word in words if word.startswith("en.")}
    assert chinese == english
    assert set(re.findall(r"\{cm:(\w+)", SCRIPT)) == chinese
    for language, name in (("zh", freezing.NAMES["0804"]), ("en", freezing.NAMES["0409"])):
        assert f"{language}.ProductName={name}" in SCRIPT


def test_the_release_is_built_by_the_command_that_tests_build_with() -> None:
    page = (ROOT / "docs" / "release.md").read_text("utf-8")
    assert "py dev.py build" in page
    for name in ("api-ms-win-*", "icuuc", "mscms", "ucrtbase"):
        assert name in page
    assert f"{packed.MOST_UNPACKED // packed.MB} MB unpacked" in page
    assert f"{packed.MOST_PACKED // packed.MB} MB packed" in page
