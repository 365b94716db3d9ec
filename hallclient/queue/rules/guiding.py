"""What is asked and answered at the front desk; every ask carries the id of its request."""

from dataclasses import dataclass
from datetime import date, datetime

from hallclient.queue.rules.triage import Direction, Way, triage_standard
from hallclient.queue.rules.values import Slip


@dataclass(frozen=True)
class GuideVisitor:
    """A visitor is sent where they belong.

    Attributes:
        purpose: code of what they came for; missing: codes of the papers that they lack.
        care: elderly, disabled, pregnant, with an infant: called first and accompanied.
        channel: code of the self-service that they go to, "" where they do not.
        note: what the counter ought to know; kept encrypted, travels with the ticket.
        customer: id of the customer's file where they are known, "" otherwise.
        booked: time of the appointment as typed, "" without one.
        came_back: the guidance whose missing papers they bring now, 0 for none.
        on_paper: the ticket's slip is printed; what is missing always is.
    """

    request_id: str
    purpose: str
    missing: tuple[str, ...] = ()
    care: bool = False
    channel: str = ""
    note: str = ""
    customer: str = ""
    booked: str = ""
    came_back: int = 0
    on_paper: bool = False


@dataclass(frozen=True)
class Guided:
    """Where a visitor was sent; `slip` where they were given a ticket."""

    serial: int
    direction: Direction
    slip: Slip | None


@dataclass(frozen=True)
class Guidance:
    """A visitor at the front desk, as it is on record; nothing of what was typed.

    Attributes:
        ticket: serial of the ticket, 0 for none; came_back: as in the ask.
        missing, offered: codes of papers and channels.
    """

    serial: int
    business_date: date
    at: datetime
    by: str
    purpose: str
    way: Way
    ticket: int
    came_back: int
    care: bool
    crowded: bool
    missing: tuple[str, ...]
    offered: tuple[str, ...]
    channel: str
    customer: str

    @property
    def purpose_text(self) -> str:
        """What they came for, in the language in force; its code where it is no more there."""
        found = triage_standard().purposes.get(self.purpose)
        return self.purpose if found is None else found.text

    @property
    def missing_texts(self) -> tuple[str, ...]:
        """Names of the papers that were missing, in the language in force."""
        papers = triage_standard().papers
        return tuple(papers[code].text if code in papers else code for code in self.missing)


@dataclass(frozen=True)
class DeskFigures:
    """A day at the front desk.

    Attributes:
        visitors: how many were guided; tickets, self_service, sent_back: by where they went.
        suggested: to how many self-service was suggested; came_back: slips that were made good.
        care: how many were accompanied.
    """

    visitors: int
    tickets: int
    self_service: int
    sent_back: int
    suggested: int
    came_back: int
    care: int


def desk_figures(guidances: tuple[Guidance, ...]) -> DeskFigures:
    """The figures of a day's visitors."""
    ways = [one.way for one in guidances]
    return DeskFigures(
        visitors=len(ways),
        tickets=ways.count(Way.TICKET),
        self_service=ways.count(Way.SELF_SERVICE),
        sent_back=ways.count(Way.COME_BACK),
        suggested=sum(bool(one.offered) for one in guidances),
        came_back=sum(one.came_back > 0 for one in guidances),
        care=sum(one.care for one in guidances),
    )
