"""What stands behind one window: the open hall, its printer and reader, the person at the desk.

Imported on a worker's thread while the clerk types the password; nothing here touches a widget.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hallclient import hall as house
from hallclient.app.leftovers import Leftovers
from hallclient.app.memory import keep_loaded
from hallclient.base.clock import Clock
from hallclient.base.errors import HallError
from hallclient.base.language import N_, Language
from hallclient.devices.disks import FILE_NAME, refuse_too_long
from hallclient.devices.id_reader import IdReader, RawCard, ReaderAbsent
from hallclient.devices.printers import PdfFolder, Printer
from hallclient.look import first_places
from hallclient.policy import service as policy
from hallclient.staff import service as staff
from hallclient.staff.rules import ROLE_NAMES, FirstRun, SignedIn
from hallclient.store.desk import Desk
from hallclient.store.keys import open_key_store
from hallclient.store.trouble import DatabaseUnreachable
from hallclient.ui.theme import Look

if TYPE_CHECKING:
    from hallclient.app.client import Opening
    from hallclient.counter.rules import KindSpec
    from hallclient.counter.service import DraftsHere
    from hallclient.paper.rules import Printed
    from hallclient.settings import Settings

PAPERS_IN_A_PASS = 50
READ_AHEAD: Final = (
    "hallclient.app.approvals",
    "hallclient.app.rooms",
    "hallclient.app.counter_calls",
    "hallclient.counter.page",
)
"""Read by the sign-in on its own thread, so that the window need not wait for them."""
READ_LATER: Final = (
    "hallclient.ui.authorise",
    "hallclient.staff.page.approvals",
    "hallclient.till.page",
    "hallclient.till.service",
    "hallclient.customers.page",
    "hallclient.staff.page.settings",
    "hallclient.ui.keys_sheet",
    "hallclient.ui.palette",
    "hallclient.ui.customer_screen",
)
"""Read behind the first page: what the clerk most likely opens next."""


class CounterMalformed(HallError):
    """The counter's number is not one."""

    code = "signin.counter"
    sentence = N_("Type the number of this counter, 0 to 99; 0 is the manager's room.")


@dataclass(frozen=True)
class Seat:
    """Somebody at a desk.

    Attributes:
        role_title: English source.
        idle_minutes: after which the screen locks.
        since: place of the newest act in the hall's chain when the person sat down.
        taken: numbers of orders that were taken although this PC never heard so.
        kinds: businesses that the person may do; `kind_keys` finds them by pinyin.
    """

    desk: Desk
    person: SignedIn
    role_title: str
    idle_minutes: int
    kinds: "tuple[KindSpec, ...]"
    kind_keys: Mapping[str, frozenset[str]]
    since: int = 0
    taken: tuple[str, ...] = ()

    @property
    def named(self) -> str:
        """Name and code, as a second person reads who asks for the signature."""
        return f"{self.person.name} ({self.person.code})"


@dataclass(frozen=True)
class TopFacts:
    """What the top bar tells; `shift_id` is the person's own open shift, "" for none."""

    business_date: date | None
    papers_waiting: int
    shift_id: str = ""


class NoReader:
    """For a PC without a card reader: typed entry is always possible."""

    def present(self) -> bool:
        return False

    def read(self) -> RawCard:
        raise ReaderAbsent


