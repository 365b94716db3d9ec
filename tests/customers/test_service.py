"""Use cases of the archive: who looks, and who sees in full, is on record."""

from dataclasses import replace

import pytest
from sqlalchemy import select, text

from hallclient.customers import rules, service
from hallclient.customers.checks import check
from hallclient.customers.records import CustomerAccess, CustomerEvent
from hallclient.customers.rules import (
    AmendCustomer,
    DocumentDraft,
    DocumentKind,
    EndService,
    TakeOver,
)
from hallclient.staff.rules import NotPermitted
from hallclient.store.desk import Desk
from hallclient.store.integrity import check_store

NUMBER = "110000198802291236"
CARD = "89860025000000000127"


def taken_over(desk: Desk, request_id: str = "t1", mobile: str = "13812345678") -> str:
    draft = DocumentDraft(DocumentKind.RESIDENT_ID, NUMBER, "样例甲", valid_until="长期")
    return service.take_over(desk, TakeOver(draft, mobile, "P39", CARD, request_id))


def audited(desk: Desk) -> list[tuple[str, str]]:
    with desk.read() as session:
        query = text("SELECT action, subject FROM audit WHERE actor = 'C1' ORDER BY seq")
        return [tuple(row) for row in session.execute(query)]


def every_audit_text(desk: Desk) -> str:
    with desk.read() as session:
        return str(session.execute(text("SELECT * FROM audit")).all())


def test_a_number_opened_elsewhere_is_taken_over_once(clerk: Desk) -> None:
    first = taken_over(clerk)
    assert taken_over(clerk) == first
    assert service.numbers_held(clerk, DocumentKind.RESIDENT_ID, NUMBER) == 1


@pytest.mark.duty("S3-FD-02", "S3-AG-05")
def test_the_detail_shows_masked_numbers_and_the_plan_in_force(clerk: Desk) -> None:
    detail = service.view(clerk, taken_over(clerk))
    assert detail.customer.document_number == "110000********1236"
    assert [(each.mobile, each.plan) for each in detail.subscriptions] == [("138****5678", "P39")]


def test_a_customer_of_nobody_is_refused(clerk: Desk) -> None:
    with pytest.raises(rules.CustomerUnknown):
        service.view(clerk, "nobody")


@pytest.mark.duty("S3-AG-05", "S3-VS-03")
def test_full_values_are_shown_only_against_a_reason_on_record(clerk: Desk) -> None:
    customer_id = taken_over(clerk)
    values = service.unmask(clerk, customer_id, "the customer asks for a copy", "u1")
    assert (values.name, values.document_number) == ("样例甲", NUMBER)
    assert values.mobiles == ("13812345678",)
    assert ("customer.unmask", f"customer/{customer_id}") in audited(clerk)
    with clerk.read() as session:
        table = CustomerAccess
        rows = session.execute(select(table.customer_id, table.by, table.reason)).all()
    assert [tuple(row) for row in rows] == [(customer_id, "C1", "the customer asks for a copy")]


@pytest.mark.duty("S3-AG-05")
def test_a_repeated_unmasking_leaves_one_row(clerk: Desk) -> None:
    customer_id = taken_over(clerk)
    for _ in range(2):
        service.unmask(clerk, customer_id, "the customer asks", "u1")
    assert len([action for action, _ in audited(clerk) if action == "customer.unmask"]) == 1


@pytest.mark.parametrize("reason", ["", " ", "x", "\x00\x01"])
def test_without_a_reason_nothing_is_shown_and_nothing_written(clerk: Desk, reason: str) -> None:
    customer_id = taken_over(clerk)
    before = audited(clerk)
    with pytest.raises(rules.ReasonMissing):
        service.unmask(clerk, customer_id, reason, "u1")
    assert audited(clerk) == before


def test_who_may_not_see_full_values_is_refused(clerk: Desk) -> None:
    customer_id = taken_over(clerk)
    with pytest.raises(NotPermitted):
        service.unmask(clerk.acting("A1"), customer_id, "curious", "u1")


@pytest.mark.duty("S3-VS-03")
def test_a_look_up_without_a_customer_is_on_record_but_not_what_was_typed(clerk: Desk) -> None:
    customer_id = taken_over(clerk)
    found = service.look_up(clerk, "样例甲", "l1")
    assert [view.customer_id for view in found] == [customer_id]
    assert ("customer.look-up", "customers") in audited(clerk)
    assert [view.customer_id for view in service.find(clerk, "ylj")] == [customer_id]


