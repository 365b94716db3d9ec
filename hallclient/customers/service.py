"""Use cases of the customer archive: find, look closer, show in full, amend."""

from datetime import date

from hallclient.base.clock import hall_date
from hallclient.base.ids import new_id
from hallclient.base.masking import mask_mobile
from hallclient.base.text import printable
from hallclient.customers import book
from hallclient.customers.records import CustomerAccess
from hallclient.customers.rules import (
    AmendCustomer,
    CustomerDetail,
    CustomerView,
    DocumentKind,
    DocumentName,
    EndService,
    Identity,
    MaskedSubscription,
    NothingToChange,
    PartyDraft,
    ReasonMissing,
    SubscriptionView,
    TakeOver,
    Unmasked,
    check_document,
    check_mobile,
    written_name,
)
from hallclient.staff.book import require
from hallclient.store.audit import act
from hallclient.store.desk import Desk


def find(desk: Desk, text: str) -> tuple[CustomerView, ...]:
    """Customers found by document, mobile, name, pinyin or initials, for one who is present."""
    with desk.read() as session:
        return book.find(session, desk.hall, text)


def look_up(desk: Desk, text: str, request_id: str) -> tuple[CustomerView, ...]:
    """The same without a customer present: that it was done goes on record (promise 7)."""
    with act(desk, "customer.look-up", request_id, beside=True) as doing:
        return book.look_up(doing, text)


def view(desk: Desk, customer_id: str) -> CustomerDetail:
    """One customer with the numbers in service, masked; raises CustomerUnknown."""
    with desk.read() as session:
        customer = book.by_id(session, desk.hall, customer_id)
        held = book.subscriptions_of(session, desk.hall, customer_id)
    today = hall_date(desk.now())
    return CustomerDetail(customer, tuple(_masked(each, today) for each in held))


def recall(desk: Desk, customer_id: str, request_id: str) -> PartyDraft:
    """A returning customer who is present, for the order's form; that it was done is on record.

    The document counts as typed: this time no reader took it. Raises NotPermitted,
    CustomerUnknown.
    """
    with act(desk, "customer.recall", request_id, beside=True) as doing:
        require(doing.session, desk, "order.make")
        party = book.recall(doing.session, desk.hall, customer_id)
        doing.subject = f"customer/{customer_id}"
        return party


def known(desk: Desk, identity: Identity) -> CustomerView | None:
    """The customer who holds this document, masked; None when new.

    Raises DocumentNameDiffers when the number is on file under another name.
    """
    with desk.read() as session:
        book.check_name(session, desk.hall, identity)
        return book.known(session, desk.hall, identity.kind, identity.number)


def numbers_held(desk: Desk, kind: DocumentKind, number: str) -> int:
    """How many numbers in service the holder has; shown to a customer who asks (rules 11.6)."""
    with desk.read() as session:
        return book.numbers_held(session, desk.hall, kind, number)


def unmask(desk: Desk, customer_id: str, reason: str, request_id: str) -> Unmasked:
    """A customer's values in full; who saw them and why goes on record first (S3-AG-05).

    Raises ReasonMissing, NotPermitted, CustomerUnknown: nothing is shown and nothing written.
    """
    why = _reason(reason)
    with act(desk, "customer.unmask", request_id, beside=True) as doing:
        require(doing.session, desk, "customer.unmask")
        values = book.full_values(doing.session, desk.hall, customer_id)
        if not doing.earlier:
            doing.subject = f"customer/{customer_id}"
            access = {"access_id": new_id(), "customer_id": customer_id, "at": doing.at}
            row = access | {"by": doing.clerk, "reason": why}
            doing.add(CustomerAccess, [row], whose=customer_id)
        return values


def amend(desk: Desk, ask: AmendCustomer) -> CustomerDetail:
    """Changes a customer's contact data on application; before and after stay on record.

    What is left empty stays as it is. The name is corrected by who may, after looking at the
    document: the counter refuses a number that is on file under another name.

    Raises ReasonMissing, NothingToChange, DocumentName, MobileLength, MobileCharacters,
    MobilePrefix, NotPermitted, CustomerUnknown, CustomerChanged, RecordConflict.
    Source: S3-FD-05, S4-CV-17.
    """
    why = _reason(ask.reason)
    mobile = check_mobile(ask.mobile).number if ask.mobile.strip() else ""
    name = written_name(ask.name)
    if ask.name.strip() and not name:
        raise DocumentName(field="name")
    told = {"name": name, "mobile": mobile, "address": printable(ask.address).strip()}
    changes = {name: value for name, value in told.items() if value}
    if not changes:
        raise NothingToChange(field="mobile")
    with act(desk, "customer.amend", ask.request_id) as doing:
        require(doing.session, desk, "order.make")
        if name:
            require(doing.session, desk, "customer.rename")
        if not doing.earlier:
            doing.subject = f"customer/{ask.customer_id}"
            book.amend(doing, ask.customer_id, changes, why, ask.based_on)
    return view(desk, ask.customer_id)


def end_service(desk: Desk, ask: EndService) -> CustomerDetail:
    """Takes a number out of service, with the reason on record; returns its customer.

    From the last number that ends, the period runs after which personal data is erased.
    Raises ReasonMissing, NotPermitted, SubscriptionUnknown, SubscriptionChanged.
    """
    why = _reason(ask.reason)
    with act(desk, "customer.end-service", ask.request_id) as doing:
        if doing.earlier is not None:
            customer_id = doing.earlier.removeprefix("customer/")
        else:
            require(doing.session, desk, "customer.end_service")
            customer_id = book.end_subscription(doing, ask.subscription_id)
            book.note(doing, customer_id, "ended", why)
            doing.subject = f"customer/{customer_id}"
    return view(desk, customer_id)


def take_over(desk: Desk, ask: TakeOver) -> str:
    """Brings a number opened elsewhere and its holder onto the books; returns the customer's id.

    For setting up a hall. Raises NotPermitted, a CheckRefused, SubscriptionExists.
    """
    with act(desk, "customer.take-over", ask.request_id) as doing:
        if doing.earlier:
            return doing.earlier.removeprefix("customer/")
        require(doing.session, desk, "order.make")
        identity = check_document(ask.document, hall_date(doing.at))
        mobile = check_mobile(ask.mobile).number
        customer_id = book.ensure(doing, identity, mobile)
        book.open_subscription(doing, customer_id, identity, mobile, ask.iccid, ask.plan)
        doing.subject = f"customer/{customer_id}"
        return customer_id


def _reason(text: str) -> str:
    reason = printable(text).strip()
    if len(reason) < 2:
        raise ReasonMissing(field="reason")
    return reason


def _masked(each: SubscriptionView, today: date) -> MaskedSubscription:
    waits = each.next_plan_from is not None and each.next_plan_from > today
    return MaskedSubscription(
        subscription_id=each.subscription_id,
        mobile=mask_mobile(each.mobile),
        plan=each.plan_on(today),
        next_plan=each.next_plan if waits else "",
        next_plan_from=each.next_plan_from if waits else None,
        iccid=each.iccid,
        state=each.state,
        opened_at=each.opened_at,
    )
