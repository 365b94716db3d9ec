"""Receiving, handing over, giving out and back, counting, disposing; two people each time."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.custody import service
from hallclient.custody.checks import check
from hallclient.custody.records import CustodyEntry, CustodyItem
from hallclient.custody.rules import (
    CountCustody,
    CustodyKind,
    CustodyState,
    Dispose,
    GiveOut,
    HandOver,
    Item,
    ReceiveItem,
    Step,
    TakeBack,
)
from hallclient.store.audit import AuditRow
from hallclient.store.desk import Desk
from hallclient.store.personal import ERASED, erase
from tests.custody.conftest import hand, signed

Receive = Callable[..., Item]
SEAL = CustodyKind.SEAL


def faults(desk: Desk) -> list[tuple[str, str]]:
    with desk.read() as session:
        return [(fault.code, fault.place) for fault in check(session, desk.hall)]


def refusal(work: Callable[[], object]) -> str:
    with pytest.raises(HallError) as caught:
        work()
    return caught.value.code


def give_out(desk: Desk, *items: int, to: str = "c2", reason: str = "开具收据") -> tuple[Item, ...]:
    return service.give_out(desk, GiveOut(items, reason, new_id()), signed(desk, to))


def take_back(desk: Desk, item: int, used: str = "", by: str = "c2") -> Item:
    return service.take_back(desk, TakeBack(item, used, new_id()), signed(desk, by))


def dispose(desk: Desk, *items: int, step: Step = Step.DESTROYED, reason: str = "作废") -> object:
    ask = Dispose(items, step, reason, new_id())
    return service.dispose(desk.acting("m1"), ask, signed(desk, "c2"))


def count(desk: Desk, found: dict[int, int], *surplus: str, custodian: str = "") -> object:
    ask = CountCustody(found, new_id(), surplus, custodian)
    return service.count(desk, ask, signed(desk, "g1"))


@pytest.mark.duty("S1-CA-07", "S1-BO-12")
@pytest.mark.parametrize(
    ("kind", "first", "last", "pieces"),
    [
        (CustodyKind.SEAL, "", "", 1),
        (CustodyKind.RECEIPT, "0001", "0050", 50),
        (CustodyKind.CHEQUE, "XII00401", "XII00425", 25),
        (CustodyKind.SECURITY, "30990001", "30990002", 2),
    ],
)
def test_each_kind_is_received_by_two_people_and_has_a_custodian(
    desk: Desk, receive: Receive, kind: CustodyKind, first: str, last: str, pieces: int
) -> None:
    line = receive(kind, first=first, last=last)
    assert (line.first, line.last, line.pieces) == (first, last, pieces)
    assert line.standing.custodian == "c1"
    assert line.standing.state is CustodyState.KEPT
    (entry,) = service.history(desk, line.number)
    assert (entry.step, entry.by, entry.second) == (Step.RECEIVED, "c1", "m1")
    assert entry.outside == "市公司财务部"
    assert faults(desk) == []


@pytest.mark.duty("S1-CA-07", "S1-BO-12")
def test_a_hand_over_has_the_signatures_of_giver_and_taker(desk: Desk, receive: Receive) -> None:
    seal, book = receive(SEAL), receive()
    lines = hand(desk, seal.number, book.number, to="c2")
    assert [line.standing.custodian for line in lines] == ["c2", "c2"]
    last = service.history(desk, seal.number)[-1]
    assert (last.step, last.by, last.second) == (Step.HANDED_OVER, "c1", "c2")
    assert refusal(lambda: hand(desk, seal.number, to="m1")) == "custody.custodian"
    assert faults(desk) == []


def test_nobody_hands_over_to_themselves_or_to_who_may_not_take(
    desk: Desk, receive: Receive
) -> None:
    seal = receive(SEAL).number
    assert refusal(lambda: hand(desk, seal, to="c1")) == "approval.same-person"
    assert refusal(lambda: hand(desk, seal, to="g1")) == "approval.not-permitted"
    unsigned = HandOver((seal,), new_id())
    assert refusal(lambda: service.hand_over(desk, unsigned, None)) == "approval.missing"
    assert refusal(lambda: hand(desk, seal, to="c2", by="a1")) == "permission.denied"
    assert len(service.history(desk, seal)) == 1


def test_a_manager_acts_for_a_custodian_who_is_away_and_says_why(
    desk: Desk, receive: Receive
) -> None:
    seal = receive(SEAL).number
    assert refusal(lambda: hand(desk, seal, to="c2", by="m1")) == "custody.reason"
    (line,) = hand(desk, seal, to="c2", by="m1", reason="c1 请病假")
    assert line.standing.custodian == "c2"
    assert service.history(desk, seal)[-1].reason == "c1 请病假"


@pytest.mark.duty("S1-CA-07")
def test_blank_forms_are_given_out_and_come_back_counted(desk: Desk, receive: Receive) -> None:
    book = receive().number
    (line,) = give_out(desk, book)
    assert (line.standing.state, line.standing.holder) == (CustodyState.OUT, "c2")
    assert refusal(lambda: take_back(desk, book)) == "custody.pieces"
    assert refusal(lambda: take_back(desk, book, "51")) == "custody.pieces"
    back = take_back(desk, book, "12")
    assert (back.next, back.last, back.standing.left) == ("A000013", "A000050", 38)
    give_out(desk, book)
    spent = take_back(desk, book, "38")
    assert spent.standing.state is CustodyState.GONE
    assert [entry.used for entry in service.history(desk, book)] == [0, 0, 12, 0, 38]
    assert service.register(desk) == ()
    assert faults(desk) == []


def test_a_number_is_never_on_the_register_twice(desk: Desk, receive: Receive) -> None:
    book = receive().number
    assert refusal(lambda: receive(first="A000050", last="A000060")) == "custody.overlap"
    receive(CustodyKind.CHEQUE, first="A000050", last="A000060")
    dispose(desk, book, reason="印错")
    assert refusal(receive) == "custody.overlap"


def test_a_security_may_come_back_later(desk: Desk, receive: Receive) -> None:
    bond = receive(CustodyKind.SECURITY, first="30990001", last="").number
    dispose(desk, bond, step=Step.RETURNED, reason="到期兑付")
    assert receive(CustodyKind.SECURITY, first="30990001", last="").number == bond + 1


@pytest.mark.duty("S1-CA-07", "S1-BO-12")
@pytest.mark.parametrize("step", [Step.RETURNED, Step.DESTROYED, Step.LOST])
def test_what_leaves_custody_is_signed_by_two_with_a_reason(
    desk: Desk, receive: Receive, step: Step
) -> None:
    seal = receive(SEAL).number
    as_clerk = Dispose((seal,), step, "停用", new_id())
    assert refusal(lambda: service.dispose(desk, as_clerk, signed(desk, "m1"))) == (
        "permission.denied"
    )
    assert refusal(lambda: dispose(desk, seal, step=step, reason=" ")) == "custody.reason"
    dispose(desk, seal, step=step, reason="停用")
    assert service.register(desk) == ()
    last = service.history(desk, seal)[-1]
    assert (last.step, last.by, last.second, last.reason) == (step, "m1", "c2", "停用")
    assert refusal(lambda: dispose(desk, seal, step=step)) == "custody.state"
    assert faults(desk) == []


@pytest.mark.duty("S1-CA-07", "S1-FM-01")
def test_a_count_by_two_keeps_missing_and_surplus_apart_and_corrects_nothing(
    desk: Desk, receive: Receive
) -> None:
    seal, book, out = receive(SEAL).number, receive().number, receive(SEAL).number
    give_out(desk, out)
    assert refusal(lambda: count(desk, {seal: 1})) == "custody.not-counted"
    assert refusal(lambda: count(desk, {seal: 1, book: 50, out: 1})) == "custody.unknown"
    counted = count(desk, {seal: 0, book: 51}, "无编号公章一枚", " ")
    assert [(one.item, one.missing) for one in counted.missing] == [(seal, 1)]  # type: ignore[attr-defined]
    surplus = [(one.item, one.surplus, one.description) for one in counted.surplus]  # type: ignore[attr-defined]
    assert surplus == [(book, 1, ""), (0, 1, "无编号公章一枚")]
    assert [line.standing.left for line in service.register(desk)] == [1, 50, 1]
    assert service.counts(desk) == (counted,)
    assert faults(desk) == []


def own(receive: Receive, kind: CustodyKind = CustodyKind.BANKBOOK, **more: str) -> Item:
    words = {"first": "6200000000000001236", "last": "", "owner": "样例甲"} | more
    return receive(kind, outside="样例甲本人", description="活期存折", **words)


def give_back(desk: Desk, item: int, to: str = "样例甲本人", second: str = "g1") -> object:
    ask = Dispose((item,), Step.RETURNED, "客户取回", new_id(), to)
    return service.dispose(desk, ask, signed(desk, second))


@pytest.mark.duty("S1-VP-25")
@pytest.mark.parametrize("kind", [CustodyKind.RENTAL_PAPERS, CustodyKind.BANKBOOK])
def test_a_customers_paper_comes_and_goes_with_two_signatures(
    desk: Desk, receive: Receive, kind: CustodyKind
) -> None:
    paper = own(receive, kind)
    assert (paper.first, paper.last, paper.next) == ("6200000000000001236",) * 3
    assert (paper.owner, paper.pieces, paper.standing.custodian) == ("样例甲", 1, "c1")
    assert refusal(lambda: own(receive, kind)) == "custody.overlap"
    assert refusal(lambda: own(receive, kind, first="1", owner=" ")) == "custody.owner"
    assert refusal(lambda: own(receive, kind, first="1", last="2")) == "custody.one-number"
    assert refusal(lambda: give_back(desk, paper.number, to=" ")) == "custody.receiver"
    assert refusal(lambda: give_back(desk, paper.number, second="c1")) == "approval.same-person"
    give_back(desk, paper.number)
    came, went = service.history(desk, paper.number)
    assert (came.by, came.second, came.outside) == ("c1", "m1", "样例甲本人")
    assert (went.by, went.second, went.step) == ("c1", "g1", Step.RETURNED)
    assert service.register(desk) == ()
    own(receive, kind)
    assert faults(desk) == []


def test_the_hall_s_own_is_not_given_away_beside_a_customers_paper(
    desk: Desk, receive: Receive
) -> None:
    paper, seal = own(receive).number, receive(SEAL).number
    ask = Dispose((paper, seal), Step.RETURNED, "客户取回", new_id(), "样例甲")
    with_seal = lambda: service.dispose(desk, ask, signed(desk, "g1"))  # noqa: E731
    assert refusal(with_seal) == "permission.denied"
    lost = Dispose((paper,), Step.LOST, "找不到", new_id())
    assert refusal(lambda: service.dispose(desk, lost, signed(desk, "g1"))) == "permission.denied"


@pytest.mark.duty("S1-VP-25")
def test_whose_paper_it_is_lies_nowhere_in_clear(desk: Desk, receive: Receive) -> None:
    own(receive)
    with desk.read() as session:
        stored = session.execute(text("SELECT * FROM custody_items")).mappings().one()
    row = " ".join(str(value) for value in stored.values())
    assert "6200000000000001236" not in row
    assert "样例甲" not in row


def test_a_paper_whose_key_is_gone_names_nobody_and_the_register_holds(
    desk: Desk, receive: Receive
) -> None:
    give_back(desk, own(receive).number)
    with desk.write() as session:
        erase(session, desk.hall, "custody/1")
    with desk.read() as session:
        row = session.execute(select(CustodyItem.owner, CustodyItem.own_number)).one()
    assert tuple(row) == (ERASED, ERASED)
    own(receive)
    assert faults(desk) == []


@pytest.mark.duty("S1-VP-25")
def test_a_paper_missing_at_the_nightly_count_is_named_and_stays_on_the_register(
    desk: Desk, receive: Receive
) -> None:
    book, papers = own(receive), own(receive, CustodyKind.RENTAL_PAPERS)
    counted = count(desk, {book.number: 0, papers.number: 1})
    assert [line.item for line in counted.missing] == [book.number]  # type: ignore[attr-defined]
    with desk.read() as session:
        said = session.scalars(select(AuditRow).where(AuditRow.action == "custody.count")).one()
    assert said.details["items"] == [book.number]
    assert len(service.register(desk)) == 2


@pytest.mark.duty("S1-FM-01")
def test_a_count_is_of_one_custodian_or_of_all_and_never_by_one_person(
    desk: Desk, receive: Receive
) -> None:
    mine, other = receive(SEAL).number, receive(SEAL).number
    hand(desk, other, to="c2")
    count(desk, {mine: 1}, custodian="c1")
    count(desk, {mine: 1, other: 1})
    alone = CountCustody({mine: 1, other: 1}, new_id())
    assert refusal(lambda: service.count(desk, alone, None)) == "approval.missing"
    assert refusal(lambda: service.count(desk, alone, signed(desk, "c1"))) == (
        "approval.same-person"
    )
    assert [one.number for one in service.counts(desk)] == [2, 1]
    assert faults(desk) == []


def test_what_a_line_needs_is_asked_for_at_its_field(desk: Desk) -> None:
    def come(kind: CustodyKind | None = SEAL, **more: str) -> HallError:
        words = {"description": "合同章", "outside": "总公司", "request_id": new_id()} | more
        with pytest.raises(HallError) as caught:
            service.receive(desk, ReceiveItem(kind, **words), signed(desk, "m1"))
        return caught.value

    wrong = [
        come(None),
        come(description=" "),
        come(outside=""),
        come(CustodyKind.CHEQUE),
        come(CustodyKind.CHEQUE, first="A2", last="A1"),
    ]
    assert [(error.code, error.field) for error in wrong] == [
        ("custody.kind", "kind"),
        ("custody.description", "description"),
        ("custody.source", "outside"),
        ("custody.number", "first"),
        ("custody.range", "last"),
    ]
    assert service.register(desk) == ()


def test_a_repeat_of_any_ask_changes_nothing(desk: Desk, receive: Receive) -> None:
    asked = ReceiveItem(SEAL, "合同章", "总公司", new_id())
    line = service.receive(desk, asked, signed(desk, "m1"))
    assert service.receive(desk, asked, signed(desk, "m1")) == line
    out, back = GiveOut((line.number,), "盖章", new_id()), TakeBack(line.number, "", new_id())
    over, end = (
        HandOver((line.number,), new_id()),
        Dispose((line.number,), Step.LOST, "x", new_id()),
    )
    counted = CountCustody({line.number: 1}, new_id())
    for _time in range(2):
        service.give_out(desk, out, signed(desk, "c2"))
    for _time in range(2):
        service.take_back(desk, back, signed(desk, "c2"))
    assert [service.count(desk, counted, signed(desk, "m1")).number for _time in range(2)] == [1, 1]
    for _time in range(2):
        service.hand_over(desk, over, signed(desk, "c2"))
    for _time in range(2):
        service.dispose(desk.acting("m1"), end, signed(desk, "c2"))
    assert [entry.number for entry in service.history(desk, line.number)] == [1, 2, 3, 4, 5]
    assert faults(desk) == []


def test_of_two_desks_the_second_is_told(desk: Desk, receive: Receive) -> None:
    seal = receive(SEAL).number
    give_out(desk, seal)
    assert refusal(lambda: give_out(desk, seal, to="m1")) == "custody.state"


def test_the_log_names_who_and_what_but_no_outsider(desk: Desk, receive: Receive) -> None:
    line = receive(SEAL, owner="陈晓梅")
    hand(desk, line.number, to="c2")
    with desk.read() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.action.like("custody.%"))).all()
    assert [row.action for row in rows] == ["custody.receive", "custody.hand-over"]
    assert rows[1].details["approvals"][0]["by"] == "c2"
    assert "陈晓梅" not in str([row.details for row in rows])


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE custody_standings SET custodian = 'c2'", "custody.standing"),
        ("UPDATE custody_standings SET state = 'gone'", "custody.standing"),
        ("UPDATE custody_items SET pieces = 2", "custody.pieces"),
        ("UPDATE custody_entries SET step = 'taken_back' WHERE number = 2", "custody.entry"),
        ("UPDATE custody_findings SET booked = 3", "custody.count"),
        ("DELETE FROM custody_entries WHERE number = 2", "custody.gap"),
    ],
)
def test_whatever_is_changed_behind_the_program_is_named(
    desk: Desk, receive: Receive, tamper: Callable[[str], None], statement: str, code: str
) -> None:
    seal = receive(SEAL).number
    give_out(desk, seal)
    take_back(desk, seal)
    count(desk, {seal: 1})
    assert faults(desk) == []
    tamper(statement)
    assert code in [found for found, _place in faults(desk)]


def test_an_entry_cannot_be_changed(desk: Desk, receive: Receive) -> None:
    receive(SEAL)
    with pytest.raises(DatabaseError, match="custody_entries"), desk.write() as session:
        session.execute(CustodyEntry.__table__.update().values(by="c2"))  # type: ignore[attr-defined]
