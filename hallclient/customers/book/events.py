"""What an event keeps of a row: its changing fields as one line of JSON."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

CUSTOMER_FIELDS: Final = (
    "organisation",
    "name",
    "holder",
    "document_kind",
    "document_number",
    "renewed",
    "valid_from",
    "valid_until",
    "entry",
    "mobile",
    "address",
    "checked_on",
)
SUBSCRIPTION_FIELDS: Final = (
    "customer_id",
    "holder",
    "mobile",
    "iccid",
    "plan",
    "next_plan",
    "next_plan_from",
    "state",
)


def snapshot(values: Mapping[str, Any], fields: tuple[str, ...]) -> str:
    """The fields of a row, always in the same form, so that two snapshots can be compared."""
    kept = {name: _plain(values[name]) for name in fields}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def values_in(kept: str) -> dict[str, Any]:
    """The fields of a snapshot as a row takes them."""
    values: dict[str, Any] = json.loads(kept)
    for name in ("checked_on", "next_plan_from"):
        if values.get(name) is not None:
            values[name] = date.fromisoformat(values[name])
    return values


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
