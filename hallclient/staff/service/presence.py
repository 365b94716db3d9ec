"""Coming, signing, locking the screen and leaving; each is an act on record."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sqlalchemy import select

from hallclient.base.text import to_ascii
from hallclient.staff.permissions import permission_table
from hallclient.staff.records import StaffMember
from hallclient.staff.rules import (
    Person,
    Signature,
    SignedIn,
    UnlockOther,
    sealed_signature,
)
from hallclient.staff.service.proof import prove
from hallclient.store.audit import act
from hallclient.store.desk import Desk

NOTHING_LEFT: Final[Mapping[str, int]] = MappingProxyType({})


def sign_in(desk: Desk, code: str, password: str) -> SignedIn:
    """Opens the desk for a person; raises SignInFailed, SignInLocked."""
    return _signed_in(desk, prove(desk, code, password, "staff.sign-in"))


def sign(desk: Desk, code: str, password: str, purpose: str = "") -> Signature:
    """A second person proves who they are at somebody else's desk.

    Whether they may sign is decided where the signature is used (`book.second_person`).

    Args:
        purpose: the permission it is meant for; the signature is then good for nothing else.
    Raises:
        SignInFailed, SignInLocked.
    """
    signer = prove(desk, code, password, "staff.sign", as_actor=False)
    return sealed_signature(desk.keys.audit, signer, desk.now(), purpose)


def lock(desk: Desk, *, idle: bool) -> None:
    """The screen was locked: by the person, or because nobody touched it (S3-AG-05)."""
    with act(desk, "staff.lock", beside=True) as doing:
        doing.subject = f"staff/{desk.clerk}"
        doing.note(idle=idle)


def unlock(desk: Desk, code: str, password: str) -> SignedIn:
    """Opens the screen again for the person who sits there.

    Raises UnlockOther for anybody else, without looking at the password; SignInFailed,
    SignInLocked.
    """
    if to_ascii(code) != desk.clerk:
        raise UnlockOther(field="code", code=desk.clerk)
    return _signed_in(desk, prove(desk, code, password, "staff.unlock"))


def sign_out(desk: Desk, left: Mapping[str, int] = NOTHING_LEFT) -> None:
    """The person leaves the desk; what they leave undone, by name and number, is noted.

    `left` names such as `shifts`, `drafts`, `papers` (S1-CT-36).
    """
    with act(desk, "staff.sign-out", beside=True) as doing:
        doing.subject = f"staff/{desk.clerk}"
        if left:
            doing.note(left=dict(left))


def _signed_in(desk: Desk, who: Person) -> SignedIn:
    with desk.read() as session:
        password_by = session.scalars(
            select(StaffMember.password_by).where(
                StaffMember.hall == desk.hall, StaffMember.code == who.code
            )
        ).one()
    return SignedIn(
        code=who.code,
        name=who.name,
        role=who.role,
        permissions=permission_table().permissions(who.role),
        password_given=password_by != who.code,
    )
