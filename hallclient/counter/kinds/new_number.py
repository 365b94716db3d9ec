"""New number (开户入网): a number of the pool, a SIM card of the stock, a plan, a deposit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.base.masking import mask_mobile
from hallclient.base.money import Fen, fen_from_text, positive, yuan
from hallclient.base.text import to_ascii
from hallclient.catalog import book as catalog
from hallclient.catalog.rules import Plan
from hallclient.counter.cards import card_number, sim_card, sim_choices
from hallclient.counter.effects import Limits, OpenSubscription, keep_limits
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
from hallclient.customers.rules import DocumentMissing, Identity, check_mobile
from hallclient.ledger.rules import Account
from hallclient.policy.rules import Policy
from hallclient.stock import book as stock
from hallclient.stock.rules import StockKind, StockState, StockUnavailable

CODE: Final = "new_number"
SHOWN: Final = 60
NOTHING: Final = Fen(0)
ELSEWHERE_DIGITS: Final = 3


class DepositShort(HallError):
    """Less than the plan's least deposit."""

    code = "deposit.short"
    sentence = N_("This plan asks for a deposit of at least {least} yuan.")


class ElsewhereMissing(HallError):
    """No figure, or none that is a number, where the hall limits numbers over all carriers."""

    code = "document.elsewhere"
    sentence = N_("Ask how many numbers the customer holds with other carriers; type 0 for none.")


@dataclass(frozen=True)
class NewNumberLine:
    """What is typed for a new number; `deposit_fen` None asks for the plan's own.

    `elsewhere` are the numbers with other carriers as the customer declares them: no hall can
    look them up. None when nobody asked.
    """

    mobile: str
    iccid: str
    plan: str
    deposit_fen: Fen | None
    elsewhere: int | None


class NewNumber:
    """In person, with document and face compared; at most five numbers on one document."""

    spec = KindSpec(
        code=CODE,
        title=N_("New number"),
        chinese="开户入网",
        fields=(
            Field(
                "mobile",
                N_("Number from the pool"),
                ValueKind.MOBILE,
                suggests=True,
                holds=StockKind.NUMBER.value,
            ),
            Field(
                "iccid",
                N_("SIM card (ICCID)"),
                ValueKind.ICCID,
                suggests=True,
                holds=StockKind.SIM.value,
            ),
            Field("plan", N_("Plan"), ValueKind.CHOICE, suggests=True),
            Field("deposit", N_("Prepaid deposit"), ValueKind.MONEY, required=False),
            Field("elsewhere", N_("Held with other carriers"), ValueKind.COUNT, required=False),
        ),
        document=DocumentRule(Need.REQUIRED, agent=False, face=True, of_age=True),
        prompts=("S1-CT-37", "S2-KA-05"),
    )

    def read(self, fields: Mapping[str, str], policy: Policy) -> NewNumberLine:
        """Raises the refusals of `check_mobile` and of amounts, ElsewhereMissing."""
        mobile = check_mobile(fields["mobile"], field="mobile").number
        deposit = None
        if fields["deposit"]:
            deposit = fen_from_text(fields["deposit"], field="deposit")
            if deposit != 0:
                positive(deposit, most=policy.deposit_most_fen, field="deposit")
        elsewhere = _elsewhere(fields["elsewhere"])
        return NewNumberLine(
            mobile, card_number(fields["iccid"]), fields["plan"], deposit, elsewhere
        )

    def prepare(self, line: NewNumberLine, looking: Looking) -> Prepared:
        """Raises DocumentLimit, ElsewhereMissing, PlanUnknown, DepositShort, StockUnavailable,
        HoldLost.
        """
        identity = looking.identity
        if identity is None:
            raise DocumentMissing(field="customer")
        limits = _limits(line, looking.policy, identity)
        keep_limits(looking.session, looking.hall, identity, limits, looking.held_in_order)
        plan = catalog.plan(looking.session, looking.hall, line.plan, looking.business_date)
        deposit = plan.deposit_fen if line.deposit_fen is None else line.deposit_fen
        if deposit < plan.deposit_fen:
            raise DepositShort(field="deposit", least=yuan(plan.deposit_fen))
        if (StockKind.NUMBER.value, line.mobile) in looking.taken:
            raise StockUnavailable(field="mobile", serial=mask_mobile(line.mobile))
        number = stock.free_piece(
            looking.session,
            looking.hall,
            StockKind.NUMBER,
            line.mobile,
            looking.holder,
            looking.at,
            field="mobile",
        )
        _card, warnings = sim_card(line.iccid, looking)
        return Prepared(
            charges=_charges(number.face_fen, deposit),
            facts=(
                Fact(N_("Mobile number"), mask_mobile(line.mobile)),
                Fact(N_("SIM card (ICCID)"), line.iccid),
                Fact(N_("Monthly fee"), yuan(plan.monthly_fee_fen)),
                Fact(N_("Terms"), plan.text),
                *_declared(line),
            ),
            after=(Fact(N_("Plan"), plan.name),),
            moves=(
                StockMove(StockKind.NUMBER, (line.mobile,), StockState.SOLD),
                StockMove(StockKind.SIM, (line.iccid,), StockState.USED),
            ),
            effects=(OpenSubscription(identity, line.mobile, line.iccid, plan.code, limits),),
            typed=_typed(line, plan, deposit),
            mobile=line.mobile,
            opens=1,
            warnings=warnings,
        )

    def choices(self, name: str, looking: Looking) -> tuple[Choice, ...]:
        """Free numbers, the oldest cards first, plans on sale."""
        if name == "plan":
            return plan_choices(looking)
        return sim_choices(looking) if name == "iccid" else _numbers(looking)


