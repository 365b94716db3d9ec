"""Writes a day of visits: who comes waits, is called, served, missed, parked or passed on.

What is due at a minute happens first; then every free counter calls, or pauses.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from hallclient.play.generate import DayWriter, Till
from hallclient.play.waiting_line import Agenda, Counter, Visit, WaitingLine

LINES: Final = {1: "AB", 2: "A", 3: "AC", 4: "BV"}
"""What each counter serves; the fourth is the VIP desk."""
EXCEPTIONS: Final = {
    f"{counter}_{letter}": False
    for counter, letters in {1: "cv", 2: "bcv", 3: "bv", 4: "a"}.items()
    for letter in letters
}
PAUSES: Final = {
    1: [(11 * 60 + 20, "meal", 30), (15 * 60, "copy", 4)],
    2: [(11 * 60 + 55, "meal", 30)],
    3: [(10 * 60 + 40, "fetch", 5), (12 * 60 + 30, "meal", 30)],
    4: [(13 * 60 + 5, "meal", 25), (16 * 60 + 20, "rest", 10)],
}
LAPSED: Final = 5
"""The subscriber whose tier has lapsed."""
OPENS: Final = 8 * 60 + 40
MAKES: Final = {
    "payment": "recharge", "new_number": "new_number", "plan_change": "plan_change",
    "sim": "sim_replacement", "card": "value_card",
}  # fmt: skip
"""Business by purpose."""
RATINGS: Final = (5, 5, 5, 5, 4, 4, 3, None, None)
COMES_BACK: Final = 9
FETCHES: Final = 35
GIVES_UP: Final = 5
PARKED: Final = 7


class VisitWriter:
    """Writes the day minute by minute: what is due happens, then free counters call."""

    def __init__(self, seed: int, on: date) -> None:
        self.writer = DayWriter(seed, 3, on)
        self.writer.tills.append(Till(4, "V001"))
        self.agenda = Agenda()
        self.line = WaitingLine(on)
        self.counters = {
            till.number: Counter(till, LINES[till.number], pauses=list(PAUSES[till.number]))
            for till in self.writer.tills
        }

    # the frame

    def open(self) -> None:
        """Floats are counted, counters open for the queue."""
        self.writer.open_all()
        self.writer.minute = OPENS
        for counter in self.counters.values():
            self.at(counter, "open_counter")
            counter.open = True

    def run(self) -> None:
        """Everything on the agenda, and what follows from it."""
        while due := self.agenda.take():
            minute, what = due
            self.writer.minute = max(self.writer.minute, minute)
            what()
            self._call_all()

    def close(self) -> None:
        """Tills are counted and approved, the day is closed."""
        self.writer.close_all({1: -500})

    def power_fails(self) -> None:
        """Every client is dropped; the tickets survive."""
        self.writer.add("restart", None, pause=0)

    def counters_close(self) -> None:
        """Whoever comes from now on is left over."""
        for counter in self.counters.values():
            if counter.visit is not None:
                self.later(1, self.counters_close)
                return
        for counter in self.counters.values():
            self.at(counter, "close_counter")
            counter.open = False

    def script(self) -> dict[str, Any]:
        """The whole script; one tier has lapsed the day before, one drink is past its date."""
        script = self.writer.script()
        yesterday = (self.writer.on - timedelta(days=1)).isoformat()
        lapsed = {"tier": "silver", "valid_until": yesterday, "card": "VIP80100"}
        script["subscribers"][LAPSED]["vip"] = lapsed
        script["stock"]["drinks"] += [
            {"goods": "milk", "servings": 10, "best_before": yesterday},
            {"goods": "juice", "servings": 1, "best_before": self.writer.on.isoformat()},
        ]
        script["hall"]["policy"] = {"queue_lines": EXCEPTIONS}
        return script

    # what happens to a visit

    @property
    def now(self) -> int:
        """The minute of the day."""
        return int(self.writer.minute)

    def later(self, minutes: int, what: Callable[[], None]) -> None:
        """It happens in so many minutes."""
        self.agenda.put(self.now + minutes, what)

    def at(self, counter: Counter, do: str, **more: Any) -> None:
        """An event at a counter."""
        self.writer.add(do, counter.till, pause=0, **more)

    def by_guide(self, do: str, **more: Any) -> None:
        """An event at the front desk."""
        self.writer.add(do, None, pause=0, by="G001", **more)

    def comes(self, visit: Visit) -> None:
        """The guide asks what for; who lacks a paper goes home for it first."""
        if visit.lacks:
            missing = [visit.lacks]
            self.by_guide("triage", id=f"{visit.name}-1", purpose=visit.purpose, missing=missing)
            self.later(FETCHES, lambda: self._has_ticket(visit, came_back=f"{visit.name}-1"))
        else:
            self._has_ticket(visit, purpose=visit.purpose)

    def _has_ticket(self, visit: Visit, **more: Any) -> None:
        """Some do not wait until they are called, some wait in the wrong line."""
        if visit.care:
            more["care"] = True
        if visit.booked:
            more["booked"] = f"{visit.booked // 60:02d}:{visit.booked % 60:02d}"
        self.by_guide("triage", id=visit.name, **more)
        self.line.join(visit)
        if visit.fate == "leaves":
            self.later(GIVES_UP, lambda: self._gives_up(visit))
        if visit.fate == "wrong line":
            self.later(2, lambda: self._sent_over(visit))

    def _gives_up(self, visit: Visit) -> None:
        if self.line.waits(visit):
            self.line.leave(visit)
            self.by_guide("ticket_cancel", ticket=visit.name)

    def _sent_over(self, visit: Visit) -> None:
        if self.line.waits(visit):
            self.by_guide("ticket_transfer", ticket=visit.name, line="B", reason="为单位办理")
            self.line.move(visit, "B")

    def _call_all(self) -> None:
        for counter in self.counters.values():
            if counter.free and not self._pauses(counter):
                called = self.line.call(counter, self.now)
                if called is not None:
                    self.at(counter, "next")
                    self._called(counter, called)

    def _called(self, counter: Counter, visit: Visit) -> None:
        if visit.fate in ("late", "gone"):
            self.later(1, lambda: self.at(counter, "recall"))
            self.later(2, lambda: self._missed(counter, visit))
        else:
            walks = self.writer.chance.choice((0, 0, 1))
            self.later(walks, lambda: self.begins(counter, visit))

    def _missed(self, counter: Counter, visit: Visit) -> None:
        self.at(counter, "missed")
        counter.visit = None
        if visit.fate == "late":
            visit.fate = ""
            self.later(COMES_BACK, lambda: self._comes_back(visit))

    def _comes_back(self, visit: Visit) -> None:
        self.by_guide("ticket_return", ticket=visit.name)
        self.line.back(visit, self.now)

    def begins(self, counter: Counter, visit: Visit) -> None:
        """The customer sits down; some are interrupted."""
        self.at(counter, "start")
        if visit.fate in ("parks", "passed on"):
            self.later(2, lambda: self._interrupted(counter, visit))
        else:
            self._goes_on(counter, visit, visit.needs)

    def _goes_on(self, counter: Counter, visit: Visit, minutes: int) -> None:
        if visit.buys:
            self.later(max(1, minutes - 2), lambda: self._buys(counter, visit))
        self.later(minutes, lambda: self.ends(counter, visit))

    def _buys(self, counter: Counter, visit: Visit) -> None:
        """What the customer came for, where this is a business of the counters."""
        maker = self.writer.makers.get(MAKES.get(visit.purpose, ""))
        if visit.purpose == "unit":
            self.writer.unit_order(counter.till, 0)
        elif visit.mobile:
            line, total, customer = self.writer.plan_change(visit.mobile)
            self.writer.order(counter.till, [line], total, customer, pause=0)
        elif maker is not None:
            line, total, customer = maker()
            self.writer.order(counter.till, [line], total, customer, pause=0)

    def ends(self, counter: Counter, visit: Visit) -> None:
        """Served; the rating that the customer gives, if any."""
        rating = self.writer.chance.choice(RATINGS)
        self.at(counter, "finish", **({} if rating is None else {"rating": rating}))
        counter.visit = None

    def _interrupted(self, counter: Counter, visit: Visit) -> None:
        if visit.fate == "passed on":
            visit.fate = ""
            to = "C" if visit.line != "C" else "A"
            self.at(counter, "ticket_transfer", line=to, reason="转专席办理")
            counter.visit = None
            self.line.move(visit, to)
        else:
            self.at(counter, "park")
            counter.visit = None
            self.later(PARKED, lambda: self._taken_up(visit))

    def _taken_up(self, visit: Visit) -> None:
        """At the first counter of the line that is free; else a minute later."""
        for counter in self.counters.values():
            if counter.free and visit.line in counter.lines:
                self.at(counter, "unpark", ticket=visit.name)
                counter.visit = visit
                self._goes_on(counter, visit, visit.needs)
                return
        self.later(1, lambda: self._taken_up(visit))

    # pauses

    def _pauses(self, counter: Counter) -> bool:
        if not counter.pauses or counter.pauses[0][0] > self.now:
            return False
        _, reason, minutes = counter.pauses.pop(0)
        self.at(counter, "pause_counter", reason=reason)
        counter.open = False
        self.later(minutes, lambda: self._resumes(counter))
        return True

    def _resumes(self, counter: Counter) -> None:
        self.at(counter, "resume_counter")
        counter.open = True
