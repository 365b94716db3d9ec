"""What an event came to, as `summary.json` tells it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Done:
    """An event that went well.

    Attributes:
        number: of the order, reversal, slip, shift or day it made, "" where there is none.
        copy: which copy of its paper was printed, 0 for the original.
        done_at: of a later entry the time at which it was done.
    """

    number: str = ""
    copy: int = 0
    done_at: str = ""


@dataclass(frozen=True)
class Outcome:
    """An event's line in the summary. A refused event has `ok` False and a stable code."""

    index: int
    id: str | None
    do: str
    ok: bool
    code: str = ""
    message: str = ""
    number: str = ""
    receipt: str = ""
    done_at: str = ""

    def plain(self) -> dict[str, object]:
        """As written to `summary.json`."""
        line: dict[str, object] = {
            "index": self.index,
            "id": self.id,
            "do": self.do,
            "ok": self.ok,
            "code": self.code,
            "message": self.message,
        }
        if self.number:
            line["number"] = self.number
        if self.receipt:
            line["receipt"] = self.receipt
        if self.done_at:
            line["done_at"] = self.done_at
        return line
