"""The five businesses: what each reads, refuses, costs, moves and changes."""

from dataclasses import replace
from importlib.metadata import EntryPoint, EntryPoints
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.base.errors import HallError
from hallclient.base.money import Fen, yuan
from hallclient.counter import kinds as registry
from hallclient.counter import service
from hallclient.counter.kind import Kind, Looking, Prepared
from hallclient.counter.kinds import KindClash, kind_of, kinds
from hallclient.counter.kinds.recharge import Recharge
from hallclient.counter.papers import TERMS
from hallclient.counter.rules import (
    Charge,
    DocumentRule,
    Field,
    KindSpec,
    LineDraft,
    ValueKind,
    prompts,
)
from hallclient.customers import book as customers
from hallclient.customers.rules import SubscriptionView
from hallclient.ledger.rules import Account
from hallclient.policy.rules import Policy
from hallclient.stock.rules import StockKind, StockState
from hallclient.store.desk import Desk
from tests.counter.conftest import (
    OTHER_ID,
    Hall,
    iccid,
    line,
    new_number,
    person,
    recharge,
    unit,
)


def refused(hall: Hall, *lines: LineDraft, **more: Any) -> HallError:
    """What completing the order is refused with; nothing of it may be on the books."""
    draft = hall.paid(*lines, **more)
    with pytest.raises(HallError) as caught:
        service.complete(hall.desk, draft)
    assert service.find_orders(hall.desk, everything(hall)) == ()
    return caught.value


def everything(hall: Hall) -> Any:
    from hallclient.counter.rules import OrderQuery

    return OrderQuery(counter=hall.desk.counter)


def service_of(desk: Desk, mobile: str) -> SubscriptionView | None:
    with desk.read() as session:
        return customers.subscription(session, desk.hall, mobile)


def test_the_five_businesses_are_there() -> None:
    codes = ("recharge", "new_number", "plan_change", "sim_replacement", "value_card")
    assert tuple(kinds())[:5] == codes


@pytest.mark.parametrize("code", ["recharge", "new_number", "plan_change", "value_card"])
def test_every_prompt_of_a_kind_is_worded(code: str) -> None:
    assert set(kind_of(code).spec.prompts) <= prompts().keys()


class TopUp(Recharge):
    """A third party's business."""

    spec = KindSpec("top_up", "Top-up", "充点", Recharge.spec.fields, DocumentRule())


def entry_points_of(monkeypatch: pytest.MonkeyPatch, **named: Any) -> None:
    class Point(EntryPoint):
        def load(self) -> Any:
            return named[self.name]

    points = EntryPoints(Point(name, "plugin:kind", registry.GROUP) for name in named)
    monkeypatch.setattr(registry, "entry_points", lambda group: points.select(group=group))
    registry.kinds.cache_clear()


@pytest.fixture
def registry_restored() -> Any:
    yield
    registry.kinds.cache_clear()


@pytest.mark.usefixtures("registry_restored")
def test_a_third_party_adds_a_kind_without_touching_the_code(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry_points_of(monkeypatch, top_up=TopUp)
    order = hall.sell(line("top_up", mobile="13800138000", amount="20"))
    assert (order.lines[0].title, order.total_fen) == ("Top-up", 2_000)


@pytest.mark.usefixtures("registry_restored")
def test_a_kind_cannot_take_anothers_code(monkeypatch: pytest.MonkeyPatch) -> None:
    entry_points_of(monkeypatch, mine=Recharge())
    with pytest.raises(KindClash):
        kinds()


class Risky:
    """A business that only somebody with another right may do."""

    spec = KindSpec(
        "risky",
        "Risky",
        "险",
        (Field("amount", "Amount", ValueKind.MONEY),),
        DocumentRule(),
        permission="day.close",
    )

    def read(self, fields: Any, policy: Policy) -> Fen:
        return Fen(int(fields["amount"]) * 100)

    def prepare(self, line: Fen, looking: Looking) -> Prepared:
        return Prepared(charges=(Charge(Account.SIM_FEES, line, "Fee"),))

    def choices(self, name: str, looking: Looking) -> tuple[()]:
        return ()


@pytest.mark.usefixtures("registry_restored")
def test_a_kind_may_ask_for_a_right_of_its_own(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    kind: Kind = Risky()
    entry_points_of(monkeypatch, risky=kind)
    assert "risky" not in {spec.code for spec in service.kind_specs(hall.desk)}
    assert refused(hall, line("risky", amount="5")).code == "permission.denied"


def test_a_kind_nobody_installed_is_refused(hall: Hall) -> None:
    assert refused(hall, line("teleport")).code == "order.kind-unknown"


def test_a_field_the_form_does_not_have_is_refused(hall: Hall) -> None:
    error = refused(hall, line("recharge", mobile="13800138000", amount="5", colour="red"))
    assert (error.code, error.field) == ("field.unknown", "lines.0.colour")


# recharge


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("0", "amount.not-positive"),
        ("-5", "amount.not-positive"),
        ("5000.01", "amount.over-limit"),
        ("5.001", "amount.decimals"),
        ("fifty", "amount.malformed"),
        ("", "field.required"),
    ],
)
def test_a_recharge_of_no_sensible_amount_is_refused(hall: Hall, amount: str, code: str) -> None:
    error = refused(hall, recharge(amount=amount))
    assert (error.code, error.field) == (code, "lines.0.amount")


