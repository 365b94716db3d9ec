"""A hall that sells, people who may erase, and a clock that years are let pass on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from stdnum.iso7064 import mod_11_2

from hallclient.base.clock import ScriptClock, from_hall, hall_date
from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.books import CHECKS
from hallclient.counter import service as counter
from hallclient.counter.rules import CompletedOrder, LineDraft, OrderDraft, TenderDraft
from hallclient.customers import book
from hallclient.customers import service as customers
from hallclient.customers.rules import (
    DocumentDraft,
    DocumentKind,
    EndService,
    Entry,
    FaceResult,
    PartyDraft,
    SubscriptionState,
    TakeOver,
    check_document,
)
from hallclient.retention import service
from hallclient.retention.rules import ChangeHold, Erased, StartErasing
from hallclient.staff import passwords
from hallclient.staff import service as staff
from hallclient.staff.rules import AddPerson, Person, Role, Signature, sealed_signature
from hallclient.stock import service as stock
from hallclient.stock.rules import ReceiveRange, StockKind
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.store.integrity import Check, check_store
from hallclient.till import service as till
from hallclient.till.rules import OpenShiftAsk

PASSWORD = "correct horse"
FLOAT = {10_000: 3, 1_000: 15, 500: 8, 100: 10}
PEOPLE = {"M1": Role.DUTY_MANAGER, "M2": Role.DUTY_MANAGER, "C1": Role.CLERK, "A1": Role.AUDITOR}


def resident(sequence: int) -> str:
    """A resident number that is well formed and belongs to nobody."""
    birth = date(1990, 1, 1) + timedelta(days=sequence // 999)
    body = f"110000{birth:%Y%m%d}{sequence % 999 + 1:03d}"
    return body + mod_11_2.calc_check_digit(body)


def document(sequence: int, name: str = "样例甲") -> DocumentDraft:
    return DocumentDraft(
        DocumentKind.RESIDENT_ID,
        resident(sequence),
        name,
        valid_until="长期",
        entry=Entry.READER,
        address="示范路1号",
    )


class Archive:
    """What happens over the years, in one line each."""

    def __init__(self, desk: Desk, clock: ScriptClock) -> None:
        self.clerk = desk.acting("C1", 1)
        self.manager = desk.acting("M1", 0)
        self.clock = clock

    def on(self, day: date) -> None:
        self.clock.set(from_hall(day, 10, 0))

    def sign(self, code: str = "M2", purpose: str = "") -> Signature:
        who = Person(code, code, PEOPLE[code], active=True)
        return sealed_signature(self.manager.keys.audit, who, self.manager.now(), purpose)

    def take_over(self, sequence: int, mobile: str, name: str = "样例甲") -> str:
        """A customer with a number in service."""
        ask = TakeOver(document(sequence, name), mobile, "P39", "89860025000000000127", new_id())
        return customers.take_over(self.clerk, ask)

    def check_in(self, sequence: int) -> str:
        """A customer shows the document; nothing is sold."""
        with act(self.clerk, "test.check") as doing:
            identity = check_document(document(sequence), hall_date(doing.at))
            return book.ensure(doing, identity)

    def end(self, customer_id: str) -> None:
        """Their first number in service leaves it."""
        numbers = customers.view(self.clerk, customer_id).subscriptions
        first = next(each for each in numbers if each.state is SubscriptionState.ACTIVE)
        ask = EndService(first.subscription_id, "the customer asked", new_id())
        customers.end_service(self.manager, ask)

    def found(self, text: str) -> set[str]:
        return {view.customer_id for view in customers.find(self.clerk, text)}

    def hold(self, customer_id: str) -> None:
        ask = ChangeHold(customer_id, "court of Sample City, file 12", new_id())
        service.set_hold(self.manager, ask, self.sign())

    def release(self, customer_id: str) -> None:
        ask = ChangeHold(customer_id, "file 12 is closed", new_id())
        service.release_hold(self.manager, ask, self.sign())

    def start(self) -> str:
        ask = StartErasing(service.plan(self.manager).mark, new_id())
        return service.start(self.manager, ask, self.sign())

    def erase(self) -> Erased:
        """All that is due; signed and carried out."""
        self.start()
        return service.carry_on(self.manager)

    def open_shift(self) -> None:
        till.open_shift(self.clerk, OpenShiftAsk(new_id(), FLOAT, self.sign("M1")))

    def sell(self, sequence: int = 0, mobile: str = "13812345678") -> CompletedOrder:
        """A recharge of 50 yuan, by a customer with a document or (0) by nobody in particular."""
        party = PartyDraft(document(sequence), face=FaceResult.MATCH) if sequence else None
        draft = OrderDraft(
            request_id=new_id(),
            customer=party,
            lines=(LineDraft("recharge", {"mobile": mobile, "amount": "50"}),),
            tenders=(TenderDraft("cash", "50"),),
        )
        prompts = counter.quote(self.clerk, draft).prompts
        return counter.complete(self.clerk, replace(draft, acknowledged=frozenset(prompts)))

    def faults(self) -> list[tuple[str, str]]:
        """What `verify` would say."""

        def store(session, hall):
            return check_store(session, hall, self.clerk.keys.audit)

        checks: tuple[Check, ...] = (store, *CHECKS)
        with self.clerk.read() as session:
            found = [fault for check in checks for fault in check(session, self.clerk.hall)]
        return [(fault.code, fault.place) for fault in found]


@pytest.fixture
def archive(desk: Desk, clock: ScriptClock, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """A hall with people, stock, and nobody in its archive. Hashing is cheap here."""
    monkeypatch.setattr(passwords, "COST", passwords.Cost(1, 8, 1))
    staff.first_manager(desk, "Lotus Road Hall", "M1", "Manager One", PASSWORD)
    manager = desk.acting("M1", 0)
    for code, role in PEOPLE.items():
        if code != "M1":
            staff.add_person(manager, AddPerson(code, f"Person {code}", role, PASSWORD, new_id()))
    cards = ReceiveRange(
        StockKind.VALUE_CARD, "05000000001", "05000000050", new_id(), face_fen=Fen(5_000)
    )
    stock.receive(manager, cards)
    return Archive(desk, clock)


def years(count: int) -> timedelta:
    """So many years and a week: beyond any leap day."""
    return timedelta(days=366 * count + 7)
