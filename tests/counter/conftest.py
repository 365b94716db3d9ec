"""A hall that is open: people, two counters with shifts, stock, and orders in one line each."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from hallclient.base.ids import new_id
from hallclient.base.money import FACES, Fen
from hallclient.counter import service
from hallclient.counter.rules import (
    CompletedOrder,
    CompletedReversal,
    LineDraft,
    OrderDraft,
    ReverseAsk,
    TenderDraft,
)
from hallclient.customers.rules import DocumentDraft, DocumentKind, FaceResult, PartyDraft
from hallclient.ledger import book as ledger
from hallclient.policy.book import set_value
from hallclient.staff.rules import Person, Role, Signature, sealed_signature
from hallclient.stock import book as stock
from hallclient.stock.rules import Piece, StockKind, luhn_digit
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.till import service as till
from hallclient.till.rules import CountAsk, OpenShiftAsk
from tests.halls import found_with

PEOPLE = {
    "c1": Role.CLERK,
    "c2": Role.CLERK,
    "m1": Role.DUTY_MANAGER,
    "a1": Role.AUDITOR,
}
FLOAT = {10_000: 3, 1_000: 15, 500: 8, 100: 10}
ID = "110000198802291236"
OTHER_ID = "44000020000101004X"
UNIT = "91350100M000100Y43"


def iccid(number: int) -> str:
    """An ICCID with its check digit."""
    body = f"898600{number:013d}"
    return body + luhn_digit(body)


def person(number: str = ID, name: str = "样例甲", **more: Any) -> PartyDraft:
    """A customer with a resident card, face compared and matched."""
    document = DocumentDraft(DocumentKind.RESIDENT_ID, number, name, valid_until="20400301")
    return PartyDraft(document, **({"face": FaceResult.MATCH} | more))


def unit() -> PartyDraft:
    """An organisation."""
    return PartyDraft(DocumentDraft(DocumentKind.USCC, UNIT, "样例有限公司"))


def line(kind: str, **fields: str) -> LineDraft:
    return LineDraft(kind, fields)


def recharge(mobile: str = "13800138000", amount: str = "50") -> LineDraft:
    return line("recharge", mobile=mobile, amount=amount)


def new_number(number: int = 1, plan: str = "basic-39", **more: str) -> LineDraft:
    fields = {"mobile": f"1990000{number:04d}", "iccid": iccid(number), "plan": plan}
    return line("new_number", **fields | more)


def cash(amount: str) -> TenderDraft:
    return TenderDraft("cash", amount)


class Hall:
    """What happens at the counters, in one line each."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def at(self, clerk: str, counter: int) -> Desk:
        return self.desk.acting(clerk, counter)

    def sign(self, code: str, purpose: str = "") -> Signature:
        who = Person(code, code, PEOPLE[code], active=True)
        return sealed_signature(self.desk.keys.audit, who, self.desk.now(), purpose)

    def setting(self, key: str, value: object) -> None:
        with act(self.desk, "test.policy") as doing:
            set_value(doing, key, value, doing.at)

    def draft(self, *lines: LineDraft, **more: Any) -> OrderDraft:
        """A draft with every prompt ticked that it asks for."""
        tenders = more.pop("tenders", ())
        draft = OrderDraft(request_id=new_id(), lines=lines, tenders=tuple(tenders), **more)
        return replace(draft, acknowledged=frozenset(self.quote(draft).prompts))

    def quote(self, draft: OrderDraft, desk: Desk | None = None) -> Any:
        return service.quote(desk or self.desk, draft)

    def paid(self, *lines: LineDraft, desk: Desk | None = None, **more: Any) -> OrderDraft:
        """A draft with exact cash for what it comes to."""
        draft = self.draft(*lines, **more)
        due = self.quote(draft, desk).total_fen
        tenders = (cash(f"{due // 100}.{due % 100:02d}"),) if due else ()
        draft = replace(draft, tenders=tenders)
        return replace(draft, acknowledged=frozenset(self.quote(draft, desk).prompts))

    def sell(self, *lines: LineDraft, desk: Desk | None = None, **more: Any) -> CompletedOrder:
        return service.complete(desk or self.desk, self.paid(*lines, desk=desk, **more))

    def reverse(self, order_no: str, desk: Desk | None = None, **more: Any) -> CompletedReversal:
        given = {"reason": "客户办错", "approver": self.sign("m1"), "request_id": new_id()} | more
        return service.reverse(desk or self.desk, ReverseAsk(order_no, **given))

    def balance(self, account: str) -> int:
        with self.desk.read() as session:
            return ledger.balance(session, self.desk.hall, account)

    def expected(self, shift_id: str) -> Mapping[str, Fen]:
        with self.desk.read() as session:
            return ledger.expected(session, self.desk.hall, shift_id)

    def piece(self, kind: StockKind, serial: str) -> Piece:
        with self.desk.read() as session:
            found = stock.piece(session, self.desk.hall, kind, serial)
        assert found is not None
        return found

    def open(self, desk: Desk) -> None:
        till.open_shift(desk, OpenShiftAsk(new_id(), FLOAT, self.sign("m1")))

    def count(self, desk: Desk) -> None:
        """Closes the desk's shift with a count of nothing."""
        tenders = dict.fromkeys(("pos", "wechat", "alipay", "transfer"), 0)
        till.count(desk, CountAsk(new_id(), dict.fromkeys(map(int, FACES), 0), tenders))


def furnish(desk: Desk) -> Desk:
    """Counter 1 with clerk c1: hall founded, people on its staff, stock received."""
    with act(desk, "test.furnish") as doing:
        found_with(doing, PEOPLE)
        stock.receive(doing, StockKind.NUMBER, "19900000001", "19900000020")
        stock.receive(doing, StockKind.NUMBER, "19900008888", "19900008888", face_fen=80_000)
        stock.receive(doing, StockKind.SIM, iccid(1), iccid(40))
        stock.receive(doing, StockKind.VALUE_CARD, "05000000001", "05000000050", face_fen=5_000)
    return desk.acting("c1", 1)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Counter 1 with clerk c1; no shift open."""
    return furnish(desk)


@pytest.fixture
def hall(desk: Desk) -> Hall:
    """The hall at work: shifts of c1 at counter 1 and c2 at counter 2 are open."""
    hall = Hall(desk)
    hall.open(desk)
    hall.open(hall.at("c2", 2))
    return hall
