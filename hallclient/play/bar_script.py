"""The events of a day script that bar and lounge have, and customers' papers in custody."""

from collections.abc import Mapping
from typing import Final, Literal

from hallclient.play.parts import Code, Event, Whole


class DrinksIn(Event):
    """A batch of a drink or consumable comes into the book."""

    do: Literal["drinks_in"]
    goods: str
    servings: Whole
    best_before: str = ""


class OfBatch(Event):
    """A pack is opened."""

    do: Literal["drinks_open"]
    batch: str


class AskDrink(Event):
    """A guest is asked; `goods` "" when they want nothing, `guest` the id of their arrival."""

    do: Literal["drink_ask"]
    goods: str = ""
    servings: Whole = 1
    seat: str = ""
    guest: str = ""


class OfDrink(Event):
    """A drink is brought to the seat, with the words of the standard unless said otherwise."""

    do: Literal["drink_bring", "drink_decline"]
    drink: str
    said: bool = True


class DrinksOff(Event):
    """Servings are written off, signed by an approver."""

    do: Literal["drinks_write_off"]
    batch: str
    servings: Whole
    cause: str
    approver: Code
    note: str = ""


class DrinksCount(Event):
    """The bar is counted; a batch that is not named is found as the book has it."""

    do: Literal["drinks_count"]
    witness: Code
    found: Mapping[str, Whole] = {}


class LoungeItem(Event):
    """An item of the lounge is looked at; `value` is what was measured."""

    do: Literal["lounge_item"]
    item: str
    result: Literal["passed", "failed", "fixed"] = "passed"
    value: int | None = None
    note: str = ""


class LoungeSign(Event):
    """The list before opening is signed."""

    do: Literal["lounge_sign"]


class SlipsCount(Event):
    """Slips in hand are counted at a counter."""

    do: Literal["slips_count"]
    slips: Whole
    note: str = ""


class PaperIn(Event):
    """A customer's paper comes into custody."""

    do: Literal["custody_in"]
    kind: Literal["rental_papers", "bankbook"]
    number: str
    owner: str
    description: str
    witness: Code
    outside: str = ""


class PaperOut(Event):
    """A customer's paper is given back."""

    do: Literal["custody_out"]
    paper: str
    given_to: str
    witness: Code
    reason: str = "客户取回"


class CustodyCount(Event):
    """What lies in the safe is counted; an item that is not named as missing is there."""

    do: Literal["custody_count"]
    witness: Code
    missing: tuple[str, ...] = ()


AnyBar = (
    DrinksIn | OfBatch | AskDrink | OfDrink | DrinksOff | DrinksCount | LoungeItem | LoungeSign
    | SlipsCount | PaperIn | PaperOut | CustodyCount
)  # fmt: skip

BAR: Final = frozenset(
    {
        "drinks_in", "drinks_open", "drink_ask", "drink_bring", "drink_decline",
        "drinks_write_off", "drinks_count", "lounge_item", "lounge_sign", "custody_in",
        "custody_out", "custody_count",
    }
)  # fmt: skip
"""They need no counter."""
