"""From "confirm" pressed to the receipt safely on disk, against commit + bare canvas + fsync."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import floor, hall
from benchmarks import receipt as receipts
from benchmarks.measure import Figure, alternate
from benchmarks.order import drafts
from hallclient.counter import service as counter
from hallclient.counter.rules import OrderDraft
from hallclient.devices.printers import PdfFolder
from hallclient.paper import service as paper
from hallclient.store.desk import Desk


def confirm(desk: Desk, draft: OrderDraft, printer: PdfFolder) -> None:
    """What the window's writing lane does when the clerk confirms."""
    counter.complete(desk, draft)
    printed = paper.print_waiting(desk, printer, 1)
    if len(printed) != 1 or printed[0].code:
        raise RuntimeError(f"the receipt was not printed: {printed}")


def figures(*, quick: bool) -> Iterator[Figure]:
    """Median against the floor; p99 as it is."""
    rounds, warm = (30, 3) if quick else (300, 20)
    with tempfile.TemporaryDirectory(prefix="hall-bench-") as name:
        folder = Path(name)
        page = receipts.prepare_floor()
        with hall.working(folder) as desk:
            printer = PdfFolder(folder / "papers")
            waiting = iter(drafts(desk, rounds + warm + 2))
            confirm(desk, next(waiting), printer)
            with floor.recording(desk.store.engine) as written:
                counter.complete(desk, next(waiting))
            paper.print_waiting(desk, printer)
            write = floor.replay(written, folder)

            def bare(number: int) -> None:
                write(number)
                drawn = receipts.bare(page, receipts.NAMES[number % len(receipts.NAMES)])
                with (folder / f"floor{number}.pdf").open("wb") as file:
                    file.write(drawn)
                    file.flush()
                    os.fsync(file.fileno())

            times = alternate(
                {"ours": lambda _n: confirm(desk, next(waiting), printer), "floor": bare},
                rounds,
                warm,
            )
    ours = times["ours"]
    yield Figure(
        "confirm to receipt on disk", ours.median * 1000, times["floor"].median * 1000, 2.0
    )
    yield Figure("confirm to receipt on disk, p99", ours.part(0.99) * 1000, None, 100.0)
