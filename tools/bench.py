"""`dev.py bench`: every figure against its floor, as one table of ratios.

Words name benchmarks to run (`dev.py bench order close`); `--quick` takes few rounds, to see that
they run; `--json FILE` keeps the figures; `--windows` measures the packed Windows program. Exit
status 1 when a goal is missed.
"""

import argparse
import importlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import Figure, table

BENCHMARKS = (
    "start",
    "order",
    "confirm",
    "encryption",
    "receipt",
    "loop",
    "workbook",
    "close",
    "verify",
    "search",
    "changes",
    "queue",
    "display",
    "memory",
    "postgres",
)


def main() -> int:
    """Runs the benchmarks one after another and prints the table."""
    parser = argparse.ArgumentParser(prog="dev.py bench")
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], metavar="NAME")
    parser.add_argument("--windows", action="store_true", help="the packed Windows program only")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    found: list[Figure] = []
    for name in ("windows",) if arguments.windows else arguments.names or BENCHMARKS:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        module = importlib.import_module(f"benchmarks.{name}")
        found += list(module.figures(quick=arguments.quick))
    print(table(found))
    if arguments.json:
        lines = [{**asdict(figure), "reached": figure.reached} for figure in found]
        arguments.json.write_text(json.dumps(lines, ensure_ascii=False, indent=1), "utf-8")
    return 0 if all(figure.good for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
