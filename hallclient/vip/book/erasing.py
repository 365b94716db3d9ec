"""What VIP reception keeps of a customer, emptied when the customer is erased.

What was written under the customer's key goes with the key; here go the marks by which a card and
a day are found.
"""

from collections.abc import Sequence

from sqlalchemy import update

from hallclient.store.audit import Act
from hallclient.vip.records.reception import VipDay, VipMember


def erase_guests(doing: Act, customers: Sequence[str]) -> None:
    """Takes away by what these customers are found. Whether it is time was asked before."""
    connection = doing.session.connection()
    connection.execute(
        update(VipMember)
        .where(VipMember.hall == doing.hall, VipMember.customer_id.in_(customers))
        .values(card="", card_mark="")
    )
    connection.execute(
        update(VipDay)
        .where(VipDay.hall == doing.hall, VipDay.customer_id.in_(customers))
        .values(mark="")
    )
