"""A hall with people, a desk for each counter, and the everyday moves of a till."""

from collections.abc import Mapping

import pytest

from hallclient.base.ids import new_id
from hallclient.base.money import FACES, Fen
from hallclient.ledger import book as ledger
from hallclient.ledger.rules import TENDER_ACCOUNT, Account, Entry, Memo, Posting, cash_split
from hallclient.policy.book import set_value
from hallclient.staff.rules import Person, Role, Signature, sealed_signature
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.till import book, service
from hallclient.till.rules import (
    ApproveAsk,
    CountAsk,
    CountSealed,
    OpenShiftAsk,
    ShiftOpened,
    When,
    till_checks,
)
from tests.halls import found_with

PEOPLE = {
    "c1": Role.CLERK,
    "c2": Role.CLERK,
    "c3": Role.CLERK,
    "m1": Role.DUTY_MANAGER,
    "m2": Role.DUTY_MANAGER,
    "a1": Role.AUDITOR,
}
NO_TENDERS = {"pos": 0, "wechat": 0, "alipay": 0, "transfer": 0}
FLOAT = {10_000: 3, 1_000: 15, 500: 8, 100: 10}
"""500 yuan."""


def faces(pieces: Mapping[int, int]) -> dict[int, int]:
    """Every face, the ones not named counted as none."""
    return {face: pieces.get(face, 0) for face in FACES}


def pieces_for(fen: int) -> dict[int, int]:
    """Every face, as few pieces as make up the amount, a multiple of 10 fen."""
    counted = {}
    for face in FACES:
        counted[int(face)], fen = divmod(fen, face)
    assert fen == 0
    return counted


def all_checks(when: When) -> frozenset[str]:
    """Every check of a moment, ticked."""
    return frozenset(check.duty for check in till_checks(when))


def furnish(desk: Desk) -> Desk:
    """Counter 1 with clerk c1; the hall is founded and everybody is on its staff."""
    with act(desk, "test.staff") as doing:
        found_with(doing, PEOPLE)
    return desk.acting("c1", 1)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Counter 1 of a furnished hall, with clerk c1."""
    return furnish(desk)


class Hall:
    """What happens in the hall, in one line each."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def at(self, clerk: str, counter: int) -> Desk:
        return self.desk.acting(clerk, counter)

    def sign(self, code: str, purpose: str = "") -> Signature:
        person = Person(code, code, PEOPLE[code], active=True)
        return sealed_signature(self.desk.keys.audit, person, self.desk.now(), purpose)

    def setting(self, key: str, value: object) -> None:
        with act(self.desk, "test.policy") as doing:
            set_value(doing, key, value, doing.at)

    def open(self, desk: Desk | None = None, **more: object) -> ShiftOpened:
        signed = {"handed_over": self.sign("m1"), "checked": all_checks("opening")}
        ask = {"denominations": FLOAT, **signed, **more}
        return service.open_shift(desk or self.desk, OpenShiftAsk(new_id(), **ask))  # type: ignore[arg-type]

    def sell(self, due: int, given: int = 0, method: str = "cash", desk: Desk | None = None) -> int:
        """An order, as the counter room would post it."""
        seat = desk or self.desk
        with act(seat, "test.order") as doing:
            shift = book.open_shift(doing.session, seat)
            if method == "cash":
                paid = cash_split(Fen(given or due), Fen((given or due) - due), shift.shift_id)
            else:
                paid = (Posting(TENDER_ACCOUNT[method], due, shift.shift_id, Memo.RECEIVED),)
            sides = (*paid, Posting(Account.PREPAID, -due))
            return ledger.post(doing, Entry("order.recharge", sides), shift.business_date)

    def refund(self, entry_no: int, desk: Desk | None = None) -> int:
        seat = desk or self.desk
        with act(seat, "test.reverse") as doing:
            shift = book.open_shift(doing.session, seat)
            return ledger.reverse(doing, entry_no, shift.business_date, shift.shift_id)

    def count(self, cash: int, desk: Desk | None = None, **more: object) -> CountSealed:
        tenders = NO_TENDERS | more.pop("tenders", {})  # type: ignore[operator]
        told = {"checked": all_checks("closing"), **more}
        ask = CountAsk(new_id(), pieces_for(cash), tenders, **told)  # type: ignore[arg-type]
        return service.count(desk or self.desk, ask)

    def approve(self, shift_id: str, by: str = "m1", **more: object) -> object:
        ask = ApproveAsk(new_id(), shift_id, **{"early_released": True, **more})  # type: ignore[arg-type]
        return service.approve_shift(self.at(by, 0), ask)

    def balance(self, account: str, shift_id: str | None = None) -> int:
        with self.desk.read() as session:
            return ledger.balance(session, self.desk.hall, account, shift_id)

    def balances(self) -> dict[str, int]:
        """Accounts that hold anything."""
        with self.desk.read() as session:
            return {
                name: fen for name, fen in ledger.balances(session, self.desk.hall).items() if fen
            }


@pytest.fixture
def hall(desk: Desk) -> Hall:
    """The hall at nine in the morning, no shift open."""
    return Hall(desk)