def test_a_recharge_goes_to_a_mobile_number(hall: Hall) -> None:
    error = refused(hall, recharge(mobile="1380013800"))
    assert (error.code, error.field) == ("mobile.length", "lines.0.mobile")


def test_the_limit_of_a_recharge_is_the_halls(hall: Hall) -> None:
    hall.setting("recharge_most_fen", 3_000)
    assert refused(hall, recharge(amount="30.01")).code == "amount.over-limit"
    assert hall.sell(recharge(amount="30")).total_fen == 3_000


@given(fen=st.integers(1, 500_000))
def test_the_amount_typed_is_the_amount_booked(fen: int) -> None:
    fields = {"mobile": "13800138000", "amount": yuan(fen)}
    assert Recharge().read(fields, Policy()).amount_fen == fen


@pytest.mark.duty("S1-CT-14")
def test_number_and_amount_are_read_back_before_the_money(hall: Hall) -> None:
    draft = hall.paid(recharge())
    assert "S1-CT-14" in hall.quote(draft).prompts
    silent = replace(draft, acknowledged=draft.acknowledged - {"S1-CT-14"})
    with pytest.raises(HallError) as caught:
        service.complete(hall.desk, silent)
    assert caught.value.code == "order.prompt"


@pytest.mark.duty("S1-CT-15")
def test_a_promotion_is_told_before_the_money_is_taken(hall: Hall) -> None:
    line = recharge(amount="100")
    draft = hall.paid(line)
    offers = hall.quote(draft).lines[0].offers
    assert [offer.code for offer in offers] == ["recharge-100"]
    assert refused(hall, line).code == "promotion.unacknowledged"
    order = hall.sell(replace(line, answers={"recharge-100": "declined"}))
    assert hall.balance(Account.PREPAID) == -order.total_fen


def test_an_accepted_promotion_is_credited_to_the_customer(hall: Hall) -> None:
    answers = {"recharge-300": "accepted", "recharge-100": "told"}
    order = hall.sell(replace(recharge(amount="300"), answers=answers))
    assert order.total_fen == 30_000
    assert hall.balance(Account.PREPAID) == -32_000
    assert hall.balance(Account.PROMOTION) == 2_000


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"recharge-300": "accepted", "recharge-100": "accepted"}, "promotion.only-one"),
        ({"recharge-300": "maybe", "recharge-100": "told"}, "promotion.answer"),
        ({"recharge-300": "told", "recharge-100": "told", "gift": "told"}, "promotion.answer"),
    ],
)
def test_answers_to_promotions_are_what_was_offered(
    hall: Hall, answers: dict[str, str], code: str
) -> None:
    assert refused(hall, replace(recharge(amount="300"), answers=answers)).code == code


# new number


def test_a_new_number_takes_number_and_card_and_goes_into_service(hall: Hall) -> None:
    order = hall.sell(new_number(7, deposit="100"), customer=person())
    assert order.total_fen == 10_000
    assert hall.piece(StockKind.NUMBER, "19900000007").state is StockState.SOLD
    assert hall.piece(StockKind.SIM, iccid(7)).state is StockState.USED
    found = service_of(hall.desk, "19900000007")
    assert found is not None
    assert (found.plan, found.iccid) == ("basic-39", iccid(7))
    assert hall.balance(Account.PREPAID) == -10_000


def test_a_beautiful_number_has_its_fee(hall: Hall) -> None:
    wanted = line("new_number", mobile="19900008888", iccid=iccid(1), plan="basic-39")
    order = hall.sell(wanted, customer=person())
    assert order.total_fen == 80_000 + 5_000
    assert hall.balance(Account.NUMBER_FEES) == -80_000


