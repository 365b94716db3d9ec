"""A hall at work, and things that happen at the same moment in it."""

import threading
from collections.abc import Callable

from hallclient.base.errors import HallError
from tests.faults.conftest import _cheap_passwords, _english, desk, hall

__all__ = ["_cheap_passwords", "_english", "at_once", "codes", "desk", "hall"]

type Call = Callable[[], object]


def at_once(*calls: Call) -> list[object]:
    """Starts all calls at the same moment, a thread each: what comes back, or the refusal's code.

    Whatever is no HallError fails the test: a clash must not reach anybody as a traceback.
    """
    gate, ends, bugs = threading.Barrier(len(calls)), dict[int, object](), list[BaseException]()

    def run(place: int) -> None:
        gate.wait(timeout=10)
        try:
            ends[place] = calls[place]()
        except HallError as refusal:
            ends[place] = refusal.code
        except BaseException as bug:  # noqa: BLE001 - raised again below, in the test's own thread
            bugs.append(bug)

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    if bugs:
        raise bugs[0]
    return [ends[place] for place in range(len(calls))]


def codes(ends: list[object]) -> list[str]:
    """The refusals among the ends, sorted; what was done does not count."""
    return sorted(end for end in ends if isinstance(end, str))
