"""Plan change (套餐变更): another plan for a number in service, now or from next month."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.base.masking import mask_mobile
from hallclient.base.money import yuan
from hallclient.catalog import book as catalog
from hallclient.counter.effects import ChangePlan
from hallclient.counter.kind import Looking, Prepared
from hallclient.counter.kinds.new_number import plan_choices
from hallclient.counter.rules import (
    Choice,
    ChoiceUnknown,
    DocumentRule,
    Fact,
    Field,
    KindSpec,
    Need,
    ValueKind,
)
from hallclient.counter.subscriptions import next_month, own_subscription
from hallclient.customers.rules import check_mobile
from hallclient.policy.rules import Policy

type When = Literal["now", "next-month"]
NOW: Final = "now"
NEXT_MONTH: Final = "next-month"
WHEN: Final[Mapping[When, str]] = {
    NEXT_MONTH: N_("From next month"),
    NOW: N_("At once"),
}


class PlanSame(HallError):
    """The number is on that plan already."""

    code = "plan.same"
    sentence = N_("The number is on this plan already. Choose another one.")


@dataclass(frozen=True)
class PlanChangeLine:
    """What is typed for a plan change."""

    mobile: str
    plan: str
    effective: When


class PlanChange:
    """For the holder of the number, or an agent with both documents; costs nothing."""

    spec = KindSpec(
        code="plan_change",
        title=N_("Plan change"),
        chinese="套餐变更",
        fields=(
            Field("mobile", N_("Mobile number"), ValueKind.MOBILE),
            Field("plan", N_("New plan"), ValueKind.CHOICE, suggests=True),
            Field("effective", N_("Takes effect"), ValueKind.CHOICE, required=False, suggests=True),
        ),
        document=DocumentRule(Need.REQUIRED),
        prompts=("S1-CT-37", "S2-KA-05"),
    )

    def read(self, fields: Mapping[str, str], policy: Policy) -> PlanChangeLine:
        """Raises the refusals of `check_mobile`, ChoiceUnknown."""
        typed = fields["effective"] or NEXT_MONTH
        effective = next((when for when in WHEN if when == typed), None)
        if effective is None:
            raise ChoiceUnknown(field="effective")
        mobile = check_mobile(fields["mobile"], field="mobile").number
        return PlanChangeLine(mobile, fields["plan"], effective)

    def prepare(self, line: PlanChangeLine, looking: Looking) -> Prepared:
        """Raises PlanUnknown, PlanSame, SubscriptionUnknown, SubscriptionForeign."""
        subscription = own_subscription(line.mobile, looking)
        plan = catalog.plan(looking.session, looking.hall, line.plan, looking.business_date)
        if plan.code == (subscription.next_plan or subscription.plan):
            raise PlanSame(field="plan")
        today = looking.business_date
        starts = today if line.effective == NOW else next_month(today)
        old = catalog.plan_name(looking.session, looking.hall, subscription.plan, today)
        return Prepared(
            facts=(
                Fact(N_("Mobile number"), mask_mobile(line.mobile)),
                Fact(N_("Takes effect"), starts.isoformat()),
                Fact(N_("Monthly fee"), yuan(plan.monthly_fee_fen)),
                Fact(N_("Terms"), plan.text),
            ),
            before=(Fact(N_("Plan"), old),),
            after=(Fact(N_("Plan"), plan.name),),
            effects=(ChangePlan(line.mobile, plan.code, line.effective, starts),),
            typed={
                "mobile": line.mobile,
                "plan": plan.code,
                "effective": line.effective,
                "effective_on": starts.isoformat(),
            },
            mobile=line.mobile,
        )

    def choices(self, name: str, looking: Looking) -> tuple[Choice, ...]:
        """Plans on sale, and when the change may take effect."""
        if name == "effective":
            return tuple(Choice(value, label) for value, label in WHEN.items())
        return plan_choices(looking) if name == "plan" else ()
