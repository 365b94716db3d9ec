"""The customer page."""

from hallclient.customers.page.customer import CustomerCalls, CustomerPage

__all__ = ["CustomerCalls", "CustomerPage"]
