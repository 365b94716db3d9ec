"""What every room's tests stand on: a desk in a fresh hall, a clock that stands still.

HALLCLIENT_TEST_DATABASE=postgresql runs the same tests on a real PostgreSQL.
"""

import gc
import importlib
import itertools
import os
import pkgutil
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date
from pathlib import Path
from typing import Any

import keyring
import pytest
from hypothesis import HealthCheck, settings
from keyring.backends.fail import Keyring as NoKeyring
from sqlalchemy import Engine, text

import hallclient
from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.language import use_language
from hallclient.store.desk import Desk
from hallclient.store.engine import open_engine
from hallclient.store.keys import Keys
from hallclient.store.schema import create_schema, lift_guards
from hallclient.store.unit_of_work import Store
from tests import crash_notes

HALL = "H001"
DAY = date(2026, 11, 22)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # no test opens a window on a screen
ON_POSTGRESQL = os.environ.get("HALLCLIENT_TEST_DATABASE", "").startswith("postgresql")

MakeDatabase = Callable[[bool], str]
"""Makes a database, with every table and guard (True) or empty (False); returns its URL."""


def import_all_records() -> None:
    """Every room's tables, so that the schema is whole whichever test runs first."""
    for module in pkgutil.walk_packages(hallclient.__path__, "hallclient."):
        if module.name.endswith(".records"):
            importlib.import_module(module.name)
    for name in ("audit", "meta", "sequences"):
        importlib.import_module(f"hallclient.store.{name}")


def make_schema(url: str) -> None:
    """Every table and guard, in an empty database."""
    import_all_records()
    engine: Engine = open_engine(url)
    create_schema(engine)
    engine.dispose()


def under_wine() -> bool:
    """Whether this is Windows Python on what stands for a Windows PC on Linux."""
    if sys.platform != "win32":
        return False
    import ctypes

    return hasattr(ctypes.windll.ntdll, "wine_get_version")


if under_wine():
    import _winapi

    del _winapi.CopyFile2  # wine 8 ends the process in it; without it `shutil` copies by itself
    slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("under wine", slow)
    settings.load_profile("under wine")


_crashed: list[str] = []


@pytest.hookimpl(trylast=True)  # after pytest's own, which enables its handler
def pytest_configure() -> None:
    """A worker writes down where it was when it went down."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        crash_notes.listen()


def pytest_unconfigure() -> None:
    """The handler goes with its file."""
    crash_notes.stop_listening()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Keeps what a worker left behind until the end of the run."""
    stacks = crash_notes.left_behind(node.gateway.id)
    if error:
        _crashed.append(f"{node.gateway.id}: {error}\n{stacks}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The stacks of workers that crashed come last."""
    for one in _crashed:
        terminalreporter.section("a worker crashed")
        terminalreporter.write_line(one)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leaves out what only a real Windows does, saying why."""
    marker = item.get_closest_marker("not_under_wine")
    if marker is not None and under_wine():
        pytest.skip(f"not under wine: {marker.args[0]}")


@pytest.fixture(autouse=True)
def _garbage(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where there are windows, garbage is collected as in the program: on the UI thread only."""
    if "qapp" not in request.fixturenames:
        if not gc.isenabled():  # the last windows are gone before other threads collect again
            gc.collect()
            gc.enable()
        yield
        return
    from hallclient.ui.garbage import Collector, collect_on_ui_thread

    application = request.getfixturevalue("qapp")
    collect_on_ui_thread(application)
    yield
    application.findChild(Collector).collect()


@pytest.fixture(scope="session")
def qapp(qapp: Any) -> Any:
    """On Windows without a screen no font is there until the program brings its own."""
    if sys.platform == "win32":
        from hallclient.ui.theme import base_font

        qapp.setFont(base_font())
    return qapp


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """Every test starts in the hall's own language, whatever the one before has chosen."""
    use_language("zh")
    yield
    use_language("zh")


@pytest.fixture
def clock() -> ScriptClock:
    """22 November 2026, 09:00 in the hall; a test moves it, nothing else does."""
    return ScriptClock(from_hall(DAY, 9, 0).astimezone(UTC))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every table, made once; a copy of it costs next to nothing."""
    path = tmp_path_factory.mktemp("template") / "hall.db"
    make_schema(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_databases() -> Iterator[MakeDatabase]:
    """Makes databases on one server that lives as long as this run."""
    from tools import postgres

    with postgres.server() as socket:
        numbers = itertools.count(1)
        postgres.command(socket, "CREATE DATABASE filled")
        make_schema(postgres.url(socket, "filled"))

        def make(filled: bool) -> str:  # noqa: FBT001
            name = f"hall{next(numbers)}"
            template = "filled" if filled else "template1"
            postgres.command(socket, f"CREATE DATABASE {name} TEMPLATE {template}")
            return postgres.url(socket, name)

        yield make


@pytest.fixture
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database that is not made yet; with `store` beside it, that store's."""
    filled = "store" in request.fixturenames
    if ON_POSTGRESQL:
        make: MakeDatabase = request.getfixturevalue("postgresql_databases")
        return make(filled)
    path = tmp_path / "hall.db"
    if filled:
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty database with every table and guard."""
    import_all_records()
    store = Store(open_engine(store_url))
    yield store
    store.close()


@pytest.fixture
def desk(store: Store, clock: ScriptClock) -> Desk:
    """A desk in hall H001 at counter 1, nobody signed in."""
    return Desk(store=store, clock=clock, keys=Keys(audit=b"k" * 32), hall=HALL, counter=1)


@pytest.fixture
def tamper(store: Store) -> Callable[[str], None]:
    """Changes the books behind the program's back, as who holds the file could.

    The guards are taken away first; `verify` is expected to say that too.
    """

    def change(statement: str) -> None:
        with store.write() as session:
            lift_guards(session.connection())
            session.execute(text(statement))

    return change


@pytest.fixture(autouse=True, scope="session")
def _no_key_store_of_this_pc() -> None:
    """Keys of tests lie in files of their own: never in this PC's key store, nor in a test's."""
    keyring.set_keyring(NoKeyring())
