"""What build.spec asks: which of Qt goes in, what Windows is told about the programs, which files
make an install whole. Imported by PyInstaller's Python, so it stands without the project.
"""

import ast
import posixpath
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from types import CodeType, SimpleNamespace
from typing import Any, Final
from unittest import mock

type Entry = tuple[str, str, str]
"""PyInstaller's: where the file goes, where it comes from, of what type it is."""

NAMES: Final = {"0804": "营业厅台席", "0409": "Business hall desk"}
"""What Windows shows for the program, by language: Simplified Chinese, English."""
FILES: Final = "installed.txt"
"""The list of an install's files, beside the libraries; `hallclient.app.installed` reads it."""

MODULES: Final = "modules.pyz"
"""The archive of all modules, beside the libraries; `modules_beside.py` names it as well."""

OF_WINDOWS: Final = re.compile(
    r"(api-ms-win-.*|ext-ms-.*|icu(uc|in)?|mscms|ucrtbase|bcryptprimitives)\.dll"
)
"""Parts of Windows itself: every PC has its own, and another's does harm."""

LEFT_OUT_FOR_ROOM: Final = re.compile(r"(lib)?qt6?network\..*|_imaging\..*")
"""Libraries that nothing of ours asks for and one import would bring back, a megabyte each."""

_QT_LIBRARY = re.compile(r"(lib)?(qt6|pyside6qml|icu)")
_LINKED: Final = ("BINARY", "EXTENSION")
_LINK: Final = "SYMLINK"
_LEFT_OUT = re.compile(
    r"stdnum/.*\.dat|resources/.*\.po|.*/plugins/styles/.*"
    r"|PIL/_.*|(.*/)?pillow\.libs/.*"
    r"|PySide6/(MSVCP140|VCRUNTIME140|VCRUNTIME140_1)\.dll|shiboken6/VCRUNTIME140\.dll"
    r"|tzdata/zoneinfo/(?!(Asia/(Shanghai|Chongqing|Urumqi|Hong_Kong|Macau|Taipei)|Etc/UTC)$).*/.*"
)
"""Files that nothing reads when the program runs. Python has loaded the C runtime before anybody
else, and shiboken6 the C++ one before PySide6. A server's time zone is a Chinese one or UTC."""
_MODULES_LEFT_OUT = re.compile(
    r"PIL\.(?!(Image|_version)$).*"
    r"|pydantic\.(mypy|v1)\b.*"
    r"|reportlab\.graphics\.(charts\.(?!areas$)|samples|widgets\.|render|test).*"
    r"|reportlab\.platypus\.(figures|para|tableofcontents)"
    r"|sqlalchemy\.dialects\.(mssql|mysql|oracle)\b.*|sqlalchemy\.(testing|ext\.mypy)\b.*"
)
"""Modules that others look up by a name that nobody here gives."""
_STAND_INS: Final = {"PIL.Image": "no_pictures.py"}
"""Modules of others in whose place a small one of ours goes in, by its file in this folder."""
_USES_TEXTS = re.compile(r"hallclient\.cli|sqlalchemy\.(.*\.)?events")
"""Modules whose docstrings are shown, or asked for when the program starts."""
_LARGE: Final = 16_000
_RENDERERS = re.compile(r"(opengl32sw|d3dcompiler_\d+)\.dll", re.IGNORECASE)
_PLUGINS: Final[Mapping[str, str]] = {
    "platforms": r"q(windows|offscreen|xcb|cocoa|wayland.*)",
    "platforminputcontexts": r"(?!qtvirtualkeyboard).*",
    "platformthemes": r".*",
    "xcbglintegrations": r".*",
    "wayland-.*": r".*",
    "printsupport": r".*",
    "iconengines": r"qsvgicon",
    "imageformats": r"qsvg",
}
"""The plugins that a page needs, by folder; the style is Fusion, which Qt has in it."""


def ours(entries: Iterable[Entry], imports: Callable[[str], Iterable[str]]) -> list[Entry]:
    """Without parts of Windows, plugins that no page needs and the Qt that only those asked for.

    Args:
        imports: names of the libraries that a library file is linked to.
    """
    kept = [entry for entry in entries if wanted(entry[0])]
    libraries = {_name(entry): entry for entry in kept if _QT_LIBRARY.match(_name(entry))}
    ahead = [entry for entry in kept if _name(entry) not in libraries and entry[2] in _LINKED]
    reached: set[str] = set()
    while ahead:
        for name in map(str.lower, imports(ahead.pop()[1])):
            if name in libraries and name not in reached:
                reached.add(name)
                ahead.append(libraries[name])
    return [entry for entry in kept if _name(entry) not in libraries or _name(entry) in reached]


def leading_somewhere(entries: Iterable[Entry], others: Iterable[Entry]) -> list[Entry]:
    """Without links to a file that stays out: an install with such a link is not whole."""
    entries = list(entries)
    there = {_plain(entry[0]) for entry in (*entries, *others)}
    return [entry for entry in entries if entry[2] != _LINK or _target(entry) in there]


