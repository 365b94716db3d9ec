"""What is loaded once and stays: the garbage collector need not look at it again."""

import gc
from functools import cache


@cache
def keep_loaded(what: str) -> None:
    """Sets aside everything that is in memory now; once in a process for each `what`.

    A full pass over the libraries' modules, classes and statements took 200 to 280 ms, in which
    no thread gets on and the window stands still. Setting aside takes no time; what was garbage
    at that moment is kept too, so it is done at three fixed moments only.
    """
    del what
    gc.freeze()
