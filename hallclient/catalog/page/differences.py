"""Two versions of one plan or promotion side by side, where somebody else was first."""

from collections.abc import Iterator
from datetime import date

from hallclient.base.language import tr
from hallclient.base.money import yuan
from hallclient.catalog.page.words import Item, day_text, sale_text
from hallclient.catalog.rules import ItemVersion, Plan, Promotion
from hallclient.ui.conflict import Difference


def differences(theirs: ItemVersion, mine: Item, mine_from: date) -> tuple[Difference, ...]:
    """What differs, in the order of the form; the first day, when nothing does."""
    said = zip(_said(theirs.item, theirs.effective_from), _said(mine, mine_from), strict=True)
    pairs = [Difference(what, their, my) for (what, their), (_what, my) in said]
    return tuple(pair for pair in pairs if pair.theirs != pair.mine) or tuple(pairs[-1:])


def _said(item: Item, first_day: date) -> Iterator[tuple[str, str]]:
    yield tr("Title"), item.name
    yield from _amounts(item)
    yield tr("Terms"), item.text
    yield tr("State"), sale_text(item)
    yield tr("From day"), first_day.isoformat()


def _amounts(item: Item) -> Iterator[tuple[str, str]]:
    if isinstance(item, Plan):
        yield tr("Monthly fee"), yuan(item.monthly_fee_fen)
        yield tr("Least deposit"), yuan(item.deposit_fen)
    else:
        yield from _offered(item)


def _offered(item: Promotion) -> Iterator[tuple[str, str]]:
    yield tr("From amount"), yuan(item.min_fen)
    yield tr("Bonus"), yuan(item.bonus_fen)
    yield tr("Begins on"), day_text(item.starts)
    yield tr("Ends on"), day_text(item.ends)
