"""Times work against its floor: alternated in one run, so that the ratio holds on a busy PC."""

import gc
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
Work = Callable[[int], object]


@dataclass(frozen=True)
class Times:
    """Seconds of many runs of one work."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Half of the runs were faster."""
        return statistics.median(self.seconds)

    def part(self, share: float) -> float:
        """The time that this share of runs stayed within, by nearest rank."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, against what, and the goal.

    Attributes:
        ours, floor: in `unit`; floor None where the goal is a figure by itself.
        goal: at most this ratio, or at most this figure in `unit` without a floor.
    """

    work: str
    ours: float
    floor: float | None
    goal: float
    unit: str = "ms"
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def reached(self) -> float:
        """The ratio, or the figure."""
        return self.ours if self.floor is None else self.ours / self.floor

    @property
    def good(self) -> bool:
        """Whether the goal is met."""
        return self.reached <= self.goal


def alternate(works: Mapping[str, Work], rounds: int, warm: int = 3) -> dict[str, Times]:
    """Runs each work once a round, in an order drawn anew, and times every run after warming up."""
    for number in range(warm):
        for work in works.values():
            work(number)
    gc.collect()
    taken: dict[str, list[float]] = {name: [] for name in works}
    names = list(works)
    draw = random.Random(20261122)
    for number in range(warm, warm + rounds):
        draw.shuffle(names)
        for name in names:
            begun = time.perf_counter()
            works[name](number)
            taken[name].append(time.perf_counter() - begun)
    return {name: Times(tuple(seconds)) for name, seconds in taken.items()}


def child(module: str, *words: object) -> dict[str, float]:
    """Runs `python -m module words` afresh; it prints one JSON object as its last line.

    HALL_BENCH_SPAWNED tells it the monotonic time just before it was started.
    """
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["HALL_BENCH_SPAWNED"] = repr(time.monotonic())
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, words)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{module} {words}: {done.stderr[-2000:]}")
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def children(variants: Mapping[str, Sequence[object]], rounds: int) -> dict[str, dict[str, float]]:
    """Alternates fresh processes; {variant: medians of what each printed}, the first run unused."""
    seen: dict[str, list[dict[str, float]]] = {name: [] for name in variants}
    for number in range(rounds + 1):
        for name, (module, *words) in variants.items():
            answer = child(str(module), *words)
            if number:
                seen[name].append(answer)
    return {
        name: {key: statistics.median(answer[key] for answer in answers) for key in answers[0]}
        for name, answers in seen.items()
    }


def since_spawned() -> float:
    """In a child: seconds since its parent began to start it."""
    return time.monotonic() - float(os.environ["HALL_BENCH_SPAWNED"])


def peak_mb() -> float:
    """The most memory this process has held, in MiB (Linux tells it)."""
    status = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def table(figures: Sequence[Figure]) -> str:
    """The figures as aligned text."""
    head = ("work", "ours", "floor", "reached", "goal", "")
    rows = [head, *map(_cells, figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in (0, 5) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _cells(figure: Figure) -> tuple[str, ...]:
    ratio = figure.floor is not None
    floor = "" if figure.floor is None else f"{figure.floor:.1f} {figure.unit}"
    return (
        figure.work,
        f"{figure.ours:.1f} {figure.unit}",
        floor,
        f"{figure.reached:.2f}x" if ratio else f"{figure.reached:.1f} {figure.unit}",
        f"{figure.goal:g}x" if ratio else f"{figure.goal:.0f} {figure.unit}",
        "good" if figure.good else "MISSED",
    )
