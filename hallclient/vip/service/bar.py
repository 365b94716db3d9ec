"""The bar: drinks received, asked for, brought, written off, counted.

The bar's own turn is waited for before anything is read: two PCs never serve the same last cup.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from hallclient.base.clock import hall_date
from hallclient.policy.book import policy_of
from hallclient.staff import book as staff
from hallclient.staff.rules import Signature
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk
from hallclient.store.turns import wait_for_turn
from hallclient.till import book as till
from hallclient.vip.book import bar_counts, batches, drinks, receptions
from hallclient.vip.rules.bar import (
    RECEIVED_MOST,
    AskDrink,
    Batch,
    BringDrink,
    CountDrinks,
    DeclineDrink,
    DrinkCount,
    DrinkOrder,
    DrinkStep,
    OpenBatch,
    Outcome,
    ReceiveDrinks,
    WriteOff,
    best_before_from,
    cause_of,
    drink_of,
    drink_words,
    goods_of,
    in_order,
    plain,
    portions,
    servings_from,
)
from hallclient.vip.rules.bar_errors import BatchOpened, BatchShort, OutOfDate, OutOfStock
from hallclient.vip.rules.bar_standard import goods_named, lounge_standard
from hallclient.vip.rules.bar_views import BarBoard
from hallclient.vip.rules.errors import StepOutOfOrder
from hallclient.vip.rules.reception import STATE_NAMES, State, Step, may_follow

SEAT_MOST = 20


def board(desk: Desk) -> BarBoard:
    """What the bar's page shows: orders that wait, the book, how guests are asked.

    Raises NotPermitted.
    """
    with desk.read() as session:
        staff.require(session, desk, "bar.serve")
        policy = policy_of(session, desk.hall, desk.now())
        return BarBoard(
            desk.now(),
            policy.vip_club,
            drinks.waiting(session, desk.hall),
            batches.batches(session, desk.hall),
            bar_counts.counts(session, desk.hall, most=1),
        )


def orders(desk: Desk, day: date) -> tuple[DrinkOrder, ...]:
    """Every drink asked for on a business day. Raises NotPermitted."""
    with desk.read() as session:
        staff.require(session, desk, "bar.serve")
        return drinks.orders_of_day(session, desk.hall, day)


def drinks_of(desk: Desk, serials: Sequence[int]) -> Mapping[int, str]:
    """The last drink of each of these receptions and how it stands, in words.

    For whoever receives guests, with or without a bar. Raises NotPermitted.
    """
    with desk.read() as session:
        staff.require(session, desk, "vip.receive")
        found = drinks.of_receptions(session, desk.hall, serials)
    return {one.reception: drink_words(one) for one in found}


def receive(desk: Desk, ask: ReceiveDrinks) -> Batch:
    """A batch comes into the book (S0-BA-03).

    Raises GoodsUnknown, ServingsWrong, DateMalformed, ReceivedExpired, NotPermitted.
    """
    goods = goods_of(ask.goods)
    servings = servings_from(ask.servings, RECEIVED_MOST)
    with act(desk, "bar.receive", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            day = _begin(doing)
            until = best_before_from(ask.best_before, goods, hall_date(doing.at))
            one = batches.receive(doing, goods.code, servings, until, day)
            doing.subject = f"drink-batch/{one.number}"
            doing.note(goods=goods.code, servings=servings)
        return _batch(doing)


def open_batch(desk: Desk, ask: OpenBatch) -> Batch:
    """A pack is opened; from then on it keeps for some days. Raises BatchUnknown, BatchOpened."""
    with act(desk, "bar.open", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            day = _begin(doing)
            one = batches.batch(doing.session, doing.hall, ask.batch)
            if one.opened_on is not None:
                raise BatchOpened(number=one.number, day=one.opened_on.isoformat())
            batches.move(doing, one, DrinkStep.OPENED, 0, day)
            doing.subject = f"drink-batch/{one.number}"
        return _batch(doing)


def ask_drink(desk: Desk, ask: AskDrink) -> DrinkOrder:
    """What a guest chose (S1-VP-06); nothing chosen is an answer too, and on record.

    Raises GoodsUnknown, NotServed, ServingsWrong, ReceptionUnknown, StepOutOfOrder, NotPermitted:
    nothing was written. OutOfStock, OutOfDate: that is on record, and another drink is offered.
    """
    servings = 0
    if ask.goods:
        drink_of(ask.goods)
        servings = servings_from(ask.servings, lounge_standard().servings_most)
    with act(desk, "bar.ask", ask.request_id, beside=not ask.reception) as doing:
        if doing.earlier is None:
            _take_down(doing, ask, servings)
        one = _order(doing)
        left = batches.batches(doing.session, doing.hall)
    _refuse(one, left)
    return one


def _take_down(doing: Act, ask: AskDrink, servings: int) -> None:
    day = _begin(doing)
    if ask.reception:
        _asked(doing, ask.reception)
    seat = plain(ask.seat)[:SEAT_MOST]
    one = drinks.ask(doing, ask.goods, servings, day, reception=ask.reception, seat=seat)
    doing.subject = f"drink-order/{one.number}"
    if not ask.goods:
        drinks.end(doing, one, Outcome.DECLINED)
    elif not _portions(doing, one):
        _end_refused(doing, one)


def _asked(doing: Act, serial: int) -> None:
    """The guest of a reception was asked, which is a step of it (S1-VP-06).

    Raises ReceptionUnknown, StepOutOfOrder once the guest has gone.
    """
    stands = receptions.standing(doing.session, doing.hall, serial)
    if stands.state is State.GONE:
        raise StepOutOfOrder(field="guest", state=STATE_NAMES[stands.state])
    if may_follow(stands, Step.DRINK):
        receptions.add_step(doing, serial, Step.DRINK)


def bring(desk: Desk, ask: BringDrink) -> DrinkOrder:
    """An order is brought to the seat, first in, first out (S0-BA-01, S0-BA-02, S0-WA-04).

    Raises OrderUnknown, OrderEnded, NotPermitted: nothing was written. OutOfStock, OutOfDate: the
    last serving went elsewhere meanwhile; the refusal is on record.
    """
    with act(desk, "bar.bring", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            day = _begin(doing)
            one = drinks.open_order(doing.session, doing.hall, ask.order)
            doing.subject = f"drink-order/{one.number}"
            taken = _portions(doing, one)
            for batch, servings in taken:
                batches.move(doing, batch, DrinkStep.SERVED, servings, day, order_number=one.number)
            if taken:
                drinks.end(doing, one, Outcome.BROUGHT, phrased=ask.phrased)
            else:
                _end_refused(doing, one)
        one = _order(doing)
        left = batches.batches(doing.session, doing.hall)
    _refuse(one, left)
    return one


def decline(desk: Desk, ask: DeclineDrink) -> DrinkOrder:
    """The guest does not want it any more. Raises OrderUnknown, OrderEnded, NotPermitted."""
    with act(desk, "bar.decline", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            _begin(doing)
            one = drinks.open_order(doing.session, doing.hall, ask.order)
            drinks.end(doing, one, Outcome.DECLINED)
            doing.subject = f"drink-order/{one.number}"
        return _order(doing)


def write_off(desk: Desk, ask: WriteOff, approver: Signature | None) -> Batch:
    """Servings are written off, signed by who may `stock.write_off` (S0-BA-07).

    Raises CauseMissing, ServingsWrong, BatchUnknown, BatchShort, NotPermitted, the refusals of
    `second_person`.
    """
    cause = cause_of(ask.cause)
    servings = servings_from(ask.servings, RECEIVED_MOST)
    with act(desk, "bar.write-off", ask.request_id, beside=True) as doing:
        if doing.earlier is None:
            day = _begin(doing)
            second = staff.second_person(doing, approver, "stock.write_off", content=ask.content)
            one = batches.batch(doing.session, doing.hall, ask.batch)
            if servings > one.left:
                raise BatchShort(
                    field="servings", number=one.number, left=one.left, servings=servings
                )
            words = {"second": second.code, "cause": cause.code, "note": plain(ask.note)}
            batches.move(doing, one, DrinkStep.WRITTEN_OFF, servings, day, **words)
            doing.subject = f"drink-batch/{one.number}"
            doing.note(servings=servings, cause=cause.code)
        return _batch(doing)


def count(desk: Desk, ask: CountDrinks, witness: Signature | None) -> DrinkCount:
    """Two people count the bar (S0-BA-08, S1-FM-01); what they found becomes the book.

    Raises BatchNotCounted, BatchUnknown, BatchMoved, NotPermitted, the refusals of
    `second_person`.
    """
    with act(desk, "bar.count", ask.request_id, beside=True) as doing:
        if doing.earlier is not None:
            return bar_counts.counted(doing.session, doing.hall, doing.number)
        day = _begin(doing)
        second = staff.second_person(doing, witness, "bar.witness")
        counted = bar_counts.count(doing, ask, day, second.code, plain(ask.note))
        doing.subject = f"drink-count/{counted.number}"
        doing.note(
            missing=sum(line.missing for line in counted.lines),
            over=sum(line.over for line in counted.lines),
        )
        return counted


def _begin(doing: Act) -> date:
    """The bar's turn and its business day. Raises NotPermitted."""
    staff.require(doing.session, doing.desk, "bar.serve")
    wait_for_turn(doing.session, f"{doing.hall}/bar")
    return till.day_for_opening(doing)


