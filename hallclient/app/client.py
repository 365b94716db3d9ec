"""One client: a window, its lanes, and the person at work in it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from hallclient.app.entrance import Entrance
from hallclient.app.second_screens import SecondScreens
from hallclient.base.changes import Change, touches
from hallclient.base.clock import Clock, SystemClock
from hallclient.base.errors import HallError
from hallclient.base.language import N_, Language, tr
from hallclient.look import Look as KeptLook
from hallclient.ui.customer_screen import CustomerView
from hallclient.ui.garbage import collect_on_ui_thread
from hallclient.ui.jobs import Job, Lane, Lanes, seconds_left
from hallclient.ui.shell import Person, Place, WindowCalls
from hallclient.ui.theme import Look, apply_look
from hallclient.ui.translator import speak
from hallclient.ui.turns import in_turns
from hallclient.ui.window import MainWindow

if TYPE_CHECKING:
    from hallclient.app.approvals import Approvals
    from hallclient.app.backstage import Backstage, Seat, TopFacts
    from hallclient.app.feed import Feed
    from hallclient.app.line import LineShown
    from hallclient.app.own_shift import OwnShift
    from hallclient.app.papers import Papers
    from hallclient.devices.id_reader import IdReader
    from hallclient.hall import HallPlace
    from hallclient.ui.top_bar import TopBar

TOLD_ON_TOP: Final = frozenset({"till.open", "day.close", "till.count", "till.count-for"})
"""Acts after which the top bar is read anew: the business day begins, is closed, a shift ends."""


@dataclass
class Opening:
    """What a client is started with.

    Attributes:
        look: language, theme and text scale of the first window.
        place: where the hall is; None reads this PC's settings, behind the sign-in page.
        counter: number of the counter; None reads this PC's settings.
        reports: folder of workbooks, papers: folder of PDF papers; None as in the settings.
        drafts: folder of drafts that the database could not take; None as in the settings.
        reader: the card reader; None as in the settings.
    """

    look: KeptLook
    clock: Clock = field(default_factory=SystemClock)
    place: "HallPlace | None" = None
    counter: int | None = None
    papers: Path | None = None
    reports: Path | None = None
    drafts: Path | None = None
    reader: "IdReader | None" = None


class Client(QObject):
    """One PC of the hall, from its start to its end."""

    def __init__(self, application: QApplication, opening: Opening) -> None:
        super().__init__()
        self._application, self._opening = application, opening
        collect_on_ui_thread(application)
        self.lanes = Lanes.open(self)
        self.paper = Lane("paper", self)
        self.seat: Seat | None = None
        self._enters = self._ended = False
        self.screens = SecondScreens(self)
        self.feed: Feed | None = None
        self._own_shift: OwnShift | None = None
        self.line: LineShown | None = None
        self._approvals: Approvals | None = None
        look = Look(opening.look.theme, opening.look.text_scale)
        apply_look(application, look)
        speak(application, opening.look.language)
        calls = WindowCalls(
            now=opening.clock.now,
            unlock=self._unlock,
            signed_out=self._on_signed_out,
            initials=self._initials,
            keep=self._keep,
            locked=self._on_locked,
            leftovers=self._find_leftovers,
        )
        self.window = MainWindow(calls, self.lanes, look)
        self.window.page_changed.connect(self.refresh_top)
        self._entrance = Entrance(self.window, self.lanes, opening, self)
        self._entrance.entered.connect(self._enter)

    def start(self) -> None:
        """Shows the sign-in page and, once it is drawn, opens the hall behind it."""
        self._entrance.show()
        self._entrance.expect()
        self.window.installEventFilter(self)
        self.window.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window's first drawing: loading the database earlier would hold it up."""
        if event.type() == QEvent.Type.Paint:
            self.window.removeEventFilter(self)
            QTimer.singleShot(0, self._entrance.open)
        return super().eventFilter(watched, event)

    def close(self, patience: float | None = None) -> bool:
        """Ends the lanes, leaves the desk and closes the hall; what was typed is in its draft.

        With `patience` it takes so many seconds at most. Returns whether all work has ended:
        a printer's driver or a network may hold a thread for as long as they want.
        """
        if self._ended:
            return True
        left = seconds_left(patience)
        self.window.keep_typed()
        self.window.close()
        saved = self.lanes.write.finish(left())
        return self._end(left) and saved

    def drop(self) -> None:
        """What a power cut leaves: nothing is saved, told or put away."""
        self._end(seconds_left(None))

    def _end(self, left: Callable[[], float | None]) -> bool:
        self._ended = True
        ended = [lane.close(left()) for lane in (self.paper, self.lanes.read, self.lanes.write)]
        others = (self._approvals, self.line, self.screens)
        ended += [each.close(left()) for each in others if each is not None]
        if self.feed is not None:
            self.feed.close()
        self._entrance.close()
        self.window.hide()
        self.window.deleteLater()
        self.seat = None
        return all(ended)

    @property
    def backstage(self) -> "Backstage":
        """The open hall behind the window; raises LookupError before it is open."""
        hall = self._entrance.hall
        if hall is None:
            raise LookupError("the hall is not open yet")
        return hall

    @property
    def top(self) -> "TopBar | None":
        """The top bar of the person at work; None at the gate and while the desk is being made."""
        at_work = self.seat is not None and self.window.at_work
        return self.window.desk.top if at_work else None

    @property
    def approvals(self) -> "Approvals":
        """Approvals that are asked for and given at this window."""
        from hallclient.app.approvals import Approvals

        if self._approvals is None:
            self._approvals = Approvals(self.window, self)
        return self._approvals

    @property
    def busy(self) -> bool:
        """Whether any work is under way."""
        lanes = [self.lanes.write, self.lanes.read, self.paper]
        if self._approvals is not None:
            lanes.append(self._approvals.lane)
        return self._entrance.opens or self._enters or any(lane.busy for lane in lanes)

    @Slot(object)
    def _enter(self, seat: "Seat") -> None:
        from hallclient.app.rooms import entries_of, rooms_of

        self.seat, self._enters = seat, True
        who = seat.person
        person = Person(who.code, who.name, seat.role_title, who.permissions)
        place = Place(self.backstage.hall_name, seat.desk.counter)
        rooms, entries = rooms_of(self, seat), entries_of(self, seat)
        pieces = self.window.entering(person, place, rooms, entries)
        in_turns(self.window, pieces, lambda: self._entered(seat))

    def _entered(self, seat: "Seat") -> None:
        self._entrance.leave()
        self.window.set_idle_minutes(seat.idle_minutes)
        pieces = self.window.desk.making("settings") if seat.person.password_given else iter(())
        in_turns(self.window.desk, pieces, lambda: self._at_work(seat))

    def _at_work(self, seat: "Seat") -> None:
        """The desk is in sight: only now is anything begun behind it."""
        if seat.person.password_given:
            self._ask_for_own_password()
        self.approvals.enter(seat)
        self._watch(seat)
        self._warm()
        self.print_papers()
        self._enters = False

    def _watch(self, seat: "Seat") -> None:
        """From the first person of the day to the end, whoever sits here."""
        from hallclient.app.fault_alert import FaultAlert
        from hallclient.app.feed import Feed
        from hallclient.app.line import LineShown
        from hallclient.app.own_shift import OwnShift
        from hallclient.app.vip_alarm import VipAlarm

        self._own_shift = OwnShift(self)
        if self.feed is None:
            self.feed = Feed(self.backstage.desk, seat.since, self)
            self.feed.heard.connect(self._on_changes)
            self.line = LineShown(self, self.feed)
            VipAlarm(self, self.feed)
            FaultAlert(self, self.feed)
        if self.line is not None:
            self.line.enter(seat.taken)

    @Slot(object)
    def _on_changes(self, changes: Sequence[Change]) -> None:
        """Done on some PC of the hall, this one included."""
        self.screens.hear(changes)
        if self.seat is None:
            return
        self.window.hear(changes)
        if self._own_shift is not None:
            self._own_shift.hear(changes)
        self.approvals.hear(changes)
        if touches(changes, TOLD_ON_TOP) or not changes:
            self.refresh_top()

    def _ask_for_own_password(self) -> None:
        """Somebody else set the password: it ought to be the person's own."""
        from hallclient.staff.page.settings import SettingsPage

        page = self.window.go("settings")
        if isinstance(page, SettingsPage):
            page.show_password()
            page.say(tr("Your password was set by somebody else. Choose one of your own."))

    def _warm(self) -> None:
        """Loads what comes next, behind the page that the clerk looks at."""
        backstage = self.backstage

        def work(_step: object) -> None:
            from hallclient.app.ahead import read_pages

            read_pages()
            backstage.warm()

        self.paper.start(Job(work, self))

    @Slot()
    def refresh_top(self, _room: str = "") -> None:
        """Reads anew what the top bar tells: the business day and what needs attention."""
        seat = self.seat
        if seat is None:
            return
        backstage = self.backstage
        job = Job(lambda _step: backstage.top_facts(seat), self)
        job.succeeded.connect(self._show_top)
        self.lanes.read.start(job)

    @Slot(object)
    def _show_top(self, facts: "TopFacts") -> None:
        top = self.top
        if top is None or self.window.locked:
            return
        top.set_business_date(facts.business_date)
        if self._own_shift is not None:
            self._own_shift.read(facts.shift_id)
        count = facts.papers_waiting
        said = partial(tr, N_("{count} papers wait for the printer"), count=count)
        top.set_alert("papers", said if count else None, self.papers.ask)

    def print_papers(self) -> None:
        """Prints what waits, behind everything else; a refusal shows in the top bar."""
        if self.seat is not None:
            self.papers.print()

    @cached_property
    def papers(self) -> "Papers":
        """Papers of this counter that are printed, or wait."""
        from hallclient.app.papers import Papers

        return Papers(self)

    def write_shift_report(self, shift_id: str) -> None:
        """Writes a shift's workbook behind the window, and says where it is."""
        seat = self.seat
        if seat is None:
            return
        backstage = self.backstage
        job = Job(lambda _step: backstage.write_shift_report(seat, shift_id), self)
        job.succeeded.connect(self._on_report)
        job.failed.connect(self._on_no_report)
        self.paper.start(job)

    @Slot(object)
    def _on_report(self, path: Path) -> None:
        page = self.window.desk.current if self.seat is not None else None
        if page is not None:
            page.say_good(tr("Workbook: {path}", path=path))

    @Slot(object)
    def _on_no_report(self, error: Exception) -> None:
        if not isinstance(error, HallError):
            raise error
        page = self.window.desk.current if self.seat is not None else None
        if page is not None:
            page.say(str(error), "warning")

    def show_customer(self, view: CustomerView | None) -> None:
        """The order on the screen that faces the customer, where the PC has one."""
        self.screens.show_customer(view)

    def _find_leftovers(self, tell: Callable[[Sequence[str]], object]) -> None:
        """Behind all that is being written; a hall that cannot be asked keeps nobody here."""
        seat = self.seat
        if seat is None:
            return
        backstage = self.backstage
        job = Job(lambda _step: backstage.leftovers(seat), self)
        job.succeeded.connect(lambda left: tell(left.sentences()))
        job.failed.connect(lambda error: _leave_anyway(error, tell))
        self.lanes.write.start(job)

    def _on_signed_out(self) -> None:
        seat, self.seat = self.seat, None
        self._enters = False
        self.approvals.leave()
        if seat is not None:
            backstage = self.backstage
            self.lanes.write.start(Job(lambda _step: backstage.sign_out(seat), self))
        self._entrance.show()

    def _on_locked(self, idle: bool) -> None:  # noqa: FBT001 - the one fact there is
        seat = self.seat
        if seat is not None:
            backstage = self.backstage
            self.lanes.write.start(Job(lambda _step: backstage.lock(seat, idle=idle), self))

    def _unlock(self, code: str, password: str) -> object:
        """On the write lane."""
        if self.seat is None:
            raise LookupError("nobody is signed in")
        return self.backstage.unlock(self.seat, code, password)

    def _initials(self, text: str) -> Iterable[str]:
        return self.backstage.initials(text)

    def _keep(self, look: Look, language: Language) -> None:
        """Another look or language was chosen; kept on this PC behind the window."""
        backstage = self._entrance.hall
        if backstage is not None and self._opening.place is None:
            self.lanes.read.start(Job(lambda _step: backstage.keep_look(look, language), self))


def _leave_anyway(error: Exception, tell: Callable[[Sequence[str]], object]) -> None:
    if not isinstance(error, HallError):
        raise error
    tell(())
