"""What VIP reception answers: guests who are here, a finished reception, today's list, the day."""

from dataclasses import dataclass
from datetime import date, datetime

from hallclient.counter.rules.recommending import Recommendation
from hallclient.vip.rules.bookings import Booking
from hallclient.vip.rules.reception import Event, Standing, Step, next_step


@dataclass(frozen=True)
class Reception:
    """One reception and where it stands.

    Attributes:
        guest: how the guest is addressed; tier: its name, "" for a guest without one in force.
        lapsed: received although the tier had lapsed, or there was none.
        limit: seconds after which a waiting guest is talked to.
        left_out: mandatory steps that were left out, once the guest has gone.
    """

    serial: int
    business_date: date
    customer_id: str
    guest: str
    tier: str
    lapsed: bool
    standing: Standing
    limit: int
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Course:
    """A reception with every step, and what may be recommended now."""

    reception: Reception
    events: tuple[Event, ...]
    suggestion: Recommendation | None

    @property
    def next(self) -> Step | None:
        """The step that is prompted now."""
        return next_step(self.reception.standing)


@dataclass(frozen=True)
class Occasion:
    """A guest of today's list: a birthday, or a contract that ends; `on` is the day it is about."""

    customer_id: str
    guest: str
    item: str
    on: date


@dataclass(frozen=True)
class Today:
    """Today's list: birthdays, contracts that end, promised calls and visits."""

    day: date
    occasions: tuple[Occasion, ...]
    bookings: tuple[Booking, ...]


@dataclass(frozen=True)
class SheetRow:
    """A line of the day's sheet (当天业务记录, S1-VP-26)."""

    reception: Reception
    waited: int
    late: bool
    talked: tuple[tuple[datetime, str], ...]
    orders: tuple[str, ...]


@dataclass(frozen=True)
class DaySheet:
    """The VIP business of a day.

    Attributes:
        late: guests who waited past the time; left_out: steps left out, by step.
    """

    day: date
    rows: tuple[SheetRow, ...]
    late: int
    left_out: tuple[tuple[Step, int], ...]
