"""`dev.py build`: the program for this system in dist/<system>; `--windows` on Linux too.

On Windows this is how a release is made, the installer included where Inno Setup is; on Linux,
`--windows` builds in the kit of tools/windows, for tests. What is as it was is not built again
(`--again` builds it all the same).
"""

import argparse
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import deflate

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from hallclient import __version__  # noqa: E402 - after the path is set
from tools import freezing, packed  # noqa: E402

SYSTEMS = {"win32": "windows", "linux": "linux", "darwin": "macos"}
HERE = SYSTEMS.get(sys.platform, sys.platform)
KIT = Path(os.environ.get("HALLCLIENT_WINE") or Path.home() / ".cache" / "hallclient-wine")
TOOLS = ROOT / "tools" / "windows"
SOURCES = (
    "build.spec", "requirements.lock", "pyproject.toml", "LICENSE", "forms/*",
    "hallclient/**/*.py", "resources/**/*",
    "tools/build.py", "tools/freezing.py", "tools/modules_beside.py", "tools/no_pictures.py",
    "tools/packed.py",
    "tools/windows/setup.sh", "tools/windows/pc.py", "tools/windows/stubs/*",
    "tools/windows/hallclient.iss", "tools/windows/zh.isl",
)  # fmt: skip
SETTLED = {
    "PYTHONHASHSEED": "1",
    "SOURCE_DATE_EPOCH": "1577836800",
    "PYTHONNODEBUGRANGES": "1",
}
"""The same sources make the same files (order of sets, the time in their heads), and what was
compiled knows its lines, not its columns, which are a fifth of it."""


def main() -> int:
    """Builds, checks, packs; 0 when all of it is as it should be."""
    parser = argparse.ArgumentParser(prog="dev.py build")
    parser.add_argument("--windows", action="store_true", help="the Windows program, also on Linux")
    parser.add_argument("--sign", metavar="COMMAND", help="signs the file named at its end")
    parser.add_argument("--again", action="store_true", help="even if nothing has changed")
    arguments = parser.parse_args()
    system = "windows" if arguments.windows else HERE
    if system not in (HERE, "windows") or (system != HERE and HERE != "linux"):
        sys.exit(f"dev.py build: {system} programs are built on {system}, or on Linux for tests.")
    place = ROOT / "dist" / system
    mark = digest_of_sources(system, arguments.sign or "")
    if not arguments.again and is_made(place, mark):
        say(f"nothing has changed: {place.relative_to(ROOT)}")
        return 0
    begun = time.monotonic()
    fresh = ROOT / "build" / system / "dist"
    if not freeze(system, fresh):
        sys.exit("dev.py build: PyInstaller did not build the program; see above.")
    wrong = finish(system, fresh, arguments.sign)
    for sentence in wrong:
        print(f"dev.py build: {sentence}", file=sys.stderr)
    if not wrong:
        put_stamp(fresh, mark)
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(exist_ok=True)
    fresh.rename(place)
    say(f"{place.relative_to(ROOT)}, {time.monotonic() - begun:.0f} s; {packed.sizes(place)}")
    return 1 if wrong else 0


def finish(system: str, place: Path, signs: str | None) -> list[str]:
    """Signs, lists, checks and packs what PyInstaller made; returns what is wrong with it."""
    folder = place / "hallclient"
    sign(signs, *folder.glob("*.exe"))
    freezing.list_files(folder)
    wrong = packed.faults(folder, system) or not_starting(folder, system)
    if system == "windows":
        archive = place / f"hallclient-{__version__}-windows-portable.zip"
        pack(folder, archive)
        wrong += packed.too_large(folder, archive)
        sign(signs, *make_installer(place))
    return wrong