@dataclass
class Backstage:
    """The hall behind a window; `hall_name` is "" while no hall is set up at the place.

    `backs_up` says whether this PC's settings name the hall, and so its backups as well.
    """

    place: house.HallPlace
    clock: Clock
    counter: int | None
    papers: Path
    reports: Path
    drafts_folder: Path
    hall: house.OpenHall | None = None
    hall_name: str = ""
    backs_up: bool = False
    _reader: IdReader | None = field(default=None, repr=False)
    _printer: Printer | None = field(default=None, repr=False)
    _settings: "Settings | None" = field(default=None, repr=False)

    @property
    def settings(self) -> "Settings":
        """This PC's settings, checked when first asked for; raises SettingsWrong."""
        from hallclient.settings import load_settings

        if self._settings is None:
            self._settings = load_settings()
        return self._settings

    @property
    def reader(self) -> IdReader:
        """The card reader of the settings, made when the first card is laid on it."""
        if self._reader is None:
            self._reader = _reader(self.settings)
        return self._reader

    @cached_property
    def drafts(self) -> "DraftsHere":
        """What is kept on this PC while the database is away."""
        from hallclient.counter.service import DraftsHere

        return DraftsHere(self.drafts_folder)

    @property
    def desk(self) -> Desk:
        """A desk at which nobody sits yet; raises HallAbsent."""
        if self.hall is None:
            raise house.HallAbsent
        return self.hall.desk

    def open(self) -> None:
        """Opens the hall at the place, if there is one; raises what `open_hall` raises."""
        self.hall = house.open_hall(self.place, self.clock)
        self.hall_name = policy.read(self.hall.desk).hall_name

    def found(self, ask: FirstRun) -> None:
        """Sets up a new hall; raises SettingsWrong, HallExists, what the staff room refuses."""
        _ = self.settings
        new = house.NewHall(ask.hall_code, ask.hall_name, ask.code, ask.name, ask.password)
        self.hall = house.create_hall(self.place, new, self.clock)
        self.hall_name = ask.hall_name

    def close(self) -> None:
        """Gives the database back."""
        if self.hall is not None:
            self.hall.close()
            self.hall = None

    # -- the person at the desk ----------------------------------------------------------

    def sign_in(self, code: str, password: str, counter: str) -> Seat:
        """Raises SettingsWrong, SignInFailed, SignInLocked, CounterMalformed, HallAbsent."""
        from hallclient.counter.service import kind_specs
        from hallclient.customers.rules import name_keys
        from hallclient.store.changes import last_seq

        _ = self.settings
        number = self._counter(counter)
        person = staff.sign_in(self.desk.acting("", number), code, password)
        desk = self.desk.acting(person.code, number)
        kinds = kind_specs(desk)
        for name in READ_AHEAD:
            import_module(name)
        keep_loaded("desk")
        keys = {spec.code: name_keys(spec.chinese) for spec in kinds}
        idle = policy.read(desk).idle_lock_minutes
        since, taken = last_seq(desk), self.bring_home()
        return Seat(desk, person, ROLE_NAMES[person.role], idle, kinds, keys, since, taken)

    def sign_out(self, seat: Seat) -> None:
        """The person has left; what they left undone goes on record."""
        staff.sign_out(seat.desk, self.leftovers(seat).counts())

    def bring_home(self) -> tuple[str, ...]:
        """Puts the drafts that this PC keeps into the database; on the write lane.

        Returns the numbers of orders that were taken although this PC never heard so.
        """
        return self.drafts.bring_home(self.desk)

    def leftovers(self, seat: Seat) -> Leftovers:
        """What the person would leave undone now."""
        from hallclient.care import service as care
        from hallclient.counter import service as counter
        from hallclient.paper import service as paper
        from hallclient.till import service as till
        from hallclient.vip.service import lounge

        shift, bar = till.my_till(seat.desk).shift, lounge.undone(seat.desk)
        return Leftovers(
            shift.shift_id if shift else "",
            len(counter.drafts(seat.desk)),
            len(paper.waiting(seat.desk)),
            care.owned(seat.desk),
            bar.papers,
            int(bar.bar),
            bar.slips,
            bar.drinks,
        )

    def lock(self, seat: Seat, *, idle: bool) -> None:
        """The screen was locked: this goes on record."""
        staff.lock(seat.desk, idle=idle)

    def unlock(self, seat: Seat, code: str, password: str) -> SignedIn:
        """Opens the locked screen for the person who sits there."""
        return staff.unlock(seat.desk, code, password)

    def top_facts(self, seat: Seat) -> TopFacts:
        """What the top bar tells, read anew."""
        from hallclient.paper import service as paper
        from hallclient.till import book as till

        desk = seat.desk
        with desk.read() as session:
            day = till.open_day(session, desk.hall)
            shift = till.shift_at(session, desk.hall, desk.counter)
        mine = shift.shift_id if shift is not None and shift.clerk == desk.clerk else ""
        return TopFacts(day, len(paper.waiting(desk)), mine)

    # -- this PC -------------------------------------------------------------------------

    def print_papers(self, seat: Seat) -> "tuple[Printed, ...]":
        """Prints what waits for this counter; a refusal stays with its job."""
        from hallclient.paper import service as paper

        return paper.print_waiting(seat.desk, self.printer(), PAPERS_IN_A_PASS)

    def printer(self) -> Printer:
        """The printer of the settings, made when the first paper needs it."""
        if self._printer is None:
            self._printer = self._make_printer()
        return self._printer

    def keep_look(self, look: Look, language: Language) -> None:
        """Keeps another look on this PC."""
        from hallclient.settings import save_settings

        self.use(save_settings(theme=look.theme, text_scale=look.scale, language=language))

    def use(self, settings: "Settings") -> None:
        """Other settings of this PC from now on; the counter is asked at the next sign-in."""
        self._settings = settings
        self.counter = settings.counter
        self._reader = self._printer = None

    def write_shift_report(self, seat: Seat, shift_id: str) -> Path:
        """The workbook of a shift that was just approved; returns where it is."""
        from hallclient.duty import service as duty

        return duty.export_shift(seat.desk, shift_id, self.reports / duty.shift_file(shift_id))

    def back_up(self) -> None:
        """Begins a backup that nobody waits for."""
        from hallclient.app.backups import start_backup

        start_backup(self.settings)

    def initials(self, text: str) -> frozenset[str]:
        """Everything by whose beginning a Chinese text is found: pinyin and initials."""
        from hallclient.customers.rules import name_keys

        return name_keys(text)

    def warm(self) -> None:
        """Loads what the first order and its paper will need, behind the first page."""
        from hallclient.customers.rules import name_keys
        from hallclient.paper import service as paper

        name_keys("营业厅")
        for name in READ_LATER:
            import_module(name)
        paper.warm()
        keep_loaded("paper")

    def _counter(self, typed: str) -> int:
        if not typed:
            return self.counter if self.counter is not None else 0
        if not (typed.isascii() and typed.isdecimal() and len(typed) <= 2):
            raise CounterMalformed(field="counter")
        return int(typed)

    def _make_printer(self) -> Printer:
        settings = self.settings
        if settings.printer == "pdf-folder":
            return PdfFolder(self.papers)
        from hallclient.devices.patient_printer import PatientPrinter
        from hallclient.devices.system_printer import SystemPrinter

        if settings.printer == "system":
            return PatientPrinter(SystemPrinter(settings.printer_name))
        from hallclient.devices.raw_queue import RawQueue

        return PatientPrinter(RawQueue(settings.printer_name, SystemPrinter()))


