"""What is kept of a guest (个性化资料, 三知三有): looked at masked, kept with consent."""

from hallclient.base.text import printable
from hallclient.customers import book as customers
from hallclient.staff import book as staff
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.vip.book import facts
from hallclient.vip.rules import (
    ConsentMissing,
    Fact,
    GuestCard,
    KeepFact,
    ReasonMissing,
    ShowFacts,
    fact_from,
    in_order,
    item_of,
    refuse_without_consent,
)
from hallclient.vip.rules.facts import item_named, retired
from hallclient.vip.service.desk import customer_subject, on_record


def guest_card(desk: Desk, customer_id: str) -> GuestCard:
    """Profile and key customer's card, masked. Raises CustomerUnknown, NotPermitted."""
    with desk.read() as session:
        staff.require(session, desk, "vip.receive")
        customers.by_id(session, desk.hall, customer_id)
        return _card(customer_id, facts.facts_of(session, desk.hall, customer_id))


def _card(customer_id: str, kept: dict[str, Fact]) -> GuestCard:
    return GuestCard(
        customer_id, in_order(kept, card=False), in_order(kept, card=True), retired(kept)
    )


def keep(desk: Desk, ask: KeepFact) -> GuestCard:
    """A new version of one item, with consent, source and editor (S1-VP-23, S3-AG-03).

    An empty value takes it back, for which nobody needs to be asked; also what is on file of an
    item that is in the standard no longer.
    Raises ConsentMissing (on record), SourceMissing, FactUnknown, BirthdayMalformed,
    DateMalformed, FactUnchanged, FactChanged, CustomerUnknown, NotPermitted.
    """
    taken_back = not printable(ask.value).strip()
    item = item_named(ask.item) if taken_back else item_of(ask.item)
    value = fact_from(item, ask.value)
    subject = customer_subject(ask.customer_id)
    with (
        on_record(desk, subject, ConsentMissing),
        act(desk, "vip.keep", ask.request_id) as doing,
    ):
        if doing.earlier is None:
            staff.require(doing.session, desk, "vip.keep")
            if value:
                refuse_without_consent(item, consent=ask.consent, source=ask.source)
            customers.by_id(doing.session, doing.hall, ask.customer_id)
            facts.write(
                doing, ask.customer_id, item, value, source=ask.source, based_on=ask.based_on
            )
            doing.subject = subject
            doing.note(item=item.code)
        return _card(ask.customer_id, facts.facts_of(doing.session, doing.hall, ask.customer_id))


def show_full(desk: Desk, ask: ShowFacts) -> GuestCard:
    """Everything in full; who saw it and why goes on record (S3-AG-05).

    Raises ReasonMissing, CustomerUnknown, NotPermitted: nothing is shown.
    """
    reason = printable(ask.reason).strip()
    if len(reason) < 2:
        raise ReasonMissing(field="why")
    with act(desk, "vip.show", ask.request_id, beside=True) as doing:
        staff.require(doing.session, desk, "customer.unmask")
        customers.by_id(doing.session, doing.hall, ask.customer_id)
        doing.subject = customer_subject(ask.customer_id)
        doing.whose, doing.remark = ask.customer_id, reason
        kept = facts.facts_of(doing.session, doing.hall, ask.customer_id, full=True)
        return _card(ask.customer_id, kept)