def _target(link: Entry) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(_plain(link[0])), _plain(link[1])))


def _plain(path: str) -> str:
    return path.replace("\\", "/")


def wanted(target: str) -> bool:
    """Whether a file of PyInstaller's finding goes in, as far as its name tells."""
    path = PurePosixPath(target.replace("\\", "/"))
    if OF_WINDOWS.fullmatch(path.name.lower()) or _RENDERERS.fullmatch(path.name):
        return False
    if _LEFT_OUT.fullmatch(str(path)):
        return False
    if "PySide6" not in path.parts:
        return True
    if "translations" in path.parts:
        return False
    return "plugins" not in path.parts or _is_wanted_plugin(path)


def _is_wanted_plugin(path: PurePosixPath) -> bool:
    name = path.name.split(".")[0].removeprefix("lib")
    return any(
        re.fullmatch(folder, path.parent.name) and re.fullmatch(allowed, name)
        for folder, allowed in _PLUGINS.items()
    )


def _name(entry: Entry) -> str:
    return PurePosixPath(entry[0].replace("\\", "/")).name.lower()


def trim(modules: list[Entry]) -> None:
    """Takes out the modules that nobody looks up, and the texts that only programmers read.

    The list stays the one that PyInstaller knows, which keeps the compiled modules by its identity.
    """
    from PyInstaller.config import CONF

    compiled = CONF["code_cache"][id(modules)]
    modules[:] = [replaced(entry) for entry in modules if not left_out(entry[0])]
    for name, source, _ in modules:
        if name in compiled and str(source).endswith(".py") and not _USES_TEXTS.fullmatch(name):
            compiled[name] = without_texts(Path(source).read_bytes(), compiled[name].co_filename)


def replaced(entry: Entry) -> Entry:
    """The entry of a module, or of the one that goes in in its place."""
    name, _source, kind = entry
    file = _STAND_INS.get(name)
    return entry if file is None else (name, str(Path(__file__).with_name(file)), kind)


@contextmanager
def pressed_hard() -> Iterator[None]:
    """Has PyInstaller deflate large modules with more effort, and leave small ones as they are:
    what many of them have in common is found when the whole program is packed.
    """
    import deflate
    from PyInstaller.archive import writers

    def press(module: bytes, _level: int) -> bytes:
        return bytes(deflate.zlib_compress(module, 12 if len(module) >= _LARGE else 0))

    with mock.patch.object(writers, "zlib", SimpleNamespace(compress=press)):
        yield


def left_out(module: str) -> bool:
    """Whether a module stays out although somebody might look it up by name."""
    return _MODULES_LEFT_OUT.fullmatch(module) is not None


def without_texts(source: bytes, file: str) -> CodeType:
    """A module without its docstrings, which only people read; assertions stay."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, _WITH_TEXTS) and ast.get_docstring(node, clean=False) is not None:
            alone = len(node.body) == 1 and not isinstance(node, ast.Module)
            node.body[:1] = [ast.copy_location(ast.Pass(), node.body[0])] if alone else []
    return compile(tree, file, "exec", dont_inherit=True)


_WITH_TEXTS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def linked_to(file: str) -> Iterable[str]:
    """Names of the libraries that a library file is linked to, as PyInstaller finds them."""
    from PyInstaller.depend.bindepend import get_imports

    return [Path(name).name for name, _ in get_imports(file)]


def version_resource(version: str, program: str) -> Any:
    """The version resource of one program, in Chinese and English; None but on Windows."""
    if sys.platform != "win32":
        return None
    from PyInstaller.utils.win32 import versioninfo as win

    tables = [
        win.StringTable(
            f"{language}04B0",
            [win.StringStruct(*pair) for pair in facts(version, program, name).items()],
        )
        for language, name in NAMES.items()
    ]
    languages = [part for language in NAMES for part in (int(language, 16), 1200)]
    return win.VSVersionInfo(
        ffi=win.FixedFileInfo(
            filevers=numbers(version), prodvers=numbers(version), mask=0x3F, OS=0x40004
        ),
        kids=[
            win.StringFileInfo(tables),
            win.VarFileInfo([win.VarStruct("Translation", languages)]),
        ],
    )


def numbers(version: str) -> tuple[int, ...]:
    """A version as Windows compares them."""
    return (*map(int, version.split(".")), 0)


def facts(version: str, program: str, name: str) -> dict[str, str]:
    """What Windows is told about a program."""
    return {
        "CompanyName": "hallclient",
        "FileDescription": name,
        "FileVersion": version,
        "InternalName": program,
        "LegalCopyright": "Apache License 2.0",
        "OriginalFilename": f"{program}.exe",
        "ProductName": f"{name} hallclient",
        "ProductVersion": version,
    }


def list_files(folder: Path) -> None:
    """Writes down which files belong to the install, with their sizes: a start looks for them."""
    target = folder / "_internal" / FILES
    target.unlink(missing_ok=True)
    lines = [
        f"{path.stat().st_size} {path.relative_to(folder).as_posix()}\n"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    target.write_text("".join(lines), "utf-8", newline="\n")
