"""A hall at work for measuring: a fresh database, people, cards in stock, shifts open."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from hallclient import hall as house
from hallclient.base.ids import new_id
from hallclient.base.money import FACES, Fen
from hallclient.counter import service as counter
from hallclient.counter.rules import LineDraft, OrderDraft, TenderDraft
from hallclient.staff import service as staff
from hallclient.staff.rules import AddPerson, Role
from hallclient.stock import service as stock
from hallclient.stock.rules import ReceiveRange, StockKind
from hallclient.store.desk import Desk
from hallclient.store.keys import FileKeyStore
from hallclient.till import service as till
from hallclient.till.rules import OpenShiftAsk

PASSWORD = "Bench-2026-hall"  # noqa: S105 - of a hall that is thrown away
MANAGER = "M001"
FLOAT = {int(face): 10 for face in FACES}
MOBILE = "13800000000"


def place(folder: Path, url: str = "") -> house.HallPlace:
    """Where the hall of a folder lies: in a file there, or at a server's address."""
    address = url or f"sqlite:///{folder / 'hall.db'}"
    return house.HallPlace(address, FileKeyStore(folder / "keys"))


def make(folder: Path, url: str = "") -> None:
    """A new hall with its first manager."""
    new = house.NewHall("H001", "样例路营业厅", MANAGER, "样例经理", PASSWORD)
    house.create_hall(place(folder, url), new).close()


@contextmanager
def working(folder: Path, counters: int = 1, cards: int = 10_000, url: str = "") -> Iterator[Desk]:
    """The desk of counter 1 in a new hall; a shift is open at every counter, cards are in stock."""
    make(folder, url)
    opened = house.open_hall(place(folder, url))
    manager = opened.desk.acting(MANAGER, 0)
    stock.receive(
        manager,
        ReceiveRange(
            StockKind.VALUE_CARD, "C00000001", f"C{cards:08d}", new_id(), face_fen=Fen(5_000)
        ),
    )
    for number in range(1, counters + 1):
        code = f"A{number:03d}"
        staff.add_person(manager, AddPerson(code, f"样例{number}", Role.CLERK, PASSWORD, new_id()))
        handed = staff.sign(opened.desk, MANAGER, PASSWORD, "float.hand_over")
        till.open_shift(at_counter(opened.desk, number), OpenShiftAsk(new_id(), FLOAT, handed))
    yield at_counter(opened.desk, 1)
    opened.close()


def at_counter(desk: Desk, number: int) -> Desk:
    """The desk of a counter with its own clerk."""
    return desk.acting(f"A{number:03d}", number)


def draft(desk: Desk) -> OrderDraft:
    """An order of two lines, a recharge and a value card, ready to be confirmed."""
    lines = (
        LineDraft("recharge", {"mobile": MOBILE, "amount": "50"}),
        LineDraft("value_card", {"face": "50", "count": "1"}),
    )
    asked = OrderDraft(new_id(), lines=lines, tenders=(TenderDraft("cash", "200"),))
    return replace(asked, acknowledged=frozenset(counter.quote(desk, asked).prompts))
