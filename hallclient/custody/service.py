"""Receiving, handing over, giving out and back, counting and disposing of what is in custody.

Two people sign for every entry (S1-CA-07, S1-BO-12); who signs second is not the first.
"""

from collections.abc import Sequence

from hallclient.custody import book
from hallclient.custody.rules import (
    KINDS,
    WAYS_OUT,
    CountCustody,
    Counted,
    Dispose,
    Entry,
    GiveOut,
    HandOver,
    Item,
    NotCustodian,
    NothingChosen,
    ReasonMissing,
    ReceiveItem,
    Step,
    TakeBack,
    plain,
    reason_from,
    received_from,
    receiver_from,
    used_from,
)
from hallclient.staff import book as staff
from hallclient.staff.rules import NotPermitted, Signature
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk


def register(desk: Desk) -> tuple[Item, ...]:
    """Everything in custody, by number. Raises NotPermitted."""
    with desk.read() as session:
        staff.require(session, desk, "custody.keep")
        return book.items(session, desk.hall)


def history(desk: Desk, number: int) -> tuple[Entry, ...]:
    """What happened to an item, in order. Raises NotPermitted."""
    with desk.read() as session:
        staff.require(session, desk, "custody.keep")
        return book.entries(session, desk.hall, number)


def counts(desk: Desk) -> tuple[Counted, ...]:
    """The last counts, newest first. Raises NotPermitted."""
    with desk.read() as session:
        staff.require(session, desk, "custody.keep")
        return book.last_counts(session, desk.hall)


def receive(desk: Desk, ask: ReceiveItem, witness: Signature | None) -> Item:
    """Something comes into the custody of the person at the desk.

    `witness` signs for `custody.witness`.
    Raises KindMissing, DescriptionMissing, SourceMissing, OwnerMissing, OneNumber,
    NumberMissing, RangeMalformed, RangeOverlaps, NotPermitted, the refusals of `second_person`.
    """
    kind, serials = received_from(ask)
    with act(desk, "custody.receive", ask.request_id) as doing:
        if doing.earlier:
            return book.item(doing.session, desk.hall, doing.number)
        staff.require(doing.session, desk, "custody.keep")
        second = staff.second_person(doing, witness, "custody.witness")
        line = book.receive(
            doing,
            kind,
            serials,
            plain(ask.description),
            owner=plain(ask.owner),
            second=second.code,
            outside=plain(ask.outside),
        )
        doing.subject = f"custody/{line.number}"
        doing.note(kind=kind.value, first=line.first, last=line.last, pieces=line.pieces)
        return line


def hand_over(desk: Desk, ask: HandOver, taker: Signature | None) -> tuple[Item, ...]:
    """Items go to another custodian, who signs for `custody.take` (promise 6).

    Only their custodian hands them over, or who may `custody.oversee`, with a reason.
    Raises NothingChosen, ItemUnknown, NotCustodian, ReasonMissing, StepRefused, CustodyChanged,
    NotPermitted, the refusals of `second_person`.
    """
    with act(desk, "custody.hand-over", ask.request_id) as doing:
        if not doing.earlier:
            second = _two(doing, "custody.keep", taker, "custody.take")
            _step(doing, ask.items, Step.HANDED_OVER, second, reason=plain(ask.reason))
        return _lines(doing, ask.items)


def give_out(desk: Desk, ask: GiveOut, taker: Signature | None) -> tuple[Item, ...]:
    """Items leave the safe for use; who takes them signs for `custody.take`.

    Raises ReasonMissing and what `hand_over` raises.
    """
    reason = reason_from(ask.reason)
    with act(desk, "custody.give-out", ask.request_id) as doing:
        if not doing.earlier:
            second = _two(doing, "custody.keep", taker, "custody.take")
            _step(doing, ask.items, Step.GIVEN_OUT, second, reason=reason)
        return _lines(doing, ask.items)


