"""The queue at one look: who waits, which counter does what, the figures; tickets taken by hand."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit

from hallclient.base.changes import Change
from hallclient.base.days import day_from_text
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.language import N_, tr
from hallclient.queue.page.board_calls import BoardCalls
from hallclient.queue.page.board_words import (
    COUNTER_COLUMNS,
    DEED_NAMES,
    FIELDS,
    FIGURE_COLUMNS,
    ROW_COLUMNS,
    Deed,
    figure_rows,
    lines_words,
    slip_words,
)
from hallclient.queue.page.calling import Calling
from hallclient.queue.rules import (
    Board,
    Figures,
    LineRow,
    OfTicket,
    QueueRow,
    Slip,
    TakeTicket,
    Ticket,
    TransferTicket,
    queue_standard,
)
from hallclient.ui.forms.queue_board import Ui_QueueBoard
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page

_ALL_FIELDS = ("number", "line", "care", "booked", "note", "reason")
_KEYS = (("F4", Deed.TAKE), ("F5", Deed.CANCEL), ("F6", Deed.GIVE_BACK), ("F7", Deed.TRANSFER))
_MINUTE_MS = 30_000
"""Waits grow without anybody doing anything: while the page is in sight they are read anew."""


class QueuePage(Page):
    """The hall's queue (排队): a plain list where no machine deals out tickets (S1-SG-05 to 10)."""

    title = N_("Queue")
    primary_text = N_("Take a ticket")
    follows = frozenset({"queue", "visit.end", "day", "policy"})

    def __init__(self, calls: BoardCalls, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._calls = calls
        self._request_id = new_id()
        self._lines: tuple[LineRow, ...] = ()
        self._day: date | None = None
        self._offered = ""
        self.taken: Slip | None = None
        """The last ticket that was taken here."""
        self.ui = self.set_form(Ui_QueueBoard)
        self.ui.waiting.set_columns(ROW_COLUMNS, empty=N_("Nobody waits. F4 takes a ticket."))
        self.ui.counters.set_columns(
            COUNTER_COLUMNS,
            empty=N_("No counter is open. A clerk opens one on the counter page with Shift+F12."),
        )
        self.ui.figures.set_columns(FIGURE_COLUMNS, empty=N_("No ticket was taken on this day."))
        self.ui.deed.set_choices([(deed, DEED_NAMES[deed]) for deed in Deed])
        self.ui.deed.set_value(Deed.TAKE)
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._each_minute)
        self._minute.start()
        self.calling = None if calls.strip is None else Calling(self, calls.strip)
        self._connect()
        self.retranslate()
        self._show_fields()

    @property
    def deed(self) -> Deed:
        """What is to be done."""
        value = self.ui.deed.value()
        return value if isinstance(value, Deed) else Deed.TAKE

    def choose(self, deed: Deed) -> None:
        """Another thing to do, by its key; its first field gets the focus."""
        self.ui.deed.set_value(deed)
        self._offered = ""
        self._on_row(self.ui.waiting.current())
        getattr(self.ui, FIELDS[deed][0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def opened(self) -> None:
        self._read()
        if self.calling is not None:
            self.calling.look()

    def hear(self, changes: Sequence[Change]) -> None:
        super().hear(changes)
        if self.calling is not None:
            self.calling.hear(changes)

    def back(self) -> None:
        """Esc folds a question of the strip in first."""
        if self.calling is None or not self.calling.fold():
            super().back()

    def retranslate(self) -> None:
        lines = queue_standard().lines.values()
        self.ui.line.set_choices(
            [(line.letter, f"{line.letter}  {line.text}") for line in lines], translated=True
        )
        self._head()

    def on_primary(self) -> None:
        if self.busy:
            return
        deed, number = self.deed, self.ui.number.text()
        if deed is Deed.TAKE:
            ask, take = self._ticket_ask(), self._calls.take
            self.run(self.lanes.write, lambda: take(ask), self._taken)
            return
        line, reason = str(self.ui.line.value() or ""), self.ui.reason.text()
        calls, request_id = self._calls, self._request_id

        def work() -> Ticket:
            serial = calls.numbered(number).serial
            if deed is Deed.CANCEL:
                return calls.cancel(OfTicket(request_id, serial))
            if deed is Deed.GIVE_BACK:
                return calls.give_back(OfTicket(request_id, serial))
            return calls.transfer(TransferTicket(request_id, line, serial, reason))

        self.run(self.lanes.write, work, self._done, self._refused)

    # -- fields -------------------------------------------------------------------------

    def _connect(self) -> None:
        self.ui.deed.chosen.connect(lambda _deed: self._show_fields())
        self.ui.waiting.row_changed.connect(self._on_row)
        self.ui.waiting.row_chosen.connect(
            lambda _row: self.press_primary() if self.deed is not Deed.TAKE else None,
            Qt.ConnectionType.QueuedConnection,
        )
        self.ui.day.returnPressed.connect(self._on_day, Qt.ConnectionType.QueuedConnection)
        for key, deed in _KEYS:
            self.add_key(key, DEED_NAMES[deed], partial(self.choose, deed))
        self.add_key("F9", N_("Figures of another day"), self.ui.day.setFocus)

    def _show_fields(self) -> None:
        wanted = FIELDS[self.deed]
        for name in _ALL_FIELDS:
            getattr(self.ui, name).setVisible(name in wanted)
            label = getattr(self.ui, f"{name}Label", None)
            if label is not None:
                label.setVisible(name in wanted)
        self.set_primary(DEED_NAMES[self.deed])
        if self.isVisible():
            self.settle_fields()

    def _on_row(self, row: QueueRow | None) -> None:
        """The chosen row's number is meant, until it goes or somebody types another one."""
        field, number = self.ui.number, "" if row is None else row.number
        if number == self._offered:
            return
        if number or field.text() == self._offered:
            field.setText(number)
        self._offered = number

    def _ticket_ask(self) -> TakeTicket:
        ui = self.ui
        return TakeTicket(
            self._request_id,
            str(ui.line.value() or ""),
            care=ui.care.isChecked(),
            booked=ui.booked.text(),
            note=ui.note.text(),
            on_paper=True,
        )

    # -- what is shown ------------------------------------------------------------------

    def _each_minute(self) -> None:
        if self.isVisible() and not self.busy:
            self._read()

    def _read(self) -> None:
        self.run(self.lanes.read, self._calls.board, self._show, quiet=True)
        self._read_figures()

    def _on_day(self) -> None:
        """The figures are of the day that was entered; nobody minds one that is half typed."""
        try:
            self._day = day_from_text(self.ui.day.text(), field="day")
        except HallError as error:
            self.show_error(error)
            return
        self._read_figures()

    def _read_figures(self) -> None:
        figures, day = self._calls.figures, self._day
        self.run(self.lanes.read, lambda: figures(day), self._show_figures, quiet=True)

    def _show(self, board: Board) -> None:
        rows = (*board.waiting, *board.aside)
        self.ui.waiting.renew(rows, keep=lambda row: row.serial)
        self.ui.counters.renew(board.counters, keep=lambda row: row.counter)
        self._lines = board.lines
        self._head()

    def _head(self) -> None:
        self.ui.waitingHeading.setText(lines_words(self._lines))

    def _show_figures(self, found: Figures) -> None:
        rows = figure_rows(found) if found.issued or found.by_counter else ()
        self.ui.figures.renew(rows, keep=lambda row: row.name)

    # -- afterwards ---------------------------------------------------------------------

    def _taken(self, slip: Slip) -> None:
        self.taken = slip
        self._forget()
        self.say_good(slip_words(slip))
        self._calls.printed()
        self.ui.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _done(self, one: Ticket) -> None:
        self._forget()
        self.say_good(tr("Ticket {number}: done.", number=one.number))
        self.ui.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, error: HallError) -> None:
        """What is wrong is wrong about this ticket, unless a field of its own is named."""
        error.field = error.field or "number"
        self.show_error(error)
        self._read()

    def _forget(self) -> None:
        self._request_id = new_id()
        for edit in self.ui.card.findChildren(QLineEdit):
            edit.clear()
        self.ui.care.setChecked(False)
        self.ui.line.set_value(None)
        self._read()
