"""Any sequence of receiving, holding, taking, putting back and writing off adds up."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from hallclient.base.clock import ScriptClock
from hallclient.base.errors import HallError
from hallclient.stock import book
from hallclient.stock.checks import check
from hallclient.stock.rules import StockKind, StockState
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.store.engine import open_engine
from hallclient.store.keys import Keys
from hallclient.store.schema import create_schema
from hallclient.store.unit_of_work import Store

CARDS = StockKind.VALUE_CARD
NAMES = [f"{number:03d}" for number in range(1, 13)]
FEW = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True).map(sorted)


class StockRoom(RuleBasedStateMachine):
    """The stock room beside a plain model: serial to state."""

    orders: Bundle[str] = Bundle("orders")

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        engine = open_engine(f"sqlite:///{Path(self.folder.name) / 'hall.db'}")
        create_schema(engine)
        self.clock = ScriptClock(datetime(2026, 11, 22, 1, tzinfo=UTC))
        self.store = Store(engine)
        self.desk = Desk(self.store, self.clock, Keys(b"k" * 32), "H001", 1, "c1")
        self.stands: dict[str, StockState] = {}
        self.held: dict[str, tuple[str, datetime]] = {}
        self.took: dict[str, list[str]] = {}
        self.orders_made = 0

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @initialize()
    def receive(self) -> None:
        with act(self.desk, "test.receive") as doing:
            book.receive(doing, CARDS, NAMES[0], NAMES[-1])
        self.stands = dict.fromkeys(NAMES, StockState.IN_STOCK)

    def free(self, name: str, holder: str) -> bool:
        by, until = self.held.get(name, ("", self.clock.now()))
        mine = by in ("", holder) or until <= self.clock.now()
        return self.stands[name] is StockState.IN_STOCK and mine

    @rule(name=st.sampled_from(NAMES), holder=st.sampled_from(["a", "b"]))
    def hold(self, name: str, holder: str) -> None:
        could = self.free(name, holder)
        try:
            with self.desk.write() as session:
                held = book.hold(session, "H001", CARDS, name, holder, self.clock.now(), 15)
        except HallError:
            assert not could
        else:
            assert could
            self.held[name] = (holder, held.until)

    @rule(minutes=st.integers(1, 20))
    def wait(self, minutes: int) -> None:
        self.clock.set(self.clock.now() + timedelta(minutes=minutes))

    @rule(target=orders, names=FEW, holder=st.sampled_from(["a", "b"]))
    def take(self, names: list[str], holder: str) -> Any:
        could = all(self.free(name, holder) for name in names)
        self.orders_made += 1
        order_no = f"O{self.orders_made}"
        try:
            with act(self.desk, "test.take") as doing:
                book.take(doing, CARDS, names, order_no, StockState.SOLD, holder=holder)
        except HallError:
            assert not could
            names = []
        else:
            assert could
        self.took[order_no] = names
        for name in names:
            self.stands[name] = StockState.SOLD
            self.held.pop(name, None)
        return order_no

    @rule(order_no=consumes(orders))
    def put_back(self, order_no: str) -> None:
        with act(self.desk, "test.back") as doing:
            book.put_back(doing, order_no, f"R{order_no}")
        for name in self.took.pop(order_no):
            self.stands[name] = StockState.IN_STOCK

    @invariant()
    def every_piece_stands_where_its_movements_left_it(self) -> None:
        with self.desk.read() as session:
            assert list(check(session, "H001")) == []
            found = book.pieces(session, "H001", CARDS, NAMES)
        assert {name: piece.state for name, piece in found.items()} == self.stands


StockRoom.TestCase.settings = settings(max_examples=10, stateful_step_count=15, deadline=None)
test_the_stock_room = StockRoom.TestCase