def test_the_deposit_is_the_plans_own_or_more(hall: Hall) -> None:
    assert hall.quote(hall.draft(new_number(), customer=person())).total_fen == 5_000
    error = refused(hall, new_number(deposit="49.99"), customer=person())
    assert (error.code, error.field) == ("deposit.short", "lines.0.deposit")


def test_a_plan_that_is_not_on_sale_is_refused(hall: Hall) -> None:
    assert refused(hall, new_number(plan="free"), customer=person()).code == "plan.unknown"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("89860025000000000137", "iccid.checksum"),
        (iccid(99), "stock.unavailable"),
        ("8985" + iccid(1)[4:], "iccid.issuer"),
        ("12", "iccid.length"),
    ],
)
def test_a_card_that_is_not_this_halls_is_refused(hall: Hall, typed: str, code: str) -> None:
    error = refused(hall, new_number(iccid=typed), customer=person())
    assert (error.code, error.field) == (code, "lines.0.iccid")


def test_a_card_in_stock_under_a_wrong_check_digit_is_a_warning(hall: Hall) -> None:
    """Field rules 7: the card is there; its number is on record with the warning."""
    from hallclient.stock import book as stock
    from hallclient.store.audit import act

    odd = "89860025000000000137"
    with act(hall.desk, "test.receive") as doing:
        stock.receive(doing, StockKind.SIM, odd, odd)
    order = hall.sell(new_number(iccid=odd), customer=person())
    assert len(order.lines[0].warnings) == 1


def test_a_card_is_used_once(hall: Hall) -> None:
    hall.sell(new_number(1), customer=person())
    draft = hall.paid(new_number(2, iccid=iccid(1)), customer=person())
    with pytest.raises(HallError) as caught:
        service.complete(hall.desk, draft)
    assert caught.value.code == "stock.unavailable"


def test_two_lines_cannot_take_one_card(hall: Hall) -> None:
    lines = (new_number(1), new_number(2, iccid=iccid(1)))
    error = refused(hall, *lines, customer=person())
    assert (error.code, error.field) == ("stock.unavailable", "lines.1.iccid")


def test_a_sixth_number_on_one_document_is_refused(hall: Hall) -> None:
    for number in range(1, 6):
        hall.sell(new_number(number), customer=person())
    draft = hall.paid(new_number(6), customer=person())
    with pytest.raises(HallError) as caught:
        service.complete(hall.desk, draft)
    assert caught.value.code == "document.limit"
    assert hall.sell(new_number(6), customer=person(OTHER_ID)).total_fen == 5_000


def test_numbers_of_the_same_order_count_towards_the_limit(hall: Hall) -> None:
    hall.setting("document_limit", 2)
    three = [new_number(number) for number in (1, 2, 3)]
    assert refused(hall, *three, customer=person()).code == "document.limit"


def test_a_hall_may_limit_numbers_over_all_carriers(hall: Hall) -> None:
    hall.setting("second_document_limit", 3)
    for typed in ("", "x", "-1", "1000"):
        error = refused(hall, new_number(1, elsewhere=typed), customer=person())
        assert (error.code, error.field) == ("document.elsewhere", "lines.0.elsewhere")
    error = refused(hall, new_number(1, elsewhere="3"), customer=person())
    assert (error.code, error.field) == ("document.limit", "lines.0.elsewhere")
    hall.sell(new_number(1, elsewhere="1"), customer=person())
    order = hall.sell(new_number(2, elsewhere="1"), customer=person())
    shown = {fact.label: fact.value for fact in order.lines[0].facts}
    assert shown["Numbers with other carriers, as declared"] == "1"


def test_an_organisations_numbers_are_not_limited(hall: Hall) -> None:
    hall.setting("document_limit", 1)
    hall.setting("second_document_limit", 1)
    for number in (1, 2):
        hall.sell(new_number(number), customer=unit(), agent=person())


@pytest.mark.parametrize(
    ("parties", "code"),
    [
        ({}, "party.document-missing"),
        ({"customer": person("110000198802291237")}, "document.checksum"),
        ({"customer": person("110000201501011012")}, "document.under-age"),
        ({"customer": person(face=None)}, "face.required"),
        ({"customer": person(), "agent": person(OTHER_ID)}, "party.agent-refused"),
        ({"customer": unit()}, "party.agent-missing"),
    ],
)
def test_who_may_open_a_number(hall: Hall, parties: dict[str, Any], code: str) -> None:
    assert refused(hall, new_number(), **parties).code == code


