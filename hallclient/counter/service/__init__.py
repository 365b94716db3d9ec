"""The counter's use cases: from a draft to an order on the books, and back again."""

from hallclient.counter.service.completing import complete
from hallclient.counter.service.courtesies import left_out_of_day, left_out_of_shift
from hallclient.counter.service.drafting import (
    drafts,
    drop_draft,
    hold,
    park_unknown,
    release,
    save_draft,
    settle_unknown,
)
from hallclient.counter.service.finding import (
    find_orders,
    look_up_orders,
    order_of,
    reversal_of,
)
from hallclient.counter.service.kept_here import DraftsHere
from hallclient.counter.service.leaving import (
    back_at_seat,
    leave_seat,
    lies_open,
    pause,
    resume,
)
from hallclient.counter.service.quoting import check_line, choices, kind_specs, quote
from hallclient.counter.service.reports import day_orders, shift_orders
from hallclient.counter.service.reversing import reprint, reverse
from hallclient.counter.service.visits import (
    end_visit,
    envelope,
    recommendation,
    refuse_service,
)

__all__ = [
    "DraftsHere",
    "back_at_seat",
    "check_line",
    "choices",
    "complete",
    "day_orders",
    "drafts",
    "drop_draft",
    "end_visit",
    "envelope",
    "find_orders",
    "hold",
    "kind_specs",
    "leave_seat",
    "left_out_of_day",
    "left_out_of_shift",
    "lies_open",
    "look_up_orders",
    "order_of",
    "park_unknown",
    "pause",
    "quote",
    "recommendation",
    "refuse_service",
    "release",
    "reprint",
    "resume",
    "reversal_of",
    "reverse",
    "save_draft",
    "settle_unknown",
    "shift_orders",
]
