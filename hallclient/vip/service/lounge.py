"""The lounge: its list before opening, the registers of hygiene, the day's slips and custody."""

from datetime import date

from hallclient.base.clock import hall_date
from hallclient.custody import book as custody
from hallclient.custody.rules import KINDS
from hallclient.staff import book as staff
from hallclient.staff.rules import Role
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.till import book as till
from hallclient.vip.book import bar_counts, drinks
from hallclient.vip.book import lounge as book
from hallclient.vip.rules.bar import plain
from hallclient.vip.rules.bar_errors import ItemsUnanswered, ListSigned, NoCounter
from hallclient.vip.rules.bar_views import LoungeDay, Undone
from hallclient.vip.rules.lounge import (
    CountSlips,
    EnterItem,
    ListSignature,
    LoungeEntry,
    Result,
    SignList,
    SlipCount,
    entered,
    last_of_each,
    opening_items,
    refuse_unexplained,
    slips_from,
)


def day_of_lounge(desk: Desk, day: date | None = None) -> LoungeDay:
    """The list, the registers, slips and custody of a business day; the open one by default.

    Raises NotPermitted.
    """
    with desk.read() as session:
        staff.require(session, desk, "bar.serve")
        hall = desk.hall
        on = day or till.open_day(session, hall) or hall_date(desk.now())
        last = custody.last_counts(session, hall, 1)
        kept = custody.items(session, hall)
        papers = {item.number for item in kept if KINDS[item.kind].owned}
        return LoungeDay(
            on,
            desk.counter,
            book.entries(session, hall, on),
            book.signature(session, hall, on),
            book.services_at(session, hall, on, desk.counter),
            book.slip_counts(session, hall, on),
            len(papers),
            book.papers_uncounted(session, hall, on, desk.now()),
            tuple(one.item for one in last[0].missing if one.item in papers) if last else (),
            last[0].at if last else None,
            bar_counts.counts(session, hall, on),
        )


def undone(desk: Desk) -> Undone:
    """What the person at the desk would leave undone now; slips are the VIP host's."""
    with desk.read() as session:
        who, hall = staff.find_person(session, desk.hall, desk.clerk), desk.hall
        day = till.open_day(session, hall) or hall_date(desk.now())
        if who is None:
            return Undone()
        slips = 0
        if who.role is Role.VIP and desk.counter:
            seen = [
                one for one in book.slip_counts(session, hall, day) if one.counter == desk.counter
            ]
            slips = book.services_at(session, hall, day, desk.counter)
            slips -= seen[-1].services if seen else 0
        return Undone(
            book.papers_uncounted(session, hall, day, desk.now(), who.code),
            bar_counts.uncounted(session, hall, day, who.code),
            slips,
            drinks.waiting_of(session, hall, who.code),
        )


def enter(desk: Desk, ask: EnterItem) -> LoungeEntry:
    """What was found of an item of the lounge, by whom and when.

    Raises ItemUnknown, ResultMissing, NoteMissing, MeasureMissing, OutOfBounds, FailedBefore,
    NotPermitted.
    """
    with act(desk, "lounge.enter", ask.request_id) as doing:
        if doing.earlier is not None:
            return book.entry(doing.session, doing.hall, doing.number)
        staff.require(doing.session, desk, "bar.serve")
        day = till.day_for_opening(doing)
        before = last_of_each(book.entries(doing.session, doing.hall, day)).get(ask.item)
        item, result, value, note = entered(ask, before)
        found = book.enter(doing, day, item, result, value, note)
        doing.subject = f"lounge-entry/{found.number}"
        doing.note(item=item.code, result=result.value)
        return found


def sign(desk: Desk, ask: SignList) -> ListSignature:
    """The list before opening is signed, faults and all; once a day.

    Raises ItemsUnanswered, ListSigned, NotPermitted.
    """
    with act(desk, "lounge.sign", ask.request_id) as doing:
        if doing.earlier is not None:
            signed = book.signature(
                doing.session, doing.hall, date.fromisoformat(doing.earlier.rpartition("/")[2])
            )
            assert signed is not None  # noqa: S101 - the act before wrote it
            return signed
        staff.require(doing.session, desk, "bar.serve")
        day = till.day_for_opening(doing)
        there = book.signature(doing.session, doing.hall, day)
        if there is not None:
            raise ListSigned(day=day.isoformat(), by=there.by)
        entries = book.entries(doing.session, doing.hall, day)
        found = last_of_each(entries)
        open_items = [item for item in opening_items() if item.code not in found]
        if open_items:
            raise ItemsUnanswered(field="item", count=len(open_items), item=open_items[0].text)
        failed = sum(entry.result is Result.FAILED for entry in found.values())
        doing.subject = f"lounge-list/{day.isoformat()}"
        doing.note(failed=failed)
        return book.sign(doing, day, failed, entries[-1].number)


def count_slips(desk: Desk, ask: CountSlips) -> SlipCount:
    """Slips in hand are counted against the services in the system (S1-VP-24).

    Raises SlipsMalformed, NoCounter, SlipsDiffer: nothing was written; with the reason it is.
    """
    slips, reason = slips_from(ask.slips), plain(ask.reason)
    with act(desk, "lounge.count-slips", ask.request_id) as doing:
        if doing.earlier is not None:
            return book.slip_count(doing.session, doing.hall, doing.number)
        staff.require(doing.session, desk, "bar.serve")
        if doing.counter < 1:
            raise NoCounter
        day = till.day_for_opening(doing)
        services = book.services_at(doing.session, doing.hall, day, doing.counter)
        refuse_unexplained(services, slips, reason)
        counted = book.count_slips(doing, day, services, slips, reason)
        doing.subject = f"slip-count/{counted.number}"
        doing.note(services=services, slips=slips)
        return counted
