"""How long the event loop was held: the program's own proof that the window never freezes."""

import time
from collections import Counter
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot

_BIN: Final = 100_000  # nanoseconds: a tenth of a millisecond
_BEAT_MS: Final = 2


@dataclass(frozen=True)
class Holds:
    """Figures of one measurement, in milliseconds; `count` gaps between two beats."""

    count: int
    p99_ms: float
    max_ms: float


class HoldMeter(QObject):
    """Lets a timer beat on the UI thread and measures the time between two beats.

    While the loop is held nothing is drawn, no key is heard and no beat comes, so the longest
    gap is the longest freeze: never less than the hold itself, at most one beat (2 ms) more.
    (The loop's own `awake` and `aboutToBlock` would be exact, but lie the wrong way round
    where Qt runs on GLib.) Memory stays bounded: gaps are counted in bins of 0.1 ms.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bins: Counter[int] = Counter()
        self._longest = 0
        self._last = 0
        self._beat = QTimer(self)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._on_beat)

    def start(self) -> None:
        """Begins anew; on the UI thread."""
        self._bins.clear()
        self._longest, self._last = 0, time.perf_counter_ns()
        self._beat.start()

    def stop(self) -> Holds:
        """Ends the measurement; the time since the last beat counts too."""
        if self._beat.isActive():
            self._beat.stop()
            self._on_beat()
        return self.holds()

    def holds(self) -> Holds:
        """The figures so far."""
        count = sum(self._bins.values())
        left = count - count * 99 // 100
        p99 = 0
        for bin_ in sorted(self._bins, reverse=True):
            left -= self._bins[bin_]
            p99 = bin_ + 1
            if left <= 0:
                break
        return Holds(count, min(p99 * _BIN, self._longest) / 1e6, self._longest / 1e6)

    def note(self, held: int) -> None:
        """Counts one gap of `held` nanoseconds."""
        self._bins[held // _BIN] += 1
        self._longest = max(self._longest, held)

    @Slot()
    def _on_beat(self) -> None:
        now = time.perf_counter_ns()
        self.note(now - self._last)
        self._last = now
