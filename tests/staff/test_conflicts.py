"""Two managers change one person: the second decides on what there is, not on what there was."""

import pytest

from hallclient.base.errors import HallError, RecordConflict
from hallclient.staff import service
from hallclient.staff.rules import (
    ChangePassword,
    ChangeRole,
    Person,
    ResetPassword,
    Role,
    SetActive,
)
from hallclient.store.desk import Desk
from tests.staff.conftest import PASSWORD


def shown(manager: Desk, code: str = "C1") -> Person:
    return next(person for person in service.people(manager) if person.code == code)


def test_a_change_based_on_what_is_there_is_made_and_counts_on(manager: Desk) -> None:
    before = shown(manager)
    after = service.change_role(manager, ChangeRole("C1", Role.VIP, "r1", before.version))
    assert (after.role, after.version) == (Role.VIP, before.version + 1)
    assert shown(manager) == after


@pytest.mark.parametrize("what", ["role", "active", "password"])
def test_a_person_changed_meanwhile_is_handed_back_as_they_are_now(
    manager: Desk, what: str
) -> None:
    before = shown(manager)
    theirs = service.change_role(manager, ChangeRole("C1", Role.VIP, "r1", before.version))
    calls = {
        "role": lambda: service.change_role(
            manager, ChangeRole("C1", Role.GUIDE, "r2", before.version)
        ),
        "active": lambda: service.set_active(manager, SetActive("C1", False, "r2", before.version)),
        "password": lambda: service.reset_password(
            manager, ResetPassword("C1", "evening-tea-9", "r2", before.version)
        ),
    }
    with pytest.raises(RecordConflict) as refused:
        calls[what]()
    assert refused.value.theirs == theirs
    assert refused.value.facts == {}, "facts go to the log"
    assert shown(manager) == theirs


def test_the_same_ask_based_on_their_version_is_then_made(manager: Desk) -> None:
    before = shown(manager)
    service.change_role(manager, ChangeRole("C1", Role.VIP, "r1", before.version))
    with pytest.raises(RecordConflict) as refused:
        service.change_role(manager, ChangeRole("C1", Role.GUIDE, "r2", before.version))
    assert isinstance(refused.value.theirs, Person)
    mine = ChangeRole("C1", Role.GUIDE, "r2", refused.value.theirs.version)
    assert service.change_role(manager, mine).role is Role.GUIDE


def test_a_password_of_one_s_own_is_no_conflict_for_another_post(manager: Desk) -> None:
    before = shown(manager)
    own = ChangePassword(PASSWORD, "evening-tea-9", "r1")
    assert service.change_password(manager.acting("C1"), own).version == before.version + 1
    changed = service.change_role(manager, ChangeRole("C1", Role.VIP, "r2", before.version))
    assert changed.role is Role.VIP


def test_a_repeat_of_a_request_is_no_conflict_with_itself(manager: Desk) -> None:
    ask = ChangeRole("C1", Role.VIP, "r1", shown(manager).version)
    assert service.change_role(manager, ask) == service.change_role(manager, ask)


def test_a_person_who_is_not_there_is_one_sentence(manager: Desk) -> None:
    with pytest.raises(HallError) as refused:
        service.change_role(manager, ChangeRole("C9", Role.VIP, "r1", 1))
    assert refused.value.code == "staff.unknown"
