"""The policy in force, for every use case that has its session open."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from hallclient.base.text import printable
from hallclient.policy.records import Hall, Setting
from hallclient.policy.rules import (
    HallExists,
    Policy,
    SettingVersion,
    checked_hall_name,
    with_values,
)
from hallclient.store.audit import Act
from hallclient.store.sequences import next_number

# built once: it runs in every order
_IN_FORCE = (
    select(Hall.name, Setting.key, Setting.value)
    .outerjoin(
        Setting,
        and_(Setting.hall == Hall.hall, Setting.effective_from <= bindparam("on")),
    )
    .where(Hall.hall == bindparam("hall"))
    .order_by(Setting.effective_from, Setting.version)
)


def policy_of(session: Session, hall: str, on: datetime) -> Policy:
    """The settings in force at `on`; defaults where the hall decided nothing."""
    values: dict[str, object] = {}
    for name, key, value in session.connection().execute(_IN_FORCE, {"hall": hall, "on": on}):
        values.setdefault("hall_name", name)
        if key is not None:
            values[key] = json.loads(value)
    return with_values(values)


def hall_name(session: Session, hall: str) -> str:
    """The name the hall was founded under, "" when it was not; papers use `policy_of`."""
    return session.scalars(select(Hall.name).where(Hall.hall == hall)).first() or ""


def found_hall(doing: Act, name: str, address: str = "") -> None:
    """Writes the hall's own row; raises HallExists when there is one, HallNameMissing."""
    if hall_exists(doing.session, doing.hall):
        raise HallExists
    founded = {
        "name": checked_hall_name(name),
        "address": printable(address).strip(),
        "made_at": doing.at,
    }
    doing.add(Hall, [founded])


def hall_exists(session: Session, hall: str) -> bool:
    """Whether the hall was founded in this database."""
    return session.scalars(select(Hall.hall).where(Hall.hall == hall)).first() is not None


def set_value(doing: Act, key: str, value: object, effective_from: datetime) -> int:
    """Adds a version of a setting and returns its number; the value has been checked."""
    version = next_number(doing.session, doing.hall, f"setting/{key}")
    plain = dict(value) if isinstance(value, Mapping) else value
    row = {
        "key": key,
        "version": version,
        "value": json.dumps(plain, ensure_ascii=False, sort_keys=True),
        "effective_from": effective_from,
        "set_by": doing.clerk,
        "set_at": doing.at,
    }
    doing.add(Setting, [row])
    return version


def versions(session: Session, hall: str) -> tuple[SettingVersion, ...]:
    """Every version of every setting, in the order decided."""
    rows = session.scalars(
        select(Setting)
        .where(Setting.hall == hall)
        .order_by(Setting.set_at, Setting.key, Setting.version)
    )
    return tuple(_version(row) for row in rows)


def newest(session: Session, hall: str, key: str) -> SettingVersion | None:
    """The last version that was decided of a setting, in force or not; None before the first."""
    query = select(Setting).where(Setting.hall == hall, Setting.key == key)
    row = session.scalars(query.order_by(Setting.version.desc()).limit(1)).first()
    return None if row is None else _version(row)


def _version(row: Setting) -> SettingVersion:
    return SettingVersion(
        key=row.key,
        version=row.version,
        value=json.loads(row.value),
        effective_from=row.effective_from,
        set_by=row.set_by,
        set_at=row.set_at,
    )
