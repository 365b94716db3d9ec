"""What the bar's daily report is made from: plain values, read before anything is written."""

from dataclasses import dataclass
from datetime import date, datetime

from hallclient.sheets.values import Origin


@dataclass(frozen=True)
class BatchRow:
    """A batch over one day, in servings; `used` is of consumables, `missing` of drinks."""

    goods: str
    batch: int
    good_until: date | None
    opening: int
    received: int
    served: int
    written_off: int
    used: int
    missing: int
    over: int
    closing: int


@dataclass(frozen=True)
class DrinkRow:
    """A drink asked for; `outcome` is English source, "" while it waits."""

    at: datetime
    seat: str
    drink: str
    servings: int
    outcome: str
    ended_at: datetime | None
    by: str
    phrased: bool


@dataclass(frozen=True)
class LoungeRow:
    """An item of the lounge as it was found; `result` is English source."""

    item: str
    duty: str
    result: str
    figure: str
    note: str
    at: datetime
    by: str


@dataclass(frozen=True)
class SlipRow:
    """Slips in hand at a counter beside the services in the system."""

    counter: int
    services: int
    slips: int
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True)
class GuestRow:
    """A guest of VIP reception; `waited` in seconds, `talked` who talked to them meanwhile."""

    arrived_at: datetime
    guest: str
    tier: str
    waited: int
    late: bool
    talked: str
    orders: str
    left_out: int


@dataclass(frozen=True)
class BarDay:
    """What the workbook is made from."""

    origin: Origin
    batches: tuple[BatchRow, ...]
    drinks: tuple[DrinkRow, ...]
    lounge: tuple[LoungeRow, ...]
    slips: tuple[SlipRow, ...]
    guests: tuple[GuestRow, ...]