def not_starting(folder: Path, system: str) -> list[str]:
    """Whether a program of this system says its version, as the first thing anybody asks it.

    One that was built in the kit is asked by its tests.
    """
    if system != HERE:
        return []
    program = folder / ("hallclient-cli.exe" if system == "windows" else "hallclient-cli")
    done = subprocess.run(
        [str(program), "--version"], capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    if done.returncode == 0 and done.stdout.strip() == f"hallclient {__version__}":
        return []
    return [f"it does not start: {(done.stderr or done.stdout).strip()}"]


def freeze(system: str, place: Path) -> bool:
    """Runs PyInstaller, here or in the kit; says whether it ended well."""
    work = ROOT / "build" / system / "work"
    shutil.rmtree(place, ignore_errors=True)
    words = ["-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR"]
    words += ["--distpath", str(place.relative_to(ROOT)), "--workpath", str(work.relative_to(ROOT))]
    words.append("build.spec")
    if system == HERE:
        return run([sys.executable, *words], SETTLED)
    settled = [f"--env={name}={value}" for name, value in SETTLED.items()]
    return ready_kit() and run([*pc(), "--timeout", "3000", *settled, "python", *words])


def pc() -> list[str]:
    """The command that stands for a Windows PC."""
    return [sys.executable, str(TOOLS / "pc.py")]


def ready_kit() -> bool:
    """The kit with the packages of the lock, PyInstaller among them, each by its hash."""
    if not run(["bash", str(TOOLS / "setup.sh")]):
        sys.exit("dev.py build: the Windows kit could not be set up; see above.")
    by_hash = ["--quiet", "--no-deps", "--require-hashes", "-r", "requirements.lock"]
    return run([*pc(), "install", *by_hash])


def run(command: list[str], settled: dict[str, str] | None = None) -> bool:
    """Runs a program in the repository's folder; says whether it ended well."""
    environment = {**os.environ, **(settled or {})}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


class _Smallest:
    """Deflates as zlib does, but tries harder: three in a hundred less."""

    def __init__(self) -> None:
        self._given: list[bytes] = []

    def compress(self, part: bytes) -> bytes:
        self._given.append(part)
        return b""

    def flush(self) -> bytes:
        return bytes(deflate.deflate_compress(b"".join(self._given), 12))


def _smallest(_kind: int, _level: int | None = None) -> _Smallest:
    return _Smallest()


def pack(folder: Path, archive: Path) -> None:
    """The portable program: unpacked anywhere it runs; the same folder makes the same archive."""
    draft = archive.with_suffix(".part")
    smallest = mock.patch.object(zipfile, "_get_compressor", _smallest)
    with smallest, zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as target:
        for path in packed.files(folder):
            name = f"hallclient-{__version__}/{path.relative_to(folder).as_posix()}"
            entry = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, path.read_bytes())
    draft.replace(archive)


def sign(command: str | None, *programs: Path) -> None:
    """Has the publisher's command sign files; a build for tests goes without."""
    for program in programs if command else ():
        if not run([*shlex.split(command or "", posix=HERE != "windows"), str(program)]):
            sys.exit(f"dev.py build: {program.name} could not be signed; see above.")


def make_installer(place: Path) -> list[Path]:
    """Compiles the installer where Inno Setup is; a build for tests goes without."""
    compiler = shutil.which("iscc") or shutil.which("ISCC", path=places_of_inno_setup())
    if HERE != "windows" or compiler is None:
        say("no installer: Inno Setup 6 is not here")
        return []
    script = str(TOOLS / "hallclient.iss")
    if not run([compiler, "/Qp", f"/DDist={place}", script]):
        sys.exit("dev.py build: Inno Setup did not make the installer; see above.")
    return list(place.glob("*-setup.exe"))


def places_of_inno_setup() -> str:
    """Where Inno Setup puts itself, for everybody or for one user."""
    roots = [os.environ.get(name) for name in ("ProgramFiles(x86)", "ProgramFiles", "LOCALAPPDATA")]
    folders = [Path(root, *more) for root in roots if root for more in ((), ("Programs",))]
    return os.pathsep.join(str(folder / "Inno Setup 6") for folder in folders)


# -- what was built before ---------------------------------------------------------------


def sources() -> Iterator[Path]:
    """Every file that the program is made of, or made by."""
    for pattern in SOURCES:
        yield from sorted(path for path in ROOT.glob(pattern) if path.is_file())


def digest_of_sources(system: str, signs: str) -> str:
    """One digest of what goes in: sources, the Python that packs them, and who signs."""
    taken = hashlib.sha256(f"{system} {HERE} {sys.version} {signs}".encode())
    for path in sources():
        if path.suffix != ".pyc":
            taken.update(f"{path.relative_to(ROOT).as_posix()}\0".encode())
            taken.update(hashlib.sha256(path.read_bytes()).digest())
    return taken.hexdigest()


def digest_of_files(place: Path) -> str:
    """One digest of what was built, the stamp left out."""
    taken = hashlib.sha256()
    for path in packed.files(place):
        if path != stamp_of(place):
            taken.update(f"{path.relative_to(place).as_posix()}\0".encode())
            taken.update(hashlib.sha256(path.read_bytes()).digest())
    return taken.hexdigest()


def stamp_of(place: Path) -> Path:
    """Says of which sources a build was made, and how it looked when it was good."""
    return place / "built.json"


def is_made(place: Path, mark: str) -> bool:
    """Whether a good build of these sources is there, untouched."""
    try:
        said = json.loads(stamp_of(place).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return said == {"sources": mark, "files": digest_of_files(place)}


def put_stamp(place: Path, mark: str) -> None:
    """Written last, when all is good."""
    said = {"sources": mark, "files": digest_of_files(place)}
    stamp_of(place).write_text(json.dumps(said), "utf-8")


def say(text: str) -> None:
    """Tells how far it is."""
    print(f"dev.py build: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
