"""The lounge before opening, its registers, the day's slips and customers' papers."""

from datetime import UTC, date, timedelta

import pytest

from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.ids import new_id
from hallclient.custody import service as custody
from hallclient.custody.rules import (
    CountCustody,
    CustodyKind,
    Dispose,
    GiveOut,
    ReceiveItem,
    Step,
)
from hallclient.store.desk import Desk
from hallclient.vip.rules.bar_standard import lounge_standard
from hallclient.vip.rules.bar_views import Undone
from hallclient.vip.rules.lounge import (
    EnterItem,
    Result,
    SignList,
    bounds,
    is_good,
    item_of,
    opening_items,
)
from hallclient.vip.service import lounge
from tests.conftest import DAY
from tests.vip.bars import Bar, bar_in, refusal, signed

FIGURES = {"paper_cups": "120", "fridge": "5"}
EVENING = from_hall(DAY, 18, 0).astimezone(UTC)
"""The end of service as a hall is founded with it."""


@pytest.fixture
def bar(desk: Desk) -> Bar:
    return bar_in(desk)


def answer_all(bar: Bar, *, but: tuple[str, ...] = ()) -> None:
    for item in opening_items():
        if item.code not in but:
            bar.enter(item.code, value=FIGURES.get(item.code, ""))


def sign(bar: Bar) -> object:
    return lounge.sign(bar.desk, SignList(new_id()))


@pytest.mark.duty("S1-VP-03", "S1-VP-04", "S1-VP-05", "S0-BA-04", "S0-BA-05", "S0-BA-06")
def test_the_list_before_opening_holds_what_the_standard_asks_for(bar: Bar) -> None:
    assert [(item.code, item.duty) for item in opening_items()] == [
        ("newspapers", "S1-VP-03"),
        ("magazines", "S1-VP-03"),
        ("drinks", "S1-VP-04"),
        ("pots", "S0-BA-04"),
        ("cups", "S1-VP-05"),
        ("brewed", "S0-BA-05"),
        ("paper_cups", "S0-BA-05"),
        ("coffee_packs", "S0-BA-05"),
        ("fridge", "S0-BA-06"),
        ("near_expiry", "S0-BA-06"),
    ]
    answer_all(bar, but=("newspapers",))
    assert refusal(lambda: sign(bar)) == "lounge.unanswered"
    bar.enter("newspapers")
    signature = lounge.sign(bar.desk, SignList(new_id()))
    assert (signature.by, signature.failed, signature.business_date) == ("v1", 0, DAY)
    assert refusal(lambda: sign(bar)) == "lounge.signed"
    assert lounge.day_of_lounge(bar.desk).signature == signature
    assert bar.faults() == []


def test_an_entry_has_its_person_and_time_and_a_fault_is_put_right_not_undone(
    bar: Bar, clock: ScriptClock
) -> None:
    assert refusal(lambda: bar.enter("pots", Result.FAILED)) == "lounge.note"
    bar.enter("pots", Result.FAILED, note="两只杯有茶渍")
    assert refusal(lambda: bar.enter("pots")) == "lounge.failed-before"
    clock.set(clock.now() + timedelta(minutes=4))
    fixed = bar.enter("pots", Result.FIXED, note="已重新清洗消毒")
    assert (fixed.by, fixed.at, fixed.note) == ("v1", clock.now(), "已重新清洗消毒")
    found = lounge.day_of_lounge(bar.desk).entries
    assert [entry.result for entry in found] == [Result.FAILED, Result.FIXED]
    assert bar.faults() == []


def test_a_list_is_signed_with_its_faults_and_counts_them(bar: Bar) -> None:
    answer_all(bar, but=("brewed",))
    bar.enter("brewed", Result.FAILED, note="咖啡机故障")
    signature = lounge.sign(bar.desk, SignList(new_id()))
    assert signature.failed == 1
    bar.enter("brewed", Result.FIXED, note="换备用机")
    assert bar.faults() == []


@pytest.mark.duty("S0-BA-06")
@pytest.mark.parametrize(("degrees", "good"), [(1, False), (2, True), (8, True), (9, False)])
def test_a_fridge_that_is_too_warm_has_not_passed(bar: Bar, degrees: int, good: bool) -> None:  # noqa: FBT001
    if good:
        assert bar.enter("fridge", value=str(degrees)).value == degrees
        return
    assert refusal(lambda: bar.enter("fridge", value=str(degrees))) == "lounge.bounds"
    bar.enter("fridge", Result.FAILED, str(degrees), "已报修")
    assert refusal(lambda: bar.enter("fridge", Result.FIXED, "9", "已调")) == "lounge.bounds"


def test_what_is_not_passed_for_want_of_a_figure_says_why(bar: Bar) -> None:
    assert refusal(lambda: bar.enter("fridge", Result.FAILED)) == "lounge.note"
    assert bar.enter("fridge", Result.FAILED, note="温度计不显示").value is None
    assert refusal(lambda: bar.enter("fridge", Result.FIXED, note="已换")) == "lounge.measure"


