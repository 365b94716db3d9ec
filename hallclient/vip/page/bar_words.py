"""Columns of the bar's page, and the words for what is done there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from hallclient.base.clock import hall_time
from hallclient.base.language import N_, counted, labelled, side_by_side, tr
from hallclient.ui.widgets.data_table import Column
from hallclient.vip.rules import Reception, alarm_since, waited
from hallclient.vip.rules.bar import Batch, DrinkCount, DrinkOrder
from hallclient.vip.rules.bar_standard import LoungeItem, goods_named, item_named, lounge_standard
from hallclient.vip.rules.bar_views import BarBoard, LoungeDay
from hallclient.vip.rules.lounge import (
    RESULT_NAMES,
    LoungeEntry,
    Result,
    bounds,
    figure_words,
    last_of_each,
    opening_items,
)
from hallclient.vip.rules.reception import STATE_NAMES


class Deed(StrEnum):
    """What can be done on the page."""

    ASK = "ask"
    BRING = "bring"
    DECLINE = "decline"
    ENTER = "enter"
    SIGN = "sign"
    RECEIVE = "receive"
    OPEN = "open"
    WRITE_OFF = "write_off"
    COUNT = "count"
    SLIPS = "slips"


DEED_NAMES: Final[Mapping[str, str]] = {
    Deed.ASK: N_("Ask for a drink"),
    Deed.BRING: N_("Bring it to the seat"),
    Deed.DECLINE: N_("The guest declines"),
    Deed.ENTER: N_("Look at an item of the lounge"),
    Deed.SIGN: N_("Sign the list before opening"),
    Deed.RECEIVE: N_("Receive a batch"),
    Deed.OPEN: N_("Open a pack"),
    Deed.WRITE_OFF: N_("Write servings off"),
    Deed.COUNT: N_("Count the bar"),
    Deed.SLIPS: N_("Count the slips of the day"),
}

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    Deed.ASK: ("guest", "goods", "servings", "seat"),
    Deed.BRING: ("phrased",),
    Deed.DECLINE: (),
    Deed.ENTER: ("result", "value", "note"),
    Deed.SIGN: (),
    Deed.RECEIVE: ("goods", "servings", "bestBefore"),
    Deed.OPEN: (),
    Deed.WRITE_OFF: ("servings", "cause", "note"),
    Deed.COUNT: ("found", "note"),
    Deed.SLIPS: ("slips", "note"),
}
"""The fields that each asks for; the others are hidden."""

FROM: Final[Mapping[str, str]] = {
    Deed.BRING: "orders",
    Deed.DECLINE: "orders",
    Deed.ENTER: "list",
    Deed.OPEN: "stock",
    Deed.WRITE_OFF: "stock",
    Deed.COUNT: "stock",
}
"""The table from which a row is chosen for it."""


@dataclass(frozen=True)
class ListLine:
    """An item of the lounge and its last entry of the day."""

    item: LoungeItem
    last: LoungeEntry | None


def lines(day: LoungeDay) -> tuple[ListLine, ...]:
    """The list before opening, then the registers, then what was looked at and is on neither."""
    last = last_of_each(day.entries)
    items = sorted(lounge_standard().items.values(), key=lambda item: not item.opening)
    listed = {item.code for item in items}
    items += [item_named(code) for code in last if code not in listed]
    return tuple(ListLine(item, last.get(item.code)) for item in items)


def clock(seconds: int) -> str:
    """`3:05`."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def goods_name(code: str) -> str:
    """A drink as it is called in the language in force."""
    return goods_named(code).text


def until(batch: Batch, day: date) -> str:
    """The last good day of a batch, and what to think of it."""
    if batch.good_until is None:
        return ""
    text = batch.good_until.isoformat()
    if batch.expired(day):
        return tr("{day} expired", day=text)
    near = batch.near(day, lounge_standard().near_days)
    return tr("{day} near", day=text) if near else text


def item_words(line: ListLine) -> str:
    """An item in full, with what was last noted of it: the table may have no room for either."""
    note = line.last.note if line.last is not None else ""
    return labelled(line.item.text, note) if note else line.item.text


def _result(line: ListLine) -> str:
    return "" if line.last is None else tr(RESULT_NAMES[line.last.result])


def _figure(line: ListLine) -> str:
    if line.last is None or line.last.value is None:
        return bounds(line.item) if line.item.measure else ""
    return figure_words(line.last)


