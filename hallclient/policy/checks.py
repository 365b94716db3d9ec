"""What `hallclient verify` asks of the settings: every version there, every value usable."""

import json
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.policy.records import Setting
from hallclient.policy.rules import checked
from hallclient.store.integrity import Fault
from hallclient.store.sequences import last_numbers


def check(session: Session, hall: str) -> Iterator[Fault]:
    """Values that a setting cannot have, and versions that are missing."""
    newest: dict[str, int] = {}
    rows = session.scalars(
        select(Setting).where(Setting.hall == hall).order_by(Setting.key, Setting.version)
    )
    for row in rows:
        place = f"settings key {row.key}, version {row.version}"
        if row.version != newest.get(row.key, 0) + 1:
            yield Fault("policy.gap", place, N_("A version of a setting is missing before this."))
        newest[row.key] = row.version
        if not _usable(row.key, row.value):
            yield Fault("policy.value", place, N_("A setting has a value it cannot have."))
    for name, last in last_numbers(session, hall).items():
        key = name.removeprefix("setting/")
        if key != name and newest.get(key, 0) != last:
            yield Fault(
                "policy.gap", f"settings key {key}", N_("The last version of a setting is missing.")
            )


def _usable(key: str, value: str) -> bool:
    try:
        checked(key, json.loads(value))
    except (HallError, json.JSONDecodeError):
        return False
    return True
