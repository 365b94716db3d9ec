"""One call into a driver that may never come back, on a thread of its own."""

import threading
from collections.abc import Callable
from typing import cast


class Attempt[T](threading.Thread):
    """Keeps what came of the call.

    A driver that hangs cannot be ended from outside; its thread is left to itself and goes with
    the program.
    """

    def __init__(self, work: Callable[[], T], name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._work = work
        self._value: T | None = None
        self._error: Exception | None = None

    def run(self) -> None:
        try:
            self._value = self._work()
        except Exception as error:  # noqa: BLE001 - raised again by who waits
            self._error = error

    def ends_within(self, seconds: float) -> bool:
        """Begins, and says whether it has ended after so long."""
        self.start()
        self.join(seconds)
        return not self.is_alive()

    def answer(self) -> T:
        """What the work gave; raises what it raised."""
        if self._error is not None:
            raise self._error
        return cast("T", self._value)
