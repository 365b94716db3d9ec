"""Proving who one is: the slow hash outside any transaction, the count of failures inside one."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from hallclient.base.text import to_ascii
from hallclient.policy.book import policy_of
from hallclient.staff import passwords
from hallclient.staff.book import person
from hallclient.staff.records import SignInTries, StaffMember
from hallclient.staff.rules import (
    Person,
    SignInFailed,
    SignInLocked,
    lock_time,
    seconds_left,
)
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk

FAILED = "staff.sign-in-failed"


@dataclass(frozen=True)
class _Seen:
    """What was known of a code before the slow part; "" when nobody active has it."""

    code: str
    password_hash: str
    code_mark: str


def prove(
    desk: Desk,
    typed_code: str,
    password: str,
    action: str,
    *,
    request_id: str | None = None,
    as_actor: bool = True,
    then: Callable[[Act], None] = lambda _doing: None,
) -> Person:
    """The person who typed this, on record as `action`; `then` runs in the same act.

    A wrong password, a code that nobody has and a person who left look and cost the same.
    A failure is on record and counted even though it raises.

    Args:
        as_actor: the act is the person's own; False when they sign at another's desk.
    Raises:
        SignInFailed, SignInLocked (both with field="password").
    """
    code = to_ascii(typed_code)
    seen = _look(desk, code)
    right = (
        passwords.matches(seen.password_hash, password)
        if seen.password_hash
        else passwords.matches_nobody(password)
    )
    acting = desk.acting(seen.code) if as_actor else desk
    with act(acting, action, request_id) as doing:
        doing.subject = f"staff/{seen.code or '?'}"
        if doing.earlier is not None:
            return person(doing.session, doing.hall, seen.code)
        _refuse_locked(_locked_until(doing.session, doing.hall, seen.code_mark), doing.at)
        proved = right and _current_hash(doing.session, doing.hall, code) == seen.password_hash
        if proved:
            clear_tries(doing, seen.code)
            then(doing)
            return person(doing.session, doing.hall, seen.code)
        lasts = _count_failure(doing, seen)
    raise SignInLocked(field="password", seconds=lasts) if lasts else SignInFailed(field="password")


def clear_tries(doing: Act, code: str) -> None:
    """Forgets the failures under a code that somebody has, and lifts its lock."""
    doing.session.connection().execute(
        update(SignInTries)
        .where(SignInTries.hall == doing.hall, SignInTries.code_mark == code)
        .values(failures=0, locked_until=None)
    )


def _look(desk: Desk, code: str) -> _Seen:
    with desk.read() as session:
        kept = _current_hash(session, desk.hall, code)
        known = session.scalars(
            select(StaffMember.code).where(StaffMember.hall == desk.hall, StaffMember.code == code)
        ).first()
        mark = known or "?" + hmac.new(desk.keys.audit, code.encode(), hashlib.sha256).hexdigest()
        _refuse_locked(_locked_until(session, desk.hall, mark[:64]), desk.now())
    return _Seen(known or "", kept, mark[:64])


def _current_hash(session: Session, hall: str, code: str) -> str:
    """The hash of somebody who works here now, else ""."""
    found = session.scalars(
        select(StaffMember.password_hash).where(
            StaffMember.hall == hall, StaffMember.code == code, StaffMember.active
        )
    )
    return found.first() or ""


def _locked_until(session: Session, hall: str, code_mark: str) -> datetime | None:
    return session.execute(
        select(SignInTries.locked_until).where(
            SignInTries.hall == hall, SignInTries.code_mark == code_mark
        )
    ).scalar_one_or_none()


def _refuse_locked(locked_until: datetime | None, now: datetime) -> None:
    if left := seconds_left(locked_until, now):
        raise SignInLocked(field="password", seconds=left)


def _count_failure(doing: Act, seen: _Seen) -> int:
    """Counts one more failure; returns the seconds of the lock it causes, 0 for none."""
    doing.action = FAILED
    doing.request_id = None  # the ask may come again with the right password
    failures = _one_more(doing, seen.code_mark)
    policy = policy_of(doing.session, doing.hall, doing.at)
    lock = lock_time(failures, policy.lockout_after, policy.lockout_seconds)
    seconds = int(lock.total_seconds())
    if seconds:
        doing.session.connection().execute(
            update(SignInTries)
            .where(SignInTries.hall == doing.hall, SignInTries.code_mark == seen.code_mark)
            .values(locked_until=doing.at + lock)
        )
    doing.note(failures=failures, locked_seconds=seconds)
    return seconds


def _one_more(doing: Act, code_mark: str) -> int:
    connection = doing.session.connection()
    counted = connection.execute(
        update(SignInTries)
        .where(SignInTries.hall == doing.hall, SignInTries.code_mark == code_mark)
        .values(failures=SignInTries.failures + 1)
        .returning(SignInTries.failures)
    ).scalar_one_or_none()
    if counted is not None:
        return counted
    first = {"hall": doing.hall, "code_mark": code_mark, "failures": 1, "locked_until": None}
    connection.execute(insert(SignInTries), [first])
    return 1
