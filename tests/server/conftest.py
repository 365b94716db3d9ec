"""Halls on a real server, with an owner and clients who may do less."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from hallclient import hall as house
from hallclient.store.keys import FileKeyStore
from tests.faults.conftest import cheap_passwords
from tools import postgres

NEW = house.NewHall("H001", "示范营业厅", "M001", "样例经理", "long-enough-1")


@dataclass(frozen=True)
class Ground:
    """A server, and a folder for the keys of the halls on it.

    Attributes:
        oldest: whether no older version is on this PC.
    """

    socket: str
    keys: Path
    oldest: bool = True

    def database(self, name: str, owner: str = "postgres") -> None:
        postgres.command(self.socket, f"CREATE DATABASE {name} OWNER {owner}")

    def place(self, database: str, login: str) -> house.HallPlace:
        url = postgres.url(self.socket, database, login)
        return house.HallPlace(url, FileKeyStore(self.keys))

    def connect(self, database: str, login: str) -> psycopg.Connection:
        return psycopg.connect(host=self.socket, user=login, dbname=database, autocommit=True)


def _programs() -> list[object]:
    absent = pytest.mark.skipif(
        not postgres.SYSTEM_15.is_dir(), reason="PostgreSQL 15 is not installed on this PC"
    )
    return [
        pytest.param(None, id="18"),
        pytest.param(postgres.SYSTEM_15, id="15", marks=absent),
    ]


@pytest.fixture(scope="module", params=_programs())
def ground(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ground]:
    """A server of the oldest and of the newest version, with an owner who may make roles."""
    with postgres.server(postgres.Making(installed=request.param)) as socket:
        postgres.command(socket, "CREATE ROLE owner LOGIN CREATEROLE")
        oldest = request.param is not None or not postgres.SYSTEM_15.is_dir()
        yield Ground(socket, tmp_path_factory.mktemp("keys"), oldest)


@pytest.fixture(scope="module")
def hall_place(ground: Ground) -> house.HallPlace:
    """A hall that its owner made; `clerk` may log in as a client of it."""
    ground.database("hall", "owner")
    place = ground.place("hall", "owner")
    with cheap_passwords():
        house.create_hall(place, NEW).close()
    house.let_clients_in(place)
    postgres.command(ground.socket, "CREATE ROLE clerk LOGIN IN ROLE hall_clients")
    return ground.place("hall", "clerk")
