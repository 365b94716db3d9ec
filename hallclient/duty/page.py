"""The close of the day (日结): what blocks it, the sealed bag, the witness, the report."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal

from hallclient.base.clock import hall_time, shown_time
from hallclient.base.ids import new_id
from hallclient.base.language import N_, tr
from hallclient.base.money import yuan
from hallclient.counter.rules.courtesies import LeftOut
from hallclient.duty.rules import (
    BagView,
    CloseDayAsk,
    DayClosed,
    DayStatus,
    HandBagAsk,
    bag_number,
)
from hallclient.staff.rules import Signature
from hallclient.till.rules import ApproveAsk, Approved, ShiftRow, ShiftState
from hallclient.ui.authorise import AuthoriseDialog, SignAsk
from hallclient.ui.forms.day_close import Ui_DayClose
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from hallclient.ui.widgets.data_table import Column

_STATES = {
    ShiftState.OPEN: N_("Open"),
    ShiftState.COUNTED: N_("To be approved"),
    ShiftState.APPROVED: N_("Approved"),
}


def _times(one: LeftOut) -> str:
    return tr("{times} of {visits} visits", times=one.times, visits=one.visits)


BAGS, LEFT_OUT = 0, 1
_LEFT_OUT_COLUMNS = (
    Column[LeftOut](N_("Step no."), lambda one: str(one.place or ""), number=True, width=8),
    Column[LeftOut](N_("Courtesy"), lambda one: one.text),
    Column[LeftOut](N_("Clerk"), lambda one: one.clerk, width=8),
    Column[LeftOut](N_("Left out"), _times, number=True, width=14),
)


@dataclass(frozen=True)
class DayCalls:
    """The page's way to the services.

    Attributes:
        sign: (code, password, permission) to a signature.
        report: writes the workbook of a closed day and says where it is.
        back_up: begins a backup that nobody waits for; None where this PC makes none.
        clerk: name and code of the person at the desk, as the witness reads it.
    """

    status: Callable[[], DayStatus]
    approve: Callable[[ApproveAsk], Approved]
    close: Callable[[CloseDayAsk], DayClosed]
    hand_over: Callable[[HandBagAsk], BagView]
    sign: Callable[[str, str, str], Signature]
    report: Callable[[date], Path]
    back_up: Callable[[], None] | None = None
    clerk: str = ""


class DayPage(Page):
    """Approve what is counted, fill and seal the bag, close; afterwards number and hash."""

    title = N_("Close of the day")
    primary_text = N_("Close the day")
    follows = frozenset({"till", "day", "bag", "backup", "visit"})

    closed = Signal(object)
    """A DayClosed, once the day is closed."""

    def __init__(self, calls: DayCalls, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._calls = calls
        self._status = DayStatus(None)
        self._request_id = new_id()
        self._approve_id = new_id()
        self._hand_id = new_id()
        self._report = ""
        self.ui = self.set_form(Ui_DayClose)
        self.ui.over.set_caption(N_("Over"))
        self.ui.short_.set_caption(N_("Short"))
        self.ui.expected.set_caption(N_("In the safe by the books"))
        self._set_tables()
        self.ui.denominations.hide()
        self.ui.denominations.changed.connect(self._on_slip)
        self.set_ready(when=False)  # until it is known where the day stands
        self.add_button(N_("Approve the shift"), self._approve, "F6")
        self.add_button(N_("Deposit slip"), self._toggle_slip, "F4")
        self.add_button(N_("Hand over the bag"), self._hand_over, "F7")
        self.add_key("F9", N_("Courtesies left out"), self._to_left_out)
        if calls.back_up is not None:
            self.add_button(N_("Back up now"), self._back_up, "F8")
        self.retranslate()

    @property
    def status(self) -> DayStatus:
        """Where the day stands, as the page shows it."""
        return self._status

    def opened(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Reads anew where the day stands."""
        self.run(self.lanes.read, self._calls.status, self._show, quiet=True)

    def on_primary(self) -> None:
        ui = self.ui
        number = ui.bag_number.text()
        deposit = ui.deposit.fen()
        if deposit:
            bag_number(number)
        slip = ui.denominations.complete() if ui.denominations.isVisibleTo(self) else None
        request = self._request_id

        def witnessed(witness: Signature) -> None:
            ask = CloseDayAsk(number, witness, deposit, request, slip)
            close = self._calls.close
            self.run(self.lanes.write, lambda: close(ask), self._closed)

        purpose = tr(
            "Bag {bag} holds {amount} yuan and is sealed before my eyes",
            bag=number.strip() or "—",
            amount=yuan(deposit),
        )
        self._ask_witness(purpose, witnessed)

    def retranslate(self) -> None:
        """What the page says itself, in the language in force."""
        self._show_words()

    def _ask_witness(self, purpose: str, witnessed: Callable[[Signature], object]) -> None:
        self.clear_errors()
        sign = self._calls.sign
        AuthoriseDialog(
            self,
            self.lanes.write,
            lambda code, password, _why: sign(code, password, "bag.witness"),
            SignAsk(purpose, self._calls.clerk, N_("Witness")),
            witnessed,
        )

    def _set_tables(self) -> None:
        self.ui.shifts.set_columns(
            (
                Column[ShiftRow](N_("Counter no."), lambda row: str(row.counter), True, 10),
                Column[ShiftRow](N_("Clerk"), lambda row: row.clerk),
                Column[ShiftRow](N_("State"), _state, width=14),
                Column[ShiftRow](N_("Counted at"), _counted, width=9),
                Column[ShiftRow](N_("Over"), lambda row: _money(row.over_fen), True, 8),
                Column[ShiftRow](N_("Short"), lambda row: _money(row.short_fen), True, 8),
                Column[ShiftRow](N_("Approved by"), lambda row: row.approved_by, width=10),
            ),
            N_("No shift was opened in this business day yet."),
        )
        self.ui.bags.set_columns(
            (
                Column[BagView](N_("Bag number"), lambda bag: bag.number),
                Column[BagView](
                    N_("Business day"), lambda bag: bag.business_date.isoformat(), width=12
                ),
                Column[BagView](N_("Amount"), lambda bag: yuan(bag.amount_fen), True, 14),
                Column[BagView](N_("Witness"), lambda bag: bag.witness, width=10),
            ),
            N_("No bag waits for its carrier."),
        )
        self.ui.left_out.set_columns(
            _LEFT_OUT_COLUMNS, N_("No courtesy was left out in this business day.")
        )
        self.ui.shifts.row_changed.connect(self._on_shift)

    def _show(self, status: DayStatus) -> None:
        before, self._status = self._status, status
        last = status.last
        if self.reading_anew and last is not None and last != before.last:
            said = tr("{day} was closed on another PC: report {number}.",
                      day=last.business_date, number=last.number)  # fmt: skip
            self.say(said, "warning")
        self.ui.shifts.renew(status.shifts, keep=lambda row: row.shift_id)
        self.ui.bags.renew(status.bags, keep=lambda bag: bag.number)
        self.ui.left_out.renew(status.left_out, keep=lambda one: (one.step, one.clerk))
        self.ui.over.set_fen(status.over_fen)
        self.ui.short_.set_fen(status.short_fen, "wrong" if status.short_fen else "plain")
        self.ui.expected.set_fen(status.expected_fen)
        self.set_ready(when=not status.blockers)
        done = not status.blockers and not self.reading_anew
        if done and self.focusWidget() is self.ui.shifts:
            self.ui.bag_number.setFocus(Qt.FocusReason.OtherFocusReason)  # all is approved
        self._show_words()

    def _show_words(self) -> None:
        status = self._status
        day = status.business_date
        self.set_title(tr("Close of the day {day}", day=day.isoformat()) if day else tr(self.title))
        times = sum(one.times for one in status.left_out)
        named = tr("Courtesies left out ({count})", count=times)
        self.ui.below.setTabText(LEFT_OUT, named if times else tr("Courtesies left out"))
        todo = [f"• {blocker}" for blocker in status.blockers]
        self.ui.todo.setText("\n".join(todo) or tr("Everything is ready. Fill and seal the bag."))
        last = status.last
        words = (
            []
            if last is None
            else [
                tr(
                    "Closed last: {day}, report {number}",
                    day=last.business_date,
                    number=last.number,
                ),
                tr("Digest of the report: {digest}", digest=f"{last.hash[:32]} {last.hash[32:]}"),
            ]
        )
        words += _backup_words(status)
        if self._report:
            words.append(tr("Workbook: {path}", path=self._report))
        self.ui.last.setText("\n".join(words))

    def _on_shift(self, row: ShiftRow | None) -> None:
        counted = row is not None and row.state is ShiftState.COUNTED
        self._approve_id = new_id()
        self.ui.note.setEnabled(counted)
        self.ui.early_released.setChecked(False)
        self.ui.early_released.setEnabled(counted and row is not None and row.early)

    def _approve(self) -> None:
        row = self.ui.shifts.current()
        if row is None:
            return
        ask = ApproveAsk(
            self._approve_id,
            row.shift_id,
            self.ui.note.text(),
            self.ui.early_released.isChecked(),
        )
        approve = self._calls.approve
        self.run(self.lanes.write, lambda: approve(ask), self._approved)

    def _approved(self, approved: Approved) -> None:
        self._approve_id = new_id()
        self.ui.note.clear()
        self.say_good(tr("Shift {shift} is approved.", shift=approved.shift_id))
        self.refresh()

    def _toggle_slip(self) -> None:
        """The slip (交款清单) is listed face by face; the deposit is then its sum."""
        listed = not self.ui.denominations.isVisibleTo(self)
        self.ui.denominations.setVisible(listed)
        self.ui.deposit.setReadOnly(listed)
        if listed:
            self._on_slip()
            self.ui.denominations.setFocus()
        self.settle_fields()

    def _on_slip(self) -> None:
        if self.ui.denominations.isVisibleTo(self):
            self.ui.deposit.set_fen(self.ui.denominations.total_fen())

    def _closed(self, closed: DayClosed) -> None:
        self._request_id = new_id()
        self.ui.denominations.clear()
        self.ui.denominations.hide()
        self.ui.deposit.setReadOnly(False)
        self.ui.deposit.clear()
        self.ui.bag_number.clear()
        self._report = ""
        self.say_good(
            tr(
                "{day} is closed: report {number}, {deposit} yuan in the bag. {next} is open.",
                day=closed.business_date,
                number=closed.number,
                deposit=yuan(closed.deposit_fen),
                next=closed.next_date,
            )
        )
        self.refresh()
        report, day = self._calls.report, closed.business_date
        self.run(self.lanes.read, lambda: report(day), self._reported, quiet=True)
        if self._calls.back_up is not None:
            self._calls.back_up()
        self.closed.emit(closed)

    def _back_up(self) -> None:
        if self._calls.back_up is not None:
            self._calls.back_up()
            self.say(tr("The backup is being made. You can go on working."))

    def _reported(self, path: Path) -> None:
        self._report = str(path)
        self._show_words()

    def _to_left_out(self) -> None:
        self.ui.below.setCurrentIndex(LEFT_OUT)
        self.ui.left_out.setFocus()

    def _hand_over(self) -> None:
        if self.ui.below.currentIndex() != BAGS:  # which bag goes is seen before it goes
            self.ui.below.setCurrentIndex(BAGS)
            self.ui.bags.setFocus()
            return
        bag, carrier = self.ui.bags.current(), self.ui.carrier.text()
        if bag is None:
            return
        request = self._hand_id

        def witnessed(witness: Signature) -> None:
            ask = HandBagAsk(bag.number, carrier, witness, request)
            hand_over = self._calls.hand_over
            self.run(self.lanes.write, lambda: hand_over(ask), self._handed)

        purpose = tr(
            "Bag {bag} with {amount} yuan goes sealed to {carrier}",
            bag=bag.number,
            amount=yuan(bag.amount_fen),
            carrier=carrier,
        )
        self._ask_witness(purpose, witnessed)

    def _handed(self, bag: BagView) -> None:
        self._hand_id = new_id()
        self.ui.carrier.clear()
        self.say_good(tr("Bag {bag} was handed to {carrier}.", bag=bag.number, carrier=bag.carrier))
        self.refresh()


def _backup_words(status: DayStatus) -> list[str]:
    """The last good backup; what failed since, with what to do about it."""
    backup = status.backup
    if backup.made_at is None:
        words = [tr("There is no backup of this hall yet.")]
    else:
        made = tr("Last good backup: {time}, {file}", time=shown_time(backup.made_at),
                  file=backup.file)  # fmt: skip
        words = [made]
    if backup.failed_at is not None:
        why = tr(backup.reason).format(**backup.facts)
        words.append(
            tr("The backup of {time} failed. {why}", time=shown_time(backup.failed_at), why=why)
        )
    elif backup.unbacked:
        words.append(tr("The last closed day is in no backup yet."))
    return words


def _state(row: ShiftRow) -> str:
    words = tr(_STATES[row.state])
    return tr("{state}, early", state=words) if row.early else words


def _counted(row: ShiftRow) -> str:
    return hall_time(row.counted_at).strftime("%H:%M") if row.counted_at else ""


def _money(fen: int | None) -> str:
    """Nothing is known of an open shift, which is not the same as 0.00."""
    return "" if fen is None else yuan(fen)
