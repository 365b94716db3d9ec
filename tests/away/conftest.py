"""A hall on a PostgreSQL behind a proxy that cuts, stalls and loses answers."""

import itertools
import sys
from collections.abc import Iterator

import pytest

from hallclient.base.language import use_language
from hallclient.staff import passwords
from hallclient.store.desk import Desk
from tests.conftest import make_schema
from tests.faults.conftest import CHEAP, Hall, at_work, faults, furnish
from tools import postgres
from tools.proxy import Proxy, socket_file

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A server that a test may kill; it starts it again."""
    if sys.platform == "win32":
        pytest.skip("the test server runs on Linux")
    with postgres.running() as started:
        postgres.command(started.socket, "CREATE DATABASE filled")
        make_schema(postgres.url(started.socket, "filled"))
        yield started


@pytest.fixture
def proxy(server: postgres.Server) -> Iterator[Proxy]:
    """Lets everything pass until the test says otherwise."""
    with Proxy(socket_file(server.socket)) as proxy:
        yield proxy


@pytest.fixture
def store_url(request: pytest.FixtureRequest, server: postgres.Server, proxy: Proxy) -> str:
    """The address, by way of the proxy, of a database with every table."""
    name = f"away{next(_NUMBERS)}"
    postgres.command(server.socket, f"CREATE DATABASE {name} TEMPLATE filled")
    return proxy.url(name)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("zh")


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COST", CHEAP)


@pytest.fixture
def hall(desk: Desk) -> Iterator[Hall]:
    """Two counters at work; whatever the test did, the books are sound at its end."""
    hall = at_work(furnish(desk))
    yield hall
    assert faults(hall.desk) == []
