"""Numbers and cards kept for the draft while its form is open."""

from collections.abc import Callable, Mapping

from hallclient.base.errors import HallError
from hallclient.counter.page.frame import CounterFrame

type Piece = tuple[str, str]
"""Stock kind and serial."""


class Holds:
    """So that no other counter sells what this customer has just chosen."""

    def __init__(self, frame: CounterFrame, refused: Callable[[HallError], object]) -> None:
        """`refused` is told when another counter was first, the error's field being the line's."""
        self._frame = frame
        self._refused = refused
        self._held: frozenset[Piece] = frozenset()
        frame.cleared.connect(self._forget)

    def wanted(self) -> dict[Piece, str]:
        """What the lines name, and the field of the order that names it."""
        frame = self._frame
        pieces = {}
        for place, line in enumerate(frame.visit.lines):
            spec = frame.specs.get(line.kind)
            for field in spec.fields if spec else ():
                serial = line.fields.get(field.name, "").strip()
                if field.holds and serial:
                    pieces[(field.holds, serial)] = f"lines.{place}.{field.name}"
        return pieces

    def keep(self) -> None:
        """Holds what the lines name now, and lets go of what they no longer name."""
        frame, wanted = self._frame, self.wanted()
        gone = self._held - wanted.keys()
        fresh = wanted if gone else {one: wanted[one] for one in wanted.keys() - self._held}
        if not gone and not fresh:
            return
        self._held |= wanted.keys()
        holder, hold, release = frame.visit.request_id, frame.calls.hold, frame.calls.release

        def work() -> None:
            if gone:
                release(holder)
            _hold_each(holder, fresh, hold)

        def held(_nothing: object) -> None:
            self._held = frozenset(wanted)

        frame.run(frame.lanes.write, work, held, self._refused, quiet=True)

    def adopt(self) -> None:
        """The draft was taken up: what it names may be held for it from before."""
        self._held = frozenset(self.wanted())

    def _forget(self) -> None:
        """Another order is on the desk, which holds nothing yet."""
        self._held = frozenset()


def _hold_each(
    holder: str, pieces: Mapping[Piece, str], hold: Callable[[str, str, str], object]
) -> None:
    """Holds the pieces one by one; raises the first refusal, at the field that named it."""
    for (kind, serial), field in pieces.items():
        try:
            hold(holder, kind, serial)
        except HallError as error:
            error.field = field
            raise
