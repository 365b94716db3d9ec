"""What is typed on the custody page, made into an ask that a second person signs."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hallclient.base.language import labelled, tr
from hallclient.custody.page.calls import CustodyCalls
from hallclient.custody.page.words import COUNT, DEED_NAMES, item_words
from hallclient.custody.rules import (
    WAYS_OUT,
    CountCustody,
    CustodyKind,
    Dispose,
    GiveOut,
    HandOver,
    Item,
    NotCounted,
    NothingChosen,
    ReceiveItem,
    Step,
    TakeBack,
    plain,
    reason_from,
    received_from,
    used_from,
)
from hallclient.staff.rules import Signature

type Work = Callable[[Signature], object]


@dataclass(frozen=True)
class Typed:
    """The fields as typed, and the items they are about.

    Attributes:
        lines: the chosen item, or all that the person keeps.
        counted: what is in the safe and is to be counted.
        found: item number to pieces counted so far.
        custodian: whose items are counted, "" for everybody's.
    """

    lines: tuple[Item, ...] = ()
    kind: CustodyKind | None = None
    first: str = ""
    last: str = ""
    owner: str = ""
    description: str = ""
    outside: str = ""
    used: str = ""
    reason: str = ""
    surplus: str = ""
    counted: tuple[Item, ...] = ()
    found: Mapping[int, int] | None = None
    custodian: str = ""


def purpose(deed: str, typed: Typed) -> str:
    """The sentence that the second person signs."""
    if deed == Step.RECEIVED:
        about = typed.description
    elif deed == COUNT:
        about = tr("{count} items", count=len(typed.counted))
    elif len(typed.lines) == 1:
        about = item_words(typed.lines[0])
    else:
        about = tr("{count} items", count=len(typed.lines))
    return labelled(tr(DEED_NAMES[deed]), plain(about))


def work(deed: str, typed: Typed, calls: CustodyCalls, request_id: str) -> Work:
    """What is to be done once the second person has signed.

    Raises the refusal of the field that is empty or wrong, before anybody signs.
    """
    if deed == Step.RECEIVED:
        return _receive(typed, calls, request_id)
    if deed == COUNT:
        return _count(typed, calls, request_id)
    if not typed.lines:
        raise NothingChosen
    items = tuple(line.number for line in typed.lines)
    if deed == Step.HANDED_OVER:
        over, hand_over = HandOver(items, request_id, typed.reason), calls.hand_over
        return lambda taker: hand_over(over, taker)
    if deed == Step.TAKEN_BACK:
        used_from(typed.used, typed.lines[0])
        back = TakeBack(items[0], typed.used, request_id, typed.reason)
        take_back = calls.take_back
        return lambda giver: take_back(back, giver)
    reason = reason_from(typed.reason)
    if deed == Step.GIVEN_OUT:
        out, give_out = GiveOut(items, reason, request_id), calls.give_out
        return lambda taker: give_out(out, taker)
    if deed not in WAYS_OUT:
        raise ValueError(f"nothing is called {deed} here")
    gone, dispose = Dispose(items, Step(deed), reason, request_id, typed.outside), calls.dispose
    return lambda witness: dispose(gone, witness)


def _receive(typed: Typed, calls: CustodyCalls, request_id: str) -> Work:
    ask = ReceiveItem(
        typed.kind,
        typed.description,
        typed.outside,
        request_id,
        typed.first,
        typed.last,
        typed.owner,
    )
    received_from(ask)
    receive = calls.receive
    return lambda witness: receive(ask, witness)


def _count(typed: Typed, calls: CustodyCalls, request_id: str) -> Work:
    found = typed.found or {}
    for line in typed.counted:
        if line.number not in found:
            raise NotCounted(field="found", number=line.number)
    pieces = {line.number: found[line.number] for line in typed.counted}
    surplus = tuple(re.split("[;；]", typed.surplus))
    ask = CountCustody(pieces, request_id, surplus, typed.custodian, typed.reason)
    count = calls.count
    return lambda witness: count(ask, witness)
