"""A hall on a PostgreSQL behind a proxy that cuts, stalls and loses answers."""

import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hallclient.base.clock import ScriptClock
from hallclient.base.ids import new_id
from hallclient.base.language import use_language
from hallclient.hall import HallPlace, NewHall, create_hall
from hallclient.staff import passwords
from hallclient.staff import service as staff
from hallclient.staff.rules import AddPerson, Person, Role, sealed_signature
from hallclient.store.desk import Desk
from hallclient.store.keys import FileKeyStore
from hallclient.till import service as till
from hallclient.till.rules import OpenShiftAsk
from tests.app.conftest import PASSWORD, _own_folders, start
from tests.conftest import make_schema
from tests.counter.conftest import FLOAT
from tests.faults.conftest import CHEAP, Hall, at_work, faults, furnish
from tools import postgres
from tools.proxy import Proxy, socket_file

__all__ = ["_own_folders", "start"]
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
    return f"{proxy.url(name)}&connect_timeout=2"


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


@pytest.fixture
def place(server: postgres.Server, proxy: Proxy, tmp_path: Path) -> HallPlace:
    """Where the hall is, by way of the proxy; its keys are on this PC."""
    name = f"away{next(_NUMBERS)}"
    postgres.command(server.socket, f"CREATE DATABASE {name}")
    return HallPlace(proxy.url(name), FileKeyStore(tmp_path / "keys"))


@pytest.fixture
def founded(place: HallPlace, clock: ScriptClock) -> Iterator[Hall]:
    """Clerk C001's shift is open at counter 1; seen past the proxy's tricks once they are over."""
    new = NewHall("H001", "样例营业厅", "M001", "值班甲", PASSWORD)
    opened = create_hall(place, new, clock)
    manager = opened.desk.acting("M001", 0)
    staff.add_person(manager, AddPerson("C001", "柜员乙", Role.CLERK, PASSWORD, new_id()))
    desk = opened.desk.acting("C001", 1)
    signer = Person("M001", "值班甲", Role.DUTY_MANAGER, active=True)
    signed = sealed_signature(desk.keys.audit, signer, desk.now())
    till.open_shift(desk, OpenShiftAsk(new_id(), FLOAT, signed))
    yield Hall(desk)
    opened.close()
