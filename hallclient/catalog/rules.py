"""Plans, promotions, and the defaults a new hall starts with."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.base.money import Fen
from hallclient.base.places import resources
from hallclient.base.text import printable

PLAN: Final = "plan"
PROMOTION: Final = "promotion"
CODE_MOST: Final = 32
NAME_MOST: Final = 60
TEXT_MOST: Final = 300
NO_MONEY: Final = Fen(0)


class PlanUnknown(HallError):
    """No plan of this code is on sale."""

    code = "plan.unknown"
    sentence = N_("There is no plan with this code on sale.")


class ItemMalformed(HallError):
    """A plan or promotion that cannot be sold as described."""

    code = "catalog.malformed"
    sentence = N_("Give a code, a name and amounts of zero or more.")


class PromotionEnds(HallError):
    """A promotion that would be over before it begins."""

    code = "catalog.ends"
    sentence = N_("The last day lies before the first one.")


class CodeTaken(HallError):
    """A new item with the code of one that is there."""

    code = "catalog.code-taken"
    sentence = N_("This code is taken. Choose the item in the list to change it.")


class KindMissing(HallError):
    """A promotion on no business."""

    code = "catalog.kind-missing"
    sentence = N_("Choose the business that the promotion belongs to.")


@dataclass(frozen=True)
class Plan:
    """A plan (套餐): amounts in fen; `deposit_fen` is the least prepaid deposit at opening.

    `text` says content, term, fee and the way to cancel, as the customer must be told (S1-CT-37).
    """

    code: str
    name: str
    monthly_fee_fen: Fen
    deposit_fen: Fen = NO_MONEY
    text: str = ""
    on_sale: bool = True


@dataclass(frozen=True)
class Promotion:
    """A promotion (优惠) on a kind of business, from `min_fen` up; `bonus_fen` is credited.

    Applies from `starts` to `ends`, both included; None leaves that side open.
    """

    code: str
    name: str
    text: str
    kind: str
    min_fen: Fen
    bonus_fen: Fen
    starts: date | None = None
    ends: date | None = None
    on_sale: bool = True

    def applies(self, kind: str, amount_fen: int, on: date) -> bool:
        """Whether it must be told when this amount is taken on that business day."""
        begun = self.starts is None or self.starts <= on
        over = self.ends is not None and on > self.ends
        return (
            self.on_sale and kind == self.kind and amount_fen >= self.min_fen and begun and not over
        )


@dataclass(frozen=True)
class ChangeItem:
    """Ask: a plan or promotion gets a new version.

    `effective_from` is its first business day, None for today. `new` refuses a code that is
    taken, so that nobody changes one item while meaning to add another. `based_on` is the number
    of the item's newest version when the person decided, 0 as delivered; None takes what it finds.
    """

    item: Plan | Promotion
    request_id: str
    effective_from: date | None = None
    new: bool = False
    based_on: int | None = None


@dataclass(frozen=True)
class ItemVersion:
    """One version on record: what it says, from which business day, who decided it and when."""

    item: Plan | Promotion
    version: int
    effective_from: date
    set_by: str
    set_at: datetime


@dataclass(frozen=True)
class Catalogue:
    """All that is known on one day, withdrawn items included: by code, in a fixed order."""

    plans: Mapping[str, Plan]
    promotions: Mapping[str, Promotion]

    def has(self, item: Plan | Promotion) -> bool:
        """Whether an item of this sort and code is known, on sale or withdrawn."""
        return item.code in (self.plans if isinstance(item, Plan) else self.promotions)

    def plan(self, code: str) -> Plan:
        """A plan on sale; raises PlanUnknown."""
        found = self.plans.get(code)
        if found is None or not found.on_sale:
            raise PlanUnknown(field="plan")
        return found

    def offers(self, kind: str, amount_fen: int, on: date) -> tuple[Promotion, ...]:
        """Promotions that apply, the largest bonus first."""
        found = (item for item in self.promotions.values() if item.applies(kind, amount_fen, on))
        return tuple(sorted(found, key=lambda item: (-item.bonus_fen, item.code)))


@cache
def defaults() -> Catalogue:
    """What a new hall starts with, from `resources/standards/catalog.toml`."""
    with (resources() / "standards" / "catalog.toml").open("rb") as file:
        data = tomllib.load(file)
    plans = (plan_from(entry) for entry in data["plans"])
    promotions = (promotion_from(entry) for entry in data["promotions"])
    return Catalogue(
        {plan.code: plan for plan in plans}, {offer.code: offer for offer in promotions}
    )


def with_items(base: Catalogue, items: Iterable[Plan | Promotion]) -> Catalogue:
    """The catalogue with these versions in place, later ones last."""
    plans, promotions = dict(base.plans), dict(base.promotions)
    for item in items:
        if isinstance(item, Plan):
            plans[item.code] = item
        else:
            promotions[item.code] = item
    return Catalogue(plans, promotions)


def plan_from(entry: Mapping[str, Any]) -> Plan:
    """A plan from its plain form; raises ItemMalformed."""
    return checked(
        Plan(
            code=entry["code"],
            name=entry["name"],
            monthly_fee_fen=Fen(entry["monthly_fee_fen"]),
            deposit_fen=Fen(entry.get("deposit_fen", 0)),
            text=entry.get("text", ""),
            on_sale=entry.get("on_sale", True),
        )
    )


def promotion_from(entry: Mapping[str, Any]) -> Promotion:
    """A promotion from its plain form; raises ItemMalformed."""
    return checked(
        Promotion(
            code=entry["code"],
            name=entry["name"],
            text=entry.get("text", ""),
            kind=entry["kind"],
            min_fen=Fen(entry["min_fen"]),
            bonus_fen=Fen(entry["bonus_fen"]),
            starts=_day(entry.get("starts")),
            ends=_day(entry.get("ends")),
            on_sale=entry.get("on_sale", True),
        )
    )


def checked[Item: Plan | Promotion](item: Item) -> Item:
    """The same item, if it can be sold; raises ItemMalformed with the field's name."""
    for name, most in (("code", CODE_MOST), ("name", NAME_MOST), ("text", TEXT_MOST)):
        text = getattr(item, name)
        if len(text) > most or text != printable(text) or (name != "text" and not text.strip()):
            raise ItemMalformed(field=name)
    for name in ("monthly_fee_fen", "deposit_fen", "min_fen", "bonus_fen"):
        amount = getattr(item, name, 0)
        if isinstance(amount, bool) or not isinstance(amount, int) or amount < 0:
            raise ItemMalformed(field=name)
    if isinstance(item, Promotion) and item.starts and item.ends and item.ends < item.starts:
        raise PromotionEnds(field="ends")
    return item


def to_plain(item: Plan | Promotion) -> dict[str, Any]:
    """The item as plain JSON; the opposite of `plan_from` and `promotion_from`."""
    plain = {name: getattr(item, name) for name in item.__dataclass_fields__}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in plain.items()
        if value is not None
    }


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
