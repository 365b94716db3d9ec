"""The end of a visit: one service recommended, three leaflets at most, what was left out."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.counter import service
from hallclient.counter.rules import CompletedOrder, EndVisit, OrderUnknown
from hallclient.counter.rules.recommending import (
    AnswerMissing,
    Reply,
    ServiceUnlisted,
    services,
)
from hallclient.counter.rules.seeing_off import (
    Envelope,
    LeafletsMalformed,
    LeafletsMany,
    courtesies,
    leaflets_from,
    left_out,
)
from hallclient.queue import service as queue
from hallclient.queue.rules import AtCounter, CallTicket, CounterAsk, NobodyHere, TakeTicket
from hallclient.staff.rules import NotPermitted
from hallclient.till import service as till
from hallclient.till.book import day_for_opening
from tests.conftest import DAY
from tests.counter.conftest import Hall, person, recharge
from tests.counter.test_leaving import codes

FIRST, SECOND, *_ = services()


def acts(hall: Hall, action: str) -> list[str]:
    """What the acts of this kind were about, in order."""
    query = text("SELECT subject FROM audit WHERE action = :action ORDER BY seq")
    with hall.desk.read() as session:
        return list(session.scalars(query, {"action": action}))


def done(hall: Hall, **more: object) -> CompletedOrder:
    return service.complete(hall.desk, hall.paid(recharge(), **more))


def end(order: CompletedOrder, **more: object) -> EndVisit:
    return replace(EndVisit(order.order_no, frozenset(order.prompts_after), new_id()), **more)  # type: ignore[arg-type]


@pytest.mark.duty("S1-CT-24", "S1-CT-27")
def test_one_service_not_answered_yet_short_when_busy_and_long_when_idle(hall: Hall) -> None:
    order = done(hall, customer=person())
    first = service.recommendation(hall.desk, order.order_no)
    assert first is not None
    assert (first.service, first.short) == (FIRST, False)
    for _ in range(5):
        queue.take(hall.desk, TakeTicket(new_id(), "A"), day_for_opening)
    busy = service.recommendation(hall.desk, order.order_no)
    assert busy is not None
    assert busy.short
    assert len(busy.words) < len(first.words)
    said = end(order, recommended=first.service, reply=Reply.ACCEPTED, short=False)
    service.end_visit(hall.desk, said)
    again = service.recommendation(hall.desk, done(hall, customer=person()).order_no)
    assert again is not None
    assert again.service == SECOND, "what was accepted is not recommended again"
    stranger = service.recommendation(hall.desk, done(hall).order_no)
    assert stranger is not None
    assert stranger.service == FIRST


def test_who_thinks_it_over_is_asked_again(hall: Hall) -> None:
    order = done(hall, customer=person())
    thinks = end(order, recommended=FIRST, reply=Reply.THINKING)
    service.end_visit(hall.desk, thinks)
    again = service.recommendation(hall.desk, done(hall, customer=person()).order_no)
    assert again is not None
    assert again.service == FIRST


def test_a_recommendation_is_listed_and_answered(hall: Hall) -> None:
    order = done(hall)
    for reply in ("", "maybe"):
        with pytest.raises(AnswerMissing):
            service.end_visit(hall.desk, end(order, recommended=FIRST, reply=reply))
    with pytest.raises(ServiceUnlisted):
        service.end_visit(hall.desk, end(order, recommended="car", reply="accepted"))
    service.end_visit(hall.desk, end(order))
    assert codes(hall) == []


def test_who_makes_no_orders_ends_no_visit_and_fills_no_envelope(hall: Hall) -> None:
    order = done(hall)
    auditor = hall.at("a1", 1)
    for use in (
        lambda: service.end_visit(auditor, end(order)),
        lambda: service.envelope(auditor, Envelope(order.order_no, 1, new_id())),
        lambda: service.envelope(auditor, Envelope(order.order_no, 4, new_id())),
        lambda: service.recommendation(auditor, order.order_no),
    ):
        with pytest.raises(NotPermitted):
            use()
    for count in (1, 4):
        with pytest.raises(OrderUnknown):
            service.envelope(hall.desk, Envelope("H001202611220199", count, new_id()))
    assert acts(hall, "visit.leaflets") == []


@pytest.mark.duty("S1-CT-31")
def test_a_fourth_leaflet_is_refused_and_on_record(hall: Hall) -> None:
    order = done(hall)
    service.envelope(hall.desk, Envelope(order.order_no, 3, new_id()))
    ask = Envelope(order.order_no, 4, new_id())
    for _ in range(2):
        with pytest.raises(LeafletsMany) as caught:
            service.envelope(hall.desk, ask)
    assert "4" in str(caught.value)
    assert acts(hall, "visit.leaflets") == [f"visit/{order.order_no}"]
    given = end(order, leaflets=4)
    with pytest.raises(LeafletsMany):
        service.end_visit(hall.desk, given)
    assert acts(hall, "visit.leaflets") == 2 * [f"visit/{order.order_no}"]
    service.end_visit(hall.desk, replace(given, leaflets=3))
    assert len(acts(hall, "visit.end")) == 1, "the refusal has not used up the request"
    assert [leaflets_from(text) for text in ("", " ３", "0")] == [None, 3, 0]
    for wrong in ("-1", "x", "1.5", "100", "²"):
        with pytest.raises(LeafletsMalformed):
            leaflets_from(wrong)


@pytest.mark.duty("S1-CT-05", "S1-CT-32")
def test_what_was_left_out_is_counted(hall: Hall) -> None:
    everything = frozenset(courtesies("pay") + courtesies("end"))
    assert left_out(everything, document=True) == ()
    assert "S3-FD-02" not in left_out((), document=False)
    order = done(hall, customer=person())
    ticked = frozenset(order.prompts_after) | (everything - {"S1-CT-05", "S1-CT-32"})
    service.end_visit(hall.desk, end(order, acknowledged=ticked))
    service.end_visit(hall.desk, end(done(hall), acknowledged=ticked | {"S1-CT-32"}))
    found = service.left_out_of_day(hall.desk, DAY)
    assert [(one.step, one.clerk, one.times, one.visits) for one in found] == [
        ("S1-CT-05", "c1", 2, 2), ("S1-CT-32", "c1", 1, 2),
    ]  # fmt: skip
    shift = till.my_till(hall.desk).shift
    assert shift is not None
    assert service.left_out_of_shift(hall.desk, shift.shift_id) == found
    assert service.left_out_of_shift(hall.desk, "H001202611220199") == ()


def test_visit_and_ticket_end_together_or_not_at_all(hall: Hall) -> None:
    queue.open_counter(hall.desk, CounterAsk(new_id()), day_for_opening)
    queue.take(hall.desk, TakeTicket(new_id(), "A"), day_for_opening)
    called = queue.call(hall.desk, CallTicket(new_id())).ticket.serial
    order = done(hall)
    with pytest.raises(HallError) as caught:  # nobody sat down yet
        service.end_visit(hall.desk, end(order, ticket=called, rating=4))
    assert caught.value.code == "queue.state"
    queue.start(hall.desk, AtCounter(new_id()))
    ask = end(order, ticket=called, rating=4)
    service.end_visit(hall.desk, ask)
    service.end_visit(hall.desk, ask)
    with pytest.raises(NobodyHere):
        service.end_visit(hall.desk, end(done(hall), ticket=called))
    assert codes(hall) == []
