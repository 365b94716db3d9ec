"""The bar's page: drinks that wait, the stock with its dates, the lounge's list, the day's end."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.language import N_, labelled, tr
from hallclient.staff.rules import Signature
from hallclient.ui.authorise import AuthoriseDialog, SignAsk
from hallclient.ui.forms.bar import Ui_Bar
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from hallclient.ui.widgets.notice import Tone
from hallclient.vip.page.bar_calls import BarCalls
from hallclient.vip.page.bar_count import Counting
from hallclient.vip.page.bar_deeds import Typed, purpose, second_of, work
from hallclient.vip.page.bar_guests import BarGuests
from hallclient.vip.page.bar_tables import BarTables
from hallclient.vip.page.bar_words import (
    DEED_NAMES,
    FIELDS,
    FROM,
    Deed,
    ListLine,
    bring_words,
    count_words,
    day_words,
    item_words,
    lines,
    list_words,
    near_words,
    next_open,
)
from hallclient.vip.rules import Reception
from hallclient.vip.rules.bar import Batch, DrinkCount, DrinkOrder
from hallclient.vip.rules.bar_standard import lounge_standard
from hallclient.vip.rules.bar_views import BarBoard, LoungeDay
from hallclient.vip.rules.lounge import RESULT_NAMES, LoungeEntry, Result


class BarPage(Page):
    """Bar and lounge (吧台与休息区): choose a row, choose what is done, type what it needs."""

    title = N_("Bar and lounge")
    primary_text = N_("Put on record")
    field_names: ClassVar = {"batch": "stock", "item": "list", "reason": "note"}
    follows = frozenset({"bar", "lounge", "vip", "custody.count", "order"})

    def __init__(self, calls: BarCalls, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._calls = calls
        self._request_id = new_id()
        self._day: LoungeDay | None = None
        self.made = 0
        """Number of what was last put on record, for whoever works the page by keys."""
        self._at_batch: Batch | None = None
        self._counting = Counting()
        self.ui = self.set_form(Ui_Bar)
        self.guests = BarGuests(self.ui)
        self._tables = BarTables(
            self.ui, self.guests, self._counting, blind=lambda: self.deed == Deed.COUNT
        )
        self._lay_out()
        self._connect()
        self._on_deed(self.deed)
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._on_tick)

    @property
    def _board(self) -> BarBoard | None:
        return self._tables.board

    @property
    def deed(self) -> str:
        """What is to be done."""
        value = self.ui.deed.value()
        return value if isinstance(value, str) else Deed.ASK

    def choose(self, deed: str) -> None:
        """Another thing to do, by its key; its table or its first field gets the focus."""
        self.ui.deed.set_value(deed)
        self._to_fields()

    def ask(self, reception: int) -> None:
        """This guest of VIP reception is asked for a drink."""
        self.guests.choose(reception)
        self.choose(Deed.ASK)
        self.ui.goods.setFocus()

    def opened(self) -> None:
        self._read()
        self._tick.start()

    def retranslate(self) -> None:
        self._show_goods()
        self._show_notes()
        self._show_words()

    def on_primary(self) -> None:
        if self.busy:
            return
        batch: Batch | None = self.ui.stock.current()
        if self.deed == Deed.COUNT and batch is not None and self.ui.found.text().strip():
            self._counting.note(batch, self.ui.found.text())  # typed, and Enter not pressed
        deed, typed = self.deed, self._typed()
        do = work(deed, typed, self._calls, self._request_id)
        done, second = partial(self._done, deed), second_of(deed)
        if second is None:
            self.run(self.lanes.write, lambda: do(None), done, self._refused)
            return
        permission, role = second
        sign = self._calls.sign

        def signed(signature: Signature) -> None:
            self.run(self.lanes.write, lambda: do(signature), done, self._refused)

        AuthoriseDialog(
            self,
            self.lanes.write,
            lambda code, password, _purpose: sign(code, password, permission),
            SignAsk(labelled(tr(DEED_NAMES[deed]), purpose(deed, typed)), self._calls.clerk, role),
            signed,
        )

    # -- building -----------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.ui.deed.set_choices(list(DEED_NAMES.items()))
        self.ui.deed.set_value(Deed.ASK)
        self.ui.result.set_choices(list(RESULT_NAMES.items()))
        self._show_goods()

    def _connect(self) -> None:
        self.ui.deed.chosen.connect(self._on_deed)
        self.ui.goods.chosen.connect(lambda _goods: self._show_chosen())
        self.ui.orders.row_changed.connect(lambda _order: self._show_words())
        self.ui.list.row_changed.connect(lambda _line: self._show_line())
        self.ui.stock.row_changed.connect(self._on_batch)
        for table, deed in (("orders", Deed.BRING), ("list", Deed.ENTER)):
            getattr(self.ui, table).row_chosen.connect(
                partial(self._on_chosen, deed), Qt.ConnectionType.QueuedConnection
            )
        self.ui.stock.row_chosen.connect(
            lambda _row: self._first_field().setFocus(), Qt.ConnectionType.QueuedConnection
        )
        self.ui.found.returnPressed.connect(self._note_found, Qt.ConnectionType.QueuedConnection)
        for key, deed in (
            ("F4", Deed.ASK),
            ("F5", Deed.BRING),
            ("F6", Deed.ENTER),
            ("F7", Deed.RECEIVE),
            ("F8", Deed.WRITE_OFF),
            ("F9", Deed.COUNT),
        ):
            self.add_key(key, DEED_NAMES[deed], partial(self.choose, deed))
        self.add_button(N_("Daily report"), self._report, "F12")

    # -- fields -------------------------------------------------------------------------

    def _on_deed(self, _deed: object) -> None:
        if self.refused is not None:  # what was wrong may be hidden now
            self.clear_errors()
        self.ui.servings.setText("1" if self.deed == Deed.ASK else "")
        self.ui.stock.retranslate()
        self._show_fields()

    def _show_fields(self) -> None:
        wanted = FIELDS[self.deed]
        for name in (
            "goods", "servings", "seat", "bestBefore", "cause", "found", "result", "value", "slips",
            "note",
        ):  # fmt: skip
            for part in (name, f"{name}Label"):
                getattr(self.ui, part).setVisible(name in wanted)
        self.ui.phrased.setVisible("phrased" in wanted)
        self.guests.show_field(asked="guest" in FIELDS[self.deed])
        self._show_goods()
        self._show_line()
        self._show_chosen()
        if self.isVisible():
            self.settle_fields()

    def _show_goods(self) -> None:
        """What a guest is offered, or everything that may be received."""
        goods = tuple(lounge_standard().goods.values())
        if self.deed == Deed.ASK:
            goods = () if self._board is None else self._board.offer
        choices = [(each.code, each.text) for each in goods]
        if self.deed == Deed.ASK:
            choices.append(("", tr("Nothing, thank you")))
        self.ui.goods.set_choices(choices, translated=True)
        causes = [(each.code, each.text) for each in lounge_standard().causes.values()]
        self.ui.cause.set_choices(causes, translated=True)

    def _show_chosen(self) -> None:
        """A date is asked of what has one; what was typed before is not taken along unseen."""
        found = lounge_standard().goods.get(str(self.ui.goods.value()))
        dated = "bestBefore" in FIELDS[self.deed] and (found is None or found.dated)
        for part in (self.ui.bestBefore, self.ui.bestBeforeLabel):
            part.setVisible(dated)
        if not dated:
            self.ui.bestBefore.clear()
        self._show_words()

    def _show_line(self) -> None:
        line: ListLine | None = self.ui.list.current()
        measured = line is not None and bool(line.item.measure)
        for part in (self.ui.value, self.ui.valueLabel):
            part.setVisible(self.deed == Deed.ENTER and measured)
        if self.deed == Deed.ENTER:
            failed = line is not None and line.last and line.last.result is Result.FAILED
            again = failed and line is not None and line.item.opening
            self.ui.result.set_value(Result.FIXED if again else Result.PASSED)
            self._show_words()

    def _show_words(self) -> None:
        """What is said to the guest, or what the chosen row is."""
        words = ""
        order: DrinkOrder | None = self.ui.orders.current()
        line: ListLine | None = self.ui.list.current()
        if self.deed == Deed.ASK and self._board is not None:
            words = self._board.question
        elif self.deed == Deed.BRING and order is not None:
            words = bring_words(order)
        elif self.deed == Deed.ENTER and line is not None:
            words = item_words(line)
        self.ui.words.setText(words)
        self.ui.words.setVisible(bool(words))

    def _first_field(self) -> QLineEdit:
        names = [name for name in FIELDS[self.deed] if getattr(self.ui, name).isVisible()]
        first: QLineEdit = getattr(self.ui, names[0]) if names else self.ui.deed
        return first

    def _to_fields(self) -> None:
        table = FROM.get(self.deed, "")
        (getattr(self.ui, table) if table else self._first_field()).setFocus()

    def _on_chosen(self, deed: str, _row: object) -> None:
        self.ui.deed.set_value(deed)
        self._first_field().setFocus()

    def _typed(self) -> Typed:
        goods, cause, result = (
            box.value() for box in (self.ui.goods, self.ui.cause, self.ui.result)
        )
        batches = () if self._board is None else self._board.batches
        return Typed(
            guest=self.guests.chosen,
            goods=goods if isinstance(goods, str) else None,
            servings=self.ui.servings.text(),
            seat=self.ui.seat.text(),
            best_before=self.ui.bestBefore.text(),
            cause=cause if isinstance(cause, str) else "",
            result=result if isinstance(result, Result) else None,
            value=self.ui.value.text(),
            slips=self.ui.slips.text(),
            note=self.ui.note.text(),
            phrased=self.ui.phrased.isChecked(),
            order=self.ui.orders.current(),
            batch=self.ui.stock.current(),
            line=self.ui.list.current(),
            found=self._counting.found(),
            batches=batches,
        )

    # -- what is there ------------------------------------------------------------------

    def _read(self) -> None:
        self.run(self.lanes.read, self._calls.board, self._show, quiet=True)
        self.run(self.lanes.read, self._calls.guests, self._show_guests, quiet=True)
        self.run(self.lanes.read, self._calls.day, self._show_day, quiet=True)

    def _show(self, board: BarBoard) -> None:
        there, typed = self._at_batch, self.ui.found.text().strip()
        again = self._counting.keep(board.batches, there if typed else None)
        self._tables.show(board)
        self._at_batch = self.ui.stock.current()
        if there is not None and there.number in again:
            self.ui.found.clear()  # counted against the book as it was
        if again:
            numbers = ", ".join(map(str, again))
            words = tr("Count again what moved meanwhile: batch {numbers}.", numbers=numbers)
            self.say(words, "warning")
        self._show_goods()
        self._show_notes()
        self._show_words()

    def _show_guests(self, guests: tuple[Reception, ...]) -> None:
        self.guests.show(guests)
        self.ui.orders.retranslate()
        self.guests.show_field(asked="guest" in FIELDS[self.deed])
        self._show_alarm()

    def _show_day(self, day: LoungeDay) -> None:
        self._day = day
        self.ui.list.renew(lines(day), keep=lambda line: line.item.code)
        self._show_notes()

    def _show_notes(self) -> None:
        if self._board is not None:
            words = [near_words(self._board), *map(count_words, self._board.counts)]
            self.ui.stockNote.setText("  ".join(words))
        if self._day is not None:
            self.ui.listNote.setText(list_words(self._day))
            self.ui.dayNote.setText(day_words(self._day))

    def _on_tick(self) -> None:
        self.ui.orders.viewport().update()
        self._show_alarm()

    def _show_alarm(self) -> None:
        """The clock runs on by itself between two readings."""
        passed = timedelta(seconds=self._tables.seconds)
        self.guests.show_alarm(None if self._board is None else self._board.now + passed)

    def _report(self) -> None:
        self.run(self.lanes.write, self._calls.report, self._reported)

    def _reported(self, path: Path) -> None:
        self.say_good(tr("The daily report is in {file}.", file=path.name))

    # -- counting -----------------------------------------------------------------------

    def _on_batch(self, batch: Batch | None) -> None:
        before = None if self._at_batch is None else self._at_batch.number
        number = None if batch is None else batch.number
        if number != before:  # the same batch read anew leaves what is being typed
            self.ui.found.setText("" if batch is None else self._counting.text(batch))
        self._at_batch = batch

    def _note_found(self) -> None:
        """Enter keeps what was counted of this batch and goes on to the next one."""
        batch: Batch | None = self.ui.stock.current()
        if batch is None:
            return
        try:
            self._counting.note(batch, self.ui.found.text())
        except HallError as error:
            self.show_error(error)
            return
        rows = self.ui.stock.rows()
        after = [one.number for one in rows].index(batch.number) + 1
        self.ui.stock.retranslate()
        if after < len(rows):
            self.ui.stock.selectRow(after)
            self.ui.found.setFocus()
            self.ui.found.selectAll()
        else:
            self.ui.note.setFocus()

    # -- afterwards ---------------------------------------------------------------------

    def _refused(self, error: HallError) -> None:
        self.show_error(error)
        if error.code in ("bar.out-of-stock", "bar.out-of-date"):
            self._request_id = new_id()  # that answer is on record; the next try is another one
        self._read()

    def _done(self, deed: str, result: object) -> None:
        self._request_id = new_id()
        self.made = getattr(result, "number", 0)
        for edit in self.ui.card.findChildren(QLineEdit):
            edit.clear()
        self.ui.phrased.setChecked(False)
        self.ui.goods.set_value(None)
        self.guests.forget()
        self._on_deed(deed)
        tone: Tone = "good"
        words = tr("On record: {what}", what=tr(DEED_NAMES[deed]))
        if isinstance(result, DrinkCount):
            self._counting.clear()
            words = count_words(result)
            differs = any(line.missing or line.over for line in result.lines)
            tone = "warning" if differs else "good"
        self.say(words, tone)
        if isinstance(result, LoungeEntry):
            self._next_item(result)
        self._read()

    def _next_item(self, entry: LoungeEntry) -> None:
        """The next item of the list, so that it is gone through from top to bottom."""
        rows = self.ui.list.rows()
        wanted = next_open(rows, entry.item)
        if wanted:
            self.ui.list.selectRow([line.item.code for line in rows].index(wanted))
            self._first_field().setFocus()
