"""What is kept of a guest: consent, versions, masks, today's list; gone with the customer."""

from datetime import date

import pytest
from sqlalchemy import select

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.customers.rules import CustomerUnknown
from hallclient.staff.rules import NotPermitted
from hallclient.store.audit import AuditRow
from hallclient.store.columns import as_stored
from hallclient.vip import service
from hallclient.vip.records.reception import VipFact
from hallclient.vip.rules import (
    BirthdayMalformed,
    CardMalformed,
    CardTaken,
    ConsentMissing,
    DateMalformed,
    Enrol,
    EnrolledInPast,
    FactChanged,
    FactUnchanged,
    FactUnknown,
    GuestCard,
    KeepFact,
    ReasonMissing,
    ShowFacts,
    SourceMissing,
    TierUnknown,
    addressed,
    birthday_keys,
    surname,
)
from tests.vip.conftest import Vip


def value(card: GuestCard, item: str) -> str:
    return next(fact.value for fact in (*card.profile, *card.card) if fact.item == item)


def versions(vip: Vip, item: str = "drink") -> list[VipFact]:
    """Every version of an item as it is on record, the oldest first."""
    query = select(VipFact).where(VipFact.item == item).order_by(VipFact.version)
    with vip.desk.read() as session:
        return list(session.scalars(query))


@pytest.mark.duty("S1-VP-23")
def test_a_profile_item_has_consent_source_editor_and_versions(vip: Vip) -> None:
    vip.customer()
    vip.keep("drink", "碧螺春")
    vip.time(60)
    card = vip.keep("drink", "龙井", source="seen")
    assert value(card, "drink") == "龙井"
    assert [(each.value, each.source, each.by, each.consent) for each in versions(vip)] == [
        ("碧螺春", "told", "v1", True), ("龙井", "seen", "v1", True),
    ]  # fmt: skip
    assert card.profile_filled == 1
    assert vip.faults() == []


@pytest.mark.duty("S1-VP-23")
def test_without_consent_nothing_is_kept_and_the_refusal_is_on_record(vip: Vip) -> None:
    vip.customer()
    with pytest.raises(ConsentMissing):
        vip.keep("family", "两个孩子", consent=False)
    assert vip.refused() == ["consent"]
    assert service.guest_card(vip.host, vip.guests["样例甲"]).profile_filled == 0


@pytest.mark.duty("S1-VP-23")
def test_taking_something_back_needs_nobodys_consent(vip: Vip) -> None:
    vip.customer()
    vip.keep("interests", "摄影")
    card = vip.keep("interests", "", consent=False, source="")
    assert (value(card, "interests"), card.profile_filled) == ("", 0)
    assert vip.faults() == []


def test_a_guest_is_addressed_as_they_asked_to_be(vip: Vip) -> None:
    one = vip.guest()
    vip.keep("address", "王总")
    assert service.course(vip.host, one.serial).reception.guest == "王总"


@pytest.mark.duty("S1-VP-21")
@pytest.mark.parametrize(
    ("name", "said"),
    [("欧阳样例", "欧阳"), ("欧阳", "欧"), ("样例甲", "样"), ("SAMPLE, JOHN", "SAMPLE"),
     ("John Sample", "Sample"), ("", "")],
)  # fmt: skip
def test_the_surname_of_a_name(name: str, said: str) -> None:
    assert surname(name) == said
    assert addressed(name, "", "", organisation=True) == name


@pytest.mark.duty("S1-VP-21")
@pytest.mark.parametrize(
    ("number", "said"),
    [("11000019900101001X", "样先生"), ("110000199001010028", "样女士"),
     ("H0123456", "样先生/女士")],
)  # fmt: skip
def test_the_document_says_mr_or_ms(number: str, said: str) -> None:
    assert addressed("样例甲", "", number, organisation=False) == said


def test_what_is_personal_is_masked_and_shown_for_a_reason_on_record(vip: Vip) -> None:
    customer = vip.customer()
    vip.keep("birthday", "1980-5-6")
    card = vip.keep("family", "两个孩子")
    assert (value(card, "birthday"), value(card, "family")) == ("****-05-06", "两***")
    with pytest.raises(ReasonMissing):
        service.show_full(vip.host, ShowFacts(new_id(), customer, "x"))
    full = service.show_full(vip.host, ShowFacts(new_id(), customer, "客人来电核对"))
    assert (value(full, "birthday"), value(full, "family")) == ("1980-05-06", "两个孩子")
    with vip.desk.read() as session:
        (row,) = session.query(AuditRow).filter(AuditRow.action == "vip.show").all()
        assert (row.actor, row.remark) == ("v1", "客人来电核对")
    with pytest.raises(NotPermitted):
        service.show_full(vip.desk.acting("g1"), ShowFacts(new_id(), customer, "好奇"))


def test_nothing_of_it_can_be_read_in_the_database(vip: Vip) -> None:
    vip.customer()
    vip.keep("family", "两个孩子")
    with vip.desk.read() as session:
        (row,) = session.execute(as_stored(VipFact.__table__)).all()
    assert "孩子" not in row.value


