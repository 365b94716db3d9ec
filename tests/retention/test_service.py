"""Erasing: announced, signed by two, carried out in batches; books hold, nobody is found again."""

import json
from datetime import date
from pathlib import Path
from unittest.mock import ANY

import pytest
from sqlalchemy import select, text

from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.counter import service as counter
from hallclient.counter.records import Order
from hallclient.counter.rules import ReverseAsk
from hallclient.custody import service as custody
from hallclient.custody.records import CustodyItem
from hallclient.custody.rules import CustodyKind, Dispose, ReceiveItem, Step
from hallclient.customers import service as customers
from hallclient.customers.records import Customer, CustomerEvent, Subscription
from hallclient.customers.rules import CustomerUnknown
from hallclient.paper import service as paper
from hallclient.paper.records import Paper, PaperRemains
from hallclient.policy import service as policy
from hallclient.policy.rules import ChangePolicy
from hallclient.retention import rules, service
from hallclient.retention.rules import ChangeHold, Erased, StartErasing
from hallclient.staff.rules import ApprovalMissing, ApprovalSamePerson, NotPermitted
from hallclient.store.audit import act
from hallclient.store.personal import ERASED, Cipher, PersonalKey, cipher_of
from hallclient.till import service as till
from hallclient.till.rules import PayAsk, VoucherUsed
from hallclient.vip import service as vip
from hallclient.vip.records.reception import VipBooking, VipFact, VipMember
from hallclient.vip.rules import BookingKind, Enrol, KeepFact, MakeBooking
from tests.retention.conftest import Archive, resident, years

DAY = date(2026, 11, 22)
MOBILE = "13812345678"


def gone(archive: Archive) -> str:
    """A customer whose period is over: served, ended, and two years passed."""
    archive.on(DAY)
    customer_id = archive.take_over(1, MOBILE)
    archive.end(customer_id)
    archive.on(DAY + years(2))
    return customer_id


class Tray:
    """A printer that keeps the PDFs."""

    repeatable = True

    def __init__(self) -> None:
        self.papers: list[bytes] = []

    def print(self, pdf: bytes, name: str) -> None:
        self.papers.append(pdf)


def test_the_plan_says_who_would_be_erased_and_writes_nothing(archive: Archive) -> None:
    customer_id = gone(archive)
    plan = service.plan(archive.manager)
    assert (plan.count, plan.held, plan.period) == (1, 0, 24)
    due = plan.customers[0]
    assert (due.customer_id, due.name, due.left_on) == (customer_id, "样**", DAY)
    assert due.erasable_from == date(2028, 11, 23)
    assert archive.found("样例甲") == {customer_id}


def test_on_the_last_day_of_the_period_nobody_is_due_and_on_the_next_one_is(archive) -> None:
    gone(archive)
    archive.on(date(2028, 11, 22))
    assert service.plan(archive.manager).count == 0
    archive.on(date(2028, 11, 23))
    assert service.plan(archive.manager).count == 1


def test_what_vip_reception_keeps_goes_with_the_customer(archive: Archive) -> None:
    archive.on(DAY)
    customer_id = archive.take_over(1, MOBILE)
    host = archive.manager
    vip.enrol(host, Enrol(new_id(), customer_id, "gold", "2027-12-31", "VIP80001"))
    told = {"consent": True, "source": "told"}
    vip.keep(host, KeepFact(new_id(), customer_id, "birthday", "1980-11-30", **told))
    vip.keep(host, KeepFact(new_id(), customer_id, "family", "两个孩子", **told))
    day = f"{DAY:%Y-%m-%d} 14:30"
    vip.book(host, MakeBooking(new_id(), BookingKind.VISIT, day, "续约", "M1", "", customer_id))
    archive.end(customer_id)
    archive.on(DAY + years(2))
    assert len(vip.today(host).occasions) == 1
    archive.erase()
    assert vip.recognise(host, "VIP80001") == ()
    assert vip.today(host).occasions == ()
    with host.read() as session:
        kept = set(session.scalars(select(VipFact.value)))
        assert kept == {ERASED}
        assert set(session.scalars(select(VipBooking.purpose))) == {ERASED}
        assert session.scalars(select(VipMember.card)).all() == [""]
    assert archive.faults() == []


