"""What the custody page may ask for: plain callables, bound to the desk by `app`."""

from collections.abc import Callable
from dataclasses import dataclass

from hallclient.custody.rules import (
    CountCustody,
    Counted,
    Dispose,
    Entry,
    GiveOut,
    HandOver,
    Item,
    ReceiveItem,
    TakeBack,
)
from hallclient.staff.rules import Signature


@dataclass(frozen=True)
class CustodyCalls:
    """The register for the person at the desk.

    Attributes:
        counts: the last counts, newest first.
        sign: (code, password, permission) to the signature of the second person.
        code: staff code of the person at the desk; clerk: name and code, as a signer reads it.
        may_oversee: whether they may return, destroy and write off.
    """

    register: Callable[[], tuple[Item, ...]]
    history: Callable[[int], tuple[Entry, ...]]
    counts: Callable[[], tuple[Counted, ...]]
    receive: Callable[[ReceiveItem, Signature], Item]
    hand_over: Callable[[HandOver, Signature], tuple[Item, ...]]
    give_out: Callable[[GiveOut, Signature], tuple[Item, ...]]
    take_back: Callable[[TakeBack, Signature], Item]
    dispose: Callable[[Dispose, Signature], tuple[Item, ...]]
    count: Callable[[CountCustody, Signature], Counted]
    sign: Callable[[str, str, str], Signature]
    code: str
    clerk: str = ""
    may_oversee: bool = False
