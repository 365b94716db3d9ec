"""What must hold before a change goes in: lint, types, import rules, messages, tests.

Every step runs even when one before it failed, so that one look shows all; words after
`dev.py test` go to pytest. The services' tests run a second time on a real PostgreSQL.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVICES = ("store", "ledger", "policy", "staff", "customers", "catalog", "stock", "till")
ROOMS = (*SERVICES, "counter", "duty", "paper")

Step = tuple[str, list[str], dict[str, str]]


def main() -> int:
    """Runs the steps; 0 when all of them ended well."""
    words = sys.argv[1:]
    windows = "--windows" in words
    words = [word for word in words if word != "--windows"]
    failed = [
        name for name, command, settings in steps(words) if not passed(name, command, settings)
    ]
    if windows:
        failed += [] if on_windows() else ["the Windows run"]
    print("all good" if not failed else f"failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def steps(words: list[str]) -> list[Step]:
    """Name, command and extra environment of each step, the quick ones first."""
    python = [sys.executable, "-m"]
    pytest = [*python, "pytest", "-q", "-n", "2", "--dist", "worksteal"]
    rooms = [f"tests/{room}" for room in ROOMS if (ROOT / "tests" / room).is_dir()]
    return [
        ("lint", [*python, "ruff", "check", "."], {}),
        ("format", [*python, "ruff", "format", "--check", "."], {}),
        ("types", [*python, "mypy"], {}),
        ("import rules", [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"], {}),
        ("messages", [sys.executable, str(ROOT / "tools" / "messages.py"), "--check"], {}),
        ("tests", [*pytest, *words], {}),
        (
            "tests on PostgreSQL",
            [*pytest, "--ignore-glob=tests/*/page", *rooms, *words],
            {"HALLCLIENT_TEST_DATABASE": "postgresql"},
        ),
    ]


def passed(name: str, command: list[str], settings: dict[str, str]) -> bool:
    """Runs one step and says how it went and how long it took."""
    print(f"== {name}", flush=True)
    begun = time.monotonic()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env={**environment, **settings}, check=False)
    verdict = "good" if done.returncode == 0 else "FAILED"
    print(f"== {name}: {verdict}, {time.monotonic() - begun:.1f} s", flush=True)
    return done.returncode == 0


def on_windows() -> bool:
    """Runs tests/windows where there is a Windows, or something that stands for it."""
    if sys.platform == "win32" or shutil.which("wine"):
        return passed(
            "the Windows run", [sys.executable, "-m", "pytest", "-q", "tests/windows"], {}
        )
    print("no Windows here, and no wine to stand for it", file=sys.stderr)
    return False


if __name__ == "__main__":
    sys.exit(main())