def take_back(desk: Desk, ask: TakeBack, giver: Signature | None) -> Item:
    """An item comes back; who brings it, the holder or somebody for them, signs `custody.take`.

    Raises PiecesWrong and what `hand_over` raises.
    """
    with act(desk, "custody.take-back", ask.request_id) as doing:
        if not doing.earlier:
            line = book.item(doing.session, desk.hall, ask.item)
            used = used_from(ask.used, line)
            second = _two(doing, "custody.keep", giver, "custody.take")
            reason = plain(ask.reason)
            _step(doing, (ask.item,), Step.TAKEN_BACK, second, used=used, reason=reason)
        return _lines(doing, (ask.item,))[0]


def dispose(desk: Desk, ask: Dispose, witness: Signature | None) -> tuple[Item, ...]:
    """Items leave custody for good, by who may `custody.oversee` and before a witness.

    What belongs to a customer is given back by who keeps it (S1-VP-25).
    Raises ReasonMissing, ReceiverMissing and what `hand_over` raises.
    """
    if ask.step not in WAYS_OUT:
        raise ValueError(f"{ask.step} is no way out of custody")
    reason, outside = reason_from(ask.reason), plain(ask.outside)
    with act(desk, f"custody.{ask.step.value}", ask.request_id) as doing:
        if not doing.earlier:
            first = "custody.oversee"
            if _owned(doing, ask.items) and ask.step is Step.RETURNED:
                first, outside = "custody.keep", receiver_from(outside)
            second = _two(doing, first, witness, "custody.witness")
            _step(doing, ask.items, ask.step, second, reason=reason, outside=outside)
        return _lines(doing, ask.items)


def count(desk: Desk, ask: CountCustody, witness: Signature | None) -> Counted:
    """Two people count what lies in the safe, at any time (S1-FM-01, S1-FM-04).

    Nothing is corrected by it: what is missing stays on the register until it is written off,
    and what is too much until it is received. Raises NotCounted, ItemUnknown, NotPermitted,
    the refusals of `second_person`.
    """
    surplus = tuple(words for text in ask.surplus if (words := plain(text)))
    with act(desk, "custody.count", ask.request_id) as doing:
        if doing.earlier:
            return book.counted(doing.session, desk.hall, doing.number)
        second = _two(doing, "custody.keep", witness, "custody.witness")
        counted = book.compare(
            doing,
            ask.found,
            surplus,
            custodian=ask.custodian,
            witness=second,
            note=plain(ask.note),
        )
        doing.subject = f"custody-count/{counted.number}"
        doing.note(
            missing=len(counted.missing),
            surplus=len(counted.surplus),
            items=[line.item for line in counted.missing],
        )
        return counted


def _owned(doing: Act, numbers: Sequence[int]) -> bool:
    """Whether all of it belongs to customers."""
    return all(KINDS[line.kind].owned for line in _lines(doing, numbers))


def _two(doing: Act, first: str, signature: Signature | None, second: str) -> str:
    staff.require(doing.session, doing.desk, first)
    return staff.second_person(doing, signature, second).code


def _step(
    doing: Act,
    numbers: Sequence[int],
    step: Step,
    second: str,
    *,
    used: int = 0,
    outside: str = "",
    reason: str = "",
) -> None:
    if not numbers:
        raise NothingChosen
    lines = [book.item(doing.session, doing.hall, number) for number in dict.fromkeys(numbers)]
    for line in lines:
        _answers_for(doing, line, reason)
        book.record(doing, line, step, second, used=used, outside=outside, reason=reason)
    doing.subject = f"custody/{lines[0].number}"
    doing.note(step=step.value, items=[line.number for line in lines], second=second)


def _answers_for(doing: Act, line: Item, reason: str) -> None:
    """The custodian acts; in their place the duty manager, who says why."""
    if line.standing.custodian in ("", doing.clerk):
        return
    try:
        staff.require(doing.session, doing.desk, "custody.oversee")
    except NotPermitted as error:
        raise NotCustodian(custodian=line.standing.custodian, number=line.number) from error
    if not reason:
        raise ReasonMissing(field="reason")


def _lines(doing: Act, numbers: Sequence[int]) -> tuple[Item, ...]:
    return tuple(book.item(doing.session, doing.hall, number) for number in numbers)
