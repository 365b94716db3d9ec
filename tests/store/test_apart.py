"""Two clients of different versions cannot write to one database: with real processes."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from hallclient.store import versions
from hallclient.store.unit_of_work import Store
from tests.conftest import HALL

CLIENT = f"""
import sys
from hallclient.base.clock import SystemClock
from hallclient.base.errors import HallError
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.store.engine import open_engine
from hallclient.store.keys import Keys
from hallclient.store.unit_of_work import Store

desk = Desk(Store(open_engine(sys.argv[1])), SystemClock(), Keys(audit=b"k" * 32), "{HALL}", 1)
for line in sys.stdin:
    try:
        with act(desk, "test.write", beside=line.strip() == "beside") as doing:
            doing.subject = "thing/1"
        print("good", flush=True)
    except HallError as error:
        print(error.code, flush=True)
desk.store.close()
"""


class Client:
    """A client that stays open in a process of its own."""

    def __init__(self, url: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", CLIENT, url],
            cwd=Path(__file__).resolve().parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def write(self, how: str) -> str:
        """One act, alone in the hall or beside others: how it ended."""
        self.begin(how)
        return self.end()

    def begin(self, how: str) -> None:
        """Asks for an act and does not wait for it."""
        assert self._process.stdin is not None
        self._process.stdin.write(how + "\n")
        self._process.stdin.flush()

    def end(self) -> str:
        """How the act ended that was asked for."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        self._process.communicate(timeout=60)


@pytest.fixture
def client(store: Store, store_url: str) -> Iterator[Client]:
    """Opened while the database is of its version."""
    client = Client(store_url)
    yield client
    client.close()


def bring_to(connection: Connection, version: str) -> None:
    """What a migration leaves behind when it commits."""
    connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA user_version = {int(version)}")


@pytest.mark.parametrize(
    ("version", "code"), [("9001", "database.newer"), ("0001", "database.older")]
)
def test_a_client_of_another_version_writes_nothing_more(
    store: Store, client: Client, version: str, code: str
) -> None:
    assert [client.write(how) for how in ("alone", "beside")] == ["good", "good"]
    with store.engine.begin() as connection:
        bring_to(connection, version)
    assert [client.write(how) for how in ("alone", "beside")] == [code, code]
    with store.engine.connect().execution_options(**{versions.READ_ONLY: True}) as connection:
        assert connection.execute(text("SELECT count(*) FROM audit")).scalar_one() == 2


def test_who_waited_for_the_migration_finds_its_version(store: Store, client: Client) -> None:
    """The act begins while the migration holds the hall, and goes on once it is committed."""
    assert client.write("alone") == "good"
    with store.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            name = "SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"
            connection.execute(text(name), {"name": f"hall/{HALL}"})
        client.begin("beside")
        wait_for_who_waits(connection)
        bring_to(connection, "9001")
    assert client.end() == "database.newer"


def wait_for_who_waits(connection: Connection) -> None:
    """Until somebody waits for a lock of ours; of an embedded database nobody can tell."""
    deadline = time.monotonic() + 30
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    while connection.dialect.name == "postgresql" and not connection.scalar(waiting):
        assert time.monotonic() < deadline
        time.sleep(0.01)  # the server tells nobody that somebody waits


def test_a_new_database_is_marked(store: Store) -> None:
    with store.engine.connect() as connection:
        query = "SELECT version_num FROM alembic_version"
        assert connection.execute(text(query)).scalar_one() == versions.HEAD
        if connection.dialect.name == "sqlite":
            (found,) = connection.exec_driver_sql("PRAGMA user_version").one()
            assert f"{found:04d}" == versions.HEAD
