"""What `hallclient verify` asks of the catalogue: versions without gaps."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hallclient.base.language import N_
from hallclient.catalog.records import CatalogueItem
from hallclient.store.integrity import Fault


def check(session: Session, hall: str) -> Iterator[Fault]:
    """Each item's versions run from 1 without gaps."""
    query = (
        select(
            CatalogueItem.what,
            CatalogueItem.code,
            func.count(CatalogueItem.version),
            func.max(CatalogueItem.version),
        )
        .where(CatalogueItem.hall == hall)
        .group_by(CatalogueItem.what, CatalogueItem.code)
    )
    for what, code, count, last in session.execute(query):
        if count != last:
            yield Fault(
                "catalog.gap",
                f"catalogue_items {what} {code}",
                N_("A version of a plan or promotion is missing."),
            )
