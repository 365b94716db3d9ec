"""The stock room: what is there, ranges in and out, and stock taken by two people."""

from collections.abc import Callable, Iterable
from enum import IntEnum
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.language import N_, tr
from hallclient.staff.rules import AskApproval
from hallclient.stock.page.calls import StockCalls
from hallclient.stock.page.range_panels import ChangePanel, ReceivePanel
from hallclient.stock.page.take_panel import TakePanel
from hallclient.stock.page.words import (
    COUNT_COLUMNS,
    REPORT_COLUMNS,
    Difference,
    KindLine,
    lines,
    on_panel,
    range_text,
)
from hallclient.stock.rules import (
    STATE_NAMES,
    STOCK_NAMES,
    ChangeState,
    HoldLost,
    Received,
    Run,
    StockCount,
    StockKind,
    StockState,
    StockTaken,
    StockUnavailable,
)
from hallclient.ui.authorise import AuthoriseDialog, SignAsk
from hallclient.ui.forms.stock_room import Ui_StockRoom
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page


class Panel(IntEnum):
    """What is in front."""

    RECEIVE = 0
    CHANGE = 1
    TAKE = 2
    RESULT = 3


PRIMARY = {
    Panel.RECEIVE: N_("Receive the range"),
    Panel.CHANGE: N_("Sign and take out"),
    Panel.TAKE: N_("Sign and seal the count"),
    Panel.RESULT: N_("Back to the stock"),
}


