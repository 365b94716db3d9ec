"""The slip of a queue ticket (号票), 80 mm roll: the number large, who is ahead, about how long.

Source: field rules 12; the wait is a range, since one number would be a promise (lessons 3).
"""

from hallclient.base.clock import shown_time
from hallclient.base.language import N_
from hallclient.paper.marks import SMALL, copy_mark
from hallclient.paper.receipt import LABELS, MARGIN, WIDTH
from hallclient.paper.sheet import Sheet
from hallclient.paper.values import TicketSlip
from hallclient.paper.wording import Say, wording


def ticket(value: TicketSlip) -> bytes:
    """The slip as a PDF of one page, 80 mm wide."""
    say = wording(value.language)
    sheet = Sheet(WIDTH, None, MARGIN)
    sheet.write(value.hall_name, size=11, align="centre", heavy=True)
    sheet.write(value.line_name, size=11, align="centre")
    copy_mark(sheet, say, value.copy)
    sheet.rule()
    sheet.gap(4)
    sheet.write(value.number, size=40, align="centre", heavy=True)
    sheet.gap(4)
    for label, text in _facts(say, value):
        sheet.pair(say(label), text, at=LABELS[value.language])
    sheet.rule(dash=2)
    for words in _foot(value):
        sheet.write(say(words), size=SMALL)
    return sheet.pdf(value.number)


def _facts(say: Say, value: TicketSlip) -> list[tuple[str, str]]:
    facts = [(N_("Ahead of you"), str(value.ahead)), (N_("Your wait"), _wait(say, value))]
    if value.booked_at is not None:
        facts.append((N_("Appointment"), shown_time(value.booked_at)))
    return [*facts, (N_("Taken at"), shown_time(value.taken_at))]


def _wait(say: Say, value: TicketSlip) -> str:
    if value.wait_least is None or value.wait_most is None:
        return say(N_("no counter serves this line at the moment"))
    words = say(N_("about {least} to {most} minutes"))
    return words.format(least=value.wait_least, most=value.wait_most)


def _foot(value: TicketSlip) -> tuple[str, ...]:
    calls = N_("Watch the screen and listen for your number.")
    missed = N_("If you missed your call, tell the guide: you are put back once.")
    if value.booked_at is None:
        return calls, missed
    return N_("From the time of the appointment you are called before others."), calls, missed
