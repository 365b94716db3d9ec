"""From the commit on one PC to the page of another: what its person waits to see it.

`python -m benchmarks.changes see FOLDER URL ROUNDS` is the PC that looks on: a whole client with
the audit log in front. It starts the other one, `… write FOLDER URL`, a process of its own that
makes an order whenever it is asked to, and says when it was committed. Both read one clock.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from benchmarks import hall
from benchmarks.measure import ROOT, Figure, Times, child
from hallclient import hall as house
from hallclient.app.client import Client, Opening
from hallclient.base.changes import Change
from hallclient.counter import service as counter
from hallclient.look import Look
from hallclient.staff.page.audit_log import AuditLogPage
from hallclient.staff.page.sign_in import SignInPage

GOAL = 1000.0
THINK_SECONDS = 0.3
"""At most this long passes before the next order: it meets the watcher at any moment."""
PATIENCE = 30.0


def figures(*, quick: bool) -> Iterator[Figure]:
    """The wait that 99 of 100 orders stay within, on a file and on a server."""
    rounds = 15 if quick else 200
    for name, place in (("SQLite", on_file), ("PostgreSQL", on_server)):
        with tempfile.TemporaryDirectory(prefix="hall-bench-") as folder, place() as url:
            with hall.working(Path(folder), url=url):
                pass
            seen = child("benchmarks.changes", "see", folder, url, rounds)
        work = f"a change seen on another client, p99, {name}"
        yield Figure(work, seen.pop("p99_ms"), None, GOAL, facts=seen)


@contextmanager
def on_file() -> Iterator[str]:
    """A hall in a file of its folder."""
    yield ""


@contextmanager
def on_server() -> Iterator[str]:
    """A hall on a durable server of its own."""
    from tools import postgres

    with postgres.server(postgres.Making(settings=postgres.DURABLE)) as socket:
        postgres.command(socket, "CREATE DATABASE hall")
        yield postgres.url(socket, "hall")


# -- the PC that works -------------------------------------------------------------------


def write(folder: Path, url: str) -> None:
    """Makes an order for every line it reads; says its number and when it was committed."""
    opened = house.open_hall(hall.place(folder, url))
    desk = hall.at_counter(opened.desk, 1)
    draft = hall.draft(desk)
    print("ready", flush=True)
    for _line in sys.stdin:
        order = counter.complete(desk, draft)
        print(json.dumps([f"order/{order.order_no}", time.monotonic()]), flush=True)
        draft = hall.draft(desk)
    opened.close()


class Other:
    """The PC that works, seen from the one that looks on."""

    def __init__(self, folder: Path, url: str, module: str = "benchmarks.changes") -> None:
        words = [sys.executable, "-m", module, "write", str(folder), url]
        self._process = subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._read()

    def begin(self) -> None:
        """Asks for an order; does not wait for it."""
        if self._process.stdin is None:
            raise RuntimeError("the other PC has no ear")
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def told(self) -> tuple[str, float]:
        """The order, and when it was committed."""
        subject, at = json.loads(self._read())
        return subject, at

    def close(self) -> None:
        """Ends it."""
        self._process.communicate(timeout=PATIENCE)

    def _read(self) -> str:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError("the other PC has ended")
        return line


# -- the PC that looks on ----------------------------------------------------------------


def see(folder: Path, url: str, rounds: int) -> dict[str, float]:
    """Milliseconds from commit to page, and to the signal that the page hears."""
    os.environ["HALLCLIENT_DATA_FOLDER"] = str(folder / "data")
    os.environ["HALLCLIENT_CONFIG"] = str(folder / "settings.toml")
    application = QApplication.instance() or QApplication([])
    if not isinstance(application, QApplication):
        raise TypeError("there is no application")
    client = Client(application, Opening(Look(), place=hall.place(folder, url), counter=0))
    client.start()
    other = Other(folder, url)
    try:
        return _watch(client, other, rounds)
    finally:
        other.close()
        client.close()


def _watch(client: Client, other: Other, rounds: int) -> dict[str, float]:
    page, chance = _log_of(client), random.Random(20261122)
    moments = _heard_by(client)
    shown: list[float] = []
    heard: list[float] = []
    for _ in range(rounds):
        rest = time.monotonic() + chance.random() * THINK_SECONDS
        turn_until(partial(is_past, rest))
        newest = page.ui.acts.rows()[0].seq
        other.begin()
        turn_until(partial(_has_more, page, newest))
        at = time.monotonic()
        subject, committed = other.told()
        shown.append(max(0.0, at - committed))
        heard.append(max(0.0, moments[subject] - committed))
    on_page, by_signal = Times(tuple(shown)), Times(tuple(heard))
    return {
        "p99_ms": on_page.part(0.99) * 1000,
        "median_ms": on_page.median * 1000,
        "signal_p99_ms": by_signal.part(0.99) * 1000,
        "signal_median_ms": by_signal.median * 1000,
    }


def _log_of(client: Client) -> AuditLogPage:
    """The audit log in front: every act of the hall comes on it."""
    turn_until(lambda: not client.busy)
    gate = client.window.findChild(SignInPage)
    if gate is None:
        raise RuntimeError("nobody is asked to sign in")
    gate.ui.code.setText(hall.MANAGER)
    gate.ui.password.setText(hall.PASSWORD)
    gate.press_primary()
    turn_until(lambda: client.feed is not None and not client.busy)
    page = client.window.go("log")
    turn_until(lambda: not client.busy)
    if not isinstance(page, AuditLogPage):
        raise TypeError(page)
    return page


def _heard_by(client: Client) -> dict[str, float]:
    """When the client heard of each subject; fills itself."""
    moments: dict[str, float] = {}

    def note(changes: tuple[Change, ...]) -> None:
        moments.update(dict.fromkeys((one.subject for one in changes), time.monotonic()))

    if client.feed is None:
        raise RuntimeError("nobody watches")
    client.feed.heard.connect(note)
    return moments


def is_past(moment: float) -> bool:
    """Whether the clock that both PCs read says so."""
    return time.monotonic() >= moment


def _has_more(page: AuditLogPage, newest: int) -> bool:
    return bool(page.ui.acts.rows()[0].seq > newest)


def turn_until(happened: Callable[[], bool]) -> None:
    """Lets the event loop turn, a millisecond at a time, as under nobody's hands."""
    end = time.monotonic() + PATIENCE
    while not happened():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
        time.sleep(0.001)
        if time.monotonic() > end:
            raise TimeoutError("nothing was seen")


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(Path(sys.argv[2]), sys.argv[3])
    else:
        print(json.dumps(see(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))))