@pytest.mark.duty("S3-AG-03")
def test_the_key_customers_card_has_six_fields_and_says_how_many_are_filled(vip: Vip) -> None:
    vip.customer()
    fields = ["difficulty", "location", "contact_result", "served", "registered", "handed_over"]
    card = service.guest_card(vip.host, vip.guests["样例甲"])
    assert [fact.item for fact in card.card] == [f"key.{name}" for name in fields]
    for count, name in enumerate(fields, 1):
        card = vip.keep(f"key.{name}", "已了解", consent=False, source="")
        assert (card.card_filled, len(card.card)) == (count, 6)
    assert vip.faults() == []


@pytest.mark.parametrize(
    ("item", "text", "told", "refusal"),
    [
        ("shoe", "42", {}, FactUnknown),
        ("birthday", "gestern", {}, BirthdayMalformed),
        ("birthday", "1981-02-29", {}, BirthdayMalformed),
        ("contract", "2027-13-01", {}, DateMalformed),
        ("contract", "next year", {}, DateMalformed),
        ("drink", "tea", {"source": "gossip"}, SourceMissing),
        ("drink", "water", {"based_on": 4}, FactChanged),
        ("drink", "tea", {}, FactUnchanged),
    ],
)
def test_what_cannot_be_kept_is_refused(
    vip: Vip, item: str, text: str, told: dict[str, object], refusal: type[HallError]
) -> None:
    vip.customer()
    vip.keep("drink", "tea")
    with pytest.raises(refusal):
        vip.keep(item, text, **told)
    assert len(versions(vip)) == 1


def test_a_profile_belongs_to_a_customer_and_to_who_may_keep_it(vip: Vip) -> None:
    vip.customer()
    with pytest.raises(CustomerUnknown):
        service.keep(vip.host, KeepFact(new_id(), "nobody", "key.served", "x"))
    ask = KeepFact(new_id(), vip.guests["样例甲"], "key.served", "x")
    with pytest.raises(NotPermitted):
        service.keep(vip.desk.acting("g1", 1), ask)


@pytest.mark.parametrize(
    ("tier", "until", "card", "refusal"),
    [
        ("platinum", "2027-12-31", "", TierUnknown),
        ("gold", "2026-11-21", "", EnrolledInPast),
        ("gold", "soon", "", DateMalformed),
        ("gold", "2027-12-31", "1!", CardMalformed),
        ("gold", "2027-12-31", "VIP80001", CardTaken),
    ],
)
def test_a_tier_that_cannot_be_given_is_refused(
    vip: Vip, tier: str, until: str, card: str, refusal: type[HallError]
) -> None:
    vip.enrol("样例乙", card="VIP80001")
    with pytest.raises(refusal):
        vip.enrol("样例甲", tier=tier, until=until, card=card)
    assert vip.faults() == []


def test_another_tier_and_card_take_the_place_of_the_first(vip: Vip) -> None:
    vip.enrol(card="VIP80001")
    member = vip.enrol(tier="diamond", card="VIP80002")
    assert member is not None
    assert (member.tier, member.version) == ("diamond", 2)
    assert service.recognise(vip.host, "VIP80001") == ()
    assert len(service.recognise(vip.host, "VIP80002")) == 1
    vip.enrol("样例乙", card="VIP80001")
    assert vip.faults() == []


def test_enrolling_is_for_who_keeps_tiers(vip: Vip) -> None:
    vip.customer()
    ask = Enrol(new_id(), vip.guests["样例甲"], "gold", "2027-12-31")
    with pytest.raises(NotPermitted):
        service.enrol(vip.desk.acting("c1", 1), ask)


@pytest.mark.duty("S1-VP-23")
def test_birthdays_and_ending_contracts_are_on_todays_list(vip: Vip) -> None:
    for name, item, text in (
        ("样例甲", "birthday", "1980-11-22"),
        ("样例乙", "birthday", "11-23"),
        ("样例丙", "contract", "2026-11-29"),
        ("样例丁", "contract", "2026-11-30"),
    ):
        vip.customer(name)
        vip.keep(item, text, name)
    today = service.today(vip.host)
    assert [(each.customer_id, each.item, each.on) for each in today.occasions] == [
        (vip.guests["样例甲"], "birthday", date(2026, 11, 22)),
        (vip.guests["样例丙"], "contract", date(2026, 11, 29)),
    ]
    vip.keep("birthday", "", "样例甲")
    assert len(service.today(vip.host).occasions) == 1
    assert vip.faults() == []


def test_a_birthday_on_the_29th_of_february_is_kept_every_year() -> None:
    assert birthday_keys(date(2027, 2, 28)) == ("02-28", "02-29")
    assert birthday_keys(date(2028, 2, 28)) == ("02-28",)
    assert birthday_keys(date(2028, 2, 29)) == ("02-29",)
