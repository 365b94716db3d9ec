"""One door for work on hallclient: `python3 dev.py demo`, `python3 dev.py test`.

Standard library only, for any Python from 3.9 on. It finds Python 3.13, makes .venv from
requirements.lock, builds forms and translations, sees to the libraries Qt needs, and hands on.
What needs the installed packages is in tools/.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCK = ROOT / "requirements.lock"
WANTED = "3.13"

COMMANDS = {
    "demo": "open the client on a demo hall, or play its day without a screen",
    "test": "lint, types, import rules, tests, the Windows program (--windows: the whole of it)",
    "build": "the packed program for this system (--windows: for Windows, on Linux through Wine)",
    "build-parts": "compile forms and translations",
    "duties": "which duties of the service standards a test carries (--require IDS)",
    "faults": "faults of every kind for as long as told, and what they left of the books",
    "bench": "every performance figure, against its floor",
    "queueing": "a year of the queue simulated into docs/queue-simulation.md",
    "screenshots": "pictures of every page into docs/manual",
    "messages": "write docs/messages.md from the code",
    "lock": "write requirements.lock from pyproject.toml",
}

# Shared libraries that Qt's own libraries ask for, and the Debian packages that hold them.
QT_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libcups.so.2": "libcups2",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinput.so.0": "libxcb-xinput0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
QT_NEEDED = ("libQt6Widgets.so.6", "libQt6PrintSupport.so.6", "libqoffscreen.so", "libqxcb.so")


def main():
    """Makes everything ready and runs the command; its exit status is ours."""
    arguments = parse(sys.argv[1:])
    if arguments.command == "lock":
        return lock()
    make_ready()
    if arguments.command == "build-parts":
        return 0
    return hand_on(arguments.command, arguments.rest)


def parse(words):
    """The command and the words after it, which belong to the command."""
    lines = "\n".join(f"  {name:12} {what}" for name, what in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="dev.py", epilog=lines, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=sorted(COMMANDS))
    parser.add_argument("rest", nargs=argparse.REMAINDER)
    return parser.parse_args(words)


def hand_on(command, rest):
    """Runs a command inside the environment."""
    if command == "demo":
        return run([str(PYTHON), "-m", "hallclient", "demo", *rest])
    return run([str(PYTHON), str(ROOT / "tools" / f"{command}.py"), *rest])


def run(command, **options):
    """Runs a program in the repository's folder, byte code caches allowed; returns its status."""
    where = options.pop("cwd", None)
    return subprocess.call(command, cwd=where, env=environment(), **options)


def environment():
    """Ours, with .venv and these sources first, and byte code written: start-up depends on it."""
    settled = dict(os.environ)
    settled.pop("PYTHONDONTWRITEBYTECODE", None)
    settled.pop("PYTHONHOME", None)
    settled["PATH"] = os.pathsep.join([str(BIN), settled.get("PATH", "")])
    settled["PYTHONPATH"] = str(ROOT)
    settled["PYTHONUTF8"] = "1"
    return settled


def make_ready():
    """Environment, system libraries, forms, translations: each step is skipped when done."""
    once("environment", digest(LOCK, ROOT / "pyproject.toml"), install)
    if sys.platform.startswith("linux"):
        once("libraries", digest(LOCK), see_to_libraries)
    sources = [*sorted((ROOT / "forms").glob("*.ui")), *sorted(translations().glob("*.po"))]
    built = [translations() / "zh_CN.mo", *map(compiled_form, sources)]
    mark = digest(*sources, *sorted((ROOT / "tools").glob("*.py")))
    once("parts", mark if all(path.exists() for path in built) else "", build_parts, mark)


def translations():
    """Where the catalogues lie."""
    return ROOT / "resources" / "translations"


def compiled_form(source):
    """The module made from a form; a source of another kind stands for itself."""
    if source.suffix != ".ui":
        return source
    return ROOT / "hallclient" / "ui" / "forms" / (source.stem + ".py")


def once(name, mark, work, new_mark=None):
    """Does the work unless its stamp in .venv carries the mark; stamps it when it ends well."""
    stamp = VENV / f"{name}.stamp"
    if mark and usable() and stamp.is_file() and stamp.read_text("utf-8") == mark:
        return
    work()
    stamp.write_text(new_mark or mark, "utf-8")


def digest(*paths):
    """One digest of names and contents."""
    taken = hashlib.sha256(str(VENV).encode())
    for path in paths:
        taken.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return taken.hexdigest()


