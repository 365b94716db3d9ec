"""A hall with a manager and a clerk, and stock moved in one line each."""

import pytest

from hallclient.staff.rules import Person, Role, Signature, sealed_signature
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from tests.halls import found_with

PEOPLE = {"c1": Role.CLERK, "m1": Role.DUTY_MANAGER, "m2": Role.DUTY_MANAGER}


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """The manager m1 in the stock room."""
    with act(desk, "test.staff") as doing:
        found_with(doing, PEOPLE)
    return desk.acting("m1", 0)


def signed(desk: Desk, code: str) -> Signature:
    who = Person(code, code, PEOPLE[code], active=True)
    return sealed_signature(desk.keys.audit, who, desk.now(), "")
