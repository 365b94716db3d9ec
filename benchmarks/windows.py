"""The packed Windows program's start against the unpacked one's, on the same Windows.

On Linux both run in the kit of tools/windows; the program is what `dev.py build --windows` left.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import ROOT, Figure

DIST = Path(os.environ.get("HALLCLIENT_WINDOWS_DIST") or ROOT / "dist" / "windows" / "hallclient")
ON_WINDOWS = sys.platform == "win32"


def figures(*, quick: bool) -> Iterator[Figure]:
    """Start to the window, and to a sign-in that can be carried out."""
    program = DIST / "hallclient.exe"
    if not program.is_file():
        raise FileNotFoundError(f"{program}: build it first, with `dev.py build --windows`")
    taken = _measured(program, 3 if quick else 11)
    for number, (work, goal) in enumerate(
        (("packed start to the window", 1.3), ("packed start to sign-in possible", 1.3))
    ):
        packed, unpacked = (
            statistics.median(times[number] for times in taken[way]) * 1000
            for way in ("packed", "unpacked")
        )
        yield Figure(work, packed, unpacked, goal)


def _measured(program: Path, rounds: int) -> dict[str, list[list[float]]]:
    if ON_WINDOWS:
        head, place = [sys.executable], str(program)
    else:
        pc = ROOT / "tools" / "windows" / "pc.py"
        head = [sys.executable, str(pc), "--timeout", "3600", "python"]
        place = "Z:" + str(program).replace("/", "\\")
    command = [*head, "benchmarks/windows_starts.py", place, str(rounds)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))
