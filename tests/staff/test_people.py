"""The people: the first manager, everybody after, and nobody changing their own rights."""

import pytest

from hallclient.base.errors import HallError
from hallclient.policy import service as policy
from hallclient.policy.rules import HallExists
from hallclient.staff import service
from hallclient.staff.rules import (
    AddPerson,
    ChangePassword,
    ChangeRole,
    NotPermitted,
    PasswordIsCode,
    PasswordSame,
    PasswordShort,
    ResetPassword,
    Role,
    SetActive,
    SignInFailed,
    SignInLocked,
    StaffCodeMalformed,
    StaffCodeTaken,
    StaffNameMissing,
    StaffSelf,
    StaffUnknown,
)
from hallclient.store.desk import Desk

PASSWORD = "correct horse"
NEW = "battery staple"


def ask(
    code: str = "C3", name: str = "Person C3", password: str = PASSWORD, request_id: str = "r1"
) -> AddPerson:
    return AddPerson(code, name, Role.CLERK, password, request_id)


def test_the_first_manager_founds_the_hall_once(desk: Desk) -> None:
    first = service.first_manager(desk, "Lotus Road Hall", "M1", "Manager One", PASSWORD)
    assert (first.role, first.active) == (Role.DUTY_MANAGER, True)
    assert policy.read(desk).hall_name == "Lotus Road Hall"
    with pytest.raises(HallExists):
        service.first_manager(desk, "Other Hall", "M2", "Manager Two", PASSWORD)
    assert [person.code for person in service.people(desk)] == ["M1"]


@pytest.mark.parametrize(
    ("code", "name", "password", "refusal"),
    [
        ("no good", "Name", PASSWORD, StaffCodeMalformed),
        ("M1", " ", PASSWORD, StaffNameMissing),
        ("M1", "Name", "short", PasswordShort),
        ("manager-1", "Name", "manager-1", PasswordIsCode),
    ],
)
def test_a_first_manager_who_is_not_complete_leaves_nothing(
    desk: Desk, code: str, name: str, password: str, refusal: type[HallError]
) -> None:
    with pytest.raises(refusal):
        service.first_manager(desk, "Lotus Road Hall", code, name, password)
    assert service.people(desk) == ()


def test_a_person_added_can_sign_in(manager: Desk) -> None:
    added = service.add_person(manager, ask())
    assert service.sign_in(manager, "C3", PASSWORD).name == added.name == "Person C3"


def test_the_same_ask_twice_adds_one_person(manager: Desk) -> None:
    assert service.add_person(manager, ask()) == service.add_person(manager, ask())
    assert sum(person.code == "C3" for person in service.people(manager)) == 1


def test_a_code_is_never_given_twice_not_even_after_its_owner_left(manager: Desk) -> None:
    service.set_active(manager, SetActive("C2", active=False, request_id="leave"))
    with pytest.raises(StaffCodeTaken):
        service.add_person(manager, ask(code="C2", request_id="r2"))


@pytest.mark.parametrize("who", ["C1", "A1", "", "C9"])
def test_only_a_manager_manages_people(manager: Desk, who: str) -> None:
    desk = manager.acting(who)
    for use_case, asked in (
        (service.add_person, ask()),
        (service.set_active, SetActive("C2", active=False, request_id="r")),
        (service.change_role, ChangeRole("C2", Role.DUTY_MANAGER, "r")),
        (service.reset_password, ResetPassword("C2", NEW, "r")),
    ):
        with pytest.raises(NotPermitted):
            use_case(desk, asked)


def test_nobody_changes_their_own_rights_so_one_manager_always_remains(manager: Desk) -> None:
    for use_case, asked in (
        (service.set_active, SetActive("M1", active=False, request_id="r")),
        (service.change_role, ChangeRole("M1", Role.CLERK, "r")),
        (service.reset_password, ResetPassword("M1", NEW, "r")),
    ):
        with pytest.raises(StaffSelf):
            use_case(manager, asked)


def test_who_is_not_there_is_not_changed(manager: Desk) -> None:
    with pytest.raises(StaffUnknown):
        service.set_active(manager, SetActive("C9", active=False, request_id="r"))


def test_who_left_loses_every_right_at_once(manager: Desk) -> None:
    service.change_role(manager, ChangeRole("C2", Role.DUTY_MANAGER, "up"))
    second = manager.acting("C2")
    service.add_person(second, ask())
    service.set_active(manager, SetActive("C2", active=False, request_id="leave"))
    with pytest.raises(NotPermitted):
        service.add_person(second, ask(code="C4", request_id="r2"))


def test_own_password_needs_the_old_one_and_failures_count(manager: Desk) -> None:
    clerk = manager.acting("C1")
    for _ in range(4):
        with pytest.raises(SignInFailed):
            service.change_password(clerk, ChangePassword("wrong password", NEW, "r1"))
    with pytest.raises(SignInLocked):
        service.change_password(clerk, ChangePassword("wrong password", NEW, "r1"))


def test_a_wrong_old_password_does_not_use_up_the_request(manager: Desk) -> None:
    clerk = manager.acting("C1")
    with pytest.raises(SignInFailed):
        service.change_password(clerk, ChangePassword("wrong password", NEW, "r1"))
    service.change_password(clerk, ChangePassword(PASSWORD, NEW, "r1"))
    assert not service.sign_in(clerk, "C1", NEW).password_given
    with pytest.raises(SignInFailed):
        service.sign_in(clerk, "C1", PASSWORD)


def test_changing_the_password_twice_with_one_request_changes_it_once(manager: Desk) -> None:
    clerk = manager.acting("C1")
    asked = ChangePassword(PASSWORD, NEW, "r1")
    assert service.change_password(clerk, asked) == service.change_password(clerk, asked)
    assert service.sign_in(clerk, "C1", NEW).code == "C1"


@pytest.mark.parametrize(("new", "refusal"), [("short", PasswordShort), (PASSWORD, PasswordSame)])
def test_a_new_password_that_is_no_good_is_refused_beside_its_field(
    manager: Desk, new: str, refusal: type[HallError]
) -> None:
    with pytest.raises(refusal) as refused:
        service.change_password(manager.acting("C1"), ChangePassword(PASSWORD, new, "r1"))
    assert refused.value.field == "new"


def test_a_reset_lifts_the_lock_and_says_who_set_the_password(manager: Desk) -> None:
    for _ in range(5):
        with pytest.raises((SignInFailed, SignInLocked)):
            service.sign_in(manager, "C1", "wrong password")
    service.reset_password(manager, ResetPassword("C1", NEW, "r1"))
    assert service.sign_in(manager, "C1", NEW).password_given
