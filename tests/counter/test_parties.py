"""Who stands at the counter: nobody who was named is dropped, nobody is taken for another."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.counter import service
from hallclient.counter.papers import order_form, receipt, reversal_receipt
from hallclient.counter.records import Order
from hallclient.counter.rules import LineDraft, OrderDraft, OrderQuery
from hallclient.customers import service as customers
from hallclient.customers.records import Customer, CustomerEvent
from hallclient.customers.rules import (
    AmendCustomer,
    DocumentDraft,
    DocumentKind,
    Entry,
    PartyDraft,
    TakeOver,
)
from hallclient.ledger.rules import Account
from tests.counter.conftest import (
    ID,
    OTHER_ID,
    UNIT,
    Hall,
    iccid,
    line,
    new_number,
    person,
    recharge,
    unit,
)


def refused(hall: Hall, draft: OrderDraft) -> list[tuple[str, str]]:
    """Code and field of every refusal; the first is what completing raises."""
    problems = [(one.error.code, one.field) for one in hall.quote(draft).problems]
    with pytest.raises(HallError) as caught:
        service.complete(hall.desk, draft)
    assert (caught.value.code, caught.value.field) == problems[0]
    return problems


# an agent without a document


@pytest.mark.duty("S1-CT-07")
@pytest.mark.parametrize(
    "agent",
    [PartyDraft(), PartyDraft(name="样例乙"), PartyDraft(mobile="13800000000")],
    ids=["nothing", "name", "mobile"],
)
@pytest.mark.parametrize("business", [recharge(), line("value_card", face="50", count="1")])
def test_an_agent_without_a_document_is_not_passed_over(
    hall: Hall, agent: PartyDraft, business: LineDraft
) -> None:
    draft = hall.paid(business, customer=person(), agent=agent)
    assert refused(hall, draft) == [("party.agent-missing", "agent.number")]
    draft = hall.paid(business, agent=agent)
    assert refused(hall, draft) == [("party.agent-missing", "agent.number")]


def test_an_agent_without_a_document_is_refused_where_documents_are_asked_for(hall: Hall) -> None:
    hall.sell(new_number(1), customer=person())
    change = line("plan_change", mobile="19900000001", plan="max-129", effective="now")
    draft = hall.paid(change, customer=person(), agent=PartyDraft(name="样例乙"))
    assert refused(hall, draft) == [("party.agent-missing", "agent.number")]


def test_no_agent_is_refused_as_an_agent_where_none_may_act(hall: Hall) -> None:
    """Also one without a document: a document would not help."""
    for agent in (PartyDraft(name="样例乙"), person(OTHER_ID, "样例乙")):
        draft = hall.paid(new_number(), customer=person(), agent=agent)
        assert refused(hall, draft) == [("party.agent-refused", "agent")]
    hall.setting("agents_allowed", {"recharge": False})
    draft = hall.paid(recharge(), agent=person(OTHER_ID, "样例乙"))
    assert refused(hall, draft) == [("party.agent-refused", "agent")]


def test_who_pays_for_a_units_number_need_not_act_for_it(hall: Hall) -> None:
    hall.sell(recharge(), customer=unit())


# one number, two names

KINDS_OF_ONE_HOLDER = {
    DocumentKind.RESIDENT_ID: ID,
    DocumentKind.TEMPORARY_ID: ID,
    DocumentKind.RESIDENCE_PERMIT: "810000190102030173",
    DocumentKind.PERMANENT_RESIDENT: "911999190203040085",
    DocumentKind.USCC: UNIT,
}


def document(kind: DocumentKind, number: str, name: str, **more: Any) -> PartyDraft:
    return replace(
        person(), document=DocumentDraft(kind, number, name, valid_until="20400301", **more)
    )


@pytest.mark.duty("S1-CT-07")
@pytest.mark.parametrize(("kind", "number"), KINDS_OF_ONE_HOLDER.items())
@pytest.mark.parametrize("entry", Entry)
def test_a_number_that_is_on_file_under_another_name_is_refused(
    hall: Hall, kind: DocumentKind, number: str, entry: Entry
) -> None:
    """A borrowed or false document; field rules 11.1."""
    hall.sell(recharge(), customer=document(kind, number, "样例甲"))
    draft = hall.paid(recharge(), customer=document(kind, number, "样例乙", entry=entry))
    assert refused(hall, draft) == [("document.name-differs", "customer.name")]
    with hall.desk.read() as session:
        assert session.scalars(select(Customer.name)).all() == ["样例甲"]


def test_an_agents_number_is_on_file_under_another_name(hall: Hall) -> None:
    hall.sell(recharge(), customer=person())
    draft = hall.paid(recharge(), customer=unit(), agent=person(ID, "样例乙"))
    assert refused(hall, draft) == [("document.name-differs", "agent.name")]


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("样例甲", " 样例 甲"),
        ("EXAMPLE, MARIA", "Example,  Maria"),
        ("样例·买买提", "样例买买提"),
    ],
)
def test_the_same_name_written_another_way_is_the_same_name(
    hall: Hall, first: str, again: str
) -> None:
    hall.sell(recharge(), customer=person(name=first))
    hall.sell(recharge(), customer=person(name=again))


def test_passports_of_two_countries_may_share_a_number(hall: Hall) -> None:
    for name in ("EXAMPLE MARIA", "MUSTER ERIKA"):
        hall.sell(recharge(), customer=document(DocumentKind.PASSPORT, "L898902C3", name))


def test_a_name_is_corrected_by_the_duty_manager_with_a_reason_and_then_accepted(
    hall: Hall,
) -> None:
    known = hall.sell(recharge(), customer=person())
    renamed = hall.paid(recharge(), customer=person(name="样例乙"))
    amend = AmendCustomer(
        known.customer_id, "", "", "改名，已核对户口簿", new_id(), name=" 样例乙 "
    )
    with pytest.raises(HallError) as caught:
        customers.amend(hall.desk, amend)
    assert caught.value.code == "permission.denied"
    customers.amend(hall.at("m1", 0), amend)
    assert service.complete(hall.desk, renamed).customer_id == known.customer_id
    events = select(CustomerEvent).where(CustomerEvent.what == "amended")
    with hall.desk.read() as session:
        (event,) = session.scalars(events)
        assert (event.by, event.reason) == ("m1", "改名，已核对户口簿")
        assert "样例甲" in str(event.before)
        assert "样例乙" in event.after


def test_a_number_taken_over_is_not_given_to_another_name(hall: Hall) -> None:
    hall.sell(recharge(), customer=person())
    other = person(name="样例乙").document
    assert other is not None
    with pytest.raises(HallError) as caught:
        customers.take_over(
            hall.desk, TakeOver(other, "19900000019", iccid(39), "basic-39", new_id())
        )
    assert (caught.value.code, caught.value.field) == ("document.name-differs", "name")


# a payer without a document


def test_who_pays_is_named_on_the_receipt_and_on_the_reversals(hall: Hall) -> None:
    payer = PartyDraft(name=" 样例丙 ", mobile="13800000000")
    order = hall.sell(recharge(), customer=payer)
    assert (order.customer, order.payer) == (None, "样例丙")
    assert service.order_of(hall.desk, order.order_no) == order
    for paper in (receipt(order), reversal_receipt(hall.reverse(order.order_no))):
        assert paper.customer is not None
        assert (paper.customer.name, paper.customer.document_kind) == ("样**", "")
    with hall.desk.read() as session:
        assert "13800000000" in session.scalars(select(Order.parties)).one()
    (row,) = service.find_orders(hall.desk, OrderQuery(counter=1))
    assert row.customer == "样**"


def test_a_payers_name_is_no_identity(hall: Hall) -> None:
    order = hall.sell(recharge(), customer=PartyDraft(name="样例丙"))
    assert order.customer_id == ""
    with hall.desk.read() as session:
        assert session.scalars(select(Customer)).all() == []
    draft = hall.draft(new_number(), customer=PartyDraft(name="样例丙"))
    assert ("party.document-missing", "customer") in refused(hall, draft)
    assert hall.balance(Account.PREPAID) == -5_000


def test_the_documents_name_counts_where_there_is_one(hall: Hall) -> None:
    order = hall.sell(recharge(), customer=replace(person(), name="样例丙"))
    assert order.payer == ""
    assert order.customer is not None
    assert order.customer.name == "样例甲"


def test_a_form_shows_the_customers_own_number_masked(hall: Hall) -> None:
    order = hall.sell(recharge(), customer=person(mobile="13912340000"))
    paper = order_form(order)
    assert paper.customer is not None
    assert paper.customer.mobile == "139****0000"
    assert order_form(service.order_of(hall.desk, order.order_no)) == paper
