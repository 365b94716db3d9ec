"""What everybody in the hall may see: numbers, windows, who waits, notices; nothing personal."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from hallclient import hall as house
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.queue.rules import CallTicket
from hallclient.queue.rules.notices import PutUpNotice
from hallclient.queue.rules.public import PublicCall, PublicView, to_announce
from hallclient.queue.service import call, notices
from hallclient.queue.service.public import public_view
from hallclient.store.changes import changes_after
from hallclient.store.keys import FileKeyStore
from tests.queue.conftest import NINE, Queue

AT = datetime(2026, 11, 22, 1, tzinfo=UTC)


def numbers(view: PublicView) -> list[tuple[str, int, bool]]:
    return [(one.number, one.counter, one.called) for one in view.calls]


@pytest.mark.duty("S1-FG-11")
def test_the_display_shows_calls_newest_first_and_who_waits(queue: Queue) -> None:
    queue.open(2, 3)
    queue.many("A", 4)
    queue.take("V", note="王女士，孕妇")
    for at, counter in enumerate((1, 2, 3), 1):
        queue.time(60 * at)
        queue.call(counter)
    queue.start(2)
    view = public_view(queue.desk)
    assert numbers(view) == [("A002", 3, True), ("A001", 2, False), ("V001", 1, True)]
    assert {line.letter: line.waiting for line in view.lines} == {"A": 2, "B": 0, "C": 0, "V": 0}
    assert view.hall == "示范营业厅"
    assert "王" not in repr(view)


def test_who_was_missed_or_served_is_on_the_display_no_more(queue: Queue) -> None:
    queue.many("A", 2)
    queue.call()
    queue.miss()
    queue.serve()
    assert public_view(queue.desk).calls == ()


def test_the_display_shows_what_is_put_up_faults_first(queue: Queue) -> None:
    for kind, text in (("announcement", "今日 17:00 闭厅"), ("fault", "自助机")):
        notices.put_up(queue.desk.acting("m1", 0), PutUpNotice(new_id(), kind, text))
    assert [one.zh for one in public_view(queue.desk).notices] == ["自助机", "今日 17:00 闭厅"]


# -- what is announced -----------------------------------------------------------------------


def made(serial: int, seconds: int = 0, *, called: bool = True) -> PublicCall:
    at, seq = AT + timedelta(seconds=seconds), 100 * (seconds + 9) + serial
    return PublicCall(serial, f"A{serial:03d}", serial, at, called, seq)


def seen(*calls: PublicCall, after: int = 0) -> PublicView:
    """Read so many seconds after the beginning."""
    return PublicView("示范营业厅", AT + timedelta(seconds=after), calls, (), ())


def announced(view: PublicView, before: PublicView) -> list[int]:
    return [one.serial for one in to_announce(view, before)]


def test_new_calls_are_announced_in_the_order_in_which_they_were_made() -> None:
    calls = made(3, 2), made(2, 1), made(1, 3), made(4, 0, called=False)
    assert announced(seen(*calls), seen()) == [2, 3, 1]


def test_a_call_is_announced_once_and_again_when_it_is_called_again() -> None:
    first, again = made(1), made(1, 20)
    assert announced(seen(first), seen(first)) == []
    assert announced(seen(again), seen(first)) == [1]


@pytest.mark.parametrize("wrong", [-3600, -61, 61, 3600])
def test_a_call_is_announced_whatever_the_clock_of_its_counter_says(wrong: int) -> None:
    far = replace(made(1), at=AT + timedelta(seconds=wrong))
    assert announced(seen(far, after=5), seen()) == [1]


def test_a_call_that_is_long_past_when_the_display_comes_back_is_not_spoken() -> None:
    calls = made(1), made(2, 30)
    assert announced(seen(*calls, after=61), seen()) == [2]
    assert announced(seen(*calls, after=61), seen(after=1)) == [1, 2]


def test_a_customer_called_again_is_a_new_call_on_the_display(queue: Queue) -> None:
    queue.take()
    queue.call()
    before = public_view(queue.desk)
    queue.time(25)
    queue.recall()
    after = public_view(queue.desk)
    (again,) = to_announce(after, before)
    assert (again.number, again.at) == ("A001", NINE + timedelta(seconds=25))


def test_calls_stand_in_the_order_of_the_books_whatever_the_clocks_say(queue: Queue) -> None:
    queue.open(2, 3)
    queue.many("A", 3)
    before = public_view(queue.desk)
    for counter, seconds in ((2, 600), (1, 60), (3, 300)):  # each PC has a clock of its own
        queue.time(seconds)
        queue.call(counter)
    queue.time(120)
    queue.start(2)
    after = public_view(queue.desk)
    assert [call.counter for call in after.calls] == [3, 1, 2]
    assert [call.counter for call in to_announce(after, before)] == [1, 3]


# -- the display's own way to the books ------------------------------------------------------


def test_a_display_reads_without_keys_and_can_write_nothing(
    queue: Queue, store_url: str, tmp_path: Path
) -> None:
    queue.take(note="王女士")
    queue.call()
    keys = tmp_path / "no-keys-here"
    opened = house.open_display(house.HallPlace(store_url, FileKeyStore(keys)), queue.clock)
    try:
        assert numbers(public_view(opened.desk)) == [("A001", 1, True)]
        assert changes_after(opened.desk, 0)
        with pytest.raises((DBAPIError, HallError)):
            call(opened.desk.acting("c2", 2), CallTicket(new_id()))
        with pytest.raises(DBAPIError), opened.desk.store.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM queue_places")
    finally:
        opened.close()
    assert not keys.exists()
    assert numbers(public_view(queue.desk)) == [("A001", 1, True)]


def test_a_display_says_what_is_not_there(tmp_path: Path, queue: Queue, store_url: str) -> None:
    keys = FileKeyStore(tmp_path / "keys")
    with pytest.raises(house.HallAbsent):
        house.open_display(house.HallPlace(f"sqlite:///{tmp_path / 'no.db'}", keys))
    with pytest.raises(house.HallUnknown):
        house.open_display(house.HallPlace(store_url, keys, "H999"))
