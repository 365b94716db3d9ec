"""The cap of fairness over simulated days; `dev.py queueing` does a whole year."""

import pytest

from tools.queueing import HALLS, NO_CAP, report, simulate


@pytest.mark.duty("S2-EX-09")
@pytest.mark.parametrize("hall", HALLS, ids=lambda hall: hall.name)
@pytest.mark.parametrize("fair_after", [1, 3, 7])
def test_nobody_without_priority_waits_beyond_the_bound(hall, fair_after) -> None:  # type: ignore[no-untyped-def]
    told = simulate(hall, fair_after, 5)
    assert told.beyond == 0
    assert 0 < told.worst <= 1000


def test_without_the_cap_they_would_wait_for_hours() -> None:
    crowded = HALLS[-1]
    capped, free = (simulate(crowded, cap, 3) for cap in (3, NO_CAP))
    assert max(capped.waits[True]) < 30 * 60
    assert max(free.waits[True]) > 3 * 3600
    assert free.left[True] > 20 * max(1, capped.left[True])


def test_the_report_names_every_hall_and_says_whether_the_bound_held() -> None:
    text, sound = report(1)
    assert sound
    assert all(hall.name in text for hall in HALLS)
    assert text.count("nobody without priority waited for more calls") == 2 * len(HALLS)
