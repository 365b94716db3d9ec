"""The slip of a ticket: the number, who is ahead, about how long, in both languages."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hallclient.paper.drawing import drawn
from hallclient.paper.erasing import without_people
from hallclient.paper.rules import PaperKind, paper_name
from hallclient.paper.ticket import ticket
from hallclient.paper.values import TicketSlip

SLIP = TicketSlip(
    number="A017",
    hall="H001",
    hall_name="样例市解放路营业厅",
    line_name="一般业务",
    business_date=date(2026, 11, 22),
    taken_at=datetime(2026, 11, 22, 1, 5, tzinfo=UTC),
    ahead=6,
    wait_least=15,
    wait_most=25,
)


@pytest.mark.duty("S1-FG-18")
def test_it_says_number_line_people_ahead_and_a_range(read) -> None:
    found = read(ticket(SLIP))
    flat = " ".join(found.text.split())
    for words in ("样例市解放路营业厅", "一般业务", "A017", "前面等候 6", "约15至25分钟", "09:05"):
        assert words in flat
    assert "预约" not in flat
    assert [width for width, _ in found.pages] == [80]


def test_without_an_open_counter_no_wait_is_promised(read) -> None:
    text = read(ticket(replace(SLIP, wait_least=None, wait_most=None))).text
    assert "暂无台席办理此类业务" in text
    assert "分钟" not in text


def test_an_appointment_stands_on_it(read) -> None:
    booked = replace(SLIP, booked_at=datetime(2026, 11, 22, 2, 30, tzinfo=UTC))
    text = " ".join(read(ticket(booked)).text.split())
    assert "预约时间 2026-11-22 10:30" in text
    assert "到预约时间起优先叫号" in text


def test_it_speaks_english_too(read) -> None:
    english = replace(SLIP, language="en", line_name="General business")
    text = " ".join(read(ticket(english)).text.split())
    assert "Ahead of you 6" in text
    assert "about 15 to 25 minutes" in text


def test_what_was_kept_is_drawn_again_with_its_count(read) -> None:
    words = '{"number":"A017","hall":"H001","hall_name":"样例厅","line_name":"一般业务",'
    words += '"business_date":"2026-11-22","taken_at":"2026-11-22T01:05:00+00:00","ahead":0}'
    assert "补打 2" in read(drawn(PaperKind.TICKET, words, 2)).text
    assert without_people(PaperKind.TICKET, words, "已删除") == words


def test_the_file_is_named_by_day_and_number() -> None:
    assert paper_name(PaperKind.TICKET, "ticket/20261122-A017", 0) == "ticket-20261122-A017"
