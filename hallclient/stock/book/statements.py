"""Statements that move or hold a piece: each names the state the piece must still be in."""

from sqlalchemy import and_, bindparam, or_, update

from hallclient.stock.records import StockItem

_THESE = and_(
    StockItem.hall == bindparam("of_hall"),
    StockItem.kind == bindparam("of_kind"),
    StockItem.serial.in_(bindparam("serials", expanding=True)),
    StockItem.state == bindparam("from_state"),
)
_FREE = or_(
    StockItem.held_by == "",
    StockItem.held_by == bindparam("holder"),
    StockItem.held_until <= bindparam("at"),
)
_MOVE = update(StockItem).values(
    state=bindparam("to_state"), order_no=bindparam("order"), held_by="", held_until=None
)
SHIFT = _MOVE.where(_THESE)
"""From one state to another, whoever holds it."""
TAKE = _MOVE.where(_THESE, _FREE)
"""The same, unless another draft holds it."""
BACK = SHIFT.where(StockItem.order_no == bindparam("of_order"))
"""The same, from this order only."""
HOLD = (
    update(StockItem)
    .values(held_by=bindparam("holder"), held_until=bindparam("until"))
    .where(_THESE, _FREE)
)
"""Keeps a piece for a draft."""
