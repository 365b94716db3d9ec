"""Reading and changing what the hall sells."""

from hallclient.catalog import book
from hallclient.catalog.rules import Catalogue, ChangeItem, checked
from hallclient.staff import book as staff
from hallclient.store.audit import act
from hallclient.store.desk import Desk


def read(desk: Desk) -> Catalogue:
    """Plans and promotions as they stand."""
    with desk.read() as session:
        return book.catalogue(session, desk.hall)


def change(desk: Desk, ask: ChangeItem) -> Catalogue:
    """Puts a new version of a plan or promotion in force; orders made before keep theirs.

    Raises NotPermitted without `policy.change`, ItemMalformed.
    """
    item = checked(ask.item)
    with act(desk, "catalog.change", ask.request_id) as doing:
        if not doing.earlier:
            staff.require(doing.session, desk, "policy.change")
            doing.subject = f"catalog/{item.code}"
            version = book.set_item(doing, item)
            doing.note(version=version)
        return book.catalogue(doing.session, desk.hall)