def test_a_hall_may_allow_agents(hall: Hall) -> None:
    hall.setting("agents_allowed", {"new_number": True})
    order = hall.sell(new_number(), customer=person(), agent=person(OTHER_ID, "样例乙"))
    assert order.agent is not None
    assert (order.agent.name, order.agent.number_masked) == ("样例乙", "**004X")


def test_a_face_that_does_not_match_needs_reason_and_second_person(hall: Hall) -> None:
    from hallclient.customers.rules import FaceResult

    silent = person(face=FaceResult.NO_MATCH)
    assert refused(hall, new_number(), customer=silent).code == "face.reason-missing"
    told = person(face=FaceResult.NO_MATCH, face_reason="新换眼镜")
    assert refused(hall, new_number(), customer=told).code == "approval.missing"
    clerk = {"face": hall.sign("c1")}
    error = refused(hall, new_number(), customer=told, signatures=clerk)
    assert error.code == "approval.same-person"
    manager = {"face": hall.sign("m1")}
    order = hall.sell(new_number(), customer=told, signatures=manager)
    assert order.face_approver == "m1"


# plan change, SIM replacement


@pytest.fixture
def served(hall: Hall) -> Hall:
    """The hall with number 19900000001 in service for the first customer."""
    hall.sell(new_number(1), customer=person())
    return hall


def change(plan: str = "max-129", effective: str = "now", mobile: str = "19900000001") -> LineDraft:
    return line("plan_change", mobile=mobile, plan=plan, effective=effective)


def done_refused(hall: Hall, *lines: LineDraft, **more: Any) -> str:
    with pytest.raises(HallError) as caught:
        service.complete(hall.desk, hall.paid(*lines, **more))
    return caught.value.code


def test_a_plan_changes_at_once(served: Hall) -> None:
    order = served.sell(change(), customer=person())
    assert order.lines[0].before[0].value == "畅聊39元套餐"
    assert order.lines[0].after[0].value == "尊享129元套餐"
    found = service_of(served.desk, "19900000001")
    assert found is not None
    assert found.plan == "max-129"


def test_a_plan_changes_with_the_next_month_unless_said_otherwise(served: Hall) -> None:
    served.sell(change(effective=""), customer=person())
    found = service_of(served.desk, "19900000001")
    assert found is not None
    assert (found.plan, found.next_plan) == ("basic-39", "max-129")
    assert str(found.next_plan_from) == "2026-12-01"


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (change(plan="basic-39"), "plan.same"),
        (change(plan="gold"), "plan.unknown"),
        (change(effective="yesterday"), "field.choice"),
        (change(mobile="13800138000"), "subscription.unknown"),
    ],
)
def test_a_plan_change_that_makes_no_sense_is_refused(
    served: Hall, draft: LineDraft, code: str
) -> None:
    assert done_refused(served, draft, customer=person()) == code


@pytest.mark.duty("S3-FD-02")
def test_only_the_holder_changes_a_number(served: Hall) -> None:
    stranger = person(OTHER_ID, "样例乙")
    assert done_refused(served, change(), customer=stranger) == "subscription.foreign"
    order = served.sell(change(), customer=person(), agent=stranger)
    assert order.agent is not None


def replacement(card: int = 2) -> LineDraft:
    return line("sim_replacement", mobile="19900000001", iccid=iccid(card))


def test_a_replaced_card_is_dead_and_the_new_one_used(served: Hall) -> None:
    order = served.sell(replacement(), customer=person())
    assert order.total_fen == 1_000
    assert served.piece(StockKind.SIM, iccid(1)).state is StockState.VOID
    assert served.piece(StockKind.SIM, iccid(2)).state is StockState.USED
    found = service_of(served.desk, "19900000001")
    assert found is not None
    assert found.iccid == iccid(2)
    assert served.balance(Account.SIM_FEES) == -1_000


def test_a_replacement_for_nothing_takes_no_money(served: Hall) -> None:
    served.setting("sim_fee_fen", 0)
    assert served.sell(replacement(), customer=person()).tenders == ()


def test_a_card_is_replaced_in_person_only(served: Hall) -> None:
    parties = {"customer": person(), "agent": person(OTHER_ID, "样例乙")}
    assert done_refused(served, replacement(), **parties) == "party.agent-refused"


@pytest.mark.duty("S1-CT-37")
@pytest.mark.parametrize("code", ["new_number", "plan_change", "sim_replacement"])
def test_points_of_caution_are_told_before_the_money(code: str) -> None:
    """Effective date, term, fee, way to cancel: a tick that the order waits for."""
    assert "S1-CT-37" in kind_of(code).spec.prompts
    assert prompts()["S1-CT-37"].mandatory


