"""The hold meter sees a hold, and a loop that is not held."""

import time

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from hallclient.ui.watchdog import HoldMeter


def hold(milliseconds: int) -> None:
    """Keeps the thread busy, as a slow slot does."""
    until = time.perf_counter() + milliseconds / 1000
    while time.perf_counter() < until:
        pass


def test_a_slot_that_holds_the_loop_is_measured(qtbot: QtBot) -> None:
    meter = HoldMeter()
    meter.start()
    with qtbot.waitCallback() as called:
        QTimer.singleShot(0, lambda: (hold(40), called()))
    holds = meter.stop()
    assert holds.max_ms >= 40
    assert holds.p99_ms <= holds.max_ms


def test_a_hold_that_has_not_ended_counts_when_the_meter_stops(qtbot: QtBot) -> None:
    meter = HoldMeter()
    meter.start()
    hold(40)
    assert meter.stop().max_ms >= 40


def test_waiting_is_not_holding(qtbot: QtBot) -> None:
    meter = HoldMeter()
    meter.start()
    with qtbot.waitCallback() as called:
        QTimer.singleShot(120, called)
    holds = meter.stop()
    assert holds.count > 0
    assert holds.max_ms < 100


def test_p99_leaves_out_the_one_worst_of_many() -> None:
    meter = HoldMeter()
    for _ in range(199):
        meter.note(1_000_000)
    meter.note(80_000_000)
    holds = meter.holds()
    assert holds.count == 200
    assert holds.max_ms == 80
    assert 1 <= holds.p99_ms <= 1.2


def test_nothing_measured_is_nothing_held() -> None:
    holds = HoldMeter().holds()
    assert (holds.count, holds.p99_ms, holds.max_ms) == (0, 0, 0)
