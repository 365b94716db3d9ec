"""What stands in the books is shown and goes on when its entry is taken out of an editable list."""

import pytest

from hallclient.queue import service
from hallclient.queue.page.board_words import ROW_COLUMNS
from hallclient.queue.rules import LineUnknown, PauseReasonMissing, kept_reason
from hallclient.queue.rules.triage_errors import PurposeUnknown
from hallclient.queue.service import guiding
from tests.conftest import DAY
from tests.lists import TakeOut, take_out
from tests.queue.conftest import Queue
from tests.queue.test_guiding import guide

__all__ = ["take_out"]


def test_a_slip_of_a_business_that_is_listed_no_more_stays_listed_by_its_code(
    queue: Queue, take_out: TakeOut
) -> None:
    slip = guide(queue, "transfer", missing=("new_owner_identity",)).serial
    guide(queue, "points", channel="web")
    take_out("triage.toml", "purposes.transfer", "purposes.points", "papers.new_owner_identity")
    (one,) = guiding.sent_back(queue.desk)
    assert (one.purpose_text, one.missing_texts) == ("transfer", ("new_owner_identity",))
    with pytest.raises(PurposeUnknown):
        guide(queue, "transfer", came_back=slip)
    assert guide(queue, "general", came_back=slip).slip is not None
    assert guiding.sent_back(queue.desk) == ()
    assert guiding.day_at_the_desk(queue.desk, DAY).self_service == 1
    assert queue.faults() == []


def test_who_waits_in_a_line_that_the_hall_has_no_more_is_seen_and_moved(
    queue: Queue, take_out: TakeOut
) -> None:
    number = queue.take("B").number
    take_out("queue.toml", "lines.B")
    (row,) = service.board(queue.desk).waiting
    assert [column.text(row) for column in ROW_COLUMNS][:2] == ["B001", "B"]
    assert row.expected is None or row.expected.least >= 0
    with pytest.raises(LineUnknown):
        queue.take("B")
    queue.transfer("A", number)
    assert queue.serve() == number
    assert queue.faults() == []


def test_a_counter_paused_for_a_reason_that_is_gone_opens_again_and_counts(
    queue: Queue, take_out: TakeOut
) -> None:
    queue.pause(1, "meal")
    take_out("queue.toml", "pauses.meal")
    (row,) = [each for each in service.board(queue.desk).counters if each.counter == 1]
    assert kept_reason(row.reason).text == "meal"
    queue.time(600)
    queue.back(1)
    assert service.day_figures(queue.desk, DAY).use is not None
    with pytest.raises(PauseReasonMissing):
        queue.pause(1, "meal")
