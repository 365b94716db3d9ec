"""Runs Windows Python, pytest, or a Windows program under wine, as on a Chinese Windows PC.

    pc.py install ARGS...        installs Windows wheels: any `uv pip install` arguments
    pc.py python ARGS...         Windows python.exe
    pc.py pytest ARGS...         Windows python.exe -m pytest
    pc.py exe APP.EXE ARGS...    any Windows program

Options, before the verb:
    --timeout SECONDS            stop after so long, with exit code 124 (default 1200)
    --profile NAME               keep the Windows user's files and registry for later runs
    --env NAME=VALUE             set a variable in Windows (repeatable; not TEMP, TMP or PATH)
    --lang zh_CN|C               Chinese Windows (code page 936, the default) or English (1252)
    --raw                        pass the output on as it is, not turned into UTF-8

Every run has a wine prefix, a wineserver and a display of its own, and stops them when it ends.
The exit code is the program's. setup.sh beside this file must have been run.
"""

import argparse
import contextlib
import ctypes
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

KIT = Path(os.environ.get("HALLCLIENT_WINE") or Path.home() / ".cache/hallclient-wine").absolute()
PYTHON = KIT / "python/python.exe"
SITE = KIT / "python/Lib/site-packages"
WINE = "/usr/lib/wine/wine64"
WINESERVER = "/usr/lib/wine/wineserver"
CODE_PAGES = {"zh_CN": "gbk", "C": "cp1252"}
TIMED_OUT = 124
NAME = "pc.py"
# Unix variables that would mislead a Windows program (Qt on Windows obeys LANG).
DROPPED = ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUTF8", "VIRTUAL_ENV",
           "LANG", "LANGUAGE", "TZ", "TMPDIR", "WAYLAND_DISPLAY", "XAUTHORITY")  # fmt: skip


def die_with_parent() -> None:
    """In a child before exec: be killed when this launcher is, however it ends."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def stop_wineserver(prefix: Path) -> None:
    """Ends every Windows process of one prefix, and no other."""
    env = dict(os.environ, WINEPREFIX=str(prefix))
    for word in ("-k", "-w"):
        subprocess.run(
            [WINESERVER, word],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )


def copy_prefix(target: Path) -> None:
    """A new Windows user on a new PC: the system files are hard links, the rest is copied."""
    base = KIT / "prefix"
    shutil.copytree(
        base,
        target,
        symlinks=True,
        ignore=lambda folder, _names: ["drive_c"] if Path(folder) == base else [],
    )
    for folder in (base / "drive_c").iterdir():
        own = folder.name in ("users", "ProgramData")
        shutil.copytree(
            folder,
            target / "drive_c" / folder.name,
            symlinks=True,
            copy_function=shutil.copy2 if own else os.link,
        )


@contextlib.contextmanager
def held(lock: Path, *, wait: bool = True) -> Iterator[bool]:
    """Holds a lock file; yields False at once when another run has it and wait is off."""
    with lock.open("w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True


def sweep(runs: Path) -> None:
    """Removes what runs that were killed outright have left."""
    for run_folder in runs.iterdir():
        with held(run_folder / "lock", wait=False) as ours:
            if ours:
                stop_wineserver(run_folder / "prefix")
                shutil.rmtree(run_folder, ignore_errors=True)


@contextlib.contextmanager
def windows_pc(profile: str | None) -> Iterator[Path]:
    """The wine prefix of one run: thrown away at its end, or kept under a profile's name."""
    if profile:
        folder = KIT / "profiles" / profile
        folder.mkdir(parents=True, exist_ok=True)
        with held(folder / "lock"):
            if not (folder / "prefix").exists():
                copy_prefix(folder / "prefix")
            try:
                yield folder / "prefix"
            finally:
                stop_wineserver(folder / "prefix")
        return
    runs = KIT / "runs"
    runs.mkdir(exist_ok=True)
    with contextlib.ExitStack() as stack:
        with held(KIT / "runs.lock"):
            sweep(runs)
            folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=runs))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            stack.enter_context(held(folder / "lock"))
        copy_prefix(folder / "prefix")
        try:
            yield folder / "prefix"
        finally:
            stop_wineserver(folder / "prefix")


@contextlib.contextmanager
def display() -> Iterator[str]:
    """A screen of the size a counter PC has at worst."""
    read, write = os.pipe()
    size = ["-screen", "0", "1366x768x24"]
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), *size, "-nolisten", "tcp", "-noreset"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[write],
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - nothing but one system call
    )
    os.close(write)
    try:
        with os.fdopen(read, encoding="ascii") as pipe:
            number = pipe.readline().strip()
        if not number:
            sys.exit(f"{NAME}: Xvfb did not start")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def windows_environment(prefix: Path, screen: str, lang: str, extra: list[str]) -> dict[str, str]:
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in DROPPED and not name.startswith("LC_")
    }
    env |= {
        "WINEPREFIX": str(prefix),
        "WINEARCH": "win64",
        "WINEDEBUG": os.environ.get("WINEDEBUG", "-all"),
        "LOCPATH": str(KIT / "locale"),
        "LC_ALL": "zh_CN.UTF-8" if lang == "zh_CN" else "C.UTF-8",
        "TZ": "CST-8",
        "DISPLAY": screen,
        "PYTHONPYCACHEPREFIX": windows_path(KIT / "pycache"),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONUNBUFFERED": "1",
    }
    for pair in extra:
        name, value = pair.split("=", 1)
        # wine hides this machine's QT_* from Windows programs, unless they are marked
        env[f"WINE{name}" if name.startswith("QT_") else name] = value
    return env


