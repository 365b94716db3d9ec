"""A hall founded with its people, for the tests of every room."""

from collections.abc import Mapping

from hallclient.policy.book import found_hall
from hallclient.staff.records import StaffMember
from hallclient.staff.rules import Role
from hallclient.store.audit import Act


def found_with(doing: Act, people: Mapping[str, Role]) -> None:
    """Founds the hall 示范营业厅; everybody is on its staff, named by code, and nobody signs in."""
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
        for code, role in people.items()
    ]
    doing.add(StaffMember, rows)
