"""Papers and their print jobs: names, states, the delay before the next try, refusals."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from hallclient.base.errors import HallError
from hallclient.base.language import N_


class PaperKind(StrEnum):
    """What is printed."""

    RECEIPT = "receipt"
    FORM = "form"
    SLIP = "slip"
    TICKET = "ticket"
    MISSING = "missing"


class JobState(StrEnum):
    """Where a print job (打印任务) is.

    `printing` is a claim: it is set, and committed, before anything reaches the printer, so no
    job is printed twice by two lanes. A claim that outlives its program was interrupted: nobody
    knows whether the paper came out. `failed` needs a person: the paper cannot be drawn.
    """

    WAITING = "waiting"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"


CLAIM_LASTS: Final = timedelta(minutes=2)
"""Longer than any printer takes; an older claim belongs to a program that died."""

_FIRST_DELAY: Final = timedelta(seconds=5)
_LONGEST_DELAY: Final = timedelta(minutes=5)


def delay(tries: int) -> timedelta:
    """How long to leave a printer alone after its `tries`-th failure: 5 s doubling to 5 minutes."""
    return min(_FIRST_DELAY * (1 << min(tries - 1, 10)), _LONGEST_DELAY)


def paper_name(kind: str, subject: str, copy: int) -> str:
    """A name that sorts by order: `receipt-H001202611220100001`, a copy `…-copy-1`."""
    number = subject.rsplit("/", 1)[-1] if kind != PaperKind.SLIP else subject.replace("/", "-")
    mark = f"-copy-{copy}" if copy else ""
    return re.sub(r"[^A-Za-z0-9._-]", "-", f"{kind}-{number}{mark}")


@dataclass(frozen=True)
class Printed:
    """What became of one job in one pass: `code` is "" when the paper is there."""

    job_id: str
    kind: str
    subject: str
    copy: int
    name: str
    code: str = ""
    message: str = ""


@dataclass(frozen=True)
class WaitingJob:
    """A paper that is not there yet, for the alert in the top bar.

    Attributes:
        code: why the last try failed, "" before the first try.
        interrupted: the program stopped while it was printing; look whether the paper is there.
    """

    job_id: str
    kind: str
    subject: str
    copy: int
    counter: int
    tries: int
    code: str
    made_at: datetime
    interrupted: bool


@dataclass(frozen=True)
class Copied:
    """A copy (补打) that was asked for: `copy` is its count, from 1."""

    job_id: str
    kind: str
    copy: int


class PaperUnknown(HallError):
    """Nothing was ever printed for this."""

    code = "paper.unknown"
    sentence = N_("There is no paper to print again for this number.")


class PaperUndrawable(HallError):
    """What was kept cannot be drawn: it is damaged, or of a newer version."""

    code = "paper.unreadable"
    sentence = N_("This paper cannot be drawn. Tell whoever looks after the system: job {job}.")


class PrintInterrupted(HallError):
    """The program stopped in the middle of printing."""

    code = "printer.interrupted"
    sentence = N_(
        "Printing was interrupted. Look whether the paper came out; if not, print it again."
    )