def test_who_has_a_number_in_service_is_never_due(archive: Archive) -> None:
    archive.on(DAY)
    archive.take_over(1, MOBILE)
    archive.on(DAY + years(30))
    assert service.plan(archive.manager).count == 0


def test_a_longer_period_of_the_hall_is_kept(archive: Archive) -> None:
    gone(archive)
    policy.change(archive.manager, ChangePolicy("retention_months", 60, None, "p1"))
    assert service.plan(archive.manager).count == 0


def test_who_is_erased_is_found_by_nothing_and_read_by_nobody(archive: Archive) -> None:
    customer_id = gone(archive)
    erased = archive.erase()
    assert erased.customers == 1
    for typed in ("样例甲", "例甲", "ylj", "yangli", MOBILE, resident(1)):
        assert archive.found(typed) == set()
    with pytest.raises(CustomerUnknown):
        customers.view(archive.clerk, customer_id)
    with archive.clerk.read() as session:
        row = session.scalars(select(Customer)).one()
        assert (row.name, row.document_number, row.mobile, row.address) == ("", "", "", "")
        assert (row.holder_mark, row.document_mark, row.mobile_mark) == (None, "", "")
        number = session.scalars(select(Subscription)).one()
        assert (number.mobile, number.holder, number.iccid) == ("", "", "")
        assert session.execute(text("SELECT count(*) FROM customer_tokens")).scalar_one() == 0
        kept = session.scalars(select(CustomerEvent.after).where(CustomerEvent.seq == 1)).one()
        assert kept == ERASED
        keys = session.scalars(select(PersonalKey.whose)).all()
        assert customer_id not in keys
    assert archive.faults() == []


def test_a_returning_person_becomes_a_new_customer(archive: Archive) -> None:
    old = gone(archive)
    archive.erase()
    new = archive.take_over(1, MOBILE)
    assert new != old
    assert archive.found("样例甲") == {new}
    assert archive.faults() == []


def test_old_receipts_come_out_without_the_person(archive: Archive) -> None:
    archive.on(DAY)
    archive.open_shift()
    order = archive.sell(sequence=1)
    walk_in = archive.sell()
    archive.on(date(2028, 12, 1))
    assert "2026-11" in service.plan(archive.manager).months
    assert archive.erase().months
    for number in (order.order_no, walk_in.order_no):
        counter.reprint(archive.clerk, number, f"again-{number}")
    tray = Tray()
    printed = paper.print_waiting(archive.clerk, tray, 50, hurry=True)
    assert {each.code for each in printed} == {""}
    assert len(tray.papers) == len(printed) >= 2
    with archive.clerk.read() as session:
        kept = session.execute(
            select(Paper.subject, PaperRemains.payload)
            .join(PaperRemains, PaperRemains.paper_id == Paper.paper_id)
            .where(Paper.kind == "receipt")
        ).all()
        remains = {subject: json.loads(words) for subject, words in kept}
        assert session.scalars(select(Order.parties)).all() == [ERASED, ERASED]
    assert remains[order.order_no]["customer"]["name"] == ERASED
    assert remains[order.order_no]["total_fen"] == 5_000
    assert all(line["details"] == [] for line in remains[order.order_no]["lines"])
    assert remains[walk_in.order_no]["customer"] is None
    shown = counter.order_of(archive.clerk, order.order_no)
    assert (shown.total_fen, shown.payer) == (5_000, ERASED)
    assert archive.faults() == []