@pytest.mark.parametrize(
    ("item", "result", "value", "code"),
    [
        ("moon", Result.PASSED, "", "lounge.item"),
        ("pots", None, "", "lounge.result"),
        ("fridge", Result.PASSED, "", "lounge.measure"),
        ("fridge", Result.PASSED, "5.5", "lounge.measure"),
        ("paper_cups", Result.PASSED, "-5", "lounge.measure"),
        ("paper_cups", Result.PASSED, "49", "lounge.bounds"),
    ],
)
def test_what_is_no_result_is_refused(
    bar: Bar, item: str, result: Result | None, value: str, code: str
) -> None:
    assert refusal(lambda: bar.enter(item, result, value)) == code
    assert lounge.day_of_lounge(bar.desk).entries == ()


@pytest.mark.duty("S0-BA-04")
def test_sterilising_airing_and_the_fridge_are_registers_of_the_whole_day(bar: Bar) -> None:
    for item, value in (("sterilise", "20"), ("airing", "30"), ("fridge", "4"), ("airing", "15")):
        bar.enter(item, value=value)
    found = lounge.day_of_lounge(bar.desk).entries
    assert [(entry.item, entry.value) for entry in found] == [
        ("sterilise", 20), ("airing", 30), ("fridge", 4), ("airing", 15),
    ]  # fmt: skip


def test_bounds_are_said_in_words() -> None:
    assert bounds(item_of("fridge")) == "2 至 8 摄氏度"
    assert bounds(item_of("paper_cups")) == "不少于 50 个"
    assert is_good(item_of("airing"), 9999)
    assert not is_good(item_of("airing"), 14)
    assert all(item.zh and item.en and item.duty for item in lounge_standard().items.values())


def test_only_who_keeps_the_lounge_answers_and_a_repeat_writes_nothing(bar: Bar) -> None:
    guide = Bar(bar.desk.acting("g1"))
    assert refusal(lambda: guide.enter("pots")) == "permission.denied"
    assert refusal(lambda: sign(guide)) == "permission.denied"
    ask = EnterItem(new_id(), "pots", Result.PASSED)
    assert lounge.enter(bar.desk, ask) == lounge.enter(bar.desk, ask)
    answer_all(bar, but=("pots",))
    signing = SignList(new_id())
    assert lounge.sign(bar.desk, signing) == lounge.sign(bar.desk, signing)
    assert len(lounge.day_of_lounge(bar.desk).entries) == len(opening_items())


# -- the end of the day ---------------------------------------------------------------------


@pytest.mark.duty("S1-VP-24")
def test_slips_in_hand_are_held_against_the_system_and_a_difference_is_explained(
    bar: Bar,
) -> None:
    assert bar.slips("0").services == 0
    assert refusal(lambda: bar.slips("")) == "slips.number"
    assert refusal(lambda: bar.slips("2")) == "slips.differ"
    counted = bar.slips("2", "上一班两份单据未收走")
    assert (counted.services, counted.slips, counted.counter) == (0, 2, 8)
    assert [one.slips for one in lounge.day_of_lounge(bar.desk).slips] == [0, 2]
    assert refusal(lambda: Bar(bar.desk.acting("v1", 0)).slips("0")) == "slips.counter"
    assert bar.faults() == []


@pytest.mark.duty("S1-VP-25")
def test_the_day_says_how_many_papers_lie_in_the_safe_and_when_they_were_counted(
    bar: Bar,
) -> None:
    ask = ReceiveItem(
        CustodyKind.BANKBOOK,
        "活期存折",
        "样例甲本人",
        new_id(),
        "6200000000000001236",
        "",
        "样例甲",
    )
    custody.receive(bar.desk, ask, signed(bar.desk, "g1"))
    day = lounge.day_of_lounge(bar.desk)
    assert (day.custody, day.uncounted, day.missing, day.counted_at) == (1, 1, (), None)
    seal = ReceiveItem(CustodyKind.SEAL, "业务专用章", "市公司", new_id())
    custody.receive(bar.desk, seal, signed(bar.desk, "g1"))
    custody.count(bar.desk, CountCustody({1: 0, 2: 0}, new_id()), signed(bar.desk, "g1"))
    day = lounge.day_of_lounge(bar.desk)
    assert (day.missing, day.counted_at) == ((1,), bar.desk.now())