def install():
    """Makes .venv, installs the lock by hashes and the project beside it."""
    if not usable():
        say("making .venv")
        check([*find_python(), "-m", "venv", "--clear", str(VENV)], "Making .venv failed.")
    say("installing requirements.lock")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    by_hash = ["--compile", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
    check(
        [*pip, *by_hash, "--requirement", str(LOCK)],
        "Installing the locked packages failed; see above. Is the network there?",
    )
    check(
        [*pip, "--no-deps", "--no-index", "--no-build-isolation", "--editable", str(ROOT)],
        "Installing the project into .venv failed; see above.",
    )


def usable():
    """Whether .venv is there, its Python still where it was, and of the version wanted."""
    note = VENV / "pyvenv.cfg"
    return PYTHON.exists() and note.is_file() and f"version = {WANTED}." in note.read_text("utf-8")


def find_python():
    """The command of a Python 3.13, as a list; says in one sentence what to install if none."""
    for command in candidates():
        if version_of(command) == WANTED:
            return command
    found = through_uv()
    if found:
        return found
    return fail(
        f"Python {WANTED} is needed: install it from https://www.python.org/downloads/ "
        f"(or with `uv python install {WANTED}`) and run this again."
    )


def candidates():
    """Where a Python may be: this one, the path, pyenv's versions, the Windows launcher."""
    yield [sys.executable]
    yield [f"python{WANTED}"]
    for root in (os.environ.get("PYENV_ROOT"), Path.home() / ".pyenv"):
        if root:
            versions = sorted((Path(root) / "versions").glob(f"{WANTED}.*"), reverse=True)
            yield from ([str(version / "bin" / "python")] for version in versions)
    if os.name == "nt":
        yield ["py", f"-{WANTED}"]


def version_of(command):
    """`3.13` and the like; "" when the command is not there or does not answer."""
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([*command, "-c", question], capture_output=True, text=True)
    except OSError:
        return ""
    return answer.stdout.strip()


def through_uv():
    """A Python that uv has or fetches; None without uv."""
    uv = shutil.which("uv")
    if uv is None or subprocess.call([uv, "python", "install", WANTED]) != 0:
        return None
    found = subprocess.run([uv, "python", "find", WANTED], capture_output=True, text=True)
    return [found.stdout.strip()] if found.returncode == 0 else None


def build_parts():
    """Forms to modules, rooms' catalogues to one."""
    forms = run([str(PYTHON), str(ROOT / "tools" / "forms.py")])
    catalogue = run([str(PYTHON), str(ROOT / "tools" / "translations.py")])
    if forms or catalogue:
        fail("Forms or translations could not be built; see above.")


def see_to_libraries():
    """Installs what Qt lacks when we may; otherwise says the one line to type.

    A missing library of the X11 plug-in is no reason to stop: there may be no screen at all.
    """
    missing = missing_libraries()
    if missing and install_packages(sorted({QT_PACKAGES.get(name, name) for name in missing})):
        missing = missing_libraries()
    probe = "from PySide6.QtWidgets import QApplication; QApplication(['probe'])"
    shown = dict(environment(), QT_QPA_PLATFORM="offscreen")
    if subprocess.call([str(PYTHON), "-c", probe], env=shown) != 0:
        fail("Qt cannot start: " + to_type(missing))
    if missing:
        say("for a window on the screen: " + to_type(missing))


def missing_libraries():
    """Names of shared libraries that Qt's libraries ask for and the system does not have."""
    if shutil.which("ldd") is None:
        return []
    qt = next(VENV.glob("lib/python*/site-packages/PySide6/Qt"))
    files = [str(path) for name in QT_NEEDED for path in qt.rglob(name)]
    answer = subprocess.run(["ldd", *files], capture_output=True, text=True).stdout
    lost = [line.split()[0] for line in answer.splitlines() if line.endswith("not found")]
    return sorted({name for name in lost if not name.startswith("libQt6")})


def install_packages(packages):
    """Installs Debian packages as root; False when we may not or it failed."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    say("installing " + " ".join(packages))
    settled = dict(environment(), DEBIAN_FRONTEND="noninteractive")
    fetch = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if subprocess.call(fetch, env=settled, stdout=subprocess.DEVNULL) == 0:
        return True
    subprocess.call(["apt-get", "update", "-qq"], env=settled)
    return subprocess.call(fetch, env=settled, stdout=subprocess.DEVNULL) == 0


def to_type(missing):
    """The one line that installs what is missing."""
    packages = sorted({QT_PACKAGES.get(name, name) for name in missing})
    return "sudo apt-get install -y " + " ".join(packages) if packages else "see above."


def lock():
    """Writes requirements.lock for every system, from the public index, without addresses."""
    uv = shutil.which("uv") or uv_of_our_own()
    options = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-annotate"]
    options += ["--python-version", WANTED, "--extra", "test", "--extra", "dev", "--no-header"]
    settled = {name: value for name, value in environment().items() if not name.startswith("UV_")}
    command = [uv, "pip", "compile", "--no-config", "--quiet", "--upgrade", *options]
    command += ["pyproject.toml", "--output-file", str(LOCK)]
    return subprocess.call(command, cwd=str(ROOT), env=settled)


def uv_of_our_own():
    """uv in a folder of its own, fetched by pip when it is not on the path."""
    folder = VENV.with_name(".venv-uv")
    place = folder / BIN.name
    if not folder.is_dir():
        check([*find_python(), "-m", "venv", str(folder)], "Making an environment for uv failed.")
        pip = [str(place / PYTHON.name), "-m", "pip", "install", "--quiet", "uv"]
        check(pip, "Installing uv failed; see above.")
    return str(place / ("uv.exe" if os.name == "nt" else "uv"))


def check(command, sentence):
    """Runs a program and stops with the sentence when it fails."""
    if run(command) != 0:
        fail(sentence)


def say(text):
    """Tells what takes a while."""
    print(f"dev.py: {text}", file=sys.stderr, flush=True)


def fail(sentence):
    """Stops with one sentence."""
    sys.exit(f"dev.py: {sentence}")


if __name__ == "__main__":
    sys.exit(main())
