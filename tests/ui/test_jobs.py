"""Lanes: order, progress, cancel, failure, and 5,000 signals."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from hallclient.base.money import AmountNotPositive
from hallclient.base.progress import Step
from hallclient.ui.jobs import Job, Lane, Lanes


@pytest.fixture
def lane(lanes: Lanes) -> Lane:
    return lanes.write


def test_a_job_tells_its_value_on_the_ui_thread(qtbot: QtBot, lane: Lane) -> None:
    told: list[tuple[object, int]] = []
    job = Job(lambda _step: threading.get_ident())
    job.succeeded.connect(lambda value: told.append((value, threading.get_ident())))
    with qtbot.waitSignal(job.succeeded):
        lane.start(job)
    ((worker, teller),) = told
    assert teller == threading.get_ident()
    assert worker != teller


def test_jobs_of_one_lane_never_overlap_and_keep_their_order(qtbot: QtBot, lane: Lane) -> None:
    at_work = threading.Semaphore(1)
    order: list[int] = []

    def work_of(number: int) -> Callable[[Step], object]:
        def work(_step: Step) -> None:
            assert at_work.acquire(blocking=False)
            order.append(number)
            at_work.release()

        return work

    jobs = [Job(work_of(number)) for number in range(20)]
    with qtbot.waitSignals([job.succeeded for job in jobs]):
        for job in jobs:
            lane.start(job)
    assert order == list(range(20))


def test_a_failure_is_handed_on_as_it_was_raised(qtbot: QtBot, lane: Lane) -> None:
    def work(_step: Step) -> None:
        raise LookupError("gone")

    job = Job(work)
    with qtbot.waitSignal(job.failed) as failed, qtbot.assertNotEmitted(job.succeeded):
        lane.start(job)
    assert isinstance(failed.args[0], LookupError)


def test_a_stopped_job_ends_at_its_next_step(qtbot: QtBot, lane: Lane) -> None:
    asked = threading.Event()

    def work(step: Step) -> None:
        step(0, 2)  # tells: begun
        assert asked.wait(timeout=5)  # held until the test has asked to stop
        step(1, 2)  # must unwind here

    job = Job(work)
    with qtbot.waitSignal(job.progressed):
        lane.start(job)
    job.stop()
    with qtbot.waitSignal(job.stopped), qtbot.assertNotEmitted(job.succeeded):
        asked.set()


def test_a_job_stopped_while_it_waits_never_begins(qtbot: QtBot, lane: Lane) -> None:
    held, begun = threading.Event(), threading.Event()
    first = Job(lambda _step: held.wait(timeout=5))
    second = Job(lambda _step: begun.set())
    lane.start(first)
    lane.start(second)
    second.stop()
    with qtbot.waitSignal(second.stopped):
        held.set()
    assert not begun.is_set()


def test_five_thousand_steps_are_all_told(qtbot: QtBot, lane: Lane) -> None:
    seen: list[int] = []

    def work(step: Step) -> bool:
        for done in range(5_000):
            step(done, 5_000)
        return True

    job = Job(work)
    job.progressed.connect(lambda done, _total: seen.append(done))
    with qtbot.waitSignal(job.succeeded, timeout=20_000):
        lane.start(job)
    assert seen == list(range(5_000))


def test_five_thousand_jobs_each_tell_true(qtbot: QtBot, lane: Lane) -> None:
    """PySide6 on Python 3.11 dropped a reference to True a signal and aborted near 570."""
    answers: list[object] = []
    with qtbot.waitSignal(lane.idle, timeout=30_000):
        for _ in range(5_000):
            job = Job(lambda _step: True)
            job.succeeded.connect(answers.append)
            lane.start(job)
    qtbot.waitUntil(lambda: not lane.busy, timeout=30_000)
    assert answers == [True] * 5_000


def test_closing_a_lane_ends_its_work_and_drops_its_news(qtbot: QtBot) -> None:
    lane = Lane("closing")
    begun = threading.Event()

    def work(step: Step) -> None:
        begun.set()
        while True:
            step(0, 0)

    job = Job(work)
    lane.start(job)
    assert begun.wait(timeout=5)
    with qtbot.assertNotEmitted(job.stopped):
        lane.close()
    assert lane.busy


def test_a_lane_that_finishes_carries_out_what_still_waits(lane: Lane) -> None:
    done: list[int] = []
    for number in range(3):
        lane.start(Job(lambda _step, number=number: done.append(number)))
    lane.finish()
    assert done == [0, 1, 2]


def test_a_bug_in_work_that_nobody_listens_to_is_told(qtbot: QtBot, lane: Lane) -> None:
    """Printing behind the window must not break in silence; being refused there is no bug."""

    def broken(_step: object) -> None:
        raise ZeroDivisionError

    def refused(_step: object) -> None:
        raise AmountNotPositive

    with qtbot.captureExceptions() as told:
        for work in (refused, broken):
            with qtbot.waitSignal(lane.idle):
                lane.start(Job(work))
    assert [kind for kind, _error, _trace in told] == [ZeroDivisionError]


def test_an_ended_job_is_not_kept_by_its_parent(qtbot: QtBot, lane: Lane) -> None:
    parent = QObject()
    job = Job(lambda _step: None, parent)
    with qtbot.waitSignal(job.destroyed):
        lane.start(job)
    assert parent.children() == []


def test_a_lane_that_is_given_little_time_says_whether_its_work_has_ended(qtbot: QtBot) -> None:
    """A driver that hangs must not hold up the end of the session."""
    lane, held = Lane("hanging"), threading.Event()
    lane.start(Job(lambda _step: held.wait(timeout=30)))
    assert lane.wait(0.05) is False
    assert lane.finish(0.05) is False
    assert lane.close(0.05) is False
    held.set()
    assert lane.close() is True


def test_a_lane_is_waited_for_until_all_that_was_begun_is_done(qtbot: QtBot, lane: Lane) -> None:
    done: list[int] = []
    for number in range(3):
        lane.start(Job(lambda _step, number=number: done.append(number)))
    assert lane.wait(10) is True
    assert done == [0, 1, 2]
    with qtbot.waitSignal(lane.idle, timeout=5_000):
        pass  # the ends are told as ever
