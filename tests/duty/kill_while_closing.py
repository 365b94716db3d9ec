"""Closes the day in a child process that dies, without warning, at the n-th statement.

Run by test_killed.py, in a process without threads: `kill_while_closing.py URL WITNESS`.
WITNESS is the signature as JSON. Prints how many statements a whole close has.
"""

import json
import os
import sys
from datetime import datetime

from sqlalchemy import event

from hallclient.base.clock import ScriptClock
from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.counter import kinds  # noqa: F401 - its tables must be known
from hallclient.duty import service as duty
from hallclient.duty.rules import CloseDayAsk
from hallclient.staff.rules import Role, Signature
from hallclient.store.desk import Desk
from hallclient.store.engine import open_engine
from hallclient.store.keys import Keys
from hallclient.store.unit_of_work import Store

OPEN, CLOSED = (0, 1, 0), (1, 2, 1)
"""Closings, days and bags: nothing happened, or all of it; the next day is open then."""


def close(url: str, witness: Signature, deposit: int, stop: int) -> int:
    """Closes the day; at statement `stop` (0: never) the process is gone."""
    engine, count = open_engine(url), 0

    def count_down(*_: object) -> None:
        nonlocal count
        count += 1
        if count == stop:
            os._exit(9)

    event.listen(engine, "before_cursor_execute", count_down)
    event.listen(engine, "commit", count_down)
    desk = Desk(Store(engine), ScriptClock(witness.at), Keys(b"k" * 32), "H001", 0, "m1")
    duty.close_day(desk, CloseDayAsk(f"BAG{stop}", witness, Fen(deposit), new_id()))
    engine.dispose()
    return count


def main() -> None:
    """One child for each statement, then one that lives."""
    url, signed, deposit = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])
    at = datetime.fromisoformat(signed.pop("at"))
    witness = Signature(**{**signed, "role": Role(signed["role"])}, at=at)
    stop = 0
    while True:
        stop += 1
        child = os.fork()
        if child == 0:
            close(url, witness, deposit, stop)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        if code == 0:
            break
        if code != 9:
            raise SystemExit(f"the child ended with {code} at {stop}")
        found = _found(url)
        if found == CLOSED:  # the blow fell after the commit, which went with the last rows
            break
        if found != OPEN:
            raise SystemExit(f"killed at {stop}: closings, days and bags are {found}")
    print(stop - 1)


def _found(url: str) -> tuple[int, int, int]:
    """Closings, business days and deposit bags."""
    engine = open_engine(url)
    with engine.connect() as connection:
        closed = connection.exec_driver_sql("SELECT count(*) FROM day_closings").scalar_one()
        days = connection.exec_driver_sql("SELECT count(*) FROM business_days").scalar_one()
        bags = connection.exec_driver_sql("SELECT count(*) FROM deposit_bags").scalar_one()
    engine.dispose()
    return closed, days, bags


if __name__ == "__main__":
    main()