def test_vouchers_that_were_erased_hold_up_no_payment(archive: Archive, monkeypatch) -> None:
    def pay(voucher: str) -> None:
        ask = PayAsk(new_id(), "in", Fen(100), "找零", voucher, archive.sign("M1"))
        till.pay(archive.clerk, ask)

    archive.on(DAY)
    archive.open_shift()
    for number in range(5):
        pay(f"V{number}")
    archive.on(date(2028, 12, 1))
    archive.erase()
    pay("W1")
    asked, look = [], Cipher._of_id

    def looked(*where: object) -> object:
        asked.append(look(*where))
        return asked[-1]

    monkeypatch.setattr(Cipher, "_of_id", looked)
    with pytest.raises(VoucherUsed):
        pay(" w1")
    assert None not in asked, "a key that is gone"


def test_an_order_of_an_erased_customer_taken_back_gives_them_no_key_again(archive) -> None:
    archive.on(DAY)
    archive.open_shift()
    order = archive.sell(sequence=1)
    archive.on(date(2028, 12, 1))
    archive.erase()
    reason = "样例甲 brought the receipt back"
    ask = ReverseAsk(order.order_no, reason, archive.sign("M1"), new_id(), "lost")
    assert counter.reverse(archive.clerk, ask).reason == reason
    with archive.clerk.read() as session:
        (customer_id,) = session.scalars(select(Customer.customer_id))
        assert customer_id not in session.scalars(select(PersonalKey.whose)).all()
    assert archive.faults() == []


def test_a_key_that_an_erased_customer_was_given_later_is_found(archive: Archive) -> None:
    customer_id = gone(archive)
    archive.erase()
    archive.on(DAY + years(3))
    with act(archive.manager, "test.key") as doing:
        cipher_of(doing.session).key_for(doing.session, doing.hall, customer_id, doing.at)
    assert ("retention.readable", f"erasures {customer_id}") in archive.faults()


def test_nothing_is_erased_without_a_second_person(archive: Archive) -> None:
    gone(archive)
    ask = StartErasing(service.plan(archive.manager).mark, "s1")
    with pytest.raises(ApprovalMissing):
        service.start(archive.manager, ask, None)
    with pytest.raises(ApprovalSamePerson):
        service.start(archive.manager, ask, archive.sign("M1"))
    with pytest.raises(NotPermitted):
        service.start(archive.clerk, ask, archive.sign())
    with pytest.raises(rules.ErasingUnknown):
        service.carry_on(archive.manager)


def test_what_was_signed_for_is_what_is_erased(archive: Archive) -> None:
    customer_id = gone(archive)
    mark = service.plan(archive.manager).mark
    archive.hold(customer_id)
    with pytest.raises(rules.PlanChanged):
        service.start(archive.manager, StartErasing(mark, "s1"), archive.sign())


def test_the_same_request_begins_one_erasing(archive: Archive) -> None:
    gone(archive)
    ask = StartErasing(service.plan(archive.manager).mark, "s1")
    first = service.start(archive.manager, ask, archive.sign())
    assert service.start(archive.manager, ask, archive.sign()) == first
    with pytest.raises(rules.ErasingUnderWay):
        service.start(archive.manager, StartErasing(ask.mark, "s2"), archive.sign())


def test_where_nobody_is_due_nothing_is_begun(archive: Archive) -> None:
    archive.on(DAY)
    ask = StartErasing(service.plan(archive.manager).mark, "s1")
    with pytest.raises(rules.NothingDue):
        service.start(archive.manager, ask, archive.sign())


def test_what_left_custody_is_told_no_longer_than_its_month_and_what_lies_there_is(archive) -> None:
    manager, clerk = archive.manager, archive.clerk

    def described() -> list[str]:
        with manager.read() as session:
            return list(session.scalars(select(CustodyItem.description)))

    archive.on(DAY)
    for words in ("印章一", "印章二", "印章三"):
        ask = ReceiveItem(CustodyKind.SEAL, words, "市公司", new_id())
        custody.receive(clerk, ask, archive.sign("M1"))
    custody.dispose(manager, Dispose((1,), Step.DESTROYED, "刻坏", new_id()), archive.sign("M2"))
    archive.on(date(2026, 12, 1))
    custody.dispose(manager, Dispose((2,), Step.DESTROYED, "磨损", new_id()), archive.sign("M2"))
    archive.on(date(2028, 12, 1))
    assert archive.erase() == Erased(ANY, customers=0, months=1)
    assert described() == [ERASED, "印章二", "印章三"]
    assert [item.description for item in custody.register(manager)] == ["印章三"]
    assert archive.faults() == []
    archive.on(date(2029, 1, 1))
    archive.erase()
    assert described() == [ERASED, ERASED, "印章三"]
    assert archive.faults() == []


