"""What an order would come to, before anything is written."""

from datetime import date

from sqlalchemy.orm import Session

from hallclient.base.clock import hall_date
from hallclient.base.errors import HallError
from hallclient.counter.assess import Assessed, assess
from hallclient.counter.guests import GuestAt, guest_by_ticket
from hallclient.counter.kind import Looking
from hallclient.counter.kinds import kind_of, kinds
from hallclient.counter.lines import read_line
from hallclient.counter.rules import Choice, KindSpec, LineDraft, OrderDraft, Quote
from hallclient.policy import book as policies
from hallclient.staff import book as staff
from hallclient.staff.permissions import PERMISSIONS
from hallclient.staff.rules import ApprovalMissing, NotPermitted
from hallclient.store.desk import Desk
from hallclient.till import book as till


def quote(desk: Desk, draft: OrderDraft, guest_at: GuestAt = guest_by_ticket) -> Quote:
    """Price, change, prompts and everything that would be refused. Writes and holds nothing."""
    with desk.read() as session:
        at = desk.now()
        policy = policies.policy_of(session, desk.hall, at)
        refused: list[HallError] = []
        try:
            day = till.open_shift(session, desk).business_date
        except HallError as error:
            refused.append(error)
            day = _day(session, desk)
        vip = guest_at(session, desk.hall, desk.counter, at)
        assessed = assess(session, desk.hall, draft, policy, day, at, vip=vip)
        return assessed.quote([*refused, *_unsigned(assessed, draft)])


def _day(session: Session, desk: Desk) -> date:
    return till.open_day(session, desk.hall) or hall_date(desk.now())


def _unsigned(assessed: Assessed, draft: OrderDraft) -> list[HallError]:
    """Second persons still missing; whether they may sign is asked when the order is made."""
    asked = {
        "face": ("face.override", assessed.parties.override),
        "price": ("price.override", bool(assessed.discount_fen)),
        "late": ("order.late", assessed.late is not None),
    }
    return [
        ApprovalMissing(field=name, permission=PERMISSIONS[permission])
        for name, (permission, needed) in asked.items()
        if needed and name not in draft.signatures
    ]


def check_line(desk: Desk, line: LineDraft) -> HallError | None:
    """What is wrong with a line's entries taken by themselves, or None; looks nothing up."""
    with desk.read() as session:
        policy = policies.policy_of(session, desk.hall, desk.now())
    try:
        read_line(line, policy)
    except HallError as error:
        return error
    return None


def choices(desk: Desk, kind: str, field: str, draft: OrderDraft) -> tuple[Choice, ...]:
    """Values on offer for a field of a kind's form; raises KindUnknown."""
    with desk.read() as session:
        at = desk.now()
        looking = Looking(
            session=session,
            hall=desk.hall,
            at=at,
            business_date=_day(session, desk),
            policy=policies.policy_of(session, desk.hall, at),
            holder=draft.request_id,
            identity=None,
        )
        return kind_of(kind).choices(field, looking)


def kind_specs(desk: Desk) -> tuple[KindSpec, ...]:
    """The businesses that the person at the desk may do, in the order of the menu (S2-KA-19)."""
    with desk.read() as session:
        return tuple(
            kind.spec for kind in kinds().values() if _may(session, desk, kind.spec.permission)
        )


def _may(session: Session, desk: Desk, permission: str) -> bool:
    if not permission:
        return True
    try:
        staff.require(session, desk, permission)
    except NotPermitted:
        return False
    return True
