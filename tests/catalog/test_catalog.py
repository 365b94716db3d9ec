"""Plans and promotions: sound defaults, versions over them, what applies when."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.base.clock import ScriptClock
from hallclient.base.errors import HallError, RecordConflict
from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.catalog import book, service
from hallclient.catalog.checks import check
from hallclient.catalog.rules import (
    ChangeItem,
    ItemMalformed,
    ItemVersion,
    Plan,
    PlanUnknown,
    Promotion,
    checked,
    defaults,
    plan_from,
    promotion_from,
    to_plain,
)
from hallclient.policy.book import found_hall
from hallclient.staff.records import StaffMember
from hallclient.store.audit import act
from hallclient.store.desk import Desk

DAY = date(2026, 11, 22)
OFFER = Promotion("p", "优惠", "", "recharge", Fen(100), Fen(5))


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """The manager m1."""
    with act(desk, "test.staff") as doing:
        found_hall(doing, "示范营业厅")
        person = {"password_hash": "", "password_by": "", "active": True, "version": 1}
        doing.add(StaffMember, [{"code": "m1", "name": "m1", "role": "duty_manager"} | person])
        doing.add(StaffMember, [{"code": "c1", "name": "c1", "role": "clerk"} | person])
    return desk.acting("m1", 0)


def test_a_new_hall_has_something_to_sell() -> None:
    found = defaults()
    assert len(found.plans) >= 3
    for plan in found.plans.values():
        assert plan.deposit_fen >= 0
        assert "退订" in plan.text, "the way to cancel must be told (S1-CT-37)"
    assert all(offer.bonus_fen < offer.min_fen for offer in found.promotions.values())


@pytest.mark.parametrize(
    ("kind", "amount", "on", "applies"),
    [
        ("recharge", 100, DAY, True),
        ("recharge", 99, DAY, False),
        ("value_card", 100, DAY, False),
        ("recharge", 100, date(2026, 11, 21), False),
        ("recharge", 100, date(2026, 11, 23), True),
        ("recharge", 100, date(2026, 11, 24), False),
    ],
)
def test_a_promotion_applies_from_an_amount_and_between_its_days(
    kind: str, amount: int, on: date, *, applies: bool
) -> None:
    offer = replace(OFFER, starts=DAY, ends=date(2026, 11, 23))
    assert offer.applies(kind, amount, on) is applies
    assert not replace(offer, on_sale=False).applies(kind, amount, on)


def test_the_largest_bonus_is_told_first() -> None:
    codes = [offer.code for offer in defaults().offers("recharge", 30_000, DAY)]
    assert codes == ["recharge-300", "recharge-100"]


def test_a_change_is_a_version_in_force_at_once(desk: Desk) -> None:
    plan = replace(defaults().plan("basic-39"), monthly_fee_fen=Fen(4_900))
    ask = ChangeItem(plan, new_id())
    for _ in range(3):
        assert service.change(desk, ask).plan("basic-39").monthly_fee_fen == 4_900
    service.change(desk, ChangeItem(replace(plan, on_sale=False), new_id()))
    with pytest.raises(PlanUnknown):
        service.read(desk).plan("basic-39")
    with desk.read() as session:
        assert book.plan_name(session, desk.hall, "basic-39", DAY) == plan.name
        assert "basic-39" not in {plan.code for plan in book.plans(session, desk.hall, DAY)}
        assert list(check(session, desk.hall)) == []


def test_a_price_changes_on_its_first_day(desk: Desk, clock: ScriptClock) -> None:
    old = defaults().plan("basic-39")
    for days, fee in ((2, 5_900), (1, 4_900), (2, 6_900)):
        item = replace(old, monthly_fee_fen=Fen(fee))
        service.change(desk, ChangeItem(item, new_id(), DAY + timedelta(days=days)))
    fees = []
    for _ in range(3):
        fees.append(service.read(desk).plan("basic-39").monthly_fee_fen)
        clock.set(clock.now() + timedelta(days=1))
    assert fees == [old.monthly_fee_fen, 4_900, 6_900]
    known = [(one.version, one.effective_from.day, one.set_by) for one in service.versions(desk)]
    assert known == [(1, 24, "m1"), (2, 23, "m1"), (3, 24, "m1")]
    with desk.read() as session:
        assert book.plan(session, desk.hall, "basic-39", DAY) == old
        assert list(check(session, desk.hall)) == []


def test_a_price_of_a_day_that_is_over_stays(desk: Desk) -> None:
    item = defaults().plan("basic-39")
    with pytest.raises(HallError) as caught:
        service.change(desk, ChangeItem(item, new_id(), DAY - timedelta(days=1)))
    assert (caught.value.code, caught.value.field) == ("policy.effective-past", "effective")


@pytest.mark.parametrize("later", [0, 5])
def test_a_new_item_takes_no_code_that_is_known(desk: Desk, later: int) -> None:
    mine = Plan("mine", "套餐", Fen(1))
    service.change(desk, ChangeItem(mine, new_id(), DAY + timedelta(days=later), new=True))
    for taken in (mine, defaults().plan("basic-39")):
        with pytest.raises(HallError) as caught:
            service.change(desk, ChangeItem(taken, new_id(), new=True))
        assert (caught.value.code, caught.value.field) == ("catalog.code-taken", "code")
    service.change(desk, ChangeItem(replace(OFFER, code="mine"), new_id(), new=True))


def test_a_price_decided_meanwhile_is_handed_back_as_it_was_decided(desk: Desk) -> None:
    old = defaults().plan("basic-39")
    theirs = replace(old, monthly_fee_fen=Fen(4_900))
    mine = replace(old, monthly_fee_fen=Fen(5_900))
    service.change(desk, ChangeItem(theirs, "r1", based_on=0))
    with pytest.raises(RecordConflict) as refused:
        service.change(desk, ChangeItem(mine, "r2", based_on=0))
    found = refused.value.theirs
    assert isinstance(found, ItemVersion)
    assert (found.item, found.version, found.set_by) == (theirs, 1, "m1")
    service.change(desk, ChangeItem(mine, "r2", based_on=found.version))
    assert service.read(desk).plan("basic-39") == mine


def test_another_item_decided_meanwhile_is_no_conflict(desk: Desk) -> None:
    service.change(desk, ChangeItem(OFFER, new_id(), new=True))
    changed = replace(defaults().plan("basic-39"), monthly_fee_fen=Fen(4_900))
    assert service.change(desk, ChangeItem(changed, new_id(), based_on=0)).plan("basic-39")


def test_a_promotion_does_not_end_before_it_begins() -> None:
    with pytest.raises(HallError) as caught:
        checked(replace(OFFER, starts=DAY, ends=DAY - timedelta(days=1)))
    assert (caught.value.code, caught.value.field) == ("catalog.ends", "ends")


def test_a_new_promotion_is_told_from_now_on(desk: Desk) -> None:
    service.change(desk, ChangeItem(replace(OFFER, bonus_fen=Fen(99_999)), new_id()))
    with desk.read() as session:
        found = book.promotions_for(session, desk.hall, "recharge", 100, DAY)
    assert [offer.code for offer in found] == ["p"]


def test_a_clerk_changes_no_prices(desk: Desk) -> None:
    with pytest.raises(HallError) as caught:
        service.change(desk.acting("c1"), ChangeItem(OFFER, new_id()))
    assert caught.value.code == "permission.denied"


@pytest.mark.parametrize(
    "item",
    [
        replace(OFFER, code=""),
        replace(OFFER, name="two\nlines"),
        replace(OFFER, text="x" * 301),
        replace(OFFER, bonus_fen=Fen(-1)),
        Plan("p", "套餐", Fen(-1)),
    ],
)
def test_what_cannot_be_sold_is_refused(item: Plan | Promotion) -> None:
    with pytest.raises(ItemMalformed):
        checked(item)


FEN = st.integers(0, 10**9).map(Fen)
NAME = st.text("套餐优惠abc019-", min_size=1, max_size=20)


@given(plan=st.builds(Plan, NAME, NAME, FEN, FEN, NAME, st.booleans()))
def test_a_plan_is_kept_as_it_is(plan: Plan) -> None:
    assert plan_from(to_plain(plan)) == plan


@given(
    offer=st.builds(
        Promotion,
        NAME,
        NAME,
        NAME,
        NAME,
        FEN,
        FEN,
        st.none() | st.dates(max_value=DAY),
        st.none() | st.dates(min_value=DAY),
        st.booleans(),
    )
)
def test_a_promotion_is_kept_as_it_is(offer: Promotion) -> None:
    assert promotion_from(to_plain(offer)) == offer
