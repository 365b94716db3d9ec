"""The hall that a script plays in: made before the first event, its people and stock in place."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from hallclient import hall as house
from hallclient.base.clock import Clock, ScriptClock, from_hall
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.customers import service as customers
from hallclient.customers.rules import TakeOver
from hallclient.play.counter_script import CloseDay
from hallclient.play.parties import document_draft
from hallclient.play.parts import Event
from hallclient.play.script import DayScript, RangePart, ScriptWrong, StaffPart
from hallclient.play.vip_script import VipPart
from hallclient.policy import service as policy
from hallclient.policy.rules import ChangePolicy, checked_hall_code, checked_hall_name
from hallclient.staff import service as staff
from hallclient.staff.permissions import permission_table
from hallclient.staff.rules import AddPerson, Role
from hallclient.stock import service as stock
from hallclient.stock.rules import ReceiveRange, StockKind
from hallclient.store.desk import Desk
from hallclient.vip import service as vip
from hallclient.vip.rules import Enrol
from hallclient.vip.rules.bar import ReceiveDrinks
from hallclient.vip.service import bar

PASSWORD = "day-script-2026"  # noqa: S105 - of people who exist in a played day only


@dataclass
class Memory:
    """What later events refer to, by the ids of the script."""

    orders: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    counted: dict[int, str] = field(default_factory=dict)
    tickets: dict[str, int] = field(default_factory=dict)
    receptions: dict[str, int] = field(default_factory=dict)
    bookings: dict[str, int] = field(default_factory=dict)
    guidances: dict[str, int] = field(default_factory=dict)
    matters: dict[str, int] = field(default_factory=dict)
    at_the_bar: dict[str, int] = field(default_factory=dict)
    notices: dict[str, int] = field(default_factory=dict)


@dataclass
class Stage:
    """A played hall.

    Attributes:
        hall: the open hall; replaced when the client is restarted.
        receipts, reports, screens: folders for what the day leaves.
    """

    script: DayScript
    place: house.HallPlace
    clock: ScriptClock
    hall: house.OpenHall
    out: Path
    founder: str
    memory: Memory = field(default_factory=Memory)

    @property
    def receipts(self) -> Path:
        """Where papers go."""
        return self.out / "receipts"

    @property
    def reports(self) -> Path:
        """Where workbooks go."""
        return self.out / "reports"

    @property
    def screens(self) -> Path:
        """Where screenshots go."""
        return self.out / "screens"

    def desk(self, clerk: str, counter: int = 0) -> Desk:
        """The desk of a person at a counter, 0 for the manager's room."""
        return self.hall.desk.acting(clerk, counter)

    def actor(self, event: Event) -> str:
        """Who does the event: as written, else the counter's clerk, else the duty manager."""
        if event.by:
            return event.by
        if isinstance(event, CloseDay):  # a manager's work, at whichever desk
            return self.script.manager(besides=event.witness)
        if event.counter is not None:
            return self.script.clerk_of(event.counter)
        return self.script.manager()

    def may(self, code: str, permission: str) -> bool:
        """Whether the person's role has this right, whatever the amount."""
        return any(
            permission_table().allows(Role(part.role), permission)
            for part in self.script.staff
            if part.code == code
        )

    def set_time(self, event: Event) -> None:
        """Moves the clock to the event's minute; events of one minute keep their order."""
        hour, minute = (int(part) for part in event.at.split(":"))
        self.clock.set(max(self.clock.now(), from_hall(self.script.date, hour, minute)))

    def reopen(self) -> None:
        """Starts the hall again after the client was dropped."""
        self.hall = house.open_hall(self.place, self.clock)


@contextmanager
def set_stage(script: DayScript, out: Path, place: house.HallPlace) -> Iterator[Stage]:
    """Makes the hall of a script and closes it at the end.

    Raises HallExists when the database is there already: a played day never touches one.
    """
    out.mkdir(parents=True, exist_ok=True)
    clock = ScriptClock(from_hall(_furnished_on(script), 0, 0))
    furnish(script, place, clock)
    clock.set(from_hall(script.date, 0, 0))
    opened = house.open_hall(place, clock)
    stage = Stage(script, place, clock, opened, out, _founder(script).code)
    try:
        yield stage
    finally:
        stage.hall.close()


