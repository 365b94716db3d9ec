"""From process start to the sign-in window, and to a sign-in that can be carried out.

Each start is a process of its own, offscreen. The floors are a bare window with a toolbar and a
table, and the same window in a program that imports SQLAlchemy before it.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

from benchmarks.measure import Figure, children, peak_mb, since_spawned

LONGEST_WAIT = 30.0
ROWS, COLUMNS, ACTIONS = 50, 8, 8


def figures(*, quick: bool) -> Iterator[Figure]:
    """Window against the bare window; sign-in against the libraries; first start."""
    from benchmarks import hall

    rounds = 3 if quick else 15
    with tempfile.TemporaryDirectory(prefix="hall-bench-") as name:
        hall.make(Path(name))
        places = {
            "HALLCLIENT_DATA_FOLDER": name,
            "HALLCLIENT_CONFIG": str(Path(name, "settings.toml")),
        }
        with patch.dict(os.environ, places):
            seen = children(
                {
                    "bare": ("benchmarks.start", "bare"),
                    "libraries": ("benchmarks.start", "libraries"),
                    "later": ("benchmarks.start", "later"),
                    "first": ("benchmarks.start", "first"),
                },
                rounds,
            )
    bare, libraries, later, first = (seen[name] for name in ("bare", "libraries", "later", "first"))
    yield Figure("start to sign-in window, typing", later["typing"], bare["shown"], 1.5)
    yield Figure("start to sign-in possible", later["possible"], libraries["shown"], 1.6)
    yield Figure(
        "memory when sign-in is possible", later["peak"], libraries["peak"], 1.4, unit="MB"
    )
    yield Figure(
        "first start, longer than a later one", first["possible"] - later["possible"], None, 1000.0
    )


def bare_window(*, libraries: bool) -> dict[str, float]:
    """The floor: a window with a toolbar and a table, drawn."""
    if libraries:
        import sqlalchemy
        import sqlalchemy.orm

        engine = sqlalchemy.create_engine("sqlite://")
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView, QToolBar

    application = QApplication(["bare"])
    window = QMainWindow()
    bar = QToolBar()
    window.addToolBar(bar)
    for number in range(ACTIONS):
        bar.addAction(f"业务 {number}")
    model = QStandardItemModel(ROWS, COLUMNS)
    for row in range(ROWS):
        for column in range(COLUMNS):
            model.setItem(row, column, QStandardItem(f"样例 {row}"))
    table = QTableView()
    table.setModel(model)
    window.setCentralWidget(table)
    window.resize(1200, 800)
    window.show()
    wait(lambda: window.windowHandle().isExposed())
    application.processEvents()
    return {"shown": since_spawned() * 1000, "peak": peak_mb()}


def client(unhook_imports: Callable[[], None], *, first: bool) -> dict[str, float]:
    """Our own start, as `hallclient` does it, with a key typed as soon as it can be."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication, QLineEdit

    from hallclient.app.client import Client, Opening
    from hallclient.look import first_look

    unhook_imports()
    application = QApplication(["hallclient"])
    started = Client(application, Opening(first_look()))
    started.start()
    window = started.window
    wait(lambda: window.windowHandle().isExposed())
    wait(lambda: isinstance(application.focusWidget(), QLineEdit))
    field = application.focusWidget()
    if not isinstance(field, QLineEdit):
        raise TypeError("no field has the focus")
    key = Qt.Key.Key_A
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(field, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "A"))
    wait(lambda: field.text() == "A")
    typing = since_spawned()
    wait(lambda: is_open(started))
    if first:
        found(started)
    possible = since_spawned()
    peak = peak_mb()
    if not started.backstage.hall_name:
        raise RuntimeError("the hall is not open")
    return {"typing": typing * 1000, "possible": possible * 1000, "peak": peak}


def is_open(started: object) -> bool:
    """Whether the hall behind the window is open: a sign-in would be carried out now."""
    from hallclient.app.client import Client

    try:
        return isinstance(started, Client) and started.backstage is not None
    except LookupError:
        return False


def found(started: object) -> None:
    """What the first-run wizard does when the manager has filled it in."""
    from benchmarks.hall import PASSWORD
    from hallclient.app.client import Client
    from hallclient.staff.rules import FirstRun

    if isinstance(started, Client):
        ask = FirstRun("H001", "样例路营业厅", "M001", "样例经理", PASSWORD, PASSWORD)
        started.backstage.found(ask)


def wait(ready: Callable[[], bool]) -> None:
    """Lets the event loop run, as `exec` does, until it is so."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    end = time.monotonic() + LONGEST_WAIT
    loop, look = QEventLoop(), QTimer()
    look.setTimerType(Qt.TimerType.PreciseTimer)

    def check() -> None:
        if ready() or time.monotonic() > end:
            loop.quit()

    look.timeout.connect(check)
    look.start(2)
    loop.exec()
    if not ready():
        raise TimeoutError("the window did not come")


def run(variant: str) -> dict[str, float]:
    """One start, in this process."""
    if variant in ("bare", "libraries"):
        return bare_window(libraries=variant == "libraries")
    from hallclient.app import unhook_imports

    if variant == "later":
        return client(unhook_imports, first=False)
    with tempfile.TemporaryDirectory(prefix="hall-first-") as folder:
        os.environ["HALLCLIENT_DATA_FOLDER"] = folder
        return client(unhook_imports, first=True)


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1])), flush=True)
    os._exit(0)  # leaving is not part of a start