class Killed(BaseException):
    """The program is killed."""


def test_an_erasing_that_was_killed_goes_on_where_it_was(archive, monkeypatch) -> None:
    monkeypatch.setattr(service, "_BATCH", 2)
    archive.on(DAY)
    for sequence in range(1, 6):
        archive.end(archive.take_over(sequence, f"1381234567{sequence}"))
    archive.on(DAY + years(2))
    archive.start()

    def kill(done: int, _total: int) -> None:
        if done >= 2:
            raise Killed

    with pytest.raises(Killed):
        service.carry_on(archive.manager, kill)
    assert len(archive.found("样例甲")) == 3
    assert archive.faults() == []
    seen: list[tuple[int, int]] = []
    erased = service.carry_on(archive.manager, lambda done, total: seen.append((done, total)))
    assert erased.customers == 5
    assert seen[0][0] == 2
    assert seen[-1][0] == seen[-1][1]
    assert archive.found("样例甲") == set()
    assert archive.faults() == []


def test_an_erasing_that_another_desk_ended_meanwhile_is_said_in_a_sentence(archive) -> None:
    gone(archive)
    archive.start()
    ended: list[Erased] = []

    def beside(_done: int, _total: int) -> None:
        if not ended:
            ended.append(service.carry_on(archive.manager.acting("M2", 0)))

    with pytest.raises(rules.ErasingUnknown):
        service.carry_on(archive.manager, beside)
    assert ended[0].customers == 1
    assert archive.faults() == []


def test_a_month_that_another_desk_has_just_erased_is_left_to_it(archive: Archive) -> None:
    archive.on(DAY)
    archive.open_shift()
    archive.sell()
    archive.on(date(2026, 12, 1))
    archive.sell()
    archive.on(date(2029, 2, 1))
    assert service.plan(archive.manager).months[:2] == ("2026-11", "2026-12")
    archive.start()
    seen: list[int] = []

    def stopped(done: int, _total: int) -> None:
        if done >= 1:
            raise Killed

    def beside(done: int, _total: int) -> None:
        seen.append(done)
        if len(seen) == 2:
            with pytest.raises(Killed):
                service.carry_on(archive.manager.acting("M2", 0), stopped)

    assert service.carry_on(archive.manager, beside).months == 2
    assert archive.faults() == []


def test_a_month_of_many_papers_goes_part_by_part_and_on_where_it_was(archive, monkeypatch) -> None:
    monkeypatch.setattr(service, "_PAPERS", 2)
    archive.on(DAY)
    archive.open_shift()
    numbers = {archive.sell().order_no for _ in range(4)}
    archive.on(date(2029, 1, 1))
    archive.start()
    told = 0

    def kill(_done: int, _total: int) -> None:
        nonlocal told
        told += 1
        if told == 3:
            raise Killed

    def kept() -> set[str]:
        query = select(Paper.subject).join(PaperRemains, PaperRemains.paper_id == Paper.paper_id)
        with archive.clerk.read() as session:
            return set(session.scalars(query))

    with pytest.raises(Killed):
        service.carry_on(archive.manager, kill)
    assert len(kept()) == 2
    assert archive.faults() == []
    assert service.carry_on(archive.manager).months == 1
    assert numbers < kept()
    assert archive.faults() == []


def test_who_is_held_after_the_signing_is_left_out(archive: Archive) -> None:
    customer_id = gone(archive)
    archive.start()
    archive.hold(customer_id)
    assert service.carry_on(archive.manager).customers == 0
    assert archive.found("样例甲") == {customer_id}
    assert archive.faults() == []