class StockPage[S](Page):
    """Stock (资源). While stock is being taken nothing on the page says what the books hold."""

    title = N_("Stock")
    primary_text = PRIMARY[Panel.RECEIVE]
    follows = frozenset({"stock", "order"})

    def __init__(self, calls: StockCalls[S], lanes: Lanes) -> None:
        super().__init__(lanes)
        self._calls = calls
        self._request_id = new_id()
        self._panel = Panel.RECEIVE
        self._reported: StockKind | None = None
        self._report_of: StockKind | None = None
        self._asked_to_drop = False
        self._lay_out()
        self._bind_keys()
        self._go(Panel.RECEIVE)
        self.ui.counts.setFocus()

    @property
    def panel(self) -> Panel:
        """What is in front."""
        return self._panel

    @property
    def kind(self) -> StockKind:
        """The kind that is chosen in the table, or that is being counted."""
        line: KindLine | None = self.ui.counts.current()
        return self._counted if line is None else line.kind

    def opened(self) -> None:
        if self._panel in (Panel.RECEIVE, Panel.CHANGE):
            self._read()

    def retranslate(self) -> None:
        self._show_kind()
        self.taking.retranslate()

    def back(self) -> None:
        """Esc leaves the panel. A count that is left is dropped, so that nobody counts towards
        the figure that the books show; it is asked for once."""
        if self._panel is Panel.RECEIVE:
            super().back()
        elif self._panel is Panel.TAKE and not self.taking.is_empty() and not self._asked_to_drop:
            self._asked_to_drop = True
            self.say(tr("Leaving drops this count. Press Esc once more to drop it."), "warning")
        else:
            self._go(Panel.RECEIVE)

    def on_primary(self) -> None:
        does: dict[Panel, Callable[[], None]] = {
            Panel.RECEIVE: self._receive,
            Panel.CHANGE: self._change,
            Panel.TAKE: self._take,
            Panel.RESULT: partial(self._go, Panel.RECEIVE),
        }
        does[self._panel]()

    # -- building -----------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._counted = StockKind.SIM
        self._room = QWidget()
        self.ui = Ui_StockRoom()
        self.add_form(self.ui, self._room)
        self.receiving, self.changing = ReceivePanel(self.ui), ChangePanel(self.ui)
        self.taking = TakePanel(self)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._room)
        column.addWidget(self.taking.widget)
        self.ui.counts.set_columns(COUNT_COLUMNS)
        self.ui.report.set_columns(
            REPORT_COLUMNS, empty=N_("Nothing of this kind was received yet. Receive a range: F5.")
        )
        self.ui.counts.row_changed.connect(self._on_line)
        self.ui.counts.row_chosen.connect(self._to_panel, Qt.ConnectionType.QueuedConnection)
        self.taking.ui.differences.row_chosen.connect(
            self._on_difference, Qt.ConnectionType.QueuedConnection
        )

    def _bind_keys(self) -> None:
        self._room_buttons = (
            self.add_button(N_("Receive a range"), partial(self._go, Panel.RECEIVE), "F5"),
            self.add_button(N_("Take stock"), partial(self._go, Panel.TAKE), "F6"),
            self.add_button(N_("Void, return, write off"), partial(self._go, Panel.CHANGE), "F7"),
        )
        self._take_buttons = (
            self.add_button(N_("Add the range"), self._add, "F4"),
            self.add_button(N_("Remove the chosen range"), self.taking.remove, "F8"),
        )

    # -- what is in front ---------------------------------------------------------------

    def _go(self, panel: Panel) -> None:
        was, self._panel = self._panel, panel
        self._asked_to_drop = False
        self.clear_errors()
        if panel is Panel.TAKE:
            self._begin_count()
        in_room = panel in (Panel.RECEIVE, Panel.CHANGE)
        self._room.setVisible(in_room)
        self.taking.widget.setVisible(not in_room)
        self.ui.receiveCard.setVisible(panel is Panel.RECEIVE)
        self.ui.changeCard.setVisible(panel is Panel.CHANGE)
        _offer(self._room_buttons, when=in_room)
        _offer(self._take_buttons, when=panel is Panel.TAKE)
        self.set_primary(PRIMARY[panel])
        self.settle_fields()
        self._first_field().setFocus()
        if in_room and was in (Panel.TAKE, Panel.RESULT):
            self.taking.begin(self._counted)
            self._read()

    def _begin_count(self) -> None:
        """From here to the seal the page holds no figure of the books."""
        self._counted = self.kind
        self._reported = None
        self.ui.counts.set_rows(())
        self.ui.report.set_rows(())
        self.taking.begin(self._counted)

    def _first_field(self) -> QWidget:
        fields: dict[Panel, QWidget] = {
            Panel.RECEIVE: self.ui.receive_first,
            Panel.CHANGE: self.ui.change_first,
            Panel.TAKE: self.taking.ui.take_first,
            Panel.RESULT: self.taking.ui.differences,
        }
        return fields[self._panel]

    def _to_panel(self, _line: KindLine) -> None:
        """Queued behind the key that chose the row: Enter would go on from here otherwise."""
        self._first_field().setFocus()

    # -- what is there ------------------------------------------------------------------

    def _read(self) -> None:
        self.run(self.lanes.read, self._calls.counts, self._show, quiet=True)

    def _show(self, counts: tuple[StockCount, ...]) -> None:
        if self._panel in (Panel.TAKE, Panel.RESULT):
            return  # a count has begun meanwhile
        rows, wanted = lines(counts), self._counted
        self._reported = None
        self.ui.counts.renew(rows, keep=lambda line: (line.kind, line.face_fen))
        current: KindLine | None = self.ui.counts.current()
        if current is None or current.kind is not wanted:  # the first card of a face, or the last
            self.ui.counts.selectRow([line.kind for line in rows].index(wanted))
        self._on_line(self.ui.counts.current())

    def _on_line(self, line: KindLine | None) -> None:
        self._show_kind()
        if line is None or line.kind is self._reported:
            return
        kind, report = line.kind, self._calls.report
        self._counted = self._reported = kind
        self.run(
            self.lanes.read, lambda: report(kind), partial(self._show_report, kind), quiet=True
        )

    def _show_report(self, kind: StockKind, runs: tuple[Run, ...]) -> None:
        if kind is not self._reported:
            return
        if kind is self._report_of:
            self.ui.report.renew(runs, keep=lambda run: run.first)
        else:
            self.ui.report.set_rows(runs)
        self._report_of = kind

    def _show_kind(self) -> None:
        self.receiving.show(self.kind)
        self.changing.show(self.kind)

    # -- a range comes in ---------------------------------------------------------------

    def _receive(self) -> None:
        ask, receive = self.receiving.ask(self._request_id), self._calls.receive
        self.run(self.lanes.write, lambda: receive(ask), self._received, self._refused("receive"))

    def _received(self, received: Received) -> None:
        self._request_id = new_id()
        self.receiving.clear()
        self.say_good(
            tr(
                "Received: {kind} {range}, quantity {pieces}",
                pieces=f"{received.pieces:,}",
                kind=tr(STOCK_NAMES[received.kind]),
                range=range_text(received.first, received.last),
            )
        )
        self.ui.receive_first.setFocus()
        self._read()

    # -- a range goes out ---------------------------------------------------------------

    def _change(self) -> None:
        self.clear_errors()
        ask, change = self.changing.ask(self._request_id), self._calls.change

        def signed(approver: S) -> None:
            self.run(
                self.lanes.write,
                lambda: change(ask, approver),
                partial(self._changed, ask),
                self._refused("change"),
            )

        purpose, elsewhere = self.changing.purpose(ask), self.changing.elsewhere(ask)
        self._ask(purpose, N_("Approver"), "stock.write_off", signed, elsewhere)

    def _changed(self, ask: ChangeState, pieces: int) -> None:
        self._request_id = new_id()
        self.changing.clear()
        state = tr(STATE_NAMES[StockState(ask.to_state)])
        self.say_good(tr("Now {state}: {pieces}", pieces=f"{pieces:,}", state=state))
        self.ui.change_first.setFocus()
        self._read()

    # -- stock is taken -----------------------------------------------------------------

    def _add(self) -> None:
        self.clear_errors()
        try:
            self.taking.add()
        except HallError as error:
            self.show_error(error)

    def _take(self) -> None:
        self.clear_errors()
        ask, take = self.taking.ask(self._request_id), self._calls.take

        def signed(witness: S) -> None:
            self.run(
                self.lanes.write, lambda: take(ask, witness), self._taken, self._refused("take")
            )

        self._ask(self.taking.purpose(), N_("Witness"), "cash.witness", signed)

    def _taken(self, taken: StockTaken) -> None:
        self._request_id = new_id()
        self.taking.show_result(taken)
        self._go(Panel.RESULT)
        if taken.missing or taken.surplus:
            self.say(tr("Stock-take {number}: not all agrees.", number=taken.number), "warning")
        else:
            self.say_good(tr("Stock-take {number}: all is there.", number=taken.number))

    def _on_difference(self, row: Difference) -> None:
        """What is missing is written off on its own, with its own second person."""
        if row.missing and self._panel is Panel.RESULT:
            self._go(Panel.CHANGE)
            self.changing.fill(row.first, row.last)
            self.ui.change_reason.setFocus()

    # -- Qt's own -----------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """With large text the counts scroll, and still tell which kind they are of."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            digit = self.fontMetrics().horizontalAdvance("0")
            self.ui.counts.horizontalHeader().setMinimumSectionSize(digit * 9 + 24)

    # -- two people, and refusals -------------------------------------------------------

    def _ask(
        self,
        purpose: str,
        role: str,
        permission: str,
        signed: Callable[[S], object],
        elsewhere: AskApproval | None = None,
    ) -> None:
        sign = self._calls.sign
        AuthoriseDialog(
            self,
            self.lanes.write,
            lambda code, password, _purpose: sign(code, password, permission),
            SignAsk(purpose, self._calls.clerk, role),
            signed,
            self._calls.remotely(elsewhere) if elsewhere else None,
        )

    def _refused(self, prefix: str) -> Callable[[HallError], None]:
        def show(error: HallError) -> None:
            if isinstance(error, StockUnavailable | HoldLost):
                error.field = error.field or "first"
            self.show_error(on_panel(error, prefix))

        return show


def _offer(buttons: Iterable[QPushButton], *, when: bool) -> None:
    """Shows the buttons, or hides them and kills their keys."""
    for button in buttons:
        button.setVisible(when)
        button.setEnabled(when)
