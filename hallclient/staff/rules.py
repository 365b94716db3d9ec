"""People of the hall, what they sign, and the refusals of sign-in and approval."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.base.text import printable, to_ascii

SIGNATURE_LIFE: Final = timedelta(seconds=120)
"""How long an approver's signature may be used; they stand at the counter meanwhile."""
LONGEST_LOCK: Final = timedelta(hours=1)
"""The doubling stops here, so that nobody is locked out for the whole day."""
PASSWORD_LEAST: Final = 8
PASSWORD_MOST: Final = 128
NAME_MOST: Final = 40
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")


class Role(StrEnum):
    """Posts (岗位) as far as rights differ; what each may do is in `permissions.toml`."""

    CLERK = "clerk"
    VIP = "vip"
    GUIDE = "guide"
    RECEPTION = "reception"
    DUTY_MANAGER = "duty_manager"
    AUDITOR = "auditor"


ROLE_NAMES: Final = {
    Role.CLERK: N_("Clerk"),
    Role.VIP: N_("VIP receptionist"),
    Role.GUIDE: N_("Floor guide"),
    Role.RECEPTION: N_("Customer-reception clerk"),
    Role.DUTY_MANAGER: N_("Duty manager"),
    Role.AUDITOR: N_("Auditor"),
}


@dataclass(frozen=True)
class Person:
    """A member of the staff (员工), named by the code (工号) on the badge."""

    code: str
    name: str
    role: Role
    active: bool


@dataclass(frozen=True)
class SignedIn:
    """Who sits at the desk now, and what their role may do.

    Attributes:
        password_given: somebody else set the password; it ought to be changed.
    """

    code: str
    name: str
    role: Role
    permissions: frozenset[str]
    password_given: bool = False


@dataclass(frozen=True)
class Signature:
    """A second person's signature (授权), good for `SIGNATURE_LIFE`; made by `service.sign`.

    Attributes:
        purpose: the permission it was given for, or "" when the use decides.
        mac: ties the other fields to this hall's key, so that no page can make one up.
    """

    code: str
    name: str
    role: Role
    at: datetime
    purpose: str
    mac: str


@dataclass(frozen=True)
class AddPerson:
    """Ask: a new member of the staff."""

    code: str
    name: str
    role: Role
    password: str
    request_id: str


@dataclass(frozen=True)
class SetActive:
    """Ask: somebody else comes (back) or leaves; records keep naming who left."""

    code: str
    active: bool
    request_id: str


@dataclass(frozen=True)
class ChangeRole:
    """Ask: somebody else gets another post."""

    code: str
    role: Role
    request_id: str


@dataclass(frozen=True)
class ChangePassword:
    """Ask: one's own password; the old one proves who sits there."""

    old: str
    new: str
    request_id: str


@dataclass(frozen=True)
class ResetPassword:
    """Ask: a manager sets the password of somebody else, and lifts their lock."""

    code: str
    new: str
    request_id: str


@dataclass(frozen=True)
class AuditQuery:
    """Which acts to show; empty text and None do not filter.

    Attributes:
        actor: staff code, whole.
        action: beginning of the action's name, such as `staff.` or `order.reverse`.
        since, until: instants; `since` is included, `until` is not.
        page: from 0; `page_size` rows each, newest first.
    """

    actor: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None
    page: int = 0
    page_size: int = 100


@dataclass(frozen=True)
class AuditEntry:
    """One act as the log shows it; `details` is one line of `name: value` pairs."""

    seq: int
    at: datetime
    actor: str
    counter: int
    action: str
    subject: str
    details: str


@dataclass(frozen=True)
class AuditPage:
    """One page of the log, and how many acts the filters leave in all."""

    entries: tuple[AuditEntry, ...]
    total: int


class SignInFailed(HallError):
    """Code or password is wrong; which of the two is not said."""

    code = "signin.failed"
    sentence = N_("Staff code or password is wrong.")


class SignInLocked(HallError):
    """Too many failures; nothing typed before the time is over is looked at."""

    code = "signin.locked"
    sentence = N_("Too many failed tries. Try again in {seconds} seconds, or ask the manager.")


class UnlockOther(HallError):
    """A locked screen belongs to one person."""

    code = "signin.other-person"
    sentence = N_("This screen was locked by {code}. Sign out first; drafts are kept.")


class NotPermitted(HallError):
    """The role does not include this."""

    code = "permission.denied"
    sentence = N_("Your role does not include this: {permission}. Ask the duty manager.")


class ApprovalMissing(HallError):
    """No second person signed."""

    code = "approval.missing"
    sentence = N_("A second person must sign first: {permission}.")


class ApprovalSamePerson(HallError):
    """Two people where two are needed: the first cannot be the second."""

    code = "approval.same-person"
    sentence = N_("Somebody else must sign: the second person cannot be the first.")