def _who(line: ListLine) -> str:
    return "" if line.last is None else f"{hall_time(line.last.at):%H:%M} {line.last.by}"


LIST_COLUMNS: Final = (
    Column[ListLine](N_("Item"), lambda line: line.item.text),
    Column[ListLine](N_("Result"), _result, width=9),
    Column[ListLine](N_("Measured"), _figure, width=15),
    Column[ListLine](N_("Seen by"), _who, width=11),
    Column[ListLine](N_("Note"), lambda line: line.last.note if line.last else "", width=8),
)


def guest_words(one: Reception) -> str:
    """A guest as the bar knows them: how they are addressed, and where they are."""
    return f"{one.guest}  {tr(STATE_NAMES[one.standing.state])}"


def alarm_words(guests: tuple[Reception, ...], now: datetime) -> str:
    """Who has waited too long with nobody talking to them (S1-VP-10), in one line."""
    late = [one for one in guests if alarm_since(one.standing, now, one.limit)]
    if not late:
        return ""
    named = ", ".join(f"{one.guest} {clock(waited(one.standing, now))}" for one in late)
    return tr("Waiting too long, talk to the guest: {guests}", guests=named)


def order_words(order: DrinkOrder) -> str:
    """`Green tea × 2`."""
    return f"{goods_name(order.goods)} × {order.servings}"


def bring_words(order: DrinkOrder) -> str:
    """What is said when it is brought (S0-BA-02), "" in a hall that has no words for it."""
    phrase = lounge_standard().phrases.get("bring")
    return "" if phrase is None else phrase.text.format(drink=goods_name(order.goods))


def near_words(board: BarBoard) -> str:
    """Which batches to look at, in one line."""
    if not board.near:
        return tr("Nothing is near its date.")
    named = ", ".join(
        tr("{goods} batch {number}", goods=goods_name(each.goods), number=each.number)
        for each in board.near[:4]
    )
    return tr("Near or past their date: {batches}", batches=named)


def count_words(count: DrinkCount) -> str:
    """A count in one line."""
    return tr(
        "Bar counted {time} by {by} and {witness}: {missing} missing, {over} too much",
        time=f"{hall_time(count.at):%Y-%m-%d %H:%M}",
        by=count.by,
        witness=count.witness,
        missing=sum(line.missing for line in count.lines),
        over=sum(line.over for line in count.lines),
    )


def list_words(day: LoungeDay) -> str:
    """Where the list before opening stands."""
    if day.signature is not None:
        return tr(
            "The list of {day} was signed {time} by {by}; not passed then: {failed}",
            day=day.day.isoformat(),
            time=f"{hall_time(day.signature.at):%H:%M}",
            by=day.signature.by,
            failed=day.signature.failed,
        )
    found = {entry.item for entry in day.entries}
    missing = sum(item.code not in found for item in opening_items())
    return counted(missing, "{count} item has no result yet.", "{count} items have no result yet.")


def day_words(day: LoungeDay) -> str:
    """Slips and customers' papers of the day."""
    here = [one for one in day.slips if one.counter == day.counter]
    slips = tr("counted {slips}", slips=here[-1].slips) if here else tr("not counted yet")
    services = tr(
        "Services at counter {counter}: {services}, slips {slips}.",
        counter=day.counter,
        services=day.services,
        slips=slips,
    )
    return side_by_side(services if day.counter else "", _papers_words(day))


def _papers_words(day: LoungeDay) -> str:
    """Customers' papers in custody, and whether the night's count has seen them (S1-VP-25)."""
    kept = tr("Customers' papers in custody: {count}.", count=day.custody)
    if day.counted_at is None:
        return side_by_side(kept, tr("Never counted.") if day.custody else "")
    last = tr("Last counted {when}.", when=f"{hall_time(day.counted_at):%m-%d %H:%M}")
    due = tr("{count} to be counted for the night.", count=day.uncounted) if day.uncounted else ""
    items = ", ".join(map(str, day.missing))
    missing = tr("Not in the safe then: item {items}.", items=items) if items else ""
    return side_by_side(kept, last, missing, due)


def next_open(listed: tuple[ListLine, ...], done: str) -> str:
    """The item after this one that has no result yet or has not passed; "" when all have."""
    codes = [line.item.code for line in listed]
    start = codes.index(done) + 1 if done in codes else 0
    for line in (*listed[start:], *listed[:start]):
        last = None if line.last is None else line.last.result
        if line.item.opening and line.item.code != done and last in (None, Result.FAILED):
            return line.item.code
    return ""
