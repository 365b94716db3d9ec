"""A founded hall with people in it; hashing is cheap here, its cost is not what is tested."""

import pytest

from hallclient.staff import passwords, service
from hallclient.staff.rules import AddPerson, Role
from hallclient.store.desk import Desk

PASSWORD = "correct horse"


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """One pass over 8 KiB."""
    monkeypatch.setattr(passwords, "COST", passwords.Cost(1, 8, 1))


@pytest.fixture
def manager(desk: Desk) -> Desk:
    """The desk of M1, first duty manager of a hall with two clerks and an auditor."""
    service.first_manager(desk, "Lotus Road Hall", "M1", "Manager One", PASSWORD)
    at_desk = desk.acting("M1")
    for code, role in (("C1", Role.CLERK), ("C2", Role.CLERK), ("A1", Role.AUDITOR)):
        service.add_person(
            at_desk, AddPerson(code, f"Person {code}", role, PASSWORD, f"add-{code}")
        )
    return at_desk


@pytest.fixture
def clerk(manager: Desk) -> Desk:
    """The desk of clerk C1 in the same hall."""
    return manager.acting("C1")