def _furnished_on(script: DayScript) -> date:
    """So early that no tier is given and no drink received that is over already."""
    last_days = [part.vip.valid_until for part in script.subscribers if part.vip is not None]
    last_days += [part.best_before for part in script.stock.drinks]
    return min(day for day in (script.date, *map(_day, last_days)) if day is not None)


def _day(text: str) -> date | None:
    """A day as written; None for what is none, which is refused at its place."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def furnish(script: DayScript, place: house.HallPlace, clock: Clock | None = None) -> None:
    """Makes the hall of a script: people, settings, stock and subscribers, no business yet.

    Raises ScriptWrong with the place of what the hall refuses, HallExists.
    """
    founder = _founder(script)
    with _place("hall.code"):
        checked_hall_code(script.hall.code)
    with _place("hall.name"):
        checked_hall_name(script.hall.name)
    new = house.NewHall(script.hall.code, script.hall.name, founder.code, founder.name, PASSWORD)
    opened = house.create_hall(place, new, clock)
    desk = opened.desk.acting(founder.code, 0)
    try:
        _people(desk, script)
        _policy(desk, script)
        _stock(desk, script)
        _drinks(desk, script)
        _subscribers(desk, script)
    finally:
        opened.close()


@contextmanager
def _place(where: str) -> Iterator[None]:
    """A refusal before the day begins is a mistake in the script, at this place."""
    try:
        yield
    except HallError as error:
        raise ScriptWrong((f"{where}: {error}",)) from error


def _founder(script: DayScript) -> StaffPart:
    """Who sets the hall up: its first duty manager, or somebody of its own where it has none."""
    managers = (person for person in script.staff if person.role == "duty_manager")
    return next(managers, StaffPart(code="SETUP", name="SETUP", role="duty_manager"))


def _people(desk: Desk, script: DayScript) -> None:
    for index, part in enumerate(script.staff):
        if part.code == desk.clerk:
            continue
        ask = AddPerson(part.code, part.name, Role(part.role), PASSWORD, new_id())
        with _place(f"staff[{index}]"):
            staff.add_person(desk, ask)


def _policy(desk: Desk, script: DayScript) -> None:
    for key, value in script.hall.policy.items():
        with _place(f"hall.policy.{key}"):
            policy.change(desk, ChangePolicy(key, value, None, new_id()))


def _stock(desk: Desk, script: DayScript) -> None:
    received: tuple[tuple[str, StockKind, tuple[RangePart, ...]], ...] = (
        ("sim_cards", StockKind.SIM, script.stock.sim_cards),
        ("numbers", StockKind.NUMBER, script.stock.numbers),
        ("value_cards", StockKind.VALUE_CARD, script.stock.value_cards),
        ("invoices", StockKind.INVOICE, script.stock.invoices),
    )
    for name, kind, parts in received:
        for index, part in enumerate(parts):
            ask = ReceiveRange(
                kind, part.first, part.last, new_id(), Fen(part.face_fen), part.batch
            )
            with _place(f"stock.{name}[{index}]"):
                stock.receive(desk, ask)


def _drinks(desk: Desk, script: DayScript) -> None:
    for index, part in enumerate(script.stock.drinks):
        ask = ReceiveDrinks(new_id(), part.goods, str(part.servings), part.best_before)
        with _place(f"stock.drinks[{index}]"):
            bar.receive(desk, ask)


def _subscribers(desk: Desk, script: DayScript) -> None:
    for index, part in enumerate(script.subscribers):
        document = document_draft(part.customer)
        if document is None:
            raise ScriptWrong((f"subscribers[{index}].customer.document: is missing",))
        ask = TakeOver(document, part.mobile, part.plan, part.iccid, new_id())
        with _place(f"subscribers[{index}]"):
            customer_id = customers.take_over(desk, ask)
            _tier(desk, customer_id, part.vip)


def _tier(desk: Desk, customer_id: str, part: VipPart | None) -> None:
    if part is not None:
        vip.enrol(desk, Enrol(new_id(), customer_id, part.tier, part.valid_until, part.card))