def test_a_returning_customer_is_put_into_the_order_as_typed(clerk: Desk) -> None:
    customer_id = taken_over(clerk)
    party = service.recall(clerk, customer_id, "r1")
    assert party.document == DocumentDraft(
        DocumentKind.RESIDENT_ID, NUMBER, "样例甲", valid_until="长期"
    )
    assert party.mobile == "13812345678"
    assert ("customer.recall", f"customer/{customer_id}") in audited(clerk)
    with pytest.raises(NotPermitted):
        service.recall(clerk.acting("A1"), customer_id, "r2")


@pytest.mark.duty("S3-FD-05")
def test_contact_data_change_on_application_and_stay_on_record(clerk: Desk) -> None:
    customer_id = taken_over(clerk)
    ask = AmendCustomer(customer_id, "139 0000 0000", "示范路2号", "application of today", "a1")
    assert service.amend(clerk, ask).customer.mobile == "139****0000"
    assert service.amend(clerk, ask).customer.mobile == "139****0000"
    with clerk.read() as session:
        table = CustomerEvent
        rows = session.execute(select(table.what, table.reason).where(table.seq == 2)).all()
    assert [tuple(row) for row in rows] == [("amended", "application of today")]


def test_a_name_is_corrected_by_the_duty_manager_only_and_found_from_then_on(clerk: Desk) -> None:
    customer_id = taken_over(clerk)
    ask = AmendCustomer(customer_id, "", "", "document looked at", "a1", name="样例 乙")
    with pytest.raises(NotPermitted):
        service.amend(clerk, ask)
    with pytest.raises(rules.DocumentName):
        service.amend(clerk.acting("M1"), replace(ask, name="..."))
    for _ in range(2):
        service.amend(clerk.acting("M1"), ask)
    assert [found.customer_id for found in service.find(clerk, "样例乙")] == [customer_id]
    assert service.find(clerk, "样例甲") == ()
    with clerk.read() as session:
        assert list(check(session, clerk.hall)) == []


def test_what_is_left_empty_is_not_changed(clerk: Desk) -> None:
    customer_id = taken_over(clerk)
    service.amend(clerk, AmendCustomer(customer_id, "", "示范路2号", "application", "a1"))
    values = service.unmask(clerk, customer_id, "to compare", "u1")
    assert (values.mobile, values.address) == ("13812345678", "示范路2号")
    with pytest.raises(rules.NothingToChange):
        service.amend(clerk, AmendCustomer(customer_id, " ", "", "application", "a2"))


def test_a_wrong_contact_number_changes_nothing(clerk: Desk) -> None:
    customer_id = taken_over(clerk)
    with pytest.raises(rules.MobileLength):
        service.amend(clerk, AmendCustomer(customer_id, "139", "", "application", "a1"))
    with clerk.read() as session:
        assert session.execute(text("SELECT count(*) FROM customer_events")).scalar_one() == 1


def test_the_audit_log_holds_no_personal_data(clerk: Desk) -> None:
    customer_id = taken_over(clerk)
    service.unmask(clerk, customer_id, "样例甲 asks", "u1")
    service.look_up(clerk, NUMBER, "l1")
    log = every_audit_text(clerk)
    assert all(secret not in log for secret in (NUMBER, "13812345678", "样例甲"))


def test_all_of_it_is_sealed(clerk: Desk) -> None:
    service.unmask(clerk, taken_over(clerk), "the customer asks", "u1")
    with clerk.read() as session:
        assert list(check_store(session, clerk.hall, clerk.keys.audit)) == []


def test_a_number_that_left_service_is_counted_no_more_and_can_be_opened_again(clerk: Desk) -> None:
    customer_id = taken_over(clerk)
    (number,) = service.view(clerk, customer_id).subscriptions
    ask = EndService(number.subscription_id, "cancelled at the carrier", "e1")
    with pytest.raises(NotPermitted):
        service.end_service(clerk, ask)
    with pytest.raises(rules.ReasonMissing):
        service.end_service(clerk.acting("M1"), replace(ask, reason=" "))
    for _ in range(2):
        (ended,) = service.end_service(clerk.acting("M1"), ask).subscriptions
        assert ended.state is rules.SubscriptionState.ENDED
    assert service.numbers_held(clerk, DocumentKind.RESIDENT_ID, NUMBER) == 0
    with pytest.raises(rules.SubscriptionUnknown):
        service.end_service(clerk.acting("M1"), replace(ask, request_id="e2"))
    assert taken_over(clerk, "t2") == customer_id
    with clerk.read() as session:
        assert list(check(session, clerk.hall)) == []
