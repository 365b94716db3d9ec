"""The screen of the catalogue: prices for everybody to read, for the manager to change."""

from hallclient.catalog.page.catalog import CatalogPage
from hallclient.catalog.page.words import CatalogCalls

__all__ = ["CatalogCalls", "CatalogPage"]
