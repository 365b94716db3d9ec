"""Slips of tickets on paper: asked for with the number, or not at all."""

import json

import pytest

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.paper import service as paper
from hallclient.queue import service
from hallclient.queue.rules import TakeTicket
from hallclient.store.personal import cipher_of
from hallclient.till import book as till
from tests.conftest import DAY
from tests.queue.conftest import Queue


def papers(queue: Queue) -> list[dict[str, object]]:
    with queue.desk.read() as session:
        opened = cipher_of(session).opened
        rows = queue.sql("SELECT payload FROM papers WHERE kind = 'ticket' ORDER BY subject")
        return [json.loads(opened("papers.payload", str(row[0]))) for row in rows]


@pytest.mark.duty("S1-FG-18")
def test_the_slip_is_printed_where_the_ticket_was_taken(queue: Queue) -> None:
    queue.many("A", 2)
    desk = queue.desk.acting("g1", 7)
    ask = TakeTicket(new_id(), "A", care=True, note="带身份证", on_paper=True)
    slip = service.take(desk, ask, till.day_for_opening)
    assert service.take(desk, ask, till.day_for_opening) == slip
    jobs = paper.waiting(desk)
    assert [job.subject for job in jobs] == [f"ticket/{DAY:%Y%m%d}-A003"]
    (words,) = papers(queue)
    assert words["number"] == "A003"
    assert words["ahead"] == slip.ahead == 0
    assert slip.wait is not None
    assert (words["wait_least"], words["wait_most"]) == (slip.wait.least, slip.wait.most)
    assert "带身份证" not in json.dumps(words, ensure_ascii=False)


def test_a_refused_ticket_and_one_without_paper_print_nothing(queue: Queue) -> None:
    queue.take("A")
    with pytest.raises(HallError):
        queue.take("A", booked="25:00", on_paper=True)
    assert papers(queue) == []
