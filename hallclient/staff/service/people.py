"""The people themselves: added, given another post, sent on leave, their passwords."""

from typing import Any

from sqlalchemy import select, update

from hallclient.base.errors import RecordConflict
from hallclient.policy.book import found_hall
from hallclient.staff import book, passwords
from hallclient.staff.records import StaffChange, StaffMember
from hallclient.staff.rules import (
    AddPerson,
    ChangePassword,
    ChangePerson,
    ChangeRole,
    PasswordSame,
    Person,
    ResetPassword,
    Role,
    SetActive,
    StaffCodeTaken,
    StaffSelf,
    StaffUnknown,
    check_password,
    checked_code,
    checked_name,
)
from hallclient.staff.service.proof import clear_tries, prove
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk


def people(desk: Desk) -> tuple[Person, ...]:
    """Everybody of the hall, by code, also those who left."""
    with desk.read() as session:
        return book.people(session, desk.hall)


def first_manager(
    desk: Desk, hall_name: str, code: str, name: str, password: str, *, address: str = ""
) -> Person:
    """Founds the hall and adds its first duty manager; only possible once.

    Raises HallExists, and what `add_person` raises for code, name and password.
    """
    code, name = checked_code(code), checked_name(name)
    check_password(password, code)
    kept = passwords.hash_password(password)
    with act(desk.acting(code), "hall.found") as doing:
        doing.subject = f"hall/{doing.hall}"
        found_hall(doing, hall_name, address)
        return _insert(doing, code, name, Role.DUTY_MANAGER, kept)


def add_person(desk: Desk, ask: AddPerson) -> Person:
    """Adds a member of the staff.

    Raises StaffCodeMalformed, StaffNameMissing, PasswordShort, PasswordIsCode, NotPermitted,
    StaffCodeTaken.
    """
    code, name = checked_code(ask.code), checked_name(ask.name)
    check_password(ask.password, code)
    kept = passwords.hash_password(ask.password)
    with act(desk, "staff.add", ask.request_id) as doing:
        if doing.earlier is not None:
            return _earlier(doing)
        book.require(doing.session, desk, "staff.change")
        if book.find_person(doing.session, doing.hall, code) is not None:
            raise StaffCodeTaken(field="code", code=code)
        doing.subject = f"staff/{code}"
        return _insert(doing, code, name, ask.role, kept)


def set_active(desk: Desk, ask: SetActive) -> Person:
    """Somebody else leaves or comes back.

    Raises NotPermitted, StaffUnknown, StaffSelf, RecordConflict with the Person as they are now.
    """
    return _change_other(desk, "staff.set-active", ask, active=ask.active)


def change_role(desk: Desk, ask: ChangeRole) -> Person:
    """Somebody else gets another post. Raises as `set_active`."""
    return _change_other(desk, "staff.change-role", ask, role=ask.role.value)


def reset_password(desk: Desk, ask: ResetPassword) -> Person:
    """A manager sets somebody else's password; a lock on the code is lifted.

    Raises PasswordShort, PasswordIsCode, and as `set_active`.
    """
    check_password(ask.new, ask.code, field="new")
    kept = passwords.hash_password(ask.new)
    return _change_other(desk, "staff.reset-password", ask, password_hash=kept)


def change_password(desk: Desk, ask: ChangePassword) -> Person:
    """One's own password; the old one is proved, and failures count, as at sign-in.

    Raises PasswordShort, PasswordIsCode, PasswordSame, SignInFailed, SignInLocked.
    """
    check_password(ask.new, desk.clerk, field="new")
    if ask.new == ask.old:
        raise PasswordSame(field="new")
    kept = passwords.hash_password(ask.new)

    def change(doing: Act) -> None:
        _change(doing, desk.clerk, password_hash=kept)

    return prove(
        desk,
        desk.clerk,
        ask.old,
        "staff.change-password",
        request_id=ask.request_id,
        then=change,
    )


def _change_other(desk: Desk, action: str, ask: ChangePerson, **columns: Any) -> Person:
    code = ask.code
    with act(desk, action, ask.request_id) as doing:
        if doing.earlier is not None:
            return _earlier(doing)
        book.require(doing.session, desk, "staff.change")
        if code == desk.clerk:
            raise StaffSelf
        now = book.find_person(doing.session, doing.hall, code)
        if now is None:
            raise StaffUnknown(field="code", code=code)
        if ask.based_on is not None and _is_another(doing, now, ask.based_on):
            raise RecordConflict(now)
        doing.subject = f"staff/{code}"
        if "password_hash" in columns:
            clear_tries(doing, code)
        return _change(doing, code, **columns)


def _is_another(doing: Act, now: Person, version: int) -> bool:
    """Whether name, post or presence were changed after this version; a password is no matter."""
    if now.version == version:
        return False
    shown = doing.session.execute(
        select(StaffChange.name, StaffChange.role, StaffChange.active).where(
            StaffChange.hall == doing.hall,
            StaffChange.code == now.code,
            StaffChange.version == version,
        )
    ).first()
    return shown is None or tuple(shown) != (now.name, now.role.value, now.active)


def _earlier(doing: Act) -> Person:
    return book.person(doing.session, doing.hall, (doing.earlier or "").removeprefix("staff/"))


def _insert(doing: Act, code: str, name: str, role: Role, password_hash: str) -> Person:
    row = {
        "hall": doing.hall,
        "code": code,
        "name": name,
        "role": role.value,
        "active": True,
        "password_hash": password_hash,
        "password_by": doing.clerk,
        "version": 1,
    }
    doing.add(StaffMember, [row], whose=_own_key(code))
    return _put_on_record(doing, row)


def _change(doing: Act, code: str, **columns: Any) -> Person:
    """Changes columns of `staff` and puts what the person became on record."""
    if "password_hash" in columns:
        columns["password_by"] = doing.clerk
    named = doing.enciphered(StaffMember, columns, whose=_own_key(code))
    now = doing.session.connection().execute(
        update(StaffMember)
        .where(StaffMember.hall == doing.hall, StaffMember.code == code)
        .values(version=StaffMember.version + 1, **named)
    )
    assert now.rowcount == 1  # noqa: S101 - the caller has just read the row
    table = StaffMember.__table__
    changed = doing.session.connection().execute(
        select(table).where(StaffMember.hall == doing.hall, StaffMember.code == code)
    )
    return _put_on_record(doing, dict(changed.mappings().one()))


def _own_key(code: str) -> str:
    """Whose key a person's name is under: their own, so that it can be erased with it."""
    return f"staff/{code}"


def _put_on_record(doing: Act, row: dict[str, Any]) -> Person:
    copied = ("code", "version", "name", "role", "active", "password_by")
    change = {name: row[name] for name in copied} | {
        "password_mark": passwords.mark(row["password_hash"]),
        "changed_by": doing.clerk,
        "changed_at": doing.at,
    }
    doing.add(StaffChange, [change], whose=_own_key(row["code"]))
    return Person(row["code"], row["name"], Role(row["role"]), row["active"], row["version"])
