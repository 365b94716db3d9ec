"""How far long work has come: what it tells, and to whom."""

from collections.abc import Callable

type Step = Callable[[int, int], None]
"""Is told between units of long work: (done, total). What it raises unwinds the work."""


def silent(_done: int, _total: int) -> None:
    """Tells nobody."""
