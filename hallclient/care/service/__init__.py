"""Use cases of care, one unit of work each."""

from hallclient.care.service.looking import (
    colleagues,
    course,
    matters_of_day,
    open_matters,
    owned,
    room_free,
)
from hallclient.care.service.passing import (
    accept,
    call_in,
    close,
    decline,
    guest_left,
    hand_over,
    note,
    promise,
    recommend,
    take_over,
)
from hallclient.care.service.taking_down import (
    open_enquiry,
    report_incident,
    take_complaint,
    take_opinion,
)

__all__ = [
    "accept",
    "call_in",
    "close",
    "colleagues",
    "course",
    "decline",
    "guest_left",
    "hand_over",
    "matters_of_day",
    "note",
    "open_enquiry",
    "open_matters",
    "owned",
    "promise",
    "recommend",
    "report_incident",
    "room_free",
    "take_complaint",
    "take_opinion",
    "take_over",
]
