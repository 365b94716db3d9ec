"""Marks that several papers share: the copy's mark, how a part was paid, two signatures."""

from datetime import datetime
from typing import Final

from hallclient.base.clock import shown_time
from hallclient.base.language import N_
from hallclient.paper.sheet import Cell, Rule, Sheet
from hallclient.paper.values import ReceiptTender
from hallclient.paper.wording import METHODS, Say

SMALL: Final = 7.0
_REFERENCE_SHOWN: Final = 4


def copy_mark(sheet: Sheet, say: Say, count: int, *, size: float = 12.0) -> None:
    """补打 n, framed, in the middle; nothing on an original. Source: S2-KA-18."""
    if count < 1:
        return
    text = say(N_("Reprint {count}")).format(count=count)
    half = sheet.face.width(text, size) / 2 + 8
    middle = (sheet.left + sheet.right) / 2
    sheet.gap(4)
    top = sheet.y - 1
    sheet.write(text, size=size, align="centre", heavy=True)
    bottom = sheet.y + 1
    left, right = middle - half, middle + half
    for edge in (
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    ):
        sheet.place(Rule(*edge, 0, 1))
    sheet.gap(4)


def times(issued_at: datetime, done_at: datetime | None) -> list[tuple[str, str]]:
    """The time of an order; of a later entry (补录) both times. Source: S2-CS-16."""
    if done_at is None:
        return [(N_("Time"), shown_time(issued_at))]
    return [
        (N_("Done at"), shown_time(done_at)),
        (N_("Entered later"), shown_time(issued_at)),
    ]


def tender_text(say: Say, tender: ReceiptTender) -> str:
    """How a part was paid, with the end of its reference: `WeChat Pay …7788`."""
    name = say(METHODS[tender.method])
    end = tender.reference[-_REFERENCE_SHOWN:]
    return f"{name} …{end}" if end else name


def signature_line(sheet: Sheet, label: str, *, size: float) -> None:
    """A label with a line to sign on."""
    text = sheet.face.drawable(label)
    sheet.gap(12)
    sheet.row((Cell(sheet.left, sheet.inner, text),), size=size)
    x = sheet.left + min(sheet.face.width(text, size) + 6, sheet.inner / 2)
    sheet.place(Rule(x, sheet.y - 1, sheet.right, sheet.y - 1, 0, 0.5))
