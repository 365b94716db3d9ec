"""What the bar's page may ask for: plain callables, bound to the desk by `app`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hallclient.staff.rules import Signature
from hallclient.vip.rules import Reception
from hallclient.vip.rules.bar import (
    AskDrink,
    Batch,
    BringDrink,
    CountDrinks,
    DeclineDrink,
    DrinkCount,
    DrinkOrder,
    OpenBatch,
    ReceiveDrinks,
    WriteOff,
)
from hallclient.vip.rules.bar_views import BarBoard, LoungeDay
from hallclient.vip.rules.lounge import (
    CountSlips,
    EnterItem,
    ListSignature,
    LoungeEntry,
    SignList,
    SlipCount,
)


@dataclass(frozen=True)
class BarCalls:
    """Bar and lounge for the person at the desk.

    Attributes:
        guests: who is in VIP reception now, in the order of arrival.
        sign: (code, password, permission) to the signature of the second person.
        report: writes the daily report and says where.
        clerk: name and code of the person at the desk, as a signer reads it.
    """

    board: Callable[[], BarBoard]
    guests: Callable[[], tuple[Reception, ...]]
    day: Callable[[], LoungeDay]
    receive: Callable[[ReceiveDrinks], Batch]
    open_batch: Callable[[OpenBatch], Batch]
    ask: Callable[[AskDrink], DrinkOrder]
    bring: Callable[[BringDrink], DrinkOrder]
    decline: Callable[[DeclineDrink], DrinkOrder]
    write_off: Callable[[WriteOff, Signature | None], Batch]
    count: Callable[[CountDrinks, Signature | None], DrinkCount]
    enter: Callable[[EnterItem], LoungeEntry]
    sign_list: Callable[[SignList], ListSignature]
    count_slips: Callable[[CountSlips], SlipCount]
    report: Callable[[], Path]
    sign: Callable[[str, str, str], Signature]
    clerk: str = ""
