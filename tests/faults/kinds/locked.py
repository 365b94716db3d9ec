"""Another program keeps the database locked: for a moment, or for longer than anybody waits."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from random import Random
from typing import Final

from hallclient.counter import service as counter
from hallclient.till import service as till
from tests.faults.ground import Ground, look, new_request, refusal, sample_draft
from tests.faults.tally import Tally

HOLDER: Final = """
import select, sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN " + sys.argv[2])
print("locked", flush=True)
select.select([sys.stdin], [], [], float(sys.argv[3]))
held.execute("ROLLBACK")
held.close()
"""


def strike(ground: Ground, chance: Random, times: int) -> Tally:
    """Orders while somebody else holds the lock, and after."""
    draft = sample_draft(ground)
    tally, confirmed = Tally(), dict[str, str]()
    for _ in range(times):
        kind = chance.choice(("IMMEDIATE", "EXCLUSIVE"))
        soon = chance.random() < 0.5
        order = new_request(draft)
        with ground.opened(f"busy_timeout = {5_000 if soon else 30}") as hall:
            with held(ground, kind, chance.uniform(0.01, 0.2) if soon else 60):
                refused = refusal(tally, partial(counter.complete, hall.desk, order))
                if refusal(tally, partial(till.my_till, hall.desk)):
                    tally.unclear.append("a locked database cannot be looked at")
            if refused != ("" if soon else "database.busy"):
                tally.unclear.append(f"{kind} lock, soon free: {soon}, is told as {refused!r}")
            confirmed[order.request_id] = counter.complete(hall.desk, order).order_no
        tally.survived["locked for a moment" if soon else "locked for long"] += 1
    tally.add(look(ground, confirmed))
    return tally


@contextmanager
def held(ground: Ground, kind: str, seconds: float) -> Iterator[None]:
    """Another process holds the lock, for so long or until the block has ended."""
    words = [sys.executable, "-c", HOLDER, str(ground.file), kind, str(seconds)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        holder.stdout.readline()
        try:
            yield
        finally:
            holder.stdin.close()
            holder.wait(timeout=60)
