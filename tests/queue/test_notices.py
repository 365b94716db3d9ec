"""Notices of the hall: put up, shown, reported, taken down; a fault is always shown."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.language import use_language
from hallclient.queue.rules.notices import Notice, NoticeState, OfNotice, PutUpNotice
from hallclient.queue.service import notices as service
from hallclient.store.desk import Desk
from hallclient.store.schema import lift_guards
from tests.conftest import HALL
from tests.queue.conftest import NINE, Queue

FAULT = "自助缴费机 2 号"


def desk_of(queue: Queue, who: str) -> Desk:
    return queue.desk.acting(who, 0)


def put_up(queue: Queue, kind: str = "fault", zh: str = FAULT, by: str = "", **more: str) -> Notice:
    who = by or ("c1" if kind == "fault" else "g1")
    return service.put_up(desk_of(queue, who), PutUpNotice(new_id(), kind, zh, **more))


def take_down(queue: Queue, notice: Notice, remark: str = "", by: str = "g1") -> Notice:
    return service.take_down(desk_of(queue, by), OfNotice(new_id(), notice.serial, remark))


def report(queue: Queue, notice: Notice, by: str = "m1") -> Notice:
    return service.report(desk_of(queue, by), OfNotice(new_id(), notice.serial, "已报修"))


def shown(queue: Queue) -> list[str]:
    return [each.text for each in service.notices_now(queue.desk)]


@pytest.mark.duty("S1-FG-27")
def test_a_fault_hangs_with_apology_and_sign_until_it_is_mended(queue: Queue) -> None:
    fault = put_up(queue)
    assert "正在升级、暂停使用" in shown(queue)[0]
    assert "敬请谅解" in shown(queue)[0]
    assert report(queue, fault).reported_by == "m1"
    queue.time(48 * 3600)
    assert len(shown(queue)) == 1
    down = take_down(queue, fault, "换了纸卷")
    assert (down.down_by, down.remark, shown(queue)) == ("g1", "换了纸卷", [])


@pytest.mark.duty("S1-FG-28")
def test_a_fault_can_be_hidden_by_nobody_and_stays_on_record(queue: Queue) -> None:
    with pytest.raises(HallError) as ended:
        put_up(queue, until="18:00")
    with pytest.raises(HallError) as later:
        put_up(queue, from_time="18:00")
    assert (ended.value.code, later.value.code) == ("notice.fault-end", "notice.fault-end")
    fault = put_up(queue)
    with pytest.raises(HallError, match="修复") as unsaid:
        take_down(queue, fault, " ")
    assert unsaid.value.code == "notice.remedy"
    take_down(queue, fault, "已修复")
    (kept,) = service.notices(queue.desk)
    assert (kept.zh, kept.by, kept.at, kept.state(NINE)) == (
        FAULT,
        "c1",
        NINE,
        NoticeState.TAKEN_DOWN,
    )


def test_faults_come_first_then_in_the_order_of_putting_up(queue: Queue) -> None:
    put_up(queue, "announcement", "今日 17:00 闭厅")
    put_up(queue, "promotion", "充 100 送 10")
    put_up(queue)
    assert [text[:4] for text in shown(queue)] == ["自助缴费", "今日 1", "充 10"]


def test_a_notice_shows_from_its_time_to_its_end(queue: Queue) -> None:
    notice = put_up(queue, "promotion", "充 100 送 10", from_time="10:00", until="2026-11-22 11:30")
    states = []
    for minutes in (0, 60, 149, 150):
        queue.time(60 * minutes)
        states.append((notice.state(queue.desk.now()), len(shown(queue))))
    assert states == [
        (NoticeState.PLANNED, 0),
        (NoticeState.SHOWN, 1),
        (NoticeState.SHOWN, 1),
        (NoticeState.OVER, 0),
    ]


def test_english_is_read_where_there_is_some(queue: Queue) -> None:
    put_up(queue, zh="自助机", en="Kiosk 2")
    put_up(queue, "announcement", "今日闭厅")
    use_language("en")
    first, second = shown(queue)
    assert first.startswith("Kiosk 2 being upgraded, out of service")
    assert second == "今日闭厅"


@pytest.mark.parametrize(
    ("kind", "zh", "more", "code"),
    [
        ("banner", "x", {}, "notice.kind"),
        ("announcement", " \t", {}, "notice.text"),
        ("announcement", "长" * 41, {}, "notice.long"),
        ("announcement", "x", {"en": "e" * 81}, "notice.long"),
        ("announcement", "x", {"until": "25:00"}, "notice.time"),
        ("announcement", "x", {"until": "2026-02-30 10:00"}, "notice.time"),
        ("announcement", "x", {"until": "08:59"}, "notice.period"),
        ("announcement", "x", {"from_time": "10:00", "until": "10:00"}, "notice.period"),
    ],
)
def test_what_cannot_be_read_or_would_never_show_is_refused(
    queue: Queue, kind: str, zh: str, more: dict[str, str], code: str
) -> None:
    with pytest.raises(HallError) as refused:
        put_up(queue, kind, zh, by="g1", **more)
    assert (refused.value.code, service.notices(queue.desk)) == (code, ())


@pytest.mark.parametrize(
    ("kind", "by", "may"),
    [
        ("announcement", "g1", True),
        ("promotion", "m1", True),
        ("announcement", "c1", False),
        ("promotion", "v1", False),
        ("fault", "c1", True),
        ("fault", "v1", True),
        ("fault", "r1", True),
        ("fault", "a1", False),
    ],
)
def test_who_may_put_up_what(queue: Queue, kind: str, by: str, may: bool) -> None:  # noqa: FBT001
    if may:
        assert put_up(queue, kind, by=by).by == by
    else:
        with pytest.raises(HallError, match="无权"):
            put_up(queue, kind, by=by)


def test_a_clerk_takes_down_faults_only(queue: Queue) -> None:
    notice, fault = put_up(queue, "announcement", "今日闭厅"), put_up(queue)
    with pytest.raises(HallError) as refused:
        take_down(queue, notice, by="c2")
    assert refused.value.code == "permission.denied"
    assert take_down(queue, fault, "好了", by="c2").down_by == "c2"


def test_what_became_of_a_notice_follows(queue: Queue) -> None:
    notice, fault = put_up(queue, "announcement", "今日闭厅"), put_up(queue)
    report(queue, fault)
    codes = []
    for try_it in (
        lambda: report(queue, notice),
        lambda: report(queue, fault),
        lambda: take_down(queue, Notice(99, *_rest(notice))),
        lambda: take_down(queue, take_down(queue, notice)),
    ):
        with pytest.raises(HallError) as refused:
            try_it()
        codes.append(refused.value.code)
    assert codes == ["notice.no-fault", "notice.reported", "notice.unknown", "notice.down"]


def _rest(notice: Notice) -> tuple[object, ...]:
    return (notice.kind, notice.zh, notice.en, notice.from_at, None, notice.at, notice.by)  # type: ignore[return-value]


def test_the_same_request_puts_up_one_notice(queue: Queue) -> None:
    ask = PutUpNotice(new_id(), "fault", FAULT)
    twice = [service.put_up(desk_of(queue, "c1"), ask).serial for _ in range(2)]
    assert twice == [1, 1]
    assert len(service.notices(queue.desk)) == 1


def test_a_remark_is_kept_whole_or_refused_and_stands_nowhere_in_clear(queue: Queue) -> None:
    fault = put_up(queue)
    with pytest.raises(HallError, match="201 字，最多 200 字") as refused:
        take_down(queue, fault, "长" * 201)
    assert (refused.value.code, refused.value.field) == ("notice.remark", "remark")
    said = "样例张工" * 50
    assert take_down(queue, fault, f" {said} ").remark == said
    ((stored,),) = queue.sql("SELECT remark FROM queue_notice_steps")
    assert str(stored).startswith(f"1.{HALL}.")
    assert service.notices(queue.desk)[0].remark == said


def test_verify_follows_notices(queue: Queue) -> None:
    fault = put_up(queue)
    report(queue, fault)
    take_down(queue, fault, "好了")
    assert queue.faults() == []


def test_verify_finds_a_step_that_does_not_follow_and_a_notice_that_is_gone(queue: Queue) -> None:
    fault = put_up(queue)
    take_down(queue, fault, "好了")
    with queue.desk.store.engine.begin() as connection:
        lift_guards(connection)
        connection.execute(text("UPDATE queue_notice_steps SET step = 'reported', number = 3"))
    assert queue.faults() == ["queue.notice-step"]
    with queue.desk.store.engine.begin() as connection:
        connection.execute(text("DELETE FROM queue_notice_steps"))
        connection.execute(text("DELETE FROM queue_notices"))
    assert queue.faults() == ["queue.notice-gap"]


def test_the_books_are_refused_a_change(queue: Queue) -> None:
    put_up(queue)
    with pytest.raises(DBAPIError), queue.desk.store.engine.begin() as connection:
        connection.execute(text(f"UPDATE queue_notices SET zh = 'x' WHERE hall = '{HALL}'"))


def test_a_notice_that_was_planned_begins_by_itself(queue: Queue) -> None:
    put_up(queue, "announcement", "明天见", from_time="2026-11-23 09:00")
    assert shown(queue) == []
    queue.clock.set(NINE + timedelta(days=1))
    assert shown(queue) == ["明天见"]
