"""The screens of the till: the clerk's own shift, and the manager's list of shifts."""

from hallclient.till.page.calls import ShiftCalls, ShiftsCalls
from hallclient.till.page.shift import ShiftPage
from hallclient.till.page.shifts import ShiftsPage

__all__ = ["ShiftCalls", "ShiftPage", "ShiftsCalls", "ShiftsPage"]
