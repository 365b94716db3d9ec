"""SIM replacement (补换卡): a new card for a number in service; the old card is dead."""

from collections.abc import Mapping
from dataclasses import dataclass

from hallclient.base.language import N_
from hallclient.base.masking import mask_mobile
from hallclient.counter.cards import card_number, sim_card, sim_choices
from hallclient.counter.effects import ReplaceSim
from hallclient.counter.kind import Looking, Prepared, StockMove
from hallclient.counter.rules import (
    Charge,
    Choice,
    DocumentRule,
    Fact,
    Field,
    KindSpec,
    Need,
    ValueKind,
)
from hallclient.counter.subscriptions import own_subscription
from hallclient.customers.rules import check_mobile
from hallclient.ledger.rules import Account
from hallclient.policy.rules import Policy
from hallclient.stock.rules import StockKind, StockState


@dataclass(frozen=True)
class SimReplacementLine:
    """What is typed for a SIM replacement."""

    mobile: str
    iccid: str


class SimReplacement:
    """For the holder in person, face compared: who gets the card gets the number (L2)."""

    spec = KindSpec(
        code="sim_replacement",
        title=N_("SIM replacement"),
        chinese="补换卡",
        fields=(
            Field("mobile", N_("Mobile number"), ValueKind.MOBILE),
            Field(
                "iccid",
                N_("New SIM card (ICCID)"),
                ValueKind.ICCID,
                suggests=True,
                holds=StockKind.SIM.value,
            ),
        ),
        document=DocumentRule(Need.REQUIRED, agent=False, face=True),
        prompts=("S1-CT-37", "S2-KA-05"),
    )

    def read(self, fields: Mapping[str, str], policy: Policy) -> SimReplacementLine:
        """Raises the refusals of `check_mobile`."""
        mobile = check_mobile(fields["mobile"], field="mobile").number
        return SimReplacementLine(mobile, card_number(fields["iccid"]))

    def prepare(self, line: SimReplacementLine, looking: Looking) -> Prepared:
        """Raises SubscriptionUnknown, SubscriptionForeign, StockUnavailable, HoldLost."""
        subscription = own_subscription(line.mobile, looking)
        _card, warnings = sim_card(line.iccid, looking)
        fee = looking.policy.sim_fee_fen
        charges = (Charge(Account.SIM_FEES, fee, N_("SIM card fee")),) if fee else ()
        return Prepared(
            charges=charges,
            facts=(Fact(N_("Mobile number"), mask_mobile(line.mobile)),),
            before=(Fact(N_("SIM card (ICCID)"), subscription.iccid),),
            after=(Fact(N_("SIM card (ICCID)"), line.iccid),),
            moves=(StockMove(StockKind.SIM, (line.iccid,), StockState.USED),),
            effects=(ReplaceSim(line.mobile, line.iccid),),
            typed={"mobile": line.mobile, "iccid": line.iccid, "old_iccid": subscription.iccid},
            mobile=line.mobile,
            warnings=warnings,
        )

    def choices(self, name: str, looking: Looking) -> tuple[Choice, ...]:
        """The oldest cards first."""
        return sim_choices(looking) if name == "iccid" else ()
