"""Use cases of the staff: proving who one is, the people themselves, the log of acts."""

from hallclient.staff.service.approvals import (
    answer_approval,
    approval,
    ask_approval,
    open_requests,
    withdraw_approval,
)
from hallclient.staff.service.log import audit_log
from hallclient.staff.service.people import (
    add_person,
    change_password,
    change_role,
    first_manager,
    people,
    reset_password,
    set_active,
)
from hallclient.staff.service.presence import lock, sign, sign_in, sign_out, unlock

__all__ = [
    "add_person",
    "answer_approval",
    "approval",
    "ask_approval",
    "audit_log",
    "change_password",
    "change_role",
    "first_manager",
    "lock",
    "open_requests",
    "people",
    "reset_password",
    "set_active",
    "sign",
    "sign_in",
    "sign_out",
    "unlock",
    "withdraw_approval",
]
