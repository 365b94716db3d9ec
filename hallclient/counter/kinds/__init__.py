"""The businesses of the counter, one file each, and the registry that finds them.

A new business is a file here and a form; a third party's is a package with an entry point in
the group `hallclient.kinds` that names an object with the shape of `counter.kind.Kind`.
"""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import Final, cast

from hallclient.counter.kind import Kind
from hallclient.counter.kinds.new_number import NewNumber
from hallclient.counter.kinds.plan_change import PlanChange
from hallclient.counter.kinds.recharge import Recharge
from hallclient.counter.kinds.sim_replacement import SimReplacement
from hallclient.counter.kinds.value_card import ValueCard
from hallclient.counter.rules import KindUnknown

GROUP: Final = "hallclient.kinds"

_BUILT_IN: Final[tuple[Kind, ...]] = (
    Recharge(),
    NewNumber(),
    PlanChange(),
    SimReplacement(),
    ValueCard(),
)


class KindClash(ValueError):
    """Two kinds with one code, or a kind without one: an installation to be mended."""


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its code: the built-in ones, then those of entry points by name.

    Raises KindClash.
    """
    found = {kind.spec.code: kind for kind in _BUILT_IN}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        loaded = point.load()
        kind = cast(Kind, loaded() if isinstance(loaded, type) else loaded)
        if not kind.spec.code or kind.spec.code in found:
            raise KindClash(f"{point.value}: the code {kind.spec.code!r} is taken or empty")
        found[kind.spec.code] = kind
    return found


def kind_of(code: str) -> Kind:
    """The kind with this code; raises KindUnknown."""
    found = kinds().get(code)
    if found is None:
        raise KindUnknown(kind=code)
    return found
