"""Whatever people press in whatever order: the books stay sound, the figures are plain SQL's."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hallclient.base.clock import ScriptClock
from hallclient.base.errors import HallError
from hallclient.queue import service
from hallclient.store.desk import Desk
from hallclient.store.engine import open_engine
from hallclient.store.keys import Keys
from hallclient.store.unit_of_work import Store
from tests.conftest import DAY, HALL, ON_POSTGRESQL
from tests.queue.conftest import NINE, Queue, furnished, instants

ACTS: dict[str, Callable[[Queue, int, str], object]] = {
    "take": lambda hall, _c, _t: hall.take("A"),
    "care": lambda hall, _c, _t: hall.take("B", care=True),
    "vip": lambda hall, _c, _t: hall.take("V"),
    "booked": lambda hall, _c, _t: hall.take("A", booked="09:20"),
    "open": lambda hall, c, _t: hall.open(c),
    "call": lambda hall, c, _t: hall.call(c),
    "call_": lambda hall, c, _t: hall.call(c),
    "out_of_turn": lambda hall, c, t: hall.call(c, t, "急"),
    "recall": lambda hall, c, _t: hall.recall(c),
    "start": lambda hall, c, _t: hall.start(c),
    "start_": lambda hall, c, _t: hall.start(c),
    "miss": lambda hall, c, _t: hall.miss(c),
    "hold": lambda hall, c, _t: hall.hold(c),
    "resume": lambda hall, c, t: hall.resume(t, c),
    "finish": lambda hall, c, _t: hall.finish(c),
    "finish_": lambda hall, c, _t: hall.finish(c),
    "give_back": lambda hall, _c, t: hall.give_back(t),
    "cancel": lambda hall, _c, t: hall.cancel(t),
    "transfer": lambda hall, c, t: hall.transfer("C", t, c),
    "transfer_here": lambda hall, c, _t: hall.transfer("B", "", c),
    "pause": lambda hall, c, _t: hall.pause(c),
    "back": lambda hall, c, _t: hall.back(c),
    "close": lambda hall, c, _t: hall.close(c),
}
PRESSES = st.lists(
    st.tuples(
        st.sampled_from(sorted(ACTS)), st.integers(1, 2), st.integers(0, 9), st.integers(0, 400)
    ),
    min_size=15,
    max_size=60,
)

WAITS = (
    "SELECT t.at, c.at FROM queue_events t JOIN queue_events c ON c.ticket = t.ticket"
    " AND c.number = (SELECT min(f.number) FROM queue_events f WHERE f.ticket = t.ticket"
    " AND f.step = 'called') WHERE t.number = 1"
)
SERVED = (
    "SELECT b.counter, b.at, e.at FROM queue_events b JOIN queue_events e"
    " ON e.ticket = b.ticket AND e.number = b.number + 1"
    " WHERE b.step IN ('started', 'resumed')"
)


def press(hall: Queue, presses: list[tuple[str, int, int, int]]) -> None:
    """Presses one after another; whatever is refused is refused with a sentence."""
    second = 0
    for what, counter, which, later in presses:
        second += later
        hall.time(second)
        ticket = sorted(hall.tickets)[which % len(hall.tickets)] if hall.tickets else "?"
        if ticket == "?" and what in ("resume", "give_back", "cancel", "transfer", "out_of_turn"):
            continue
        try:
            ACTS[what](hall, counter, ticket)
        except HallError as refusal:
            assert str(refusal)  # noqa: PT017 - every refusal can be read


def seconds(found: list[tuple[object, ...]]) -> list[int]:
    """Whole seconds between the last two columns."""
    return [int((row[-1] - row[-2]).total_seconds()) for row in instants(found)]  # type: ignore[operator]


def compare(hall: Queue) -> None:
    """The service's figures beside plain SQL over the books."""
    found = service.day_figures(hall.desk, DAY)
    waits = sorted(seconds(hall.sql(WAITS)))
    assert found.called == len(waits)
    if waits:
        assert found.mean_wait == int(sum(waits) / len(waits) + 0.5)
        assert found.p90_wait == waits[-(-len(waits) * 9 // 10) - 1]
        assert found.late == int(10_000 * sum(w > 600 for w in waits) / len(waits) + 0.5)
    states = dict(hall.sql("SELECT state, count(*) FROM queue_places GROUP BY state"))
    issued = sum(states.values())  # type: ignore[arg-type]
    waiting = states.get("waiting", 0) + states.get("left", 0)  # type: ignore[operator]
    gone = states.get("missed", 0) + states.get("cancelled", 0)  # type: ignore[operator]
    assert (found.issued, found.waiting) == (issued, waiting)
    if issued > waiting:
        assert found.abandoned == int(10_000 * gone / (issued - waiting) + 0.5)
    counters = {row[0] for row in hall.sql("SELECT counter FROM queue_counter_events")}
    assert set(found.by_counter) == counters


@pytest.mark.skipif(ON_POSTGRESQL, reason="a new database for each of many sequences")
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(PRESSES)
def test_any_sequence_leaves_sound_books_and_true_figures(
    sqlite_template: Path, presses: list[tuple[str, int, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "hall.db"
        shutil.copyfile(sqlite_template, file)
        store = Store(open_engine(f"sqlite:///{file}"))
        try:
            clock = ScriptClock(NINE)
            keys = Keys(audit=b"k" * 32)
            hall = furnished(Desk(store=store, clock=clock, keys=keys, hall=HALL), clock)
            press(hall, [("open", 1, 0, 0), ("open", 2, 0, 0), *presses])
            assert hall.faults() == []
            compare(hall)
            at_counter = hall.sql(
                "SELECT counter FROM queue_places WHERE state IN ('called', 'serving')"
            )
            assert len(at_counter) == len(set(at_counter))
        finally:
            store.close()


def test_a_day_s_waits_and_use_are_plain_sql_s(queue: Queue) -> None:
    """One day on either database."""
    queue.open(2)
    for number in range(12):
        queue.time(60 * number)
        queue.take("AVBA"[number % 4])
    for number in range(10):
        counter = 1 + number % 2
        queue.time(700 + 90 * number)
        queue.call(counter)
        queue.time(710 + 90 * number)
        if number == 4:
            queue.miss(counter)
            continue
        queue.start(counter)
        queue.time(740 + 95 * number)
        queue.finish(counter)
    compare(queue)
    found = service.day_figures(queue.desk, DAY)
    rows = queue.sql(SERVED)
    taken = dict(zip((row[0] for row in rows), (0,) * len(rows), strict=True))
    for row, span in zip(rows, seconds(rows), strict=True):
        taken[row[0]] += span
    assert found.mean_handled == int(sum(seconds(rows)) / 9 + 0.5)
    there = 740 + 95 * 9
    assert found.by_counter == {
        counter: int(10_000 * span / there + 0.5) for counter, span in sorted(taken.items())
    }
