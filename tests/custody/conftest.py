"""A hall with people, and what comes into custody there in one line each."""

from collections.abc import Callable

import pytest

from hallclient.base.ids import new_id
from hallclient.custody import service
from hallclient.custody.rules import CustodyKind, HandOver, Item, ReceiveItem
from hallclient.staff.rules import Person, Role, Signature, sealed_signature
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from tests.halls import found_with

PEOPLE = {
    "c1": Role.CLERK,
    "c2": Role.CLERK,
    "g1": Role.GUIDE,
    "m1": Role.DUTY_MANAGER,
    "a1": Role.AUDITOR,
}


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Counter 1 of a furnished hall, with clerk c1."""
    with act(desk, "test.staff") as doing:
        found_with(doing, PEOPLE)
    return desk.acting("c1", 1)


def signed(desk: Desk, code: str, purpose: str = "") -> Signature:
    """The signature of somebody of the hall."""
    person = Person(code, code, PEOPLE[code], active=True)
    return sealed_signature(desk.keys.audit, person, desk.now(), purpose)


@pytest.fixture
def receive(desk: Desk) -> Callable[..., Item]:
    """Something comes into the custody of clerk c1, before m1."""

    def come(kind: CustodyKind = CustodyKind.RECEIPT, **more: str) -> Item:
        words = {"description": "收据本", "outside": "市公司财务部", "request_id": new_id()} | more
        if kind is CustodyKind.RECEIPT and "first" not in more:
            words |= {"first": "A000001", "last": "A000050"}
        return service.receive(desk, ReceiveItem(kind, **words), signed(desk, "m1"))

    return come


def hand(desk: Desk, *items: int, to: str, by: str = "c1", reason: str = "") -> tuple[Item, ...]:
    """Hands items over."""
    ask = HandOver(items, new_id(), reason)
    return service.hand_over(desk.acting(by), ask, signed(desk, to))
