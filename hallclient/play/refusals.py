"""What the queue refuses, asked for at its counters before the rush; and the tickets it is about.

Every ticket is dealt with when the scenes are over, so the model of the day knows nothing of them.
"""

from typing import Final

from hallclient.play.visit_writer import VisitWriter
from hallclient.play.waiting_line import Counter

TICKETS: Final = 4
"""How many tickets the scenes take."""


def refused_scenes(day: VisitWriter) -> None:
    """Wrong in the eyes of the queue, each in a sentence and never half done."""
    _nothing_to_call(day)
    _called_twice(day)
    _line_not_served(day)
    _too_late(day)
    _paused(day)


def yesterdays_ticket(day: VisitWriter) -> None:
    """The day is closed: a ticket of it is of yesterday."""
    day.by_guide("ticket_return", ticket="s3")


def _nothing_to_call(day: VisitWriter) -> None:
    first = day.counters[1]
    for do in ("open_counter", "next", "start", "finish"):
        day.at(first, do)
    day.by_guide("ticket", line="X")
    day.by_guide("ticket", line="A", booked="25:00")
    day.by_guide("ticket", line="A", booked="08:00")


def _called_twice(day: VisitWriter) -> None:
    first, second = day.counters[1], day.counters[2]
    day.by_guide("ticket", id="s1", line="A", note="只收现金，先核对号码")
    day.at(first, "next")
    day.at(first, "recall")
    day.at(second, "next", ticket="s1", reason="客户赶车")
    day.at(first, "next")
    day.at(first, "pause_counter", reason="rest")
    _minutes(day, 1)
    day.at(first, "start")
    _minutes(day, 4)
    day.at(first, "finish", rating=9)
    day.at(first, "finish", rating=5)
    day.at(second, "next", ticket="s1", reason="再办一项")


def _line_not_served(day: VisitWriter) -> None:
    first, third = day.counters[1], day.counters[3]
    day.by_guide("ticket", id="s2", line="C")
    day.at(first, "next", ticket="s2", reason="客户赶车")
    day.at(third, "next", ticket="s2", reason="")
    day.by_guide("ticket_transfer", ticket="s2", line="C")
    day.at(third, "next")
    day.at(third, "start")
    _minutes(day, 3)
    day.at(third, "finish", rating=4)


def _too_late(day: VisitWriter) -> None:
    """Called as often as may be, put back once, and no more."""
    second = day.counters[2]
    day.by_guide("ticket", id="s3", line="A")
    for round_ in (1, 2):
        day.at(second, "next")
        for _ in range(3 if round_ == 1 else 0):
            _minutes(day, 1)
            day.at(second, "recall")
        day.at(second, "missed")
        day.by_guide("ticket_return", ticket="s3")


def _paused(day: VisitWriter) -> None:
    fourth = day.counters[4]
    day.at(fourth, "pause_counter", reason="holiday")
    day.at(fourth, "resume_counter")
    day.at(fourth, "pause_counter", reason="cash")
    day.at(fourth, "next")
    _minutes(day, 2)
    day.at(fourth, "resume_counter")
    _papers_open(day, day.counters[2])


def _papers_open(day: VisitWriter, counter: Counter) -> None:
    """Nobody leaves a half-done order on the counter."""
    day.by_guide("ticket", id="s4", line="A")
    day.at(counter, "next")
    day.at(counter, "start")
    line, total, _ = day.writer.makers["recharge"]()
    day.at(counter, "draft", id="half", customer=None, lines=[line])
    day.at(counter, "park")
    day.at(counter, "pause_counter", reason="copy")
    _minutes(day, 1)
    day.at(counter, "unpark", ticket="s4")
    tenders = day.writer.tenders(counter.till, total, "cash")
    day.at(counter, "resume", draft="half", id="half-paid", tenders=tenders)
    day.at(counter, "finish")


def _minutes(day: VisitWriter, minutes: int) -> None:
    day.writer.minute += minutes
