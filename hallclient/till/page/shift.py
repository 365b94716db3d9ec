"""The clerk's shift: open by counting the float, move cash, pause, count blind, see the result."""

from collections.abc import Callable
from enum import IntEnum
from functools import cached_property, partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.language import N_, labelled, tr
from hallclient.base.money import Fen, yuan
from hallclient.staff.rules import AskApproval, Signature
from hallclient.till.page.calls import ShiftCalls
from hallclient.till.page.checks import clear_checks, show_checks
from hallclient.till.page.count_panel import Counted, CountPanel, on_panel, own_names
from hallclient.till.page.move_panel import MovePanel
from hallclient.till.page.panels import Panels
from hallclient.till.page.words import (
    LITTLE_CHANGE,
    MOVEMENT_NAMES,
    RESULT_COLUMNS,
    contact_of,
    sealed_hint,
    sealed_state,
    till_state,
)
from hallclient.till.rules import (
    CauseMissing,
    CountAsk,
    CountSealed,
    Moved,
    MovementKind,
    OpenShiftAsk,
    RecountAsk,
    ResumeAsk,
    ShiftOpened,
    TillView,
)
from hallclient.ui.authorise import AuthoriseDialog, SignAsk
from hallclient.ui.forms.shift_open import Ui_ShiftOpen
from hallclient.ui.forms.shift_result import Ui_ShiftResult
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page


class Panel(IntEnum):
    """Where the shift is, as the page shows it."""

    OPEN = 0
    MOVE = 1
    COUNT = 2
    RESULT = 3


