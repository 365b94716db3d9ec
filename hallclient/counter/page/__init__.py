"""The counter desk's screen: identify, choose, fill, pay, done, with the order always in sight."""

from hallclient.counter.page.calls import CounterCalls, PartySeen
from hallclient.counter.page.desk import CounterPage
from hallclient.counter.page.orders import OrdersCalls, OrdersPage

__all__ = ["CounterCalls", "CounterPage", "OrdersCalls", "OrdersPage", "PartySeen"]