class ApprovalNotPermitted(HallError):
    """The person who signed may not approve this, or not this much."""

    code = "approval.not-permitted"
    sentence = N_("{code} may not sign this: {permission}.")


class ApprovalExpired(HallError):
    """The signature is too old: the approver may have left."""

    code = "approval.expired"
    sentence = N_("The signature is no longer valid. Have it signed again.")


class StaffUnknown(HallError):
    """Nobody here has this code."""

    code = "staff.unknown"
    sentence = N_("Nobody in this hall has the staff code {code}.")


class StaffCodeMalformed(HallError):
    """Not usable as a staff code."""

    code = "staff.code"
    sentence = N_("A staff code has 1 to 32 letters, digits, dots or hyphens.")


class StaffCodeTaken(HallError):
    """A code is never given twice: old records name it."""

    code = "staff.code-taken"
    sentence = N_("The staff code {code} is taken; codes are never used again.")


class StaffNameMissing(HallError):
    """A person without a name cannot sign papers."""

    code = "staff.name"
    sentence = N_("Type the person's name, at most 40 characters.")


class StaffSelf(HallError):
    """Nobody changes their own rights; so one manager always remains."""

    code = "staff.self"
    sentence = N_("Your own role, state and lock are changed by somebody else.")


class PasswordShort(HallError):
    """Too short, or too long to be typed by a person."""

    code = "password.length"
    sentence = N_("A password has at least {least} and at most {most} characters.")


class PasswordIsCode(HallError):
    """The first thing that anybody would try."""

    code = "password.is-code"
    sentence = N_("The password must differ from the staff code.")


class PasswordSame(HallError):
    """Changing it to itself changes nothing."""

    code = "password.same"
    sentence = N_("The new password must differ from the old one.")


class PasswordsDiffer(HallError):
    """Typed twice, and not the same."""

    code = "password.differs"
    sentence = N_("The two passwords differ. Type them again.")


def checked_code(text: str, *, field: str = "code") -> str:
    """The staff code as stored: trimmed, ASCII. Raises StaffCodeMalformed."""
    code = to_ascii(text)
    if _CODE.fullmatch(code) is None:
        raise StaffCodeMalformed(field=field)
    return code


def checked_name(text: str, *, field: str = "name") -> str:
    """The person's name as stored: one line, trimmed. Raises StaffNameMissing."""
    name = printable(text).strip()
    if not 0 < len(name) <= NAME_MOST:
        raise StaffNameMissing(field=field)
    return name


def check_password(password: str, code: str, *, field: str = "password") -> None:
    """Raises PasswordShort or PasswordIsCode; a password is never trimmed or changed."""
    if not PASSWORD_LEAST <= len(password) <= PASSWORD_MOST:
        raise PasswordShort(field=field, least=PASSWORD_LEAST, most=PASSWORD_MOST)
    if password.casefold() == code.casefold():
        raise PasswordIsCode(field=field)


def lock_time(failures: int, after: int, first_seconds: int) -> timedelta:
    """How long a code is locked after this many failures in a row.

    Args:
        failures: in a row, >= 0; after: failures that cause the first lock, >= 1;
        first_seconds: length of the first lock; each further failure doubles it.
    Returns:
        Zero below `after`, never more than LONGEST_LOCK.
    """
    if failures < after:
        return timedelta(0)
    doublings = min(failures - after, 32)
    return min(timedelta(seconds=first_seconds * 2**doublings), LONGEST_LOCK)


def seconds_left(locked_until: datetime | None, now: datetime) -> int:
    """Whole seconds until the lock ends, rounded up; 0 when it is not locked."""
    if locked_until is None or locked_until <= now:
        return 0
    return -((now - locked_until) // timedelta(seconds=1))


def sealed_signature(key: bytes, person: Person, at: datetime, purpose: str = "") -> Signature:
    """A signature of this person with its mac; `service.sign` calls it once they proved it."""
    mac = _signature_mac(key, person.code, person.name, person.role, at, purpose)
    return Signature(person.code, person.name, person.role, at, purpose, mac)


def is_genuine(key: bytes, signature: Signature) -> bool:
    """Whether the signature was made with this hall's key and not changed since."""
    expected = _signature_mac(
        key,
        signature.code,
        signature.name,
        signature.role,
        signature.at,
        signature.purpose,
    )
    return hmac.compare_digest(expected, signature.mac)


def in_time(signature: Signature, now: datetime) -> bool:
    """Whether the signature may still be used; one from the future may not."""
    return timedelta(0) <= now - signature.at <= SIGNATURE_LIFE


def _signature_mac(key: bytes, code: str, name: str, role: str, at: datetime, purpose: str) -> str:
    parts = ("signature", code, name, role, at.isoformat(), purpose)
    return hmac.new(key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()
