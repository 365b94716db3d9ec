"""Tenders: what settles an order, what does not, and payments whose outcome nobody knows."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.base.errors import HallError
from hallclient.base.money import Fen
from hallclient.counter import service
from hallclient.counter.rules import (
    METHODS,
    SettleUnknown,
    TenderDraft,
    TenderState,
    TenderTaken,
    TenderUnknown,
    reckon,
    refusal,
)
from hallclient.ledger.rules import TENDER_ACCOUNT
from hallclient.staff.rules import Signature
from hallclient.store.desk import Desk
from tests.counter.conftest import Hall, cash, line, new_number, person, recharge

TENDER = st.builds(
    TenderTaken,
    method=st.sampled_from(sorted(METHODS)),
    amount_fen=st.integers(1, 10_000).map(Fen),
    reference=st.just("R"),
)


@pytest.mark.duty("S2-KA-08")
@given(due=st.integers(0, 20_000).map(Fen), tenders=st.lists(TENDER, max_size=4))
def test_money_in_is_money_due_and_change(due: Fen, tenders: list[TenderTaken]) -> None:
    reckoned = reckon(due, tenders)
    assert reckoned.received_fen == sum(tender.amount_fen for tender in tenders)
    assert reckoned.received_fen - reckoned.change_fen + reckoned.missing_fen == due
    assert 0 in (reckoned.change_fen, reckoned.missing_fen)


@given(due=st.integers(0, 20_000).map(Fen), tenders=st.lists(TENDER, max_size=4))
def test_what_settles_gives_change_from_cash_only(due: Fen, tenders: list[TenderTaken]) -> None:
    reckoned = reckon(due, tenders)
    if refusal(reckoned) is None:
        given_cash = sum(tender.amount_fen for tender in tenders if tender.method == "cash")
        assert reckoned.missing_fen == 0
        assert reckoned.change_fen < given_cash or reckoned.change_fen == 0
        assert sum(t.amount_fen for t in tenders if t.method != "cash") <= due


def test_every_way_of_paying_has_its_account() -> None:
    assert METHODS.keys() == TENDER_ACCOUNT.keys()


@pytest.mark.parametrize(
    ("tenders", "code", "field"),
    [
        ((), "tender.short", "tenders"),
        ((cash("49.90"),), "tender.short", "tenders"),
        ((cash("49.99"),), "tender.cash-fen", "tenders.0.amount"),
        ((cash("40"), cash("10.05")), "tender.cash-fen", "tenders.1.amount"),
        ((TenderDraft("pos", "9.99", "P1"), cash("50")), "tender.cash-fen", "tenders.1.amount"),
        ((TenderDraft("pos", "50.01", "P1"),), "tender.exceeds", "tenders"),
        ((TenderDraft("pos", "50", "P1"), cash("10")), "tender.exceeds", "tenders"),
        ((TenderDraft("pos", "50"),), "tender.reference", "tenders.0.reference"),
        ((TenderDraft("pos", "50", " "),), "tender.reference", "tenders.0.reference"),
        ((TenderDraft("cheque", "50", "1"),), "tender.method", "tenders.0.method"),
        ((cash("0"), cash("50")), "amount.not-positive", "tenders.0.amount"),
        ((cash("-50"),), "amount.not-positive", "tenders.0.amount"),
        ((cash("50.005"),), "amount.decimals", "tenders.0.amount"),
        ((cash("50000.01"),), "amount.over-limit", "tenders.0.amount"),
        (
            (TenderDraft("pos", "20", "P1"), TenderDraft("pos", "30", "P1")),
            "tender.reference",
            "tenders.1.reference",
        ),
    ],
)
def test_a_tender_that_does_not_settle_is_refused(
    hall: Hall, tenders: Any, code: str, field: str
) -> None:
    draft = hall.draft(recharge(amount="50"), tenders=tenders)
    with pytest.raises(HallError) as caught:
        service.complete(hall.desk, draft)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert [problem.field for problem in hall.quote(draft).problems] == [field]


def test_a_reference_is_used_once_per_means_for_ever(hall: Hall) -> None:
    wechat = TenderDraft("wechat", "50", "4200001")
    order = service.complete(hall.desk, hall.draft(recharge(), tenders=(wechat,)))
    hall.reverse(order.order_no)
    other = hall.at("c2", 2)
    with pytest.raises(HallError) as caught:
        service.complete(other, hall.draft(recharge(), tenders=(wechat,)))
    assert caught.value.code == "tender.reference"
    alipay = TenderDraft("alipay", "50", "4200001")
    service.complete(other, hall.draft(recharge(), tenders=(alipay,)))


@pytest.mark.parametrize("again", [" y2 ", "Y 2", "ｙ２", "y2\u200b"])
def test_a_reference_typed_another_way_is_the_same_reference(hall: Hall, again: str) -> None:
    order = service.complete(
        hall.desk, hall.draft(recharge(), tenders=(TenderDraft("pos", "50", " y2"),))
    )
    assert order.tenders[0].reference == "Y2"
    with pytest.raises(HallError) as caught:
        service.complete(
            hall.desk, hall.draft(recharge(), tenders=(TenderDraft("pos", "50", again),))
        )
    assert caught.value.code == "tender.reference"


def test_a_hyphen_in_a_reference_counts(hall: Hall) -> None:
    for reference in ("A-1", "A1"):
        tender = TenderDraft("transfer", "50", reference)
        order = service.complete(hall.desk, hall.draft(recharge(), tenders=(tender,)))
        assert order.tenders[0].reference == reference


def test_fen_are_paid_another_way_and_come_back_so(hall: Hall) -> None:
    """A till counts down to 1 jiao: what could not be counted is neither taken nor returned."""
    split = (cash("50"), TenderDraft("wechat", "0.01", "W1"))
    order = service.complete(hall.desk, hall.draft(recharge(amount="50.01"), tenders=split))
    refunds = hall.reverse(order.order_no).refunds
    assert [(part.method, part.amount_fen) for part in refunds] == [("cash", 5000), ("wechat", 1)]


@given(due=st.integers(1, 20_000).map(Fen), tenders=st.lists(TENDER, min_size=1, max_size=4))
def test_no_cash_that_settles_leaves_fen_in_the_till(due: Fen, tenders: list[TenderTaken]) -> None:
    whole = [
        replace(tender, amount_fen=Fen(tender.amount_fen * 10))
        if tender.method == "cash"
        else tender
        for tender in tenders
    ]
    reckoned = reckon(due, whole)
    if refusal(reckoned) is None:
        assert reckoned.change_fen % 10 == 0


def test_money_where_nothing_is_due_is_refused(hall: Hall) -> None:
    hall.sell(new_number(1), customer=person())
    free = line("plan_change", mobile="19900000001", plan="max-129", effective="now")
    draft = hall.draft(free, customer=person(), tenders=(cash("1"),))
    with pytest.raises(HallError) as caught:
        service.complete(hall.desk, draft)
    assert caught.value.code == "tender.not-needed"


@pytest.mark.duty("S2-KA-05", "S1-CT-12", "S1-CT-13", "S2-KA-06")
@pytest.mark.parametrize("prompt", ["S2-KA-05", "S1-CT-12", "S1-CT-13"])
def test_items_received_and_change_are_called_out(hall: Hall, prompt: str) -> None:
    draft = hall.draft(recharge(), tenders=(cash("100"),))
    assert prompt in hall.quote(draft).prompts
    with pytest.raises(HallError) as caught:
        service.complete(hall.desk, replace(draft, acknowledged=draft.acknowledged - {prompt}))
    assert caught.value.code == "order.prompt"


def test_no_change_is_called_where_no_cash_moves(hall: Hall) -> None:
    draft = hall.draft(recharge(), tenders=(TenderDraft("pos", "50", "P1"),))
    assert not {"S1-CT-12", "S1-CT-13"} & set(hall.quote(draft).prompts)


@pytest.mark.duty("S1-CT-13")
def test_change_is_called_out_only_where_there_is_some(hall: Hall) -> None:
    exact = hall.draft(recharge(), tenders=(cash("50"),))
    assert "S1-CT-12" in exact.acknowledged
    assert "S1-CT-13" not in exact.acknowledged
    assert service.complete(hall.desk, exact).change_fen == 0


# price override


def lowered(price: str, reason: str = "老客户") -> Any:
    return replace(line("value_card", face="50", count="2"), price=price, price_reason=reason)


@pytest.mark.duty("S2-KA-03")
def test_a_clerk_grants_no_discount_alone(hall: Hall) -> None:
    """A clerk's own signature, none at all, another clerk's: none of them will do."""
    draft = hall.paid(lowered("90"))
    assert [problem.error.code for problem in hall.quote(draft).problems] == ["approval.missing"]
    signed: dict[str, Signature | None] = {
        "approval.missing": None,
        "approval.same-person": hall.sign("c1"),
        "approval.not-permitted": hall.sign("c2"),
    }
    for code, signature in signed.items():
        signatures = {"price": signature} if signature else {}
        with pytest.raises(HallError) as caught:
            service.complete(hall.desk, replace(draft, signatures=signatures))
        assert caught.value.code == code


@pytest.mark.duty("S1-OM-08")
def test_a_manager_lowers_a_price_with_a_reason_that_is_printed(hall: Hall) -> None:
    draft = hall.paid(lowered("90"), signatures={"price": hall.sign("m1")})
    order = service.complete(hall.desk, draft)
    discount = order.lines[0].discount
    assert discount is not None
    assert (order.total_fen, discount.amount_fen, discount.reason) == (9_000, 1_000, "老客户")
    assert discount.approver.startswith("m1")


@pytest.mark.parametrize(
    ("price", "reason", "code"),
    [
        ("100", "x", "price.not-lower"),
        ("-1", "x", "price.not-lower"),
        ("90", " ", "reason.required"),
        ("9O", "x", "amount.malformed"),
    ],
)
def test_a_price_is_lowered_to_something_sensible(
    hall: Hall, price: str, reason: str, code: str
) -> None:
    draft = hall.draft(lowered(price, reason))
    assert code in [problem.error.code for problem in hall.quote(draft).problems]


def test_a_customers_own_money_is_not_discounted(hall: Hall) -> None:
    draft = hall.draft(replace(recharge(amount="50"), price="40", price_reason="x"))
    assert "price.not-lower" in [problem.error.code for problem in hall.quote(draft).problems]


# payments whose outcome is unknown


def parked(hall: Hall) -> Any:
    unknown = TenderDraft("wechat", "50", "W1", TenderState.UNKNOWN)
    draft = hall.draft(recharge(), tenders=(unknown,))
    service.park_unknown(hall.desk, draft)
    return draft


def settle(desk: Desk, draft_id: str, *, settled: bool, note: str = "商户平台已查") -> Any:
    ask = SettleUnknown(draft_id, 0, settled, note, f"s-{draft_id}")
    return service.settle_unknown(desk, ask)


def test_a_payment_of_unknown_outcome_completes_nothing_and_cannot_be_dropped(hall: Hall) -> None:
    draft = parked(hall)
    for attempt in (
        lambda: service.complete(hall.desk, draft),
        lambda: service.drop_draft(hall.desk, draft.request_id),
        lambda: service.save_draft(hall.desk, replace(draft, tenders=())),
    ):
        with pytest.raises(TenderUnknown):
            attempt()
    assert [view.state for view in service.drafts(hall.desk)] == ["unknown"]


def test_a_parked_draft_cannot_be_completed_behind_its_back(hall: Hall) -> None:
    """The page says settled, the books say unknown: the books win."""
    draft = parked(hall)
    settled = replace(draft.tenders[0], state=TenderState.SETTLED)
    with pytest.raises(TenderUnknown):
        service.complete(hall.desk, replace(draft, tenders=(settled,)))


def test_a_payment_that_arrived_completes_the_order(hall: Hall) -> None:
    draft = settle(hall.desk, parked(hall).request_id, settled=True)
    assert settle(hall.desk, draft.request_id, settled=True) == draft
    ticked = replace(draft, acknowledged=frozenset(hall.quote(draft).prompts))
    assert service.complete(hall.desk, ticked).tenders[0].reference == "W1"
    assert service.drafts(hall.desk) == ()


def test_a_payment_that_did_not_arrive_is_removed(hall: Hall) -> None:
    draft = settle(hall.desk, parked(hall).request_id, settled=False)
    assert draft.tenders == ()
    service.drop_draft(hall.desk, draft.request_id)


def test_it_is_on_record_where_a_payment_was_looked_up(hall: Hall) -> None:
    draft = parked(hall)
    with pytest.raises(HallError) as caught:
        settle(hall.desk, draft.request_id, settled=True, note=" ")
    assert caught.value.code == "reason.required"


def test_only_an_unknown_payment_is_parked(hall: Hall) -> None:
    with pytest.raises(ValueError, match="unknown outcome"):
        service.park_unknown(hall.desk, hall.draft(recharge()))