def plan_choices(looking: Looking) -> tuple[Choice, ...]:
    """Plans on sale, the cheapest first."""
    found = catalog.plans(looking.session, looking.hall, looking.business_date)
    return tuple(Choice(plan.code, plan.name, yuan(plan.monthly_fee_fen)) for plan in found)


def _numbers(looking: Looking) -> tuple[Choice, ...]:
    found = stock.suggest(
        looking.session,
        looking.hall,
        StockKind.NUMBER,
        SHOWN,
        at=looking.at,
        holder=looking.holder,
        besides=(serial for kind, serial in looking.taken if kind == StockKind.NUMBER.value),
    )
    return tuple(
        Choice(item.serial, item.serial, yuan(item.face_fen) if item.face_fen else "")
        for item in found
    )


def _charges(number_fee: Fen, deposit: Fen) -> tuple[Charge, ...]:
    charges = (
        Charge(Account.NUMBER_FEES, number_fee, N_("Number fee")),
        Charge(Account.PREPAID, deposit, N_("Prepaid deposit"), fee=False),
    )
    return tuple(charge for charge in charges if charge.amount_fen)


def _elsewhere(text: str) -> int | None:
    plain = to_ascii(text)
    if not plain:
        return None
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > ELSEWHERE_DIGITS:
        raise ElsewhereMissing(field="elsewhere")
    return int(plain)


def _limits(line: NewNumberLine, policy: Policy, identity: Identity) -> Limits:
    second = policy.second_document_limit
    if second is not None and line.elsewhere is None and not identity.organisation:
        raise ElsewhereMissing(field="elsewhere")
    return Limits(policy.document_limit, second, line.elsewhere or 0)


def _declared(line: NewNumberLine) -> tuple[Fact, ...]:
    if line.elsewhere is None:
        return ()
    return (Fact(N_("Numbers with other carriers, as declared"), str(line.elsewhere)),)


def _typed(line: NewNumberLine, plan: Plan, deposit: Fen) -> dict[str, object]:
    return {
        "mobile": line.mobile,
        "iccid": line.iccid,
        "plan": plan.code,
        "deposit_fen": deposit,
        "elsewhere": line.elsewhere,
    }
