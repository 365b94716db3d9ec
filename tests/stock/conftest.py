"""A hall with a manager and a clerk, and stock moved in one line each."""

import pytest

from hallclient.policy.book import found_hall
from hallclient.staff.records import StaffMember
from hallclient.staff.rules import Person, Role, Signature, sealed_signature
from hallclient.store.audit import act
from hallclient.store.desk import Desk

PEOPLE = {"c1": Role.CLERK, "m1": Role.DUTY_MANAGER, "m2": Role.DUTY_MANAGER}


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """The manager m1 in the stock room."""
    with act(desk, "test.staff") as doing:
        found_hall(doing, "示范营业厅")
        rows = [
            {
                "code": code,
                "name": code,
                "role": role.value,
                "active": True,
                "password_hash": "",
                "password_by": "",
                "version": 1,
            }
            for code, role in PEOPLE.items()
        ]
        doing.add(StaffMember, rows)
    return desk.acting("m1", 0)


def signed(desk: Desk, code: str) -> Signature:
    who = Person(code, code, PEOPLE[code], active=True)
    return sealed_signature(desk.keys.audit, who, desk.now(), "")