def test_who_comes_back_after_the_signing_is_left_out(archive: Archive) -> None:
    customer_id = gone(archive)
    archive.start()
    assert archive.take_over(1, MOBILE) == customer_id
    assert service.carry_on(archive.manager).customers == 0


def test_a_hold_keeps_the_data_until_it_is_released(archive: Archive) -> None:
    customer_id = gone(archive)
    archive.hold(customer_id)
    plan = service.plan(archive.manager)
    assert (plan.count, plan.held) == (0, 1)
    (held,) = service.holds(archive.manager)
    assert (held.customer_id, held.by, held.second) == (customer_id, "M1", "M2")
    assert held.reason == "court of Sample City, file 12"
    archive.release(customer_id)
    assert service.holds(archive.manager) == ()
    assert service.plan(archive.manager).count == 1
    assert archive.faults() == []


def test_a_hold_is_set_once_released_once_and_names_its_reason(archive: Archive) -> None:
    customer_id = gone(archive)
    with pytest.raises(rules.HoldReasonMissing):
        service.set_hold(archive.manager, ChangeHold(customer_id, " ", "h1"), archive.sign())
    with pytest.raises(rules.HoldAbsent):
        archive.release(customer_id)
    archive.hold(customer_id)
    with pytest.raises(rules.HoldStands):
        archive.hold(customer_id)
    with pytest.raises(ApprovalMissing):
        service.release_hold(archive.manager, ChangeHold(customer_id, "file 12", "h2"), None)


def test_a_hold_released_behind_the_books_is_found(archive: Archive, tamper) -> None:
    customer_id = gone(archive)
    archive.hold(customer_id)
    tamper("UPDATE legal_holds SET stands = NOT stands")
    assert ("retention.holds", f"legal_holds {customer_id}") in archive.faults()


def test_nothing_of_an_erased_customer_can_be_held(archive: Archive) -> None:
    customer_id = gone(archive)
    archive.erase()
    with pytest.raises(rules.CustomerErased):
        archive.hold(customer_id)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE customers SET mobile_mark = 'x'", "customers.state"),
        ("UPDATE customers SET erased_on = NULL", "retention.readable"),
        ("DELETE FROM erasures", "retention.unsaid"),
        ("UPDATE erasing_ends SET customers = 9", "retention.figures"),
        (  # a later key of theirs, laid at the door of the erasing that was
            "INSERT INTO destroyed_keys SELECT hall, 'another', whose FROM erasures",
            "retention.unsaid",
        ),
    ],
)
def test_an_erasing_that_is_not_as_it_is_said_is_found(archive, tamper, statement, code) -> None:
    gone(archive)
    archive.erase()
    tamper(statement)
    assert code in [fault for fault, _place in archive.faults()]


def test_a_key_that_came_back_is_found(archive: Archive, tamper) -> None:
    customer_id = gone(archive)
    with archive.clerk.read() as session:
        (key,) = session.scalars(select(PersonalKey).where(PersonalKey.whose == customer_id))
        kept = key.__dict__ | {}
    archive.erase()
    with archive.clerk.write() as session:
        names = ("hall", "key_id", "whose", "version", "wrapped", "made_at")
        session.add(PersonalKey(**{name: kept[name] for name in names}))
    assert ("retention.readable", f"erasures {customer_id}") in archive.faults()


def test_the_file_holds_nothing_of_the_erased_any_more(archive: Archive, store_url: str) -> None:
    if not store_url.startswith("sqlite"):
        pytest.skip("the file of the embedded database")
    gone(archive)
    with archive.clerk.read() as session:
        wrapped = session.scalars(select(PersonalKey.wrapped)).all()
    archive.erase()
    with archive.clerk.read() as session:
        left = session.scalars(select(PersonalKey.wrapped)).all()
    archive.clerk.store.close()
    raw = Path(store_url.removeprefix("sqlite:///")).read_bytes()
    destroyed = set(wrapped) - set(left)
    assert destroyed
    assert [each for each in destroyed if each.encode() in raw] == []
