"""The close of the day in one act: either all of it happens, or the day stays open."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hallclient.base.money import Fen
from hallclient.base.text import printable
from hallclient.duty import book
from hallclient.duty.records import BagHandOver, DayClosing, DepositBag
from hallclient.duty.report import figures
from hallclient.duty.rules import (
    FIRST,
    FORM,
    BagGone,
    BagUsed,
    BagView,
    CarrierMissing,
    CloseDayAsk,
    DayClosed,
    HandBagAsk,
    NothingToClose,
    bag_number,
    blockers,
    checked_deposit,
    digest,
)
from hallclient.ledger import book as ledger
from hallclient.ledger.rules import Account, Entry, Posting
from hallclient.paper.values import CashSlip
from hallclient.queue import book as queue
from hallclient.staff.book import require, second_person
from hallclient.store import audit
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk
from hallclient.store.sequences import next_number
from hallclient.till import book as till
from hallclient.till.rules import ShiftState, checked_bundle
from hallclient.till.slips import listed, put_on_paper
from hallclient.vip.book import ending as vip


def close_day(desk: Desk, ask: CloseDayAsk) -> DayClosed:
    """Closes the open business day and opens the next (日结). It is never reopened.

    Every shift of it is counted and approved and no draft is left; the bag holds what the
    books have in the safe. What is found later is corrected in the open day. Tickets of the
    queue, receptions of VIP guests and drink orders that are unfinished end with it. A repeat of
    the request id returns the first result.

    Raises:
        NotPermitted, DayNotOpen: somebody else closed it first.
        DayShiftOpen, DayUnapproved, DayDrafts, NothingToClose: in this order.
        BagMissing, BagMalformed, BagUsed, DepositMismatch, and what `checked_bundle` and
        `second_person` raise. Whatever is raised, all is as it was before.
    """
    with act(desk, "day.close", ask.request_id) as doing:
        if doing.earlier is None:
            require(doing.session, desk, "day.close")
            day = book.day_to_close(doing.session, doing.hall)
            if day is None:
                raise NothingToClose
            next_date = till.close_business_day(doing, day)  # first: whoever is second waits here
            _refuse_unfinished(doing, day)
            doing.note(queue_left=queue.end_day(doing), **vip.end_day(doing, day))
            closed = _write(doing, ask, day, next_date)
            doing.subject = f"day/{closed}"
        number = int((doing.earlier or doing.subject).removeprefix("day/"))
        return book.closed_number(doing.session, doing.hall, number)


def _refuse_unfinished(doing: Act, day: date) -> None:
    session, hall = doing.session, doing.hall
    opened, counted, approved = (
        till.shifts_in_state(session, hall, day, state)
        for state in (ShiftState.OPEN, ShiftState.COUNTED, ShiftState.APPROVED)
    )
    found = blockers(opened, counted, book.drafts_left(session, hall))
    if found:
        raise found[0]
    if not approved:
        raise NothingToClose


def _write(doing: Act, ask: CloseDayAsk, day: date, next_date: date) -> int:
    """Bag, journal, report, in this order; returns the report's number."""
    safe = ledger.balance(doing.session, doing.hall, Account.SAFE)
    bag = _checked_bag(doing, ask, empty=not safe)
    deposit = checked_deposit(ask.deposit_fen, safe)
    slip = checked_bundle(ask.denominations, deposit)
    witness = second_person(doing, ask.witness, "bag.witness", amount_fen=deposit).code
    entry_no = _seal(doing, bag, deposit, slip, witness, day) if deposit else None
    head = {
        "hall": doing.hall,
        "business_date": day.isoformat(),
        "closed_at": doing.at.isoformat(timespec="microseconds"),
        "closed_by": doing.clerk,
        "witness": witness,
        "bag": bag,
        "deposit_fen": int(deposit),
        "next_date": next_date.isoformat(),
    }
    number = next_number(doing.session, doing.hall, book.NUMBERS)
    seq, mac = audit.head(doing.session, doing.hall)
    anchor = {"form": FORM, "audit_seq": seq, "audit_mac": mac}
    report = head | anchor | {"number": number} | figures(doing.session, doing.hall, day)
    before = book.last_closed(doing.session, doing.hall)
    previous = before.hash if before else FIRST
    row: dict[str, Any] = {
        "number": number,
        "business_date": day,
        "at": doing.at,
        "by": doing.clerk,
        "witness": witness,
        "bag_number": bag,
        "deposit_fen": deposit,
        "over_fen": report["over_fen"],
        "short_fen": report["short_fen"],
        "next_date": next_date,
        "entry_no": entry_no,
        "report": report,
        "digest": digest(report, previous),
        "previous": previous,
    }
    doing.add(DayClosing, [row])
    if deposit:
        _ask_for_slip(doing, row, slip)
    doing.note(number=number, bag=bag, deposit_fen=int(deposit), digest=row["digest"])
    return number


