"""What a session on a server begins with, and what becomes of one that the server ended."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from hallclient.store.engine import open_engine
from hallclient.store.unit_of_work import Store
from tests.server.conftest import Ground
from tools import postgres

SHOWN = {
    "application_name": "hallclient",
    "lock_timeout": "10s",
    "statement_timeout": "18s",
    "idle_in_transaction_session_timeout": "30s",
}


@pytest.fixture
def engine(ground: Ground) -> Iterator[Engine]:
    engine = open_engine(postgres.url(ground.socket, "postgres"))
    yield engine
    engine.dispose()


def shown(engine: Engine) -> dict[str, str]:
    with engine.connect() as connection:
        return {name: connection.execute(text(f"SHOW {name}")).scalar_one() for name in SHOWN}


def test_nothing_is_waited_for_without_end(engine: Engine) -> None:
    assert shown(engine) == SHOWN


def test_a_migration_takes_the_time_it_needs(ground: Ground) -> None:
    engine = open_engine(postgres.url(ground.socket, "postgres"), hurry=False)
    found = shown(engine)
    engine.dispose()
    assert found["statement_timeout"] == found["idle_in_transaction_session_timeout"] == "0"
    assert found["lock_timeout"] == "10s"


def test_the_address_has_the_last_word(ground: Ground) -> None:
    address = postgres.url(ground.socket, "postgres")
    engine = open_engine(f"{address}&application_name=till&options=-c%20lock_timeout%3D3s")
    found = shown(engine)
    engine.dispose()
    assert (found["application_name"], found["lock_timeout"]) == ("till", "3s")
    assert found["statement_timeout"] == SHOWN["statement_timeout"]


def test_a_session_that_the_server_ended_is_replaced_unseen(engine: Engine, ground: Ground) -> None:
    store = Store(engine)
    with store.write() as session:
        ended = session.scalar(text("SELECT pg_backend_pid()"))
    with ground.connect("postgres", "postgres") as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])
    with store.write() as session:
        assert session.scalar(text("SELECT pg_backend_pid()")) != ended
