"""The permission table is data: who may do what, up to which amount, and nothing by accident."""

import pytest

from hallclient.staff.permissions import (
    PERMISSIONS,
    PermissionTableError,
    parse_table,
    permission_table,
)
from hallclient.staff.rules import Role

APPROVALS = (
    "order.reverse",
    "price.override",
    "face.override",
    "shift.recount",
    "shift.approve",
    "day.close",
    "early.release",
    "stock.write_off",
)


def table_text(**changed: str) -> str:
    """The least table that is good, some roles replaced."""
    everything = ", ".join(f'{{ permission = "{name}" }}' for name in PERMISSIONS)
    roles = {role.value: "[]" for role in Role} | {"duty_manager": f"[{everything}]"} | changed
    return "\n".join(f"{role} = {entries}" for role, entries in roles.items())


@pytest.mark.duty("S2-KA-03", "S0-MG-05")
@pytest.mark.parametrize("permission", APPROVALS)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DUTY_MANAGER])
def test_approvals_are_the_duty_managers_alone(role: Role, permission: str) -> None:
    table = permission_table()
    assert not table.allows(role, permission)
    assert table.allows(Role.DUTY_MANAGER, permission)


@pytest.mark.duty("S0-MG-05")
@pytest.mark.parametrize("permission", ["order.reverse", "price.override"])
def test_refunds_and_discounts_have_a_limit_for_every_role(permission: str) -> None:
    table = permission_table()
    limit = table.grants[Role.DUTY_MANAGER][permission]
    assert limit is not None
    assert table.allows(Role.DUTY_MANAGER, permission, limit)
    assert table.allows(Role.DUTY_MANAGER, permission, -limit)
    assert not table.allows(Role.DUTY_MANAGER, permission, limit + 1)
    assert not table.allows(Role.DUTY_MANAGER, permission, -limit - 1)


def test_an_auditor_reads_and_exports_and_sees_that_personal_data_goes_or_stays() -> None:
    assert permission_table().permissions(Role.AUDITOR) == {
        "audit.read",
        "report.export",
        "customer.export",
        "customer.erase",
        "customer.hold",
    }


def test_a_manager_can_do_all_that_a_clerk_can() -> None:
    table = permission_table()
    assert table.permissions(Role.CLERK) < table.permissions(Role.DUTY_MANAGER)


def test_a_permission_that_is_not_declared_is_a_bug_not_a_no() -> None:
    with pytest.raises(KeyError):
        permission_table().allows(Role.CLERK, "order.revers")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("clerk = [", "permission table"),
        (table_text(boss="[]"), "unknown role 'boss'"),
        ("\n".join(table_text().splitlines()[1:]), "role 'clerk' is missing"),
        (table_text(clerk='[{ permission = "order.mak" }]'), "unknown permission 'order.mak'"),
        (table_text(clerk='[{ permission = "order.make", limit = 1 }]'), "limit_fen"),
        (table_text(clerk='[{ permission = "order.make", limit_fen = -1 }]'), "not an amount"),
        (table_text(clerk='[{ permission = "order.make", limit_fen = 1.5 }]'), "not an amount"),
        (table_text(clerk='[{ permission = "order.make", limit_fen = true }]'), "not an amount"),
        (table_text(clerk='{ permission = "order.make" }'), "not a list"),
        (table_text(clerk='["order.make"]'), "has permission"),
        (
            table_text(clerk='[{ permission = "order.make" }, { permission = "order.make" }]'),
            "twice",
        ),
        (table_text(duty_manager="[]"), "nobody holds"),
    ],
)
def test_a_table_that_is_wrong_says_where(text: str, said: str) -> None:
    with pytest.raises(PermissionTableError, match=said):
        parse_table(text)


def test_the_least_good_table_is_good() -> None:
    assert parse_table(table_text()).permissions(Role.CLERK) == frozenset()
