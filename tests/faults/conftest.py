"""A hall whose books are whole from the first row, so that `verify` has the last word."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hallclient import hall as house
from hallclient.base.ids import new_id
from hallclient.base.language import use_language
from hallclient.base.money import Fen
from hallclient.custody import service as custody
from hallclient.custody.rules import CustodyKind, ReceiveItem
from hallclient.staff import passwords
from hallclient.staff import service as staff
from hallclient.staff.passwords import Cost
from hallclient.staff.rules import AddPerson, Person, Role, Signature, sealed_signature
from hallclient.stock import book as stock
from hallclient.stock.rules import StockKind
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.store.engine import open_engine
from hallclient.store.unit_of_work import Store
from tests.counter.conftest import iccid, recharge
from tests.duty.conftest import Hall as DutyHall

if TYPE_CHECKING:
    from tests.faults.arena import Arena

CHEAP = Cost(passes=1, memory_kib=8, threads=1)
PASSWORD = "long-enough-1"
STAFF = {
    "c1": Role.CLERK,
    "c2": Role.CLERK,
    "c3": Role.CLERK,
    "m2": Role.DUTY_MANAGER,
    "a1": Role.AUDITOR,
}


class Hall(DutyHall):
    """The same hall with all of its staff."""

    def sign(self, code: str, purpose: str = "") -> Signature:
        who = Person(code, code, STAFF.get(code, Role.DUTY_MANAGER), active=True)
        return sealed_signature(self.desk.keys.audit, who, self.desk.now(), purpose)


def furnish(desk: Desk) -> Desk:
    """Counter 1 with clerk c1; staff, settings and stock as the program itself makes them."""
    staff.first_manager(desk, "示范营业厅", "m1", "m1", PASSWORD)
    people_and_goods(desk.acting("m1", 0))
    return desk.acting("c1", 1)


def people_and_goods(manager: Desk) -> None:
    """What a founded hall needs before it opens: the other people, numbers, cards."""
    for code, role in STAFF.items():
        staff.add_person(manager, AddPerson(code, code, role, PASSWORD, f"add-{code}"))
    with act(manager, "stock.receive") as doing:
        stock.receive(doing, StockKind.NUMBER, "19900000001", "19900000020")
        stock.receive(doing, StockKind.SIM, iccid(1), iccid(40))
        cards = ("05000000001", "05000000050")
        stock.receive(doing, StockKind.VALUE_CARD, *cards, face_fen=Fen(5_000))


def at_work(desk: Desk) -> Hall:
    """Shifts of c1 at counter 1 and c2 at counter 2 are open, with an order at each."""
    hall = Hall(desk)
    hall.open(desk)
    hall.open(hall.at("c2", 2))
    hall.sell(recharge(amount="50"))
    hall.sell(recharge("13900139000", "30"), desk=hall.at("c2", 2))
    return hall


def receipts(request_id: str) -> ReceiveItem:
    """A pad of fifty receipts."""
    numbers = {"first": "A000001", "last": "A000050"}
    return ReceiveItem(CustodyKind.RECEIPT, "收据本", "市公司财务部", request_id, **numbers)


def kept(hall: Hall) -> int:
    """A pad of receipts in the custody of clerk c1; its number."""
    return custody.receive(hall.desk, receipts(new_id()), hall.sign("m1")).number


def faults(desk: Desk) -> list[str]:
    """Every fault in the books, as `hallclient verify` would find them."""
    return [f"{fault.code} {fault.place}" for fault in house.verify(desk)]


@contextmanager
def cheap_passwords() -> Iterator[None]:
    """Passwords cost nothing to prove, as nobody attacks these halls."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passwords, "COST", CHEAP)
        yield


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """The system refuses to let any file of ours grow further; a system that cannot skips."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture(autouse=True)
def _cheap_passwords() -> Iterator[None]:
    with cheap_passwords():
        yield


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("zh")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Counter 1 of a furnished hall, with clerk c1; no shift open."""
    return furnish(desk)


@pytest.fixture
def hall(desk: Desk) -> Iterator[Hall]:
    """Two counters at work; whatever the test did, the books are sound at its end."""
    yield at_work(desk)
    assert faults(desk) == []


@pytest.fixture(scope="session")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Arena"]:
    """Halls to be struck, whatever the other tests run on."""
    from tests.faults import arena as arenas  # which stands on this file

    with arenas.arena(tmp_path_factory.mktemp("arena")) as made:
        yield made


@pytest.fixture
def copy(tmp_path: Path, sqlite_template: Path) -> Iterator[tuple[Store, Path]]:
    """An embedded database of its own, whatever the other tests run on."""
    path = tmp_path / "own" / "hall.db"
    path.parent.mkdir()
    shutil.copyfile(sqlite_template, path)
    store = Store(open_engine(f"sqlite:///{path}"))
    yield store, path
    store.close()
