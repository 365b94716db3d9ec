"""What the strip asks before it does something: the line, the customer, the reason, the rating."""

from typing import Final

from hallclient.base.language import N_, tr
from hallclient.queue.page.strip_ask import Question
from hallclient.queue.rules import CounterNow, QueueRow, State, Ticket, kept_line, queue_standard

USUAL_MINUTES: Final = "10"


def rating() -> Question:
    """How the customer found it; none is an answer too."""
    marks = tuple((mark, str(mark)) for mark in range(1, 6))
    return Question(N_("Served"), N_("Customer's rating"), ((0, tr("No rating")), *marks))


def transferring(one: Ticket | None) -> Question:
    """Into which line; `one` is the ticket at the counter."""
    here = "" if one is None else one.standing.line
    lines = queue_standard().lines.values()
    choices = tuple((line.letter, f"{line.letter}  {line.text}") for line in lines
                    if line.letter != here)  # fmt: skip
    says = queue_standard().says
    return Question(
        N_("Transfer"),
        N_("To line"),
        choices,
        reason=N_("Reason"),
        says=(str(says["transfer"]), str(says["dispute"])),
    )


def picking(now: CounterNow) -> Question:
    """Who is taken up again, or called out of turn."""
    choices = tuple((row.serial, _words(row)) for row in (*now.parked, *now.waiting))
    return Question(
        N_("Choose a customer"), N_("Ticket"), choices, reason=N_("Reason, if out of turn")
    )


def leaving(checks: tuple[tuple[str, str], ...]) -> Question:
    """Why, and for how long; `checks` (id, text) of what is to be locked and cleared are ticked."""
    reasons = queue_standard().pauses.values()
    return Question(
        N_("Pause"),
        N_("Reason"),
        tuple((reason.code, reason.text) for reason in reasons),
        minutes=USUAL_MINUTES,
        checks=checks,
    )


def _words(row: QueueRow) -> str:
    parts = (
        row.number,
        kept_line(row.line).text,
        tr("parked") if row.state is State.HELD else "",
        tr("special care") if row.care else "",
        tr("waited {minutes} min", minutes=row.waited // 60),
    )
    return "  ".join(filter(None, parts))
