"""A hall on a PostgreSQL behind a proxy that cuts, stalls and loses answers."""

import sys
from collections.abc import Iterator

import pytest

from tools import postgres
from tools.proxy import Proxy, socket_file


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A server that a test may kill; it starts it again."""
    if sys.platform == "win32":
        pytest.skip("the test server runs on Linux")
    with postgres.running() as started:
        yield started


@pytest.fixture
def proxy(server: postgres.Server) -> Iterator[Proxy]:
    """Lets everything pass until the test says otherwise."""
    with Proxy(socket_file(server.socket)) as proxy:
        yield proxy