@pytest.mark.duty("S1-VP-27", "S1-VP-25", "S0-BA-08")
def test_what_is_not_counted_is_left_undone_until_it_is(bar: Bar, clock: ScriptClock) -> None:
    clock.set(EVENING)
    assert lounge.undone(bar.desk) == Undone()
    bar.receive()
    ask = ReceiveItem(
        CustodyKind.RENTAL_PAPERS, "租机协议", "样例甲本人", new_id(), "ZJ0001", "", "样例甲"
    )
    custody.receive(bar.desk, ask, signed(bar.desk, "g1"))
    assert lounge.undone(bar.desk) == Undone(papers=1, bar=True)
    assert lounge.undone(bar.desk.acting("v2", 9)) == Undone()
    assert lounge.undone(bar.desk.acting("g1")) == Undone()
    bar.count({1: 10})
    assert lounge.undone(bar.desk) == Undone(papers=1)
    custody.count(bar.desk, CountCustody({1: 1}, new_id()), signed(bar.desk, "g1"))
    assert lounge.undone(bar.desk) == Undone()
    order = bar.ask()
    assert lounge.undone(bar.desk) == Undone(drinks=1)
    assert lounge.undone(bar.desk.acting("v2", 9)) == Undone()
    bar.bring(order)
    assert lounge.undone(bar.desk) == Undone(bar=True)


def paper(bar: Bar, number: str = "ZJ0001") -> int:
    """A customer's paper comes into v1's custody."""
    ask = ReceiveItem(
        CustodyKind.RENTAL_PAPERS, "租机协议", "样例甲本人", new_id(), number, "", "样例甲"
    )
    return custody.receive(bar.desk, ask, signed(bar.desk, "g1")).number


def count_papers(bar: Bar, *found: int) -> None:
    ask = CountCustody(dict.fromkeys(found, 1), new_id())
    custody.count(bar.desk, ask, signed(bar.desk, "g1"))


@pytest.mark.duty("S1-VP-25")
def test_the_count_of_the_morning_is_not_the_nights(bar: Bar, clock: ScriptClock) -> None:
    paper(bar)
    count_papers(bar, 1)
    assert lounge.undone(bar.desk).papers == 1
    clock.set(EVENING - timedelta(minutes=1))
    count_papers(bar, 1)
    assert lounge.undone(bar.desk).papers == 1
    clock.set(EVENING)
    count_papers(bar, 1)
    assert lounge.undone(bar.desk).papers == 0
    assert lounge.day_of_lounge(bar.desk).uncounted == 0
    clock.set(EVENING + timedelta(hours=14))
    assert lounge.undone(bar.desk).papers == 1


@pytest.mark.duty("S1-VP-25")
def test_a_count_is_good_until_something_moves_in_or_out(bar: Bar, clock: ScriptClock) -> None:
    clock.set(EVENING)
    paper(bar)
    count_papers(bar, 1)
    paper(bar, "ZJ0002")
    assert lounge.undone(bar.desk).papers == 2
    count_papers(bar, 1, 2)
    assert lounge.undone(bar.desk).papers == 0
    back = Dispose((2,), Step.RETURNED, "客户取回", new_id(), "样例甲本人")
    custody.dispose(bar.desk, back, signed(bar.desk, "g1"))
    assert lounge.undone(bar.desk).papers == 1
    count_papers(bar, 1)
    out = GiveOut((1,), "客户到柜台核对", new_id())
    custody.give_out(bar.desk, out, signed(bar.desk, "v2"))
    assert lounge.undone(bar.desk).papers == 1
    count_papers(bar)
    assert lounge.undone(bar.desk).papers == 1  # out of the safe: no count has seen it


def test_the_halls_own_papers_and_another_custodians_count_leave_it_good(
    bar: Bar, clock: ScriptClock
) -> None:
    clock.set(EVENING)
    paper(bar)
    count_papers(bar, 1)
    seal = ReceiveItem(CustodyKind.SEAL, "业务专用章", "市公司", new_id())
    custody.receive(bar.desk, seal, signed(bar.desk, "g1"))
    assert lounge.undone(bar.desk).papers == 0
    other = Bar(bar.desk.acting("v2", 9))
    paper(other, "ZJ0002")
    assert (lounge.undone(bar.desk).papers, lounge.undone(other.desk).papers) == (0, 1)
    ask = CountCustody({1: 1, 2: 1}, new_id(), custodian="v1")
    custody.count(bar.desk, ask, signed(bar.desk, "g1"))
    assert lounge.day_of_lounge(bar.desk).uncounted == 1


def test_a_day_of_the_past_is_shown_as_it_was(bar: Bar) -> None:
    bar.enter("pots")
    assert lounge.day_of_lounge(bar.desk, date(2026, 11, 21)).entries == ()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE lounge_signatures SET failed = 3", "lounge.list"),
        ("UPDATE lounge_entries SET result = 'failed' WHERE item = 'cups'", "lounge.list"),
        ("DELETE FROM lounge_entries WHERE item = 'pots'", "bar.gap"),
        ("DELETE FROM slip_counts", "bar.gap"),
    ],
)
def test_whatever_is_changed_behind_the_program_is_named(
    bar: Bar, tamper, statement: str, code: str
) -> None:
    answer_all(bar)
    sign(bar)
    bar.slips("0")
    assert bar.faults() == []
    tamper(statement)
    assert code in {found for found, _ in bar.faults()}
