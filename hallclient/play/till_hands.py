"""The clerk's and the manager's hands at the till: floats, movements, counts, approvals."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt

from hallclient.app.client import Client
from hallclient.base.money import FACES
from hallclient.play import counter_script as day
from hallclient.play.drafting import SIGNED_FOR, all_pieces, all_tenders, typed_yuan
from hallclient.play.floor import MANAGERS_ROOM, Floor, field
from hallclient.play.keys import NotQuiet, choose, press, type_text
from hallclient.play.outcome import Done
from hallclient.play.parts import Event
from hallclient.staff.permissions import PERMISSIONS
from hallclient.staff.rules import ApprovalNotPermitted, ApprovalSamePerson
from hallclient.till import service as till
from hallclient.till.page import ShiftPage, ShiftsPage
from hallclient.till.page.shift import Panel
from hallclient.till.rules import (
    COUNTED_TENDERS,
    CountAsk,
    CounterClosed,
    CountSheet,
    MovementKind,
    SameCounter,
    ShiftOpen,
    ShiftState,
    ShiftUnknown,
    TillClosed,
    TillNotPaused,
    TillPaused,
    checked_pieces,
    checked_sheet,
)
from hallclient.ui.page import Page
from hallclient.ui.widgets.choice_box import ChoiceBox
from hallclient.ui.widgets.prompt_list import PromptList

PAUSE_MINUTES: Final = "10"
CAUSE: Final = "复点"


class TillHands:
    """Works the shift page and the manager's list of shifts."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._memory = floor.stage.memory

    def open_shift(self, event: day.OpenShift) -> Done:
        """Counts the float; who hands it over signs."""
        pieces = _known_faces(event.float_.denominations)
        client, page = self._page(event)
        if page.panel is Panel.RESULT:
            self._floor.primary(client, page)
        if page.view.shift is not None:
            raise ShiftOpen(counter=page.view.shift.counter, clerk=page.view.shift.clerk)
        self._type_pieces(page, "open", pieces)
        _tick(page.starting.open_checks)
        handed = "" if event.handed_fen is None else typed_yuan(event.handed_fen)
        type_text(field(page, "open_handed_fen"), handed)
        type_text(field(page, "open_note"), event.note)
        hander = event.handed_by or self._floor.stage.script.hander(self._floor.stage.actor(event))
        self._signed(client, page, hander)
        shift = page.view.shift
        return Done(shift.shift_id if shift else "")

    def cash_drop(self, event: day.CashDrop) -> Done:
        """Cash to the safe, before a witness."""
        return self._move(event, MovementKind.DROP, event.witness, amount=event.amount_fen)

    def take_back(self, event: day.TakeBack) -> Done:
        """Cash back from the safe; a manager signs."""
        return self._move(event, MovementKind.TAKE_BACK, event.approver,
                          amount=event.amount_fen, reason=event.reason)  # fmt: skip

    def transfer(self, event: day.Transfer) -> Done:
        """Cash to another counter, before a witness."""
        return self._move(event, MovementKind.TRANSFER, event.witness, amount=event.amount_fen,
                          to_counter=event.to_counter)  # fmt: skip

    def pay(self, event: day.PayInOut) -> Done:
        """Cash in or out that belongs to no order, with its voucher."""
        kind = MovementKind.PAY_IN if event.do == "pay_in" else MovementKind.PAY_OUT
        elsewhere = SIGNED_FOR[event.do] if event.remote else ""
        return self._move(event, kind, event.approver, amount=event.amount_fen,
                          reason=event.reason, voucher=event.voucher,
                          elsewhere=elsewhere)  # fmt: skip

    def pause(self, event: day.Pause) -> Done:
        """Hangs the sign out, or takes it in."""
        client, page = self._open(event)
        paused = page.view.shift is not None and page.view.shift.paused
        if paused and event.do == "pause":
            raise TillPaused
        if not paused and event.do == "resume_service":
            raise TillNotPaused
        press(page, Qt.Key.Key_F9)
        self._floor.settle(client)
        if event.do == "pause":
            type_text(field(page, "move_reason"), event.reason)
            type_text(field(page, "move_minutes"), PAUSE_MINUTES)
            _tick(page.moving.ui.leave_checks)
            self._floor.primary(client, page)
        self._floor.refuse(page)
        return Done(page.view.movements[-1].number if page.view.movements else "")

    def count(self, event: day.Count) -> Done:
        """The blind count that closes the shift."""
        sheet = _sheet(event)
        client, page = self._open(event)
        press(page, Qt.Key.Key_F10)
        self._floor.settle(client)
        self._type_count(page, sheet)
        _tick(page.counting_form.ui.close_checks)
        self._floor.primary(client, page)
        return self._sealed(event, page)

    def recount(self, event: day.Recount) -> Done:
        """A second count; the approver signs."""
        sheet = _sheet(event)
        client, page = self._page(event)
        press(page, Qt.Key.Key_F11)
        self._floor.settle(client)
        self._type_count(page, sheet)
        type_text(field(page, "count_note"), event.cause or CAUSE)
        self._signed(client, page, event.approver)
        return self._sealed(event, page)

    def approve(self, event: day.ApproveShift) -> Done:
        """The manager approves in the list of shifts; an early close is released knowingly."""
        self._require_approver(event)
        client, page = self._row(event, event.approver)
        row = page.ui.shifts.current()
        if row.early:
            page.ui.early_released.setFocus()
            press(page.ui.early_released, Qt.Key.Key_Space)
        type_text(field(page, "note"), event.note)
        self._floor.primary(client, page)
        approved = page.ui.shifts.current()
        if approved is None or approved.state is not ShiftState.APPROVED:
            raise NotQuiet("the shift was not approved")
        return Done(row.shift_id)

    def make_good(self, event: day.MakeGood) -> Done:
        """What was short is paid in, before a witness; the manager takes it."""
        manager = self._floor.stage.script.manager(besides=event.witness)
        client, page = self._row(event, manager)
        type_text(field(page, "amount"), typed_yuan(event.amount_fen))
        press(page, Qt.Key.Key_F6)
        self._floor.settle(client)
        self._floor.refuse(page)
        self._floor.sign(client, event.witness)
        self._floor.refuse(page)
        return Done()

    # one step each

    def _require_approver(self, event: day.ApproveShift) -> None:
        """Who may not approve finds no list of shifts to approve in: refused as by the service."""
        stage = self._floor.stage
        shift_id = self._memory.counted.get(event.counter or 0, "")
        shifts = till.shifts_of_day(stage.desk(stage.founder), stage.script.date)
        if any(row.shift_id == shift_id and row.clerk == event.approver for row in shifts):
            raise ApprovalSamePerson
        if not stage.may(event.approver, "shift.approve"):
            wording = PERMISSIONS["shift.approve"]
            raise ApprovalNotPermitted(code=event.approver, permission=wording)

    def _page(self, event: Event) -> tuple[Client, ShiftPage]:
        stage = self._floor.stage
        client = self._floor.client(event.counter or 0, stage.actor(event))
        return client, self._floor.page(client, "shift", ShiftPage, permission="shift.open")

    def _open(self, event: Event) -> tuple[Client, ShiftPage]:
        """The page of an open shift; without one it offers only to open one."""
        client, page = self._page(event)
        if page.panel is not Panel.MOVE:
            raise TillClosed
        return client, page

    def _row(self, event: Event, person: str) -> tuple[Client, ShiftsPage]:
        wanted = self._memory.counted.get(event.counter or 0, "")
        client = self._floor.client(MANAGERS_ROOM, person)
        page = self._floor.page(client, "shifts", ShiftsPage, permission="shift.approve")
        table = page.ui.shifts
        table.setFocus()
        press(table, Qt.Key.Key_Home, control=True)
        for _ in table.rows():
            if table.current().shift_id == wanted:
                self._floor.settle(client)
                return client, page
            press(table, Qt.Key.Key_Down)
        raise ShiftUnknown

    def _move(
        self, event: Event, kind: MovementKind, signer: str, *, amount: int,
        to_counter: int = 0, reason: str = "", voucher: str = "", elsewhere: str = "",
    ) -> Done:  # fmt: skip
        client, page = self._open(event)
        choose(_box(page, "move_kind"), kind)
        type_text(field(page, "move_amount"), typed_yuan(amount))
        if to_counter and not choose(_box(page, "move_to_counter"), to_counter):
            if to_counter == event.counter:
                raise SameCounter(counter=to_counter)
            raise CounterClosed(counter=to_counter)
        for name, text in (("move_reason", reason), ("move_voucher", voucher)):
            if text:
                type_text(field(page, name), text)
        self._signed(client, page, signer, elsewhere)
        return Done(page.view.movements[-1].number)

    def _signed(self, client: Client, page: Page, code: str, elsewhere: str = "") -> None:
        """The primary button, then the second person's signature, here or elsewhere for that."""
        self._floor.primary(client, page)
        if elsewhere:
            self._floor.sign_elsewhere(client, code, elsewhere)
        else:
            self._floor.sign(client, code)
        self._floor.refuse(page)

    def _type_count(self, page: ShiftPage, sheet: CountSheet) -> None:
        self._type_pieces(page, "count", sheet.pieces)
        for method in COUNTED_TENDERS:
            type_text(field(page, f"count_{method}"), typed_yuan(sheet.totals[method]))
        for kind, number in sheet.stock.items():
            type_text(field(page, f"count_{kind}"), str(number))

    @staticmethod
    def _type_pieces(page: ShiftPage, grid: str, pieces: Mapping[int, int]) -> None:
        for face in FACES:
            type_text(field(page, f"{grid}_pieces_{int(face)}"), str(pieces.get(int(face), 0)))

    def _sealed(self, event: Event, page: ShiftPage) -> Done:
        counted = page.view.counted
        if counted is None:
            raise NotQuiet("the count was not sealed")
        self._memory.counted[event.counter or 0] = counted.shift_id
        return Done(counted.shift_id)


def _sheet(event: day.Count | day.Recount) -> CountSheet:
    """What is typed; the form has no row for anything else, refused as by the service."""
    pieces, tenders = all_pieces(event.denominations), all_tenders(event.tenders)
    return checked_sheet(CountAsk("", pieces, tenders, event.stock))


def _known_faces(denominations: Mapping[str, int]) -> dict[int, int]:
    """The pieces; the form has no row for another face, so it is refused as by the service."""
    pieces = {int(face): number for face, number in denominations.items()}
    return checked_pieces(pieces) if pieces else {}


def _tick(checks: PromptList) -> None:
    """F8 ticks one check after the other."""
    for _ in checks.missing():
        press(checks, Qt.Key.Key_F8)


def _box(page: Page, name: str) -> ChoiceBox:
    found = page.findChild(ChoiceBox, name)
    if found is None:
        raise NotQuiet(f"no choice is named {name}")
    return found
