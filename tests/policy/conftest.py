"""A founded hall with a manager and a clerk."""

import pytest

from hallclient.staff import passwords, service
from hallclient.staff.rules import AddPerson, Role
from hallclient.store.desk import Desk


@pytest.fixture
def manager(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk of duty manager M1."""
    monkeypatch.setattr(passwords, "COST", passwords.Cost(1, 8, 1))
    service.first_manager(desk, "Lotus Road Hall", "M1", "Manager One", "correct horse")
    at_desk = desk.acting("M1")
    service.add_person(at_desk, AddPerson("C1", "Person C1", Role.CLERK, "correct horse", "add"))
    return at_desk