@pytest.mark.duty("S1-CT-37")
def test_an_order_waits_until_the_points_of_caution_were_told(hall: Hall) -> None:
    draft = hall.paid(new_number(1), customer=person())
    silent = replace(draft, acknowledged=draft.acknowledged - {"S1-CT-37"})
    with pytest.raises(HallError) as caught:
        service.complete(hall.desk, silent)
    assert caught.value.code == "order.prompt"
    order = service.complete(hall.desk, draft)
    (words,) = (fact.value for fact in order.lines[0].facts if fact.label == TERMS)
    assert "退订" in words, "fee, term and the way to cancel stand on what is signed"


# value cards


@pytest.mark.parametrize(
    ("fields", "sold"),
    [
        ({"face": "50", "count": "3"}, ["05000000001", "05000000002", "05000000003"]),
        ({"face": "50"}, ["05000000001"]),
        ({"first": "05000000010", "last": "05000000012"}, ["05000000010", "05000000012"]),
        ({"first": "05000000010", "count": "2"}, ["05000000010", "05000000011"]),
        ({"first": "05000000010"}, ["05000000010"]),
    ],
)
def test_cards_are_sold_by_range_or_the_oldest_first(
    hall: Hall, fields: dict[str, str], sold: list[str]
) -> None:
    order = hall.sell(line("value_card", **fields))
    assert order.total_fen % 5_000 == 0
    for serial in sold:
        assert hall.piece(StockKind.VALUE_CARD, serial).state is StockState.SOLD


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "field.required"),
        ({"face": "30", "count": "1"}, "stock.unavailable"),
        ({"face": "50", "count": "51"}, "stock.short"),
        ({"face": "50", "count": "0"}, "value-card.count"),
        ({"face": "50", "count": "1.5"}, "value-card.count"),
        ({"first": "05000000049", "last": "05000000051"}, "stock.unavailable"),
        ({"first": "05000000002", "last": "05000000001"}, "stock.range"),
        ({"first": "05000000001", "last": "05000000002", "count": "3"}, "value-card.count-differs"),
        ({"first": "05000000001", "face": "100"}, "value-card.face"),
        ({"first": "card!"}, "stock.serial"),
    ],
)
def test_cards_that_are_not_there_are_refused(
    hall: Hall, fields: dict[str, str], code: str
) -> None:
    assert refused(hall, line("value_card", **fields)).code == code


def test_two_lines_take_different_cards(hall: Hall) -> None:
    order = hall.sell(line("value_card", face="50"), line("value_card", face="50"))
    assert [done.facts[-1].value for done in order.lines] == ["05000000001", "05000000002"]


# what a page asks before anything is looked up


def test_an_entry_is_checked_by_itself(hall: Hall) -> None:
    assert service.check_line(hall.desk, recharge()) is None
    wrong = service.check_line(hall.desk, recharge(mobile="12"))
    assert wrong is not None
    assert (wrong.code, wrong.field) == ("mobile.length", "mobile")


@pytest.mark.parametrize(
    ("kind", "field", "first"),
    [
        ("new_number", "plan", "senior-9"),
        ("new_number", "iccid", iccid(1)),
        ("plan_change", "effective", "next-month"),
        ("value_card", "face", "50.00"),
        ("value_card", "first", "05000000001"),
        ("sim_replacement", "iccid", iccid(1)),
    ],
)
def test_what_is_on_offer_for_a_field(hall: Hall, kind: str, field: str, first: str) -> None:
    found = service.choices(hall.desk, kind, field, hall.draft())
    assert found[0].value == first


def test_nothing_is_offered_for_what_is_typed(hall: Hall) -> None:
    assert service.choices(hall.desk, "recharge", "mobile", hall.draft()) == ()


def test_a_quote_prices_what_it_can_and_names_every_problem(hall: Hall) -> None:
    draft = hall.draft(recharge(amount="20"), recharge(mobile="1"), new_number(plan="x"))
    quote = hall.quote(draft, hall.at("c1", 9))
    assert quote.total_fen == 2_000
    assert [line is not None for line in quote.lines] == [True, False, False]
    codes = [(problem.error.code, problem.field) for problem in quote.problems]
    assert codes[:3] == [
        ("till.closed", ""),
        ("party.document-missing", "customer"),
        ("mobile.length", "lines.1.mobile"),
    ]
