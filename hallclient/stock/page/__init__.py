"""The screen of the stock room."""

from hallclient.stock.page.calls import StockCalls
from hallclient.stock.page.stock import StockPage

__all__ = ["StockCalls", "StockPage"]