def _checked_bag(doing: Act, ask: CloseDayAsk, *, empty: bool) -> str:
    """The bag's number; none is needed where there is nothing to put into it."""
    if empty and not ask.bag_number.strip():
        return ""
    number = bag_number(ask.bag_number)
    if _sealed(doing.session, doing.hall, number):
        raise BagUsed(field="bag_number", bag=number)
    return number


def _sealed(session: Session, hall: str, number: str) -> bool:
    query = select(DepositBag.bag_number).where(
        DepositBag.hall == hall, DepositBag.bag_number == number
    )
    return session.execute(query).first() is not None


def _seal(doing: Act, bag: str, deposit: Fen, slip: dict[int, int], witness: str, day: date) -> int:
    """The bag goes on record and the money from the safe into it; returns the entry's number."""
    row = {
        "bag_number": bag,
        "business_date": day,
        "amount_fen": deposit,
        "sealed_by": doing.clerk,
        "witness": witness,
        "at": doing.at,
        "slip": {str(face): pieces for face, pieces in slip.items()},
    }
    doing.add(DepositBag, [row])
    sides = (
        Posting(Account.BAG, deposit, memo=bag),
        Posting(Account.SAFE, -deposit, memo=bag),
    )
    return ledger.post(doing, Entry("day.deposit", sides), day)


def _ask_for_slip(doing: Act, closing: dict[str, Any], pieces: dict[int, int]) -> None:
    """The paper that goes with the bag, by denomination where it was typed; both sign it."""
    slip = CashSlip(
        kind="bag",
        number=str(closing["number"]),
        hall=doing.hall,
        hall_name="",
        counter=doing.counter,
        clerk=doing.clerk,
        business_date=closing["business_date"],
        at=doing.at,
        amount_fen=closing["deposit_fen"],
        witness=closing["witness"],
        other=closing["bag_number"],
        denominations=listed(pieces),
    )
    put_on_paper(doing, f"bag/{closing['bag_number']}", slip)


def hand_over_bag(desk: Desk, ask: HandBagAsk) -> BagView:
    """A sealed bag goes to its carrier (收点交款袋), two people signing (S2-KA-27).

    Raises NotPermitted, BagMissing, BagMalformed, BagUnknown, BagGone, CarrierMissing, and what
    `second_person` raises.
    """
    with act(desk, "bag.hand-over", ask.request_id) as doing:
        if doing.earlier is None:
            require(doing.session, desk, "day.close")
            bag = book.bag(doing.session, doing.hall, bag_number(ask.bag_number))
            carrier = printable(ask.carrier).strip()[:80]
            if not carrier:
                raise CarrierMissing(field="carrier")
            if bag.handed_at is not None:
                raise BagGone(field="bag_number", bag=bag.number)
            witness = second_person(doing, ask.witness, "bag.witness", amount_fen=bag.amount_fen)
            row = {
                "bag_number": bag.number,
                "at": doing.at,
                "by": doing.clerk,
                "witness": witness.code,
                "carrier": carrier,
            }
            doing.add(BagHandOver, [row])
            doing.subject = f"bag/{bag.number}"
        number = (doing.earlier or doing.subject).removeprefix("bag/")
        return book.bag(doing.session, doing.hall, number)
