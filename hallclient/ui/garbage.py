"""Where garbage is collected: on the UI thread, and on no other.

Python collects reference cycles in whichever thread happens to make the next object. A QObject in
such a cycle then ended in a worker's thread, while its timers, its queued signals and its children
belong to the UI thread: Qt allows no such thing, and the program went down once in a while. A cycle
needs no mistake: an error holds its traceback, which holds the frames, which hold the lane.
"""

import gc
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

EVERY_MS: Final = 250


class Collector(QObject):
    """Collects what Python would have collected, a little later; one in a process.

    Python's thresholds hold as ever, so a full pass is no more frequent than before.
    """

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        timer = QTimer(self)
        timer.timeout.connect(self.collect)
        timer.start(EVERY_MS)

    @Slot()
    def collect(self) -> None:
        """Collects the oldest generation that is due, and with it all younger ones."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = [age for age in (0, 1, 2) if counts[age] > thresholds[age]]
        if due:
            gc.collect(due[-1])


def collect_on_ui_thread(application: QCoreApplication) -> None:
    """Has garbage collected on the UI thread only, from now to the end; once or often."""
    gc.disable()
    if application.findChild(Collector) is None:
        Collector(application)
