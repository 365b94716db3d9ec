"""What every room's tests stand on: a desk in a fresh hall, a clock that stands still."""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import UTC, date
from pathlib import Path

import pytest

import hallclient
from hallclient.base.clock import ScriptClock, from_hall
from hallclient.store.desk import Desk
from hallclient.store.engine import open_engine
from hallclient.store.keys import Keys
from hallclient.store.schema import create_schema
from hallclient.store.unit_of_work import Store

HALL = "H001"
DAY = date(2026, 11, 22)


def import_all_records() -> None:
    """Every room's tables, so that the schema is whole whichever test runs first."""
    for module in pkgutil.walk_packages(hallclient.__path__, "hallclient."):
        if module.name.endswith(".records"):
            importlib.import_module(module.name)
    for name in ("audit", "meta", "sequences"):
        importlib.import_module(f"hallclient.store.{name}")


@pytest.fixture
def clock() -> ScriptClock:
    """22 November 2026, 09:00 in the hall; a test moves it, nothing else does."""
    return ScriptClock(from_hall(DAY, 9, 0).astimezone(UTC))


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    """The URL of a database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'hall.db'}"


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty database with every table and guard."""
    import_all_records()
    engine = open_engine(store_url)
    create_schema(engine)
    store = Store(engine)
    yield store
    store.close()


@pytest.fixture
def desk(store: Store, clock: ScriptClock) -> Desk:
    """A desk in hall H001 at counter 1, nobody signed in."""
    return Desk(store=store, clock=clock, keys=Keys(audit=b"k" * 32), hall=HALL, counter=1)
