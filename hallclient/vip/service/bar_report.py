"""The bar's daily report and the day's VIP business as a workbook; an export is an act."""

from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from hallclient.base.clock import hall_date, shown_time
from hallclient.base.language import tr
from hallclient.policy.book import policy_of
from hallclient.sheets.bar_values import BarDay, BatchRow, DrinkRow, GuestRow, LoungeRow, SlipRow
from hallclient.sheets.values import Origin
from hallclient.staff import book as staff
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.till import book as till
from hallclient.vip.book import batches, drinks
from hallclient.vip.book import lounge as lounge_book
from hallclient.vip.rules import SheetRow
from hallclient.vip.rules.bar import OUTCOME_NAMES, DrinkOrder, DrinkStep
from hallclient.vip.rules.bar_standard import goods_named, item_named
from hallclient.vip.rules.bar_views import BatchDay
from hallclient.vip.rules.lounge import RESULT_NAMES, LoungeEntry, figure_words
from hallclient.vip.rules.standard import tier_text
from hallclient.vip.service.looking import day_sheet


def export_bar_day(desk: Desk, folder: Path, day: date | None = None) -> Path:
    """Writes the report of a business day, the open one by default, and says where.

    Raises NotPermitted, WorkbookUnwritable.
    """
    value = bar_day(desk, day)
    from hallclient.sheets import bar  # openpyxl is slow to load and needed only here

    path = folder / f"bar-{value.origin.business_date.isoformat()}.xlsx"
    bar.write(value, path)
    return path


def bar_day(desk: Desk, day: date | None = None) -> BarDay:
    """What the report is made from; who took it, and when, is on record.

    It names the guests of the day, so it is for who keeps both. Raises NotPermitted: nothing is on
    record.
    """
    with act(desk, "bar.report") as doing:
        person = staff.require(doing.session, desk, "bar.serve")
        staff.require(doing.session, desk, "vip.keep")
        on = day or till.open_day(doing.session, desk.hall) or hall_date(doing.at)
        doing.subject = f"report/bar/{on.isoformat()}"
    guests = day_sheet(desk, on).rows
    with desk.read() as session:
        name = policy_of(session, desk.hall, desk.now()).hall_name
        who = f"{person.code} {person.name}"
        return BarDay(
            Origin(desk.hall, name, on, who, desk.now()),
            tuple(map(_batch, batches.batch_days(session, desk.hall, on))),
            tuple(map(_drink, _orders(session, desk.hall, on))),
            tuple(map(_found, lounge_book.entries(session, desk.hall, on))),
            tuple(
                SlipRow(one.counter, one.services, one.slips, one.reason, one.at, one.by)
                for one in lounge_book.slip_counts(session, desk.hall, on)
            ),
            tuple(map(_guest, guests)),
        )


def _orders(session: Session, hall: str, day: date) -> tuple[DrinkOrder, ...]:
    return drinks.orders_of_day(session, hall, day)


def _batch(one: BatchDay) -> BatchRow:
    goods = goods_named(one.batch.goods)
    short = one.by(DrinkStep.SHORT)
    return BatchRow(
        goods.text,
        one.batch.number,
        one.batch.good_until,
        one.opening,
        one.by(DrinkStep.RECEIVED),
        one.by(DrinkStep.SERVED),
        one.by(DrinkStep.WRITTEN_OFF),
        0 if goods.served else short,
        short if goods.served else 0,
        one.by(DrinkStep.OVER),
        one.closing,
    )


def _drink(one: DrinkOrder) -> DrinkRow:
    return DrinkRow(
        one.at,
        one.seat,
        goods_named(one.goods).text if one.goods else tr("nothing wanted"),
        one.servings,
        OUTCOME_NAMES[one.outcome] if one.outcome else "",
        one.ended_at,
        one.ended_by or one.by,
        one.phrased,
    )


def _found(one: LoungeEntry) -> LoungeRow:
    item, figure = item_named(one.item), figure_words(one)
    result = RESULT_NAMES[one.result]
    return LoungeRow(item.text, item.duty, result, figure, one.note, one.at, one.by)


def _guest(row: SheetRow) -> GuestRow:
    one = row.reception
    return GuestRow(
        one.standing.since,
        one.guest,
        tier_text(one.tier),
        row.waited,
        row.late,
        ", ".join(f"{by} {shown_time(at)[-5:]}" for at, by in row.talked),
        ", ".join(row.orders),
        len(one.left_out),
    )