def open_backstage(opening: "Opening") -> Backstage:
    """Opens the hall of this PC; without a hall there is none open.

    Raises PathTooLong, DatabaseUnreachable, DatabaseNewer and their kin; the second also when this
    PC has opened the hall before and its file is not there now: nobody is offered to set up
    another.
    """
    places = first_places()
    refuse_too_long("data_folder", places.data_folder / "backups", FILE_NAME)
    refuse_too_long("paper_folder", places.paper_folder, FILE_NAME)
    kept = house.HallPlace(places.database, open_key_store(places.keys_folder), places.hall)
    backstage = Backstage(
        place=opening.place or kept,
        clock=opening.clock,
        counter=opening.counter if opening.counter is not None else places.counter,
        papers=opening.papers or places.paper_folder,
        reports=opening.reports or places.data_folder / "reports",
        drafts_folder=opening.drafts or places.data_folder / "drafts",
        backs_up=opening.place is None,
        _reader=opening.reader,
    )
    known = None if opening.place else _Known(places.data_folder / "hall-opened", places.database)
    try:
        backstage.open()
    except house.HallAbsent:
        if known is not None and known.before():
            raise DatabaseUnreachable from None
        backstage.hall = None
    else:
        if known is not None:
            known.remember()
    keep_loaded("hall")
    return backstage


@dataclass(frozen=True)
class _Known:
    """A file that says which database this PC has opened, by a digest of its address."""

    file: Path
    url: str

    def before(self) -> bool:
        """Whether it was this one."""
        try:
            return self.file.read_text("ascii") == self._digest()
        except (OSError, UnicodeDecodeError):
            return False

    def remember(self) -> None:
        """Writes it down; a folder that takes nothing is no reason to open no hall."""
        if not self.before():
            with suppress(OSError):
                self.file.parent.mkdir(parents=True, exist_ok=True)
                self.file.write_text(self._digest(), "ascii")

    def _digest(self) -> str:
        return sha256(self.url.encode()).hexdigest()


def address_of(opening: "Opening") -> str:
    """Where the hall of this PC is looked for; no password, which an option may hold as well."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    url = opening.place.url if opening.place else first_places().database
    try:
        return make_url(url).set(query={}).render_as_string(hide_password=True)
    except ArgumentError:
        return ""


def _reader(settings: "Settings") -> IdReader:
    if settings.reader == "simulator":
        from hallclient.devices.reader_simulator import SimulatedReader

        return SimulatedReader()
    if settings.reader == "sdt":
        from hallclient.devices.sdt import SdtWhenAsked

        return SdtWhenAsked(settings.reader_library)
    return NoReader()