def windows_path(path: Path) -> str:
    return "Z:" + str(path.absolute()).replace("/", "\\")


def forward_input(target: IO[bytes]) -> None:
    """Hands our standard input on: Windows Python does not start unless its own is a pipe."""
    try:
        if not sys.stdin or sys.stdin.isatty():
            return
        while block := os.read(0, 65536):
            target.write(block)
            target.flush()
    except OSError:
        pass
    finally:
        with contextlib.suppress(OSError):
            target.close()


def forward_output(source: IO[bytes], target: IO[bytes], code_page: str | None) -> None:
    """Passes output on as it comes; a line that is not UTF-8 is decoded by the code page."""
    held_back = b""
    while block := os.read(source.fileno(), 65536):
        data = held_back + block
        cut = len(data) if data.isascii() or not code_page else data.rfind(b"\n") + 1
        held_back = data[cut:]
        write(target, data[:cut], code_page)
    write(target, held_back, code_page)


def write(target: IO[bytes], data: bytes, code_page: str | None) -> None:
    if code_page:
        lines = data.splitlines(keepends=True)
        data = b"".join(
            line if is_utf8(line) else line.decode(code_page, "replace").encode() for line in lines
        )
        data = data.replace(b"\r\n", b"\n")
    with contextlib.suppress(BrokenPipeError):
        target.write(data)
        target.flush()


def is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def run(command: list[str], options: argparse.Namespace) -> int:
    with display() as screen, windows_pc(options.profile) as prefix:
        program = subprocess.Popen(
            [WINE, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=windows_environment(prefix, screen, options.lang, options.env),
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - nothing but one system call
        )
        if program.stdin is None or program.stdout is None or program.stderr is None:
            raise RuntimeError("pipes were asked for")
        code_page = None if options.raw else CODE_PAGES[options.lang]
        outputs = [
            threading.Thread(
                target=forward_output, args=(source, target.buffer, code_page), daemon=True
            )
            for source, target in ((program.stdout, sys.stdout), (program.stderr, sys.stderr))
        ]
        threading.Thread(target=forward_input, args=(program.stdin,), daemon=True).start()
        for thread in outputs:
            thread.start()
        try:
            code = program.wait(options.timeout)
        except subprocess.TimeoutExpired:
            print(f"{NAME}: stopped after {options.timeout:g} s", file=sys.stderr)
            code = TIMED_OUT
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
            program.wait()
        deadline = time.monotonic() + 2
        for thread in outputs:
            thread.join(
                max(0, deadline - time.monotonic())
            )  # a process left behind may hold the pipe open
    for thread in outputs:
        thread.join(2)
    return code if code >= 0 else 128 - code


def install(arguments: list[str]) -> int:
    """Windows wheels, chosen with Windows' environment markers, into the kit's site-packages."""
    env = {name: value for name, value in os.environ.items() if name not in DROPPED}
    if certificates := os.environ.get("PIP_CERT"):
        env.setdefault("SSL_CERT_FILE", certificates)
    uv, python = str(KIT / "tools/bin/uv"), str(KIT / "tools/bin/python")
    words = [uv, "pip", "install", "--target", str(SITE), "--python", python]
    words += ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.13"]
    with held(KIT / "install.lock"):
        return subprocess.run(
            [*words, "--only-binary", ":all:", *arguments], env=env, check=False
        ).returncode


def main() -> int:
    parser = argparse.ArgumentParser(
        prog=NAME,
        usage=f"{NAME} [options] VERB ARGS...",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("--timeout", type=float, default=1200, help=argparse.SUPPRESS)
    parser.add_argument("--profile", help=argparse.SUPPRESS)
    parser.add_argument(
        "--env", action="append", default=[], metavar="NAME=VALUE", help=argparse.SUPPRESS
    )
    parser.add_argument("--lang", choices=CODE_PAGES, default="zh_CN", help=argparse.SUPPRESS)
    parser.add_argument("--raw", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(
        "verb", choices=["install", "python", "pytest", "exe"], help=argparse.SUPPRESS
    )
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not (KIT / "stamp").exists():
        sys.exit(f"{NAME}: run {Path(__file__).with_name('setup.sh')} first")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: sys.exit(128 + received))
    try:
        if options.verb == "install":
            return install(options.arguments)
        if options.verb == "exe":
            if not options.arguments:
                parser.error("exe: which program?")
            return run([windows_path(Path(options.arguments[0])), *options.arguments[1:]], options)
        module = ["-m", "pytest"] if options.verb == "pytest" else []
        return run([str(PYTHON), *module, *options.arguments], options)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())
