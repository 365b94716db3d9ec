"""What is typed on the bar's page, made into an ask; some of them a second person signs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from hallclient.base.language import N_, tr
from hallclient.staff.rules import Signature
from hallclient.vip.page.bar_calls import BarCalls
from hallclient.vip.page.bar_words import Deed, ListLine, goods_name
from hallclient.vip.rules.bar import (
    RECEIVED_MOST,
    AskDrink,
    Batch,
    BringDrink,
    CountDrinks,
    DeclineDrink,
    DrinkOrder,
    OpenBatch,
    ReceiveDrinks,
    WriteOff,
    cause_of,
    goods_of,
    servings_from,
)
from hallclient.vip.rules.bar_errors import (
    BatchNotCounted,
    GoodsUnknown,
    NoBatchChosen,
    NoOrderChosen,
)
from hallclient.vip.rules.lounge import CountSlips, EnterItem, Result, SignList

type Work = Callable[[Signature | None], object]

_SECOND: Final[Mapping[str, tuple[str, str]]] = {
    Deed.WRITE_OFF: ("stock.write_off", N_("Approver")),
    Deed.COUNT: ("bar.witness", N_("Witness")),
}


@dataclass(frozen=True)
class Typed:
    """The fields as typed, and the rows that are chosen; `goods` is "" for nothing wanted."""

    goods: str | None = None
    servings: str = ""
    seat: str = ""
    guest: int = 0
    best_before: str = ""
    cause: str = ""
    result: Result | None = None
    value: str = ""
    slips: str = ""
    note: str = ""
    phrased: bool = False
    order: DrinkOrder | None = None
    batch: Batch | None = None
    line: ListLine | None = None
    found: Mapping[int, int] = field(default_factory=dict)
    batches: tuple[Batch, ...] = ()


def second_of(deed: str) -> tuple[str, str] | None:
    """Permission and role of the second person, None where one is enough."""
    return _SECOND.get(deed)


def purpose(deed: str, typed: Typed) -> str:
    """What the second person signs for."""
    if deed == Deed.COUNT or typed.batch is None:
        return tr("{count} batches", count=len(typed.batches))
    return tr(
        "{goods} batch {number}: {servings}, {cause}",
        goods=goods_name(typed.batch.goods),
        number=typed.batch.number,
        servings=typed.servings,
        cause=cause_of(typed.cause).text,
    )


def work(deed: str, typed: Typed, calls: BarCalls, request_id: str) -> Work:
    """What is to be done.

    Raises the refusal of the field that is empty or wrong, before anybody signs.
    """
    makes: Mapping[str, Callable[[Typed, BarCalls, str], Work]] = {
        Deed.ASK: _ask,
        Deed.BRING: _bring,
        Deed.DECLINE: _decline,
        Deed.ENTER: _enter,
        Deed.SIGN: lambda _typed, calls, request: _alone(calls.sign_list, SignList(request)),
        Deed.RECEIVE: _receive,
        Deed.OPEN: _open,
        Deed.WRITE_OFF: _write_off,
        Deed.COUNT: _count,
        Deed.SLIPS: lambda typed, calls, request: _alone(
            calls.count_slips, CountSlips(request, typed.slips, typed.note)
        ),
    }
    return makes[deed](typed, calls, request_id)


def _alone[A](does: Callable[[A], object], ask: A) -> Work:
    return lambda _nobody: does(ask)


def _ask(typed: Typed, calls: BarCalls, request: str) -> Work:
    if typed.goods is None:
        raise GoodsUnknown(field="goods")
    return _alone(
        calls.ask, AskDrink(request, typed.goods, typed.servings, typed.guest, typed.seat)
    )


def _chosen_order(typed: Typed) -> DrinkOrder:
    if typed.order is None:
        raise NoOrderChosen(field="orders")
    return typed.order


def _bring(typed: Typed, calls: BarCalls, request: str) -> Work:
    return _alone(calls.bring, BringDrink(request, _chosen_order(typed).number, typed.phrased))


def _decline(typed: Typed, calls: BarCalls, request: str) -> Work:
    return _alone(calls.decline, DeclineDrink(request, _chosen_order(typed).number))


def _enter(typed: Typed, calls: BarCalls, request: str) -> Work:
    item = "" if typed.line is None else typed.line.item.code
    return _alone(calls.enter, EnterItem(request, item, typed.result, typed.value, typed.note))


def _receive(typed: Typed, calls: BarCalls, request: str) -> Work:
    goods = goods_of(typed.goods or "")
    ask = ReceiveDrinks(request, goods.code, typed.servings, typed.best_before)
    return _alone(calls.receive, ask)


def _chosen_batch(typed: Typed) -> Batch:
    if typed.batch is None:
        raise NoBatchChosen(field="stock")
    return typed.batch


def _open(typed: Typed, calls: BarCalls, request: str) -> Work:
    return _alone(calls.open_batch, OpenBatch(request, _chosen_batch(typed).number))


def _write_off(typed: Typed, calls: BarCalls, request: str) -> Work:
    batch = _chosen_batch(typed)
    servings_from(typed.servings, RECEIVED_MOST)
    cause_of(typed.cause)
    ask = WriteOff(request, batch.number, typed.servings, typed.cause, typed.note)
    write_off = calls.write_off
    return lambda approver: write_off(ask, approver)


def _count(typed: Typed, calls: BarCalls, request: str) -> Work:
    for batch in typed.batches:
        if batch.number not in typed.found:
            raise BatchNotCounted(field="found", number=batch.number)
    found = {batch.number: typed.found[batch.number] for batch in typed.batches}
    left = {batch.number: batch.left for batch in typed.batches}
    ask, count = CountDrinks(request, found, typed.note, left), calls.count
    return lambda witness: count(ask, witness)
