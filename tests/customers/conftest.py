"""A hall with a clerk and an auditor, and customers who exist on paper only."""

from collections.abc import Callable
from datetime import date

import pytest
from stdnum.iso7064 import mod_11_2

from hallclient.customers.rules import DocumentDraft, DocumentKind, Identity, check_document
from hallclient.staff import passwords, service
from hallclient.staff.rules import AddPerson, Role
from hallclient.store.desk import Desk

TODAY = date(2026, 11, 22)
PASSWORD = "correct horse"

MakeIdentity = Callable[..., Identity]


def resident(sequence: int, birth: date = date(1990, 1, 1)) -> str:
    """A resident number that is well formed and belongs to nobody (area 110000)."""
    body = f"110000{birth:%Y%m%d}{sequence:03d}"
    return body + mod_11_2.calc_check_digit(body)


@pytest.fixture
def identity() -> MakeIdentity:
    """Makes the checked identity of invented person number `sequence`."""

    def make(sequence: int = 1, name: str = "样例甲", **draft: object) -> Identity:
        values = {"valid_until": "20400301"} | draft
        kind = DocumentKind(values.pop("kind", DocumentKind.RESIDENT_ID))
        number = str(values.pop("number", resident(sequence)))
        return check_document(DocumentDraft(kind, number, name, **values), TODAY)

    return make


@pytest.fixture
def clerk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk of clerk C1; A1 is the auditor. Hashing is cheap: its cost is not tested here."""
    monkeypatch.setattr(passwords, "COST", passwords.Cost(1, 8, 1))
    service.first_manager(desk, "Lotus Road Hall", "M1", "Manager One", PASSWORD)
    manager = desk.acting("M1")
    for code, role in (("C1", Role.CLERK), ("A1", Role.AUDITOR)):
        service.add_person(
            manager, AddPerson(code, f"Person {code}", role, PASSWORD, f"add-{code}")
        )
    return desk.acting("C1")
