"""Promise 4, searched for by the figures themselves: nothing that a clerk can read holds them.

tests/till/test_blindness.py asks the till alone; here it is every room's services, the screens of
a running client, the customer's screen, papers and files, while the shift is open.
"""

import inspect
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random

import pypdfium2
import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from hallclient import hall as house
from hallclient.base.clock import ScriptClock
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.money import Fen, yuan
from hallclient.catalog import service as catalog
from hallclient.counter import service as counter
from hallclient.counter.rules import OrderQuery, TenderDraft
from hallclient.customers import service as customers
from hallclient.duty import service as duty
from hallclient.paper import service as paper
from hallclient.policy import service as policy
from hallclient.staff import service as staff
from hallclient.staff.rules import AddPerson, AuditQuery, Role
from hallclient.stock import service as stock
from hallclient.stock.rules import StockKind
from hallclient.store.desk import Desk
from hallclient.till import service as till
from hallclient.till.rules import CountAsk, DropAsk, PauseAsk, PayAsk, ResumeAsk, TransferAsk
from tests.app.conftest import PASSWORD, Start, _own_folders, field, place, quiet, sign_in, start
from tests.counter.conftest import cash, recharge
from tests.duty.conftest import TENDERS, pieces_for
from tests.faults.conftest import Hall, faults

__all__ = ["_own_folders", "place", "start"]

_IDS = re.compile(r"[0-9a-f]{32,64}")
"""Request ids and hashes are chance: any digits turn up in them."""

REFERENCES = iter(range(1, 10**6))


def trade(hall: Hall, desk: Desk, chance: Random, orders: int) -> None:
    """Odd amounts by every tender, so that no sum looks like anything that was typed."""
    for _ in range(orders):
        due = chance.randint(401, 989) * 10  # cash has no fen
        given = due + chance.randint(1, 299) * 10
        _sell(hall, desk, due, cash(f"{given / 100:.2f}"))
        for method in TENDERS:
            amount = chance.randint(4_011, 9_899)
            tender = TenderDraft(method, f"{amount / 100:.2f}", f"R{next(REFERENCES):08d}")
            _sell(hall, desk, amount, tender)


def _sell(hall: Hall, desk: Desk, due: int, tender: TenderDraft) -> None:
    line = recharge(amount=f"{due / 100:.2f}")
    counter.complete(desk, hall.draft(line, tenders=(tender,)))


def secrets_of(hall: Hall, shift_id: str) -> set[str]:
    """Every expected total as digits of fen, as yuan with and without comma."""
    found: set[str] = set()
    for fen in hall.expected(shift_id).values():
        assert fen > 10_000
        found |= {str(fen), yuan(fen), yuan(fen).replace(",", "")}
    return found


def reveals(secrets: set[str], text: str) -> list[str]:
    plain = _IDS.sub("", text)
    return sorted(secret for secret in secrets if secret in plain)


def said(call: Callable[[], object]) -> str:
    try:
        return repr(call())
    except HallError as refusal:
        return f"{refusal.code} {refusal} {refusal.facts}"


READERS = (counter, till, duty, customers, stock, staff, policy, paper, catalog)


def answers(desk: Desk, shift_id: str, folder: Path) -> Iterator[tuple[str, str]]:
    """What every service says that can be asked with what a clerk knows."""
    known: dict[str, object] = {
        "shift_id": shift_id,
        "business_date": date(2026, 11, 22),
        "day": date(2026, 11, 22),
        "text": "13800138000",
        "query": OrderQuery(business_date=date(2026, 11, 22)),
        "every_counter": True,
        "path": folder / "out.xlsx",
    }
    reading = {"order_of", "find", "view"}
    for room in READERS:
        for name, function in inspect.getmembers(room, inspect.isfunction):
            wanted = list(inspect.signature(function).parameters.values())
            if not wanted or wanted[0].name != "desk" or name in ("sign_out", "lock", "warm"):
                continue
            if all(each.name in known for each in wanted[1:]) or name in reading:
                given = {each.name: known.get(each.name, "x") for each in wanted[1:]}
                yield f"{room.__name__}.{name}", said(lambda f=function, g=given: f(desk, **g))
    yield "audit", said(lambda: staff.audit_log(desk, AuditQuery()))
    yield "stock report", said(lambda: stock.report(desk, StockKind.VALUE_CARD))


def moves(hall: Hall, desk: Desk) -> Iterator[tuple[str, str]]:
    """What the till answers to moves and to counts that are wrong, and what is written of it."""
    sign, none = hall.sign, dict.fromkeys(TENDERS, 0)
    tries: list[Callable[[], object]] = [
        lambda: till.cash_drop(desk, DropAsk(new_id(), Fen(99_999_900), sign("c3"))),
        lambda: till.transfer(desk, TransferAsk(new_id(), 2, Fen(2_300), sign("c3"))),
        lambda: till.pay(desk, PayAsk(new_id(), "in", Fen(770), "零钞", "V1", sign("c3"))),
        lambda: till.pause(desk, PauseAsk(new_id(), "用餐", 30)),
        lambda: till.resume(desk, ResumeAsk(new_id())),
        lambda: till.count(desk, CountAsk(new_id(), {10_000: 1}, none)),
        lambda: till.count(desk, CountAsk(new_id(), pieces_for(100), {"pos": 1})),
        lambda: till.count(desk, CountAsk(new_id(), {200: 1}, none)),
        hall.close,
    ]
    for place_, call in enumerate(tries):
        yield f"move {place_}", said(call)


