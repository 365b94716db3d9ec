"""Reading and changing what the hall sells."""

from hallclient.base.clock import hall_date
from hallclient.base.errors import RecordConflict
from hallclient.catalog import book
from hallclient.catalog.rules import Catalogue, ChangeItem, CodeTaken, ItemVersion, checked
from hallclient.policy.rules import EffectivePast
from hallclient.staff import book as staff
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk


def read(desk: Desk) -> Catalogue:
    """Plans and promotions as they stand today."""
    with desk.read() as session:
        return book.catalogue(session, desk.hall, hall_date(desk.now()))


def versions(desk: Desk) -> tuple[ItemVersion, ...]:
    """Every version ever decided, also those that take effect later."""
    with desk.read() as session:
        return book.versions(session, desk.hall)


def change(desk: Desk, ask: ChangeItem) -> Catalogue:
    """Adds a version of a plan or promotion; orders made before keep theirs.

    Gives the catalogue as it stands today. Raises NotPermitted without `policy.change`,
    ItemMalformed, PromotionEnds, CodeTaken, EffectivePast, and RecordConflict with the newest
    ItemVersion when somebody else decided meanwhile.
    """
    with act(desk, "catalog.change", ask.request_id) as doing:
        if not doing.earlier:
            staff.require(doing.session, desk, "policy.change")
            _set(doing, ask)
        return book.catalogue(doing.session, desk.hall, hall_date(doing.at))


def _set(doing: Act, ask: ChangeItem) -> None:
    item, today = checked(ask.item), hall_date(doing.at)
    if ask.new and _is_known(doing, ask):
        raise CodeTaken(field="code")
    effective = ask.effective_from or today
    if effective < today:
        raise EffectivePast(field="effective")
    newest = book.newest(doing.session, doing.hall, item)
    if ask.based_on is not None and newest is not None and newest.version != ask.based_on:
        raise RecordConflict(newest)
    version = book.set_item(doing, item, effective)
    doing.subject = f"catalog/{item.code}"
    doing.note(version=version, effective_from=effective.isoformat())


def _is_known(doing: Act, ask: ChangeItem) -> bool:
    """Whether the code is in use, be it only from a later day on."""
    if book.catalogue(doing.session, doing.hall, hall_date(doing.at)).has(ask.item):
        return True
    return any(
        type(known.item) is type(ask.item) and known.item.code == ask.item.code
        for known in book.versions(doing.session, doing.hall)
    )