def _portions(doing: Act, one: DrinkOrder) -> tuple[tuple[Batch, int], ...]:
    """From which batches it comes; a date on a pack is one of the calendar, not of the books."""
    there = batches.batches(doing.session, doing.hall)
    return portions(there, one.goods, one.servings, hall_date(doing.at))


def _end_refused(doing: Act, one: DrinkOrder) -> None:
    day, there = hall_date(doing.at), batches.batches(doing.session, doing.hall)
    past = any(each.goods == one.goods and each.expired(day) for each in there)
    good = in_order(there, one.goods, day)
    cause = OutOfDate.code if past and not good else OutOfStock.code
    drinks.end(doing, one, Outcome.REFUSED, cause=cause)
    doing.note(refused=cause, goods=one.goods, servings=one.servings)


def _refuse(one: DrinkOrder, there: tuple[Batch, ...]) -> None:
    """Says what is on record already."""
    if one.outcome is not Outcome.REFUSED:
        return
    goods, day = goods_named(one.goods).text, hall_date(one.ended_at or one.at)
    if one.cause == OutOfDate.code:
        past = [each.good_until for each in there if each.goods == one.goods and each.good_until]
        raise OutOfDate(field="goods", goods=goods, day=max(past, default=day).isoformat())
    left = sum(each.left for each in in_order(there, one.goods, day))
    raise OutOfStock(field="goods", goods=goods, left=left, servings=one.servings)


def _order(doing: Act) -> DrinkOrder:
    return drinks.order(doing.session, doing.hall, doing.number)


def _batch(doing: Act) -> Batch:
    return batches.batch(doing.session, doing.hall, doing.number, spent=True)
