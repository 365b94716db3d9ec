"""The permission table (权限表): who may do what, up to which amount, in person or not. Data.

Read once from `resources/standards/permissions.toml`; limits by role carry S0-MG-05.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from hallclient.base.language import N_
from hallclient.base.places import resources
from hallclient.staff.rules import Role

PERMISSIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "order.make": N_("serve customers at a counter"),
        "order.reverse": N_("approve a reversal or refund"),
        "order.late": N_("approve a later entry"),
        "order.reprint": N_("print a copy of a receipt"),
        "shift.open": N_("open a shift"),
        "shift.count": N_("count a till"),
        "float.hand_over": N_("hand over a float"),
        "cash.drop": N_("drop cash into the safe"),
        "cash.witness": N_("witness a movement of cash"),
        "cash.transfer": N_("move cash between counters"),
        "cash.pay_in_out": N_("pay cash in or out"),
        "cash.pay_out": N_("approve a payment out of takings"),
        "shift.recount": N_("approve a recount"),
        "shift.approve": N_("approve a counted shift"),
        "face.override": N_("accept a customer whose face was not matched"),
        "price.override": N_("waive or change a price"),
        "day.close": N_("close the business day"),
        "bag.witness": N_("witness the deposit bag"),
        "custody.keep": N_("keep seals, blank papers and securities"),
        "custody.take": N_("take over what is in custody"),
        "custody.witness": N_("witness what happens in custody"),
        "custody.oversee": N_("act in a custodian's place, return, destroy, write off"),
        "queue.ticket": N_("hand out tickets"),
        "queue.serve": N_("call customers to a counter"),
        "notice.put_up": N_("put up notices of the hall"),
        "notice.fault": N_("put up the sign of a fault"),
        "care.take_down": N_("take down enquiries and complaints"),
        "care.receive": N_("receive guests in the reception room"),
        "care.oversee": N_("take over what somebody left unanswered"),
        "vip.receive": N_("receive VIP guests"),
        "vip.keep": N_("keep what VIP guests like, their tiers and bookings"),
        "bar.serve": N_("serve drinks and keep bar and lounge"),
        "bar.witness": N_("witness a count of the bar"),
        "policy.change": N_("change the hall's settings"),
        "staff.change": N_("manage the staff"),
        "stock.receive": N_("receive stock"),
        "stock.write_off": N_("write off stock"),
        "customer.unmask": N_("see personal data in full"),
        "customer.rename": N_("correct a customer's name on file"),
        "customer.export": N_("export customer data"),
        "customer.end_service": N_("take a number out of service"),
        "customer.erase": N_("erase personal data whose period is over"),
        "customer.hold": N_("put personal data under a legal hold"),
        "report.export": N_("export reports"),
        "audit.read": N_("read the audit log"),
        "early.release": N_("release an early closing"),
    }
)
"""Every permission with the words that follow "may": `may approve a recount`."""


_REMOTE: Final = "remote"


class PermissionTableError(ValueError):
    """The table is not usable; its file is part of the installation, so this is a fault in it."""


@dataclass(frozen=True)
class PermissionTable:
    """Who may do what.

    Attributes:
        grants: role to {permission: limit in fen, or None for no limit}.
        remote: approvals that may be given from elsewhere in the hall; for any other the second
            person stands beside the first.
    """

    grants: Mapping[Role, Mapping[str, int | None]]
    remote: frozenset[str] = frozenset()

    def permissions(self, role: Role) -> frozenset[str]:
        """All that the role may do, whatever the amount."""
        return frozenset(self.grants[role])

    def allows(self, role: Role, permission: str, amount_fen: int = 0) -> bool:
        """Whether the role may do this with this amount (fen, sign ignored).

        Raises KeyError for a permission that is not declared: a caller's bug.
        """
        if permission not in PERMISSIONS:
            raise KeyError(permission)
        granted = self.grants[role]
        if permission not in granted:
            return False
        limit = granted[permission]
        return limit is None or abs(amount_fen) <= limit


def parse_table(text: str) -> PermissionTable:
    """Reads the TOML: `remote` lists permissions, a role holds a list of {permission, limit_fen?}.

    Raises PermissionTableError for an unknown or missing role, an unknown or doubled
    permission, a bad limit, and a permission that nobody holds.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PermissionTableError(f"permission table: {error}") from error
    remote = _remote(raw.pop(_REMOTE, []))
    if unknown := sorted(set(raw) - {role.value for role in Role}):
        raise PermissionTableError(f"permission table: unknown role {unknown[0]!r}")
    if missing := [role.value for role in Role if role.value not in raw]:
        raise PermissionTableError(f"permission table: role {missing[0]!r} is missing")
    grants = {role: MappingProxyType(_grants(role, raw[role.value])) for role in Role}
    held = {permission for granted in grants.values() for permission in granted}
    if idle := sorted(set(PERMISSIONS) - held):
        raise PermissionTableError(f"permission table: nobody holds {idle[0]!r}")
    return PermissionTable(MappingProxyType(grants), remote)


@cache
def permission_table() -> PermissionTable:
    """The table shipped with the program; raises PermissionTableError."""
    path = resources() / "standards" / "permissions.toml"
    return parse_table(path.read_text("utf-8"))


def _remote(entries: Any) -> frozenset[str]:
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        raise PermissionTableError("permission table: 'remote' is not a list of permissions")
    if unknown := sorted(set(entries) - set(PERMISSIONS)):
        raise PermissionTableError(f"permission table: remote: unknown permission {unknown[0]!r}")
    return frozenset(entries)


def _grants(role: Role, entries: Any) -> dict[str, int | None]:
    granted: dict[str, int | None] = {}
    if not isinstance(entries, list):
        raise PermissionTableError(f"permission table: role {role.value!r} is not a list")
    for entry in entries:
        permission, limit = _grant(role, entry)
        if permission in granted:
            raise PermissionTableError(
                f"permission table: role {role.value!r} holds {permission!r} twice"
            )
        granted[permission] = limit
    return granted


def _grant(role: Role, entry: Any) -> tuple[str, int | None]:
    where = f"permission table: role {role.value!r}"
    if not isinstance(entry, dict) or not set(entry) <= {"permission", "limit_fen"}:
        raise PermissionTableError(f"{where}: an entry has permission and perhaps limit_fen")
    permission, limit = str(entry.get("permission", "")), entry.get("limit_fen")
    if permission not in PERMISSIONS:
        raise PermissionTableError(f"{where}: unknown permission {permission!r}")
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 0):
        raise PermissionTableError(f"{where}: limit_fen of {permission!r} is not an amount in fen")
    return permission, limit
