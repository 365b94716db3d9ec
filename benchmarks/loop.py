"""How long the event loop is held while the sample day is worked through the real widgets.

A hold is one turn of the loop in which something was done, or one key with what its field does
at once. Each key comes by itself and the loop turns before the next one, as under a clerk's hand;
the player's own doings (looking for a control, taking a picture, leaving papers, starting a PC)
are not measured, and neither is waiting. Every hold is taken twice: by the clock, which a busy PC
lengthens, and by the processor time of the UI thread, which it does not.
"""

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.measure import Figure, child
from hallclient.ui.watchdog import HoldMeter

REST_SECONDS = 0.0005
LONGEST, MOST, KEY = 50.0, 16.0, 5.0


def figures(*, quick: bool) -> Iterator[Figure]:
    """Longest hold and the 99th of a hundred, in one played day."""
    del quick  # a day is a day
    seen = child("benchmarks.loop")
    yield Figure("longest hold of the event loop", seen["longest"], None, LONGEST)
    yield Figure("the same, the UI thread's own time", seen["own_longest"], None, LONGEST)
    yield Figure("hold of the event loop, p99", seen["p99"], None, MOST)
    yield Figure("the same, the UI thread's own time", seen["own_p99"], None, MOST)
    yield Figure("a key typed into a field, p99", seen["key_p99"], None, KEY)


class Watch:
    """Takes the time of turns and keys.

    Attributes:
        turns: every hold by the clock, own: by the thread's processor time, keys: of typing only.
    """

    def __init__(self) -> None:
        self.turns, self.own, self.keys = HoldMeter(), HoldMeter(), HoldMeter()
        self._inside = False

    def hold(self, work: Callable[[], Any], *, typing: bool = False) -> Any:
        """Does the work as one hold; work that says False did nothing and is no hold."""
        if self._inside:
            return work()
        self._inside = True
        begun, own = time.perf_counter_ns(), time.thread_time_ns()
        try:
            done = work()
        finally:
            self._inside = False
        held, own = time.perf_counter_ns() - begun, time.thread_time_ns() - own
        if done is not False:
            for meter, spent in ((self.turns, held), (self.own, own)):
                meter.note(spent)
            if typing:
                self.keys.note(held)
        return done

    def turn(self) -> bool:
        """One turn of the loop, without waiting for anything; whether something was done."""
        from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop

        dispatcher = QAbstractEventDispatcher.instance()
        if dispatcher is None:
            raise RuntimeError("there is no event loop")
        every = QEventLoop.ProcessEventsFlag.AllEvents
        return bool(self.hold(lambda: dispatcher.processEvents(every)))


class Fingers:
    """QTest's fingers, with a turn of the loop after each key."""

    def __init__(self, watch: Watch, tester: Any) -> None:
        self._watch, self._tester = watch, tester

    def keyClick(self, *words: Any) -> None:  # noqa: N802 - Qt's spelling
        self._watch.hold(lambda: self._tester.keyClick(*words))
        self._watch.turn()

    def keyClicks(self, widget: Any, text: str) -> None:  # noqa: N802 - Qt's spelling
        for letter in text:
            self._watch.hold(partial(self._tester.keyClicks, widget, letter), typing=True)
            self._watch.turn()


class Loop:
    """QApplication as the player uses it: it turns the loop under the watch."""

    def __init__(self, watch: Watch, application: Any) -> None:
        self._watch, self._application = watch, application

    def __getattr__(self, name: str) -> Any:
        return getattr(self._application, name)

    def sendEvent(self, *words: Any) -> Any:
        return self._watch.hold(lambda: self._application.sendEvent(*words) or None)

    def processEvents(self, *_flags: Any) -> None:  # noqa: N802 - Qt's spelling
        if not self._watch.turn():
            time.sleep(REST_SECONDS)


def measured_day(out: Path) -> Watch:
    """Plays the sample under the watch."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from hallclient.app import let_window_go_first, unhook_imports
    from hallclient.base.places import resources
    from hallclient.play import floor, keys, player
    from hallclient.play.script import load_script
    from hallclient.ui.window import MainWindow

    unhook_imports()
    let_window_go_first()
    application = QApplication(["loop"])
    watch = Watch()
    turning = Loop(watch, application)
    with ExitStack() as patches:
        for module in (keys, floor):
            patches.enter_context(patch.object(module, "QApplication", turning))
        patches.enter_context(patch.object(keys, "QTest", Fingers(watch, QTest)))
        patches.enter_context(patch.object(keys, "LOOK_AGAIN_MS", 60_000))
        patches.enter_context(unwatched(watch, floor.Floor, "_start"))
        for name in ("go", "sign_out"):  # what the player does to a window without a key
            patches.enter_context(watched(watch, MainWindow, name))
        player.play_script(load_script(resources() / "sample" / "day.json"), out)
    return watch


def watched(watch: Watch, owner: Any, name: str) -> Any:
    """While this lasts each call of a function is a hold."""
    work = getattr(owner, name)
    return patch.object(
        owner, name, lambda *words, **named: watch.hold(lambda: work(*words, **named))
    )


def unwatched(watch: Watch, owner: Any, name: str) -> Any:
    """While this lasts nothing inside a function is measured."""
    work = getattr(owner, name)

    def unseen(*words: Any, **named: Any) -> Any:
        kept = watch.turns, watch.own, watch.keys
        watch.turns, watch.own, watch.keys = HoldMeter(), HoldMeter(), HoldMeter()
        try:
            return work(*words, **named)
        finally:
            watch.turns, watch.own, watch.keys = kept

    return patch.object(owner, name, unseen)


def seen_in(watch: Watch) -> dict[str, float]:
    """The figures, in milliseconds."""
    turns, own, keys = watch.turns.holds(), watch.own.holds(), watch.keys.holds()
    return {
        "longest": turns.max_ms,
        "p99": turns.p99_ms,
        "own_longest": own.max_ms,
        "own_p99": own.p99_ms,
        "key_p99": keys.p99_ms,
        "holds": float(turns.count),
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="hall-day-") as place:
        print(json.dumps(seen_in(measured_day(Path(place)))), flush=True)
        os._exit(0)  # leaving is not part of the day
