"""The people of the hall, and what is asked about them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from hallclient.base.language import N_


class Role(StrEnum):
    """Posts (岗位) as far as rights differ; what each may do is in `permissions.toml`."""

    CLERK = "clerk"
    VIP = "vip"
    GUIDE = "guide"
    RECEPTION = "reception"
    GUARD = "guard"
    DUTY_MANAGER = "duty_manager"
    AUDITOR = "auditor"


ROLE_NAMES: Final = {
    Role.CLERK: N_("Clerk"),
    Role.VIP: N_("VIP receptionist"),
    Role.GUIDE: N_("Floor guide"),
    Role.RECEPTION: N_("Customer-reception clerk"),
    Role.GUARD: N_("Security guard"),
    Role.DUTY_MANAGER: N_("Duty manager"),
    Role.AUDITOR: N_("Auditor"),
}


@dataclass(frozen=True)
class Person:
    """A member of the staff (员工), named by the code (工号) on the badge.

    `version` counts the changes of the person, from 1; 0 where nobody asked for it.
    """

    code: str
    name: str
    role: Role
    active: bool
    version: int = 0


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
class AddPerson:
    """Ask: a new member of the staff."""

    code: str
    name: str
    role: Role
    password: str = field(repr=False)
    request_id: str


@dataclass(frozen=True)
class SetActive:
    """Ask: somebody else comes (back) or leaves; records keep naming who left.

    `based_on` is the person's version as it was shown; None takes whatever there is.
    """

    code: str
    active: bool
    request_id: str
    based_on: int | None = None


@dataclass(frozen=True)
class ChangeRole:
    """Ask: somebody else gets another post; `based_on` as in `SetActive`."""

    code: str
    role: Role
    request_id: str
    based_on: int | None = None


@dataclass(frozen=True)
class ChangePassword:
    """Ask: one's own password; the old one proves who sits there."""

    old: str = field(repr=False)
    new: str = field(repr=False)
    request_id: str


@dataclass(frozen=True)
class ResetPassword:
    """Ask: a manager sets the password of somebody else, and lifts their lock; `based_on` as in
    `SetActive`."""

    code: str
    new: str = field(repr=False)
    request_id: str
    based_on: int | None = None


type ChangePerson = ChangeRole | ResetPassword | SetActive
"""Ask: something about somebody else is changed, on a version of theirs."""


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
