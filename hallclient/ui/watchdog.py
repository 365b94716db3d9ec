"""How long the event loop was held: the program's own proof that the window never freezes."""

import time
from collections import Counter
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractEventDispatcher, QObject, Slot

_BIN: Final = 100_000  # nanoseconds: a tenth of a millisecond


@dataclass(frozen=True)
class Holds:
    """Figures of one measurement, in milliseconds; `count` turns of the loop."""

    count: int
    p99_ms: float
    max_ms: float


class HoldMeter(QObject):
    """Measures every turn of the UI thread's event loop, from waking to waiting again.

    While a turn lasts nothing is drawn and no key is heard, so the longest turn is the
    longest freeze. Memory stays bounded: turns are counted in bins of 0.1 ms.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bins: Counter[int] = Counter()
        self._longest = 0
        self._awake_at: int | None = None
        self._dispatcher: QAbstractEventDispatcher | None = None

    def start(self) -> None:
        """Begins anew. Raises RuntimeError outside a thread with an event loop."""
        dispatcher = QAbstractEventDispatcher.instance()
        if dispatcher is None:
            raise RuntimeError("there is no event loop to measure")
        self._bins.clear()
        self._longest, self._awake_at = 0, None
        self._dispatcher = dispatcher
        dispatcher.awake.connect(self._on_awake)
        dispatcher.aboutToBlock.connect(self._on_about_to_block)

    def stop(self) -> Holds:
        """Ends the measurement; an unfinished turn does not count."""
        if self._dispatcher is not None:
            self._dispatcher.awake.disconnect(self._on_awake)
            self._dispatcher.aboutToBlock.disconnect(self._on_about_to_block)
            self._dispatcher = None
        return self.holds()

    def holds(self) -> Holds:
        """The figures so far."""
        count = sum(self._bins.values())
        left = count - count * 99 // 100
        p99 = 0
        for bin_ in sorted(self._bins, reverse=True):
            left -= self._bins[bin_]
            if left <= 0:
                p99 = bin_ + 1
                break
        return Holds(count, min(p99 * _BIN, self._longest) / 1e6, self._longest / 1e6)

    @Slot()
    def _on_awake(self) -> None:
        now = time.perf_counter_ns()
        if self._awake_at is not None:  # a turn that did not wait: the loop was polled
            self._note(now - self._awake_at)
        self._awake_at = now

    @Slot()
    def _on_about_to_block(self) -> None:
        if self._awake_at is not None:
            self._note(time.perf_counter_ns() - self._awake_at)
            self._awake_at = None

    def _note(self, held: int) -> None:
        self._bins[held // _BIN] += 1
        self._longest = max(self._longest, held)
