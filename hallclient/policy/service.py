"""Reading and changing the hall's settings."""

from datetime import UTC

from hallclient.base.errors import RecordConflict
from hallclient.policy import book
from hallclient.policy.rules import (
    ChangePolicy,
    EffectivePast,
    Policy,
    SettingVersion,
    checked,
)
from hallclient.staff.book import require
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk


def read(desk: Desk) -> Policy:
    """The settings in force now."""
    with desk.read() as session:
        return book.policy_of(session, desk.hall, desk.now())


def history(desk: Desk) -> tuple[SettingVersion, ...]:
    """Every version ever decided, also those that take effect later."""
    with desk.read() as session:
        return book.versions(session, desk.hall)


def change(desk: Desk, ask: ChangePolicy) -> Policy:
    """Adds a version of one setting; returns the policy in force after it.

    Raises NotPermitted, EffectivePast, what `rules.checked` raises, and RecordConflict with the
    newest SettingVersion when somebody else decided meanwhile.
    """
    with act(desk, "policy.change", ask.request_id) as doing:
        if doing.earlier is None:
            require(doing.session, desk, "policy.change")
            value = checked(ask.key, ask.value)
            effective = (ask.effective_from or doing.at).astimezone(UTC)
            if effective < doing.at:
                raise EffectivePast(field=ask.key)
            _refuse_conflict(doing, ask)
            version = book.set_value(doing, ask.key, value, effective)
            doing.subject = f"setting/{ask.key}/{version}"
        return book.policy_of(doing.session, desk.hall, doing.at)


def _refuse_conflict(doing: Act, ask: ChangePolicy) -> None:
    newest = book.newest(doing.session, doing.hall, ask.key)
    if ask.based_on is not None and newest is not None and newest.version != ask.based_on:
        raise RecordConflict(newest, field=ask.key)
