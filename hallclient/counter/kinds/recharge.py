"""Recharge (充值缴费): money onto a mobile number."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hallclient.base.language import N_
from hallclient.base.masking import mask_mobile
from hallclient.base.money import Fen, fen_from_text, positive, yuan
from hallclient.catalog import book as catalog
from hallclient.counter.kind import Looking, Prepared
from hallclient.counter.rules import (
    Charge,
    Choice,
    DocumentRule,
    Fact,
    Field,
    KindSpec,
    Need,
    Offer,
    ValueKind,
)
from hallclient.customers.rules import check_mobile
from hallclient.ledger.rules import Account
from hallclient.policy.rules import Policy

CODE: Final = "recharge"


@dataclass(frozen=True)
class RechargeLine:
    """What is typed for a recharge; amount in fen."""

    mobile: str
    amount_fen: Fen


class Recharge:
    """Any mainland number, no document asked for; promotions must be told first (S1-CT-15)."""

    spec = KindSpec(
        code=CODE,
        title=N_("Recharge"),
        chinese="充值缴费",
        fields=(
            Field("mobile", N_("Mobile number"), ValueKind.MOBILE),
            Field("amount", N_("Amount"), ValueKind.MONEY),
        ),
        document=DocumentRule(Need.OPTIONAL),
        prompts=("S1-CT-14", "S2-KA-05"),
        promoted=True,
    )

    def read(self, fields: Mapping[str, str], policy: Policy) -> RechargeLine:
        """Raises the refusals of `check_mobile` and of amounts."""
        mobile = check_mobile(fields["mobile"], field="mobile").number
        amount = fen_from_text(fields["amount"], field="amount")
        positive(amount, most=policy.recharge_most_fen, field="amount")
        return RechargeLine(mobile, amount)

    def prepare(self, line: RechargeLine, looking: Looking) -> Prepared:
        """The customer's own money: no fee of ours, so no price to lower."""
        promotions = catalog.promotions_for(
            looking.session, looking.hall, CODE, line.amount_fen, looking.business_date
        )
        return Prepared(
            charges=(Charge(Account.PREPAID, line.amount_fen, N_("Prepaid amount"), fee=False),),
            offers=tuple(
                Offer(item.code, item.name, item.text, item.bonus_fen) for item in promotions
            ),
            facts=(
                Fact(N_("Mobile number"), mask_mobile(line.mobile)),
                Fact(N_("Amount"), yuan(line.amount_fen)),
            ),
            typed={"mobile": line.mobile, "amount_fen": line.amount_fen},
            mobile=line.mobile,
        )

    def choices(self, name: str, looking: Looking) -> tuple[Choice, ...]:
        """Nothing is on offer: both fields are typed."""
        return ()