class ShiftPage(Page):
    """My shift (我的班次). Nothing on it tells what is expected before the count is sealed."""

    title = N_("Shift")
    primary_text = N_("Open the shift")
    follows = frozenset({"till", "day", "queue.pause", "queue.back"})

    def __init__(self, calls: ShiftCalls, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._calls = calls
        self._request_id = new_id()
        self._view = TillView(None, None, None, (), (), drop_due=False)
        self._sealed: CountSealed | None = None
        self._recounting = self._drop_due = False
        self._lay_out()
        self._bind_keys()
        self._go(Panel.OPEN)

    @property
    def panel(self) -> Panel:
        """What is in front."""
        return Panel(self._stack.front)

    @property
    def view(self) -> TillView:
        """The till as it was last read or told; what is expected is no part of it."""
        return self._view

    def opened(self) -> None:
        self._read()

    def back(self) -> None:
        """Esc leaves the count for the shift; what was counted stays typed."""
        if self.panel is Panel.COUNT:
            self._go(Panel.RESULT if self._recounting else Panel.MOVE)
        else:
            super().back()

    def retranslate(self) -> None:
        self._show_state()
        show_checks(self.starting.open_checks, "opening")
        if "counting_form" in self.__dict__:
            show_checks(self.counting_form.ui.close_checks, "closing")
        if "moving" in self.__dict__:
            self.moving.retranslate()

    def on_primary(self) -> None:
        does: dict[Panel, Callable[[], None]] = {
            Panel.OPEN: self._open_shift,
            Panel.MOVE: self._move,
            Panel.COUNT: self._count,
            Panel.RESULT: self._next_shift,
        }
        does[self.panel]()

    # -- building -----------------------------------------------------------------------

    def _lay_out(self) -> None:
        """Only what opens a shift; the other panels are made when they are first wanted."""
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        self._stack = Panels()
        column.addWidget(self._stack)
        self.starting = Ui_ShiftOpen()
        opening = QWidget()
        self._stack.add(opening)
        self.add_form(self.starting, opening)
        own_names(self.starting.open_denominations, "open")
        show_checks(self.starting.open_checks, "opening")
        self._stack.add(lambda: self.moving.widget)
        self._stack.add(lambda: self.counting_form.widget)
        self._stack.add(lambda: self._result)

    @cached_property
    def moving(self) -> MovePanel:
        """The panel of an open shift."""
        panel = MovePanel(self, self._label_move)
        self._stack.hold(panel.widget)
        panel.show(self._view)
        panel.state.setText(till_state(self._view))
        return panel

    @cached_property
    def counting_form(self) -> CountPanel:
        """The panel of the blind count."""
        panel = CountPanel(self)
        self._stack.hold(panel.widget)
        show_checks(panel.ui.close_checks, "closing")
        return panel

    @cached_property
    def ending(self) -> Ui_ShiftResult:
        """The form of what the count came to."""
        form = Ui_ShiftResult()
        self.add_form(form, self._result)
        form.results.set_columns(RESULT_COLUMNS)
        form.over.set_caption(N_("Over"))
        form.short_.set_caption(N_("Short"))
        return form

    @cached_property
    def _result(self) -> QWidget:
        panel = QWidget()
        self._stack.hold(panel)
        return panel

    def _bind_keys(self) -> None:
        for keys, kind in (
            ("F5", MovementKind.DROP),
            ("F6", MovementKind.TRANSFER),
            ("F7", MovementKind.PAY_IN),
            ("Shift+F7", MovementKind.PAY_OUT),
        ):
            self.add_key(keys, MOVEMENT_NAMES[kind], partial(self._choose, kind))
        self._pause_button = self.add_button(N_("Pause or resume service"), self._pause, "F9")
        self._count_button = self.add_button(N_("Count the shift"), self._to_count, "F10")
        self._again_button = self.add_button(N_("Count again"), self._to_recount, "F11")

    def _go(self, panel: Panel) -> None:
        self._stack.show_panel(panel)
        self._forget_errors()
        self._pause_button.setVisible(panel is Panel.MOVE)
        self._count_button.setVisible(panel is Panel.MOVE)
        self._again_button.setVisible(panel is Panel.RESULT)
        self._label_primary_of(panel)
        self._show_state()
        self.settle_fields()
        self._first_of(panel).setFocus()

    def _first_of(self, panel: Panel) -> QWidget:
        firsts: dict[Panel, Callable[[], QWidget]] = {
            Panel.OPEN: lambda: self.starting.open_denominations,
            Panel.MOVE: lambda: self.moving.first_field(),  # noqa: PLW0108 - made only now
            Panel.COUNT: lambda: self.counting_form.ui.count_denominations,
            Panel.RESULT: lambda: self.ending.results,
        }
        return firsts[panel]()

    def _forget_errors(self) -> None:
        """A refusal belongs to the panel it was made on; good news stays."""
        if self.refused is not None:
            self.clear_errors()

    def _label_primary_of(self, panel: Panel) -> None:
        if panel is Panel.MOVE:
            self.set_primary(MOVEMENT_NAMES[self.moving.kind])
            return
        texts = {
            Panel.OPEN: N_("Open the shift"),
            Panel.COUNT: N_("Seal the count"),
            Panel.RESULT: N_("Open the next shift"),
        }
        self.set_primary(texts[panel])

    def _label_move(self) -> None:
        if self.panel is Panel.MOVE:
            self._label_primary_of(Panel.MOVE)

    # -- what the till holds of it ------------------------------------------------------

    def _read(self) -> None:
        self.run(self.lanes.read, self._calls.till, self._show, quiet=True)

    def _show(self, view: TillView) -> None:
        """Another shift than before brings its panel to the front; typing is left alone."""
        before, self._view = self._view.shift, view
        if view.shift is not None or self.panel is Panel.MOVE:
            self.moving.show(view)
        if view.shift is None:
            ended = before is not None or not self.reading_anew
            if view.counted is not None and ended and self.panel in (Panel.OPEN, Panel.MOVE):
                self._show_result(view.counted)
            elif ended and self.panel is Panel.COUNT and not self._recounting:
                self.say(tr("This shift has been counted on another PC."), "warning")
            elif self.panel is Panel.MOVE:
                self._go(Panel.OPEN)
        elif before is None or before.shift_id != view.shift.shift_id:
            self._go(Panel.MOVE)
        self._show_state()
        due, self._drop_due = self._drop_due, view.drop_due
        told = due and self.reading_anew
        if view.drop_due and not told and self.panel is Panel.MOVE:
            self.say(tr("Much cash was taken: bring some to the safe (F5)."), "warning")

    def _show_state(self) -> None:
        if "moving" in self.__dict__:
            self.moving.state.setText(till_state(self._view))
        self.starting.contact.setText(contact_of(self._view))
        self.starting.contact.setVisible(bool(self._view.contact))
        if self._sealed is not None:
            self.ending.result_state.setText(sealed_state(self._sealed))
            self.ending.result_hint.setText(sealed_hint(self._sealed))

    def _refused(self, prefix: str) -> Callable[[HallError], None]:
        return lambda error: self.show_error(on_panel(error, prefix))

    def _ask(
        self,
        purpose: str,
        role: str,
        permission: str,
        signed: Callable[..., object],
        elsewhere: AskApproval | None = None,
    ) -> None:
        """Has a second person sign; the primary button's work goes on then."""
        sign = self._calls.sign
        AuthoriseDialog(
            self,
            self.lanes.write,
            lambda code, password, _purpose: sign(code, password, permission),
            SignAsk(purpose, self._calls.clerk, role),
            signed,
            self._calls.remotely(elsewhere) if elsewhere else None,
        )

    # -- opening ------------------------------------------------------------------------

    def _open_shift(self) -> None:
        self.clear_errors()
        pieces = self.starting.open_denominations.complete()
        handed = self.starting.open_handed_fen
        said = None if handed.is_empty() else handed.fen()
        note = self.starting.open_note.text()
        ticked = self.starting.open_checks.acknowledged_ids()
        request_id, open_shift = self._request_id, self._calls.open_shift

        def signed(hander: Signature) -> None:
            ask = OpenShiftAsk(request_id, pieces, hander, said, note, ticked)
            self.run(self.lanes.write, lambda: open_shift(ask), self._opened, self._refused("open"))

        total = self.starting.open_denominations.total_fen()
        purpose = tr("Hand over a float of {amount} yuan", amount=yuan(total))
        self._ask(purpose, N_("Hands over"), "float.hand_over", signed)

    def _opened(self, opened: ShiftOpened) -> None:
        self._request_id = new_id()
        self.starting.open_denominations.clear()
        self.starting.open_handed_fen.clear()
        self.starting.open_note.clear()
        clear_checks(self.starting.open_checks)
        said = tr("Shift {shift} is open.", shift=opened.shift.shift_id)
        if opened.little_change:
            self.say(f"{said} {tr(LITTLE_CHANGE)}", "warning")
        else:
            self.say_good(said)
        self._sealed = None
        self._calls.printed()
        self._calls.changed()
        self._read()

    # -- moving cash --------------------------------------------------------------------

    def _choose(self, kind: MovementKind) -> None:
        if self.panel is Panel.MOVE:
            self.moving.choose(kind)

    def _move(self) -> None:
        self.clear_errors()
        needs = self.moving.needs()
        if needs is None:
            ask = self.moving.pause_ask(self._request_id)
            pause = self._calls.pause
            self.run(self.lanes.write, lambda: pause(ask), self._moved, self._refused("move"))
            return
        purpose = self.moving.purpose()
        work = self.moving.work(self._calls, self._request_id)

        def signed(witness: Signature) -> None:
            self.run(self.lanes.write, lambda: work(witness), self._moved, self._refused("move"))

        permission, role = needs
        elsewhere = self.moving.elsewhere(self._request_id)
        self._ask(purpose, role, permission, signed, elsewhere)

    def _pause(self) -> None:
        """F9: hangs the sign out, or takes it in at once."""
        if self._view.shift is None or self.busy:
            return
        if not self._view.shift.paused:
            self.moving.choose(MovementKind.PAUSE)
            return
        ask, resume = ResumeAsk(self._request_id), self._calls.resume
        self.run(self.lanes.write, lambda: resume(ask), self._moved)

    def _moved(self, moved: Moved) -> None:
        self._request_id = new_id()
        self.moving.clear()
        self.say_good(labelled(tr(MOVEMENT_NAMES[moved.kind]), moved.number))
        self._calls.printed()
        self._calls.changed()
        self._read()

    # -- counting -----------------------------------------------------------------------

    def _to_count(self) -> None:
        self._recounting = False
        self._go(Panel.COUNT)

    def _to_recount(self) -> None:
        self._recounting = True
        self._go(Panel.COUNT)

    def _count(self) -> None:
        self.clear_errors()
        counted = self.counting_form.counted()
        if self._recounting:
            self._recount(counted)
            return
        ask = CountAsk(
            self._request_id,
            counted.denominations,
            counted.tenders,
            counted.stock,
            counted.counterfeit,
            counted.note,
            self.counting_form.ui.close_checks.acknowledged_ids(),
        )
        count = self._calls.count
        self.run(self.lanes.write, lambda: count(ask), self._counted, self._refused("count"))

    def _recount(self, counted: Counted) -> None:
        if not counted.note.strip():
            raise CauseMissing(field="count_note")
        sealed, request_id, recount = self._sealed, self._request_id, self._calls.recount
        if sealed is None:
            return

        def signed(approver: Signature) -> None:
            ask = RecountAsk(
                request_id,
                sealed.shift_id,
                counted.denominations,
                counted.tenders,
                approver,
                counted.note,
                counted.stock,
                counted.counterfeit,
            )
            self.run(self.lanes.write, lambda: recount(ask), self._counted, self._refused("count"))

        purpose = tr("Count shift {shift} again", shift=sealed.shift_id)
        self._ask(purpose, N_("Approver"), "shift.recount", signed)

    def _counted(self, sealed: CountSealed) -> None:
        self._request_id = new_id()
        self.counting_form.clear()
        self.say_good(tr("The count is sealed."))
        self._view = TillView(None, None, sealed, (), (), drop_due=False)
        self._show_result(sealed)
        self._calls.changed()

    def _show_result(self, sealed: CountSealed) -> None:
        self._sealed = sealed
        self.ending.results.set_rows(sealed.results)
        self._figure("over", sealed.over_fen)
        self._figure("short_", sealed.short_fen)
        self._go(Panel.RESULT)

    def _figure(self, name: str, fen: Fen) -> None:
        getattr(self.ending, name).set_fen(fen, "wrong" if fen else "good")

    def _next_shift(self) -> None:
        self.clear_errors()
        self._go(Panel.OPEN)