@pytest.mark.parametrize("seed", range(3))
def test_no_service_tells_what_is_expected(hall: Hall, seed: int, tmp_path: Path) -> None:
    desk, chance = hall.desk, Random(seed)
    opened = till.my_till(desk).shift
    assert opened is not None
    trade(hall, desk, chance, 3)
    trade(hall, hall.at("c2", 2), chance, 2)
    secrets = secrets_of(hall, opened.shift_id)
    for name, answer in answers(desk, opened.shift_id, tmp_path):
        assert reveals(secrets, answer) == [], name
    assert not (tmp_path / "out.xlsx").exists()
    for name, answer in moves(hall, desk):
        secrets |= secrets_of(hall, opened.shift_id)
        assert reveals(secrets, answer) == [], name
    with desk.store.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT action, details FROM audit").all()
    for action, details in rows:
        assert reveals(secrets, json.dumps(details) + str(details)) == [], action


# -- the screens ------------------------------------------------------------------------


@pytest.fixture
def at_counter(place: house.HallPlace, clock: ScriptClock) -> Iterator[Hall]:
    """A hall whose clerks sign in with passwords; shifts open at two counters."""
    new = house.NewHall("H001", "样例营业厅", "m1", "值班甲", PASSWORD)
    opened = house.create_hall(place, new, clock)
    manager = opened.desk.acting("m1", 0)
    for code in ("c1", "c2", "c3"):
        staff.add_person(manager, AddPerson(code, code, Role.CLERK, PASSWORD, new_id()))
    hall = Hall(opened.desk.acting("c1", 1))
    hall.open(hall.desk)
    hall.open(hall.at("c2", 2))
    yield hall
    assert faults(hall.desk) == []
    opened.close()


def shown(root: QWidget) -> Iterator[str]:
    """Every text below a widget, seen or hidden: properties, tables with all their roles."""
    for thing in (root, *root.findChildren(QWidget)):
        kind = thing.metaObject()
        for index in range(kind.propertyCount()):
            value = kind.property(index).read(thing)
            if isinstance(value, str):
                yield value
        for value in vars(thing).values() if hasattr(thing, "__dict__") else ():
            if isinstance(value, str | int | tuple | list | dict):
                yield repr(value)
        if isinstance(thing, QComboBox):
            yield from (thing.itemText(row) for row in range(thing.count()))
        if isinstance(thing, QAbstractItemView) and thing.model() is not None:
            yield from cells(thing.model())


def cells(model: QAbstractItemModel) -> Iterator[str]:
    roles = (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.EditRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.UserRole,
    )
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for row in range(model.rowCount()):
        for column in range(columns):
            index = model.index(row, column)
            yield from (repr(model.data(index, role)) for role in roles)


def pdf_words(folder: Path) -> str:
    words = []
    for path in sorted(folder.rglob("*.pdf")):
        document = pypdfium2.PdfDocument(path)
        words += [page.get_textpage().get_text_range() for page in document]
        document.close()
    return "\n".join(words)


def test_no_screen_paper_or_file_shows_what_is_expected(
    qtbot: QtBot, at_counter: Hall, place: house.HallPlace, start: Start, tmp_path: Path
) -> None:
    hall = at_counter
    trade(hall, hall.desk, Random(7), 3)
    opened = till.my_till(hall.desk).shift
    assert opened is not None
    secrets = secrets_of(hall, opened.shift_id)
    client = start(place)
    sign_in(qtbot, client, "c1")
    seen: set[str] = set()
    for room in [room.id for room in client.window.desk.rooms]:
        client.window.go(room)
        quiet(qtbot, client)
        if room == "orders":
            search = field(client, "text")
            QTest.keyClicks(search, "13800138000")
            QTest.keyClick(search, Qt.Key.Key_Return)
            quiet(qtbot, client)
        for window in QApplication.topLevelWidgets():
            for text in shown(window):
                seen.add(text)
                assert reveals(secrets, text) == [], (room, window)
    last = counter.find_orders(hall.desk, OrderQuery(text="13800138000"))[0].order_no
    for known in ("样例营业厅", last):  # or we would be blind, not the screens
        assert any(known in text for text in seen)
    assert_count_panel_knows_nothing(qtbot, client.window, secrets)
    client.close()
    assert reveals(secrets, pdf_words(tmp_path)) == []
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.suffix in (".log", ".txt", ".json", ".toml"):
            assert reveals(secrets, path.read_text("utf-8", "replace")) == [], path


def assert_count_panel_knows_nothing(qtbot: QtBot, window: QWidget, secrets: set[str]) -> None:
    """A wrong count is refused without a figure in the refusal."""
    from hallclient.till.page import ShiftPage

    page = window.findChild(ShiftPage)
    assert page is not None
    page.press_primary()
    qtbot.waitUntil(lambda: not page.busy, timeout=20_000)
    for text in shown(page):
        assert reveals(secrets, text) == []
