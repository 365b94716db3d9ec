"""What the register is asked to do; each changes something and carries its request id."""

from collections.abc import Mapping
from dataclasses import dataclass

from hallclient.custody.rules.values import CustodyKind, Step


@dataclass(frozen=True)
class ReceiveItem:
    """Ask: something comes into custody; who asks becomes its custodian.

    `outside` says from whom it came.
    """

    kind: CustodyKind | None
    description: str
    outside: str
    request_id: str
    first: str = ""
    last: str = ""
    owner: str = ""


@dataclass(frozen=True)
class HandOver:
    """Ask: items go to another custodian, who signs for them. Source: promise 6.

    `reason` is needed when somebody other than the custodian hands them over.
    """

    items: tuple[int, ...]
    request_id: str
    reason: str = ""


@dataclass(frozen=True)
class GiveOut:
    """Ask: items are given out for use; who takes them signs. `reason` is what for."""

    items: tuple[int, ...]
    reason: str
    request_id: str


@dataclass(frozen=True)
class TakeBack:
    """Ask: an item comes back; who brings it signs.

    `used` is how many pieces were used, as typed; blank forms are used in their order.
    """

    item: int
    used: str
    request_id: str
    reason: str = ""


@dataclass(frozen=True)
class Dispose:
    """Ask: items leave custody for good: returned, destroyed, written off as lost."""

    items: tuple[int, ...]
    step: Step
    reason: str
    request_id: str
    outside: str = ""


@dataclass(frozen=True)
class CountCustody:
    """Ask: what lies in the safe is counted.

    Attributes:
        found: item number to pieces found; every item in the safe is named, also with 0.
        surplus: what lies there and is on no line of the register, one description each.
        custodian: whose items are counted; "" for everybody's.
    """

    found: Mapping[int, int]
    request_id: str
    surplus: tuple[str, ...] = ()
    custodian: str = ""
    note: str = ""
