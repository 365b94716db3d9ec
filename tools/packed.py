"""What must hold of the packed program before anybody gets it: asked after each build."""

from collections.abc import Iterator
from pathlib import Path

from PyInstaller.loader.pyimod01_archive import ZlibArchiveReader

from tools import freezing

ROOT = Path(__file__).resolve().parent.parent
MB = 2**20
"""As Windows counts when it shows how large a folder is."""
MOST_UNPACKED, MOST_PACKED = 130 * MB, 50 * MB
PROGRAMS = ("hallclient", "hallclient-cli")
NEEDED = (
    "resources/fonts/NotoSansSC-Regular.ttf",
    "resources/fonts/OFL.txt",
    "resources/icons/hallclient.svg",
    "resources/sample/day.json",
    "resources/standards/prompts.toml",
    "resources/styles/hall.qss",
    "resources/translations/zh_CN.mo",
    "hallclient/store/migrations/env.py",
    "LICENSE",
    freezing.FILES,
    freezing.MODULES,
)
"""Beside the libraries; the whole of `resources` and of the migrations is compared as well."""


def files(folder: Path) -> list[Path]:
    """Every file, in an order of its own."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def size(folder: Path) -> int:
    """Bytes of all files."""
    return sum(path.stat().st_size for path in files(folder))


def sizes(place: Path) -> str:
    """What a person wants to know of a build."""
    parts = [f"{size(place / 'hallclient') / MB:.1f} MB unpacked"]
    parts += [
        f"{path.name} {path.stat().st_size / MB:.1f} MB" for path in place.glob("hallclient-*")
    ]
    return ", ".join(parts)


def faults(folder: Path, system: str) -> list[str]:
    """What is wrong with the packed program, one sentence each."""
    ending = ".exe" if system == "windows" else ""
    missing = [name for name in PROGRAMS if not (folder / f"{name}{ending}").is_file()]
    if missing:
        return [f"{name}{ending} was not built." for name in missing]
    return [
        *(f"{name} is not in it." for name in lost(folder / "_internal")),
        *(f"{name} is part of Windows and must not be in it." for name in of_windows(folder)),
        *(f"{name} was left out to save room, and is in it again." for name in back_again(folder)),
        *(f"the module {name} is not in it." for name in modules_lost(folder / "_internal")),
        *(f"{name} names a folder of the PC it was built on." for name in telling(folder)),
    ]


def too_large(folder: Path, archive: Path) -> list[str]:
    """What is larger than it may be."""
    unpacked, packed = size(folder), archive.stat().st_size
    found = []
    if unpacked > MOST_UNPACKED:
        found.append(f"{unpacked / MB:.1f} MB unpacked are more than {MOST_UNPACKED // MB}.")
    if packed > MOST_PACKED:
        found.append(f"{packed / MB:.1f} MB packed are more than {MOST_PACKED // MB}.")
    return found


def lost(libraries: Path) -> list[str]:
    """Files of ours that did not get in."""
    resources = (path for path in files(ROOT / "resources") if path.suffix != ".po")
    migrations = (ROOT / "hallclient" / "store" / "migrations" / "versions").glob("*.py")
    wanted = {*NEEDED, *(path.relative_to(ROOT).as_posix() for path in (*resources, *migrations))}
    return sorted(name for name in wanted if not (libraries / name).is_file())


def of_windows(folder: Path) -> list[str]:
    """Libraries that are parts of Windows."""
    return [path.name for path in files(folder) if freezing.OF_WINDOWS.fullmatch(path.name.lower())]


def back_again(folder: Path) -> list[str]:
    """Libraries that were left out because nothing of ours needs them."""
    names = (path.name for path in files(folder))
    return [name for name in names if freezing.LEFT_OUT_FOR_ROOM.fullmatch(name.lower())]


def modules_lost(libraries: Path) -> list[str]:
    """Modules of ours that did not get in."""
    package = ROOT / "hallclient"
    scripts = package / "store" / "migrations"
    wanted = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in package.rglob("*.py")
        if scripts not in path.parents
    } - {"hallclient.__main__"}
    return sorted(wanted - set(ZlibArchiveReader(str(libraries / freezing.MODULES)).toc))


def telling(folder: Path) -> Iterator[str]:
    """Files in which a folder of the building PC is written, as text or as UTF-16."""
    own = {str(ROOT), str(ROOT).replace("/", "\\"), str(Path.home())}
    marks = [
        mark for text in own if len(text) > 5 for mark in (text.encode(), text.encode("utf-16-le"))
    ]
    for path in files(folder):
        body = path.read_bytes()
        if any(mark in body for mark in marks):
            yield path.relative_to(folder).as_posix()
