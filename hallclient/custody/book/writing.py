"""Entries of the register: each leads an item from where it stood to where it stands."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hallclient.custody.book.looking import KEY, item
from hallclient.custody.records import CustodyEntry, CustodyItem, CustodyStanding
from hallclient.custody.rules import (
    KINDS,
    STATE_NAMES,
    CustodyChanged,
    CustodyKind,
    CustodyState,
    Item,
    RangeOverlaps,
    Serials,
    Standing,
    Step,
    StepRefused,
    after,
    serials_of,
)
from hallclient.store.audit import Act
from hallclient.store.sequences import next_number


def receive(
    doing: Act,
    kind: CustodyKind,
    serials: Serials | None,
    description: str,
    *,
    owner: str,
    second: str,
    outside: str,
) -> Item:
    """A new line of the register, in the safe of the clerk of the act. Raises RangeOverlaps."""
    if serials is not None:
        _refuse_overlap(doing.session, doing.hall, kind, serials)
    pieces = 1 if serials is None else serials.pieces
    number = next_number(doing.session, doing.hall, "custody-item")
    row = {
        "number": number,
        "kind": kind.value,
        "first": "",
        "last": "",
        "pieces": pieces,
        "description": description,
        "owner": owner,
        "own_number": None,
    }
    if serials is not None:
        first, last = serials.at(0), serials.at(pieces - 1)
        row |= {"own_number": first} if KINDS[kind].owned else {"first": first, "last": last}
    doing.add(CustodyItem, [row], whose=f"{KEY}{number}")
    kept = Standing(CustodyState.KEPT, doing.clerk, "", pieces)
    doing.add(CustodyStanding, [{"number": number} | _columns(kept)])
    _enter(doing, number, Step.RECEIVED, second, pieces, outside, "")
    return item(doing.session, doing.hall, number)


def record(
    doing: Act,
    line: Item,
    step: Step,
    second: str,
    *,
    used: int = 0,
    outside: str = "",
    reason: str = "",
) -> int:
    """An entry about an item on the register; gives its number.

    Raises StepRefused, and CustodyChanged when another desk was first.
    """
    before = line.standing
    stands = after(before, step, doing.clerk, second, used)
    if stands is None:
        raise StepRefused(number=line.number, state=STATE_NAMES[before.state])
    expected = [getattr(CustodyStanding, name) == kept for name, kept in _columns(before).items()]
    done = doing.session.connection().execute(
        update(CustodyStanding)
        .where(CustodyStanding.hall == doing.hall, CustodyStanding.number == line.number, *expected)
        .values(**_columns(stands))
    )
    if done.rowcount != 1:
        raise CustodyChanged(number=line.number)
    return _enter(doing, line.number, step, second, used, outside, reason)


def _enter(
    doing: Act, line: int, step: Step, second: str, count: int, outside: str, reason: str
) -> int:
    number = next_number(doing.session, doing.hall, "custody-entry")
    row = {
        "number": number,
        "item": line,
        "at": doing.at,
        "step": step.value,
        "by": doing.clerk,
        "second": second,
        "count": count,
        "outside": outside,
        "reason": reason,
    }
    doing.add(CustodyEntry, [row])
    return number


def _columns(standing: Standing) -> dict[str, object]:
    return {
        "state": standing.state.value,
        "custodian": standing.custodian,
        "holder": standing.holder,
        "left": standing.left,
    }


def _refuse_overlap(session: Session, hall: str, kind: CustodyKind, serials: Serials) -> None:
    """A number of a blank form is never on the register twice; others only while they are kept."""
    query = (
        select(CustodyItem.number, CustodyItem.first, CustodyItem.last, CustodyItem.own_number)
        .join(
            CustodyStanding,
            (CustodyStanding.hall == hall) & (CustodyStanding.number == CustodyItem.number),
        )
        .where(CustodyItem.hall == hall, CustodyItem.kind == kind.value)
        .order_by(CustodyItem.number)
    )
    if not KINDS[kind].used_up:
        query = query.where(CustodyStanding.state != CustodyState.GONE.value)
    for number, first, last, own in session.execute(query):
        name = first or own
        if name and serials_of(name, last).meets(serials):
            raise RangeOverlaps(field="first", number=number)
