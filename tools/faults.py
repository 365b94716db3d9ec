"""`dev.py faults`: whole rounds of faults, and whether the hall's books survived each of them.

`--seed N` fixes the sequence of faults, `--minutes M` how long new rounds are begun; without it
every kind has its rounds once. `--only KIND …` takes a few kinds. Exit status 1 when an order was
lost or doubled, books do not balance, or somebody was shown anything but a sentence.
"""

import argparse
import itertools
import logging
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.faults.arena import arena
from tests.faults.survival import CYCLES, KINDS, Round, planned
from tests.faults.tally import Tally


def main() -> int:
    """Runs the rounds and prints what they came to."""
    parser = argparse.ArgumentParser(prog="dev.py faults")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--only", nargs="+", choices=KINDS, default=list(KINDS), metavar="KIND")
    arguments = parser.parse_args()
    logging.getLogger().addHandler(logging.NullHandler())  # drivers grumble about what we do
    whole, by_kind = Tally(), dict[str, Tally]()
    folder = Path(tempfile.mkdtemp(prefix="hall-faults-"))
    with arena(folder) as ground:
        for each in rounds(arguments.seed, tuple(arguments.only), arguments.minutes):
            tally = each.run(ground)
            print(line(each, tally), flush=True)
            whole.add(tally)
            by_kind.setdefault(each.kind, Tally()).add(tally)
    print(table(by_kind, whole))
    return 0 if whole.clean else 1


def rounds(seed: int, kinds: tuple[str, ...], minutes: float | None) -> Iterator[Round]:
    """The rounds to run: a whole run's, or as many as begin before the time is over."""
    if minutes is None:
        yield from itertools.islice(planned(seed, kinds), CYCLES * len(kinds))
        return
    end = time.monotonic() + minutes * 60
    yield from itertools.takewhile(lambda _: time.monotonic() < end, planned(seed, kinds))


def line(each: Round, tally: Tally) -> str:
    """One round in a line; what went wrong in lines of its own."""
    faults = sum(tally.survived.values())
    head = f"{each.number:4}  {each.kind:14} {faults:5} faults {tally.orders:5} orders"
    return "\n".join([head, *(f"      {what}" for what in tally.wrong())])


def table(by_kind: dict[str, Tally], whole: Tally) -> str:
    """How many faults of each kind were survived, and the verdict."""
    lines = ["", "survived:"]
    for kind, tally in sorted(by_kind.items()):
        lines += [
            f"  {kind:14} {count:7}  {what}" for what, count in sorted(tally.survived.items())
        ]
    books = "books balanced" if not whole.unbalanced else f"{len(whole.unbalanced)} faults in books"
    lines.append(
        f"{sum(whole.survived.values())} faults, {whole.orders} orders confirmed: "
        f"{len(whole.lost)} lost, {len(whole.doubled)} doubled, {books}, "
        f"{len(whole.unclear)} without a clear sentence"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
