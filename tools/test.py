"""What must hold before a change goes in: lint, types, import rules, messages, tests.

Every step runs even when one before it failed, so that one look shows all; words after
`dev.py test` go to pytest. The services' tests run a second time on a real PostgreSQL. At the end
comes a bounded part of the Windows run: `--windows` makes it whole, `--only-windows` leaves out
all that is before it, `--no-windows` leaves it out.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from windows import suite

ROOT = Path(__file__).resolve().parent.parent
ON_A_SERVER = (
    *("store", "ledger", "policy", "staff", "customers", "catalog", "stock", "custody", "till"),
    *("queue", "care", "counter", "vip", "duty", "retention", "paper", "concurrency"),
    *("cli/test_server_backups.py", "faults/test_database.py"),
)
"""Tests that run a second time on a real PostgreSQL: services, and what only a server shows."""

WHOLE, ONLY, NONE = SWITCHES = ("--windows", "--only-windows", "--no-windows")

Step = tuple[str, list[str], dict[str, str]]


def main() -> int:
    """Runs the steps; 0 when all of them ended well."""
    words = sys.argv[1:]
    asked = [word for word in words if word in SWITCHES]
    words = [word for word in words if word not in SWITCHES]
    failed = [] if ONLY in asked else [step[0] for step in steps(words) if not passed(*step)]
    failed += on_windows(words, asked)
    print("all good" if not failed else f"failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def on_windows(words: list[str], asked: list[str]) -> list[str]:
    """The Windows run, whole, bounded or none; names of the steps that failed.

    Unless it is asked for it is left out where it cannot be, and where tests are named; it says so.
    """
    whole = bool({WHOLE, ONLY} & set(asked))
    reason = "as asked" if NONE in asked else suite.hindrance()
    if not whole and words:
        reason = reason or "tests were named; --windows runs them there as well"
    if reason:
        print(f"== the Windows run is left out: {reason}", flush=True)
        return ["the Windows run"] if whole else []
    for path, why in suite.LEFT_OUT.items() if whole else ():
        print(f"== not under Windows Python: {path}, which {why}", flush=True)
    begun = time.monotonic()
    for step in suite.preparing():
        if not passed(*step):
            return [step[0]]
    steps = suite.whole(words) if whole else suite.bounded()
    failed = [step[0] for step in steps if not passed(*step)]
    print(f"== the Windows run took {(time.monotonic() - begun) / 60:.1f} min", flush=True)
    return failed


def steps(words: list[str]) -> list[Step]:
    """Name, command and extra environment of each step, the quick ones first."""
    python = [sys.executable, "-m"]
    pytest = [*python, "pytest", "-q", "-n", "2", "--dist", "worksteal"]
    on_a_server = [f"tests/{place}" for place in ON_A_SERVER]
    checks: list[Step] = [
        ("lint", [*python, "ruff", "check", "."], {}),
        ("format", [*python, "ruff", "format", "--check", "."], {}),
        ("types", [*python, "mypy"], {}),
        ("import rules", [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"], {}),
        ("messages", [sys.executable, str(ROOT / "tools" / "messages.py"), "--check"], {}),
    ]
    if suite.ON_WINDOWS:
        return [*checks, suite.suite(words)]
    return [
        *checks,
        ("tests", [*pytest, *words], {}),
        (
            "tests on PostgreSQL",
            [*pytest, "--ignore-glob=tests/*/page", *on_a_server, *words],
            {"HALLCLIENT_TEST_DATABASE": "postgresql"},
        ),
    ]


def passed(name: str, command: list[str], settings: dict[str, str]) -> bool:
    """Runs one step and says how it went and how long it took."""
    print(f"== {name}", flush=True)
    begun = time.monotonic()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    environment["PYTHONWARNDEFAULTENCODING"] = "1"  # pyproject.toml makes an error of it
    done = subprocess.run(command, cwd=ROOT, env={**environment, **settings}, check=False)
    verdict = "good" if done.returncode == 0 else "FAILED"
    print(f"== {name}: {verdict}, {time.monotonic() - begun:.1f} s", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
