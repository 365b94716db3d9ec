"""Use cases of the duty manager's day."""

from hallclient.duty.service.closing import close_day, hand_over_bag
from hallclient.duty.service.exports import day_file, export_day, export_shift, shift_file
from hallclient.duty.service.reports import day_facts, shift_sheet
from hallclient.duty.service.status import day_status, last_closed

__all__ = [
    "close_day",
    "day_facts",
    "day_file",
    "day_status",
    "export_day",
    "export_shift",
    "hand_over_bag",
    "last_closed",
    "shift_file",
    "shift_sheet",
]
