"""The screen of the custody register."""

from hallclient.custody.page.calls import CustodyCalls
from hallclient.custody.page.register import CustodyPage

__all__ = ["CustodyCalls", "CustodyPage"]
