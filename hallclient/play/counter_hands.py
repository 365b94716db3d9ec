"""The clerk's hands at the counter: identify, choose, fill, pay, done; and orders found again."""

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from hallclient.app.client import Client
from hallclient.base.errors import HallError
from hallclient.counter import service as counter
from hallclient.counter.page import CounterPage, OrdersPage
from hallclient.counter.page.steps import Step
from hallclient.counter.rules import (
    Answer,
    ChoiceUnknown,
    DraftUnknown,
    OrderUnknown,
    TenderMethod,
)
from hallclient.customers.rules import FaceResult
from hallclient.play import counter_script as day
from hallclient.play.drafting import order_draft, typed_fields, typed_tenders
from hallclient.play.floor import Floor, field
from hallclient.play.keys import NotQuiet, choose, press, type_text
from hallclient.play.outcome import Done
from hallclient.play.parties import card_of, document_draft
from hallclient.play.parts import Event
from hallclient.staff.permissions import PERMISSIONS
from hallclient.staff.rules import ApprovalMissing
from hallclient.ui.widgets.choice_box import ChoiceBox


@dataclass(frozen=True)
class Signer:
    """A second person and what they sign for; `code` is "" where the script names nobody."""

    permission: str
    code: str = ""


FOR_A_FACE: Final = Signer("face.override")


class CounterHands:
    """Works the counter page and the orders page."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._memory = floor.stage.memory

    def order(self, event: day.Order) -> Done:
        """A whole order; what is refused is dropped again, so that the desk is free."""
        client, page = self._desk(event)
        try:
            self._fill(client, page, event)
            self._type_late(client, page, event)
            number = self._pay(client, page, event.tenders, acknowledge=event.acknowledge,
                               signers=_signers(event))  # fmt: skip
        except HallError:
            self._clear(client, page)
            raise
        return replace(self._finish(client, page, event, number), done_at=event.done_at)

    def draft(self, event: day.Draft) -> Done:
        """A half-done order, left as it stands on the screen."""
        client, page = self._desk(event)
        self._fill(client, page, event)
        self._floor.settle(client)
        if event.id:
            self._memory.drafts[event.id] = page.draft().request_id
        return Done()

    def resume(self, event: day.Resume) -> Done:
        """Takes up the draft that is offered back, and pays it."""
        client, page = self._desk(event)
        self._take_up(client, page, event.draft)
        try:
            number = self._pay(client, page, event.tenders, acknowledge=True)
        except HallError:
            self._clear(client, page)
            raise
        return self._finish(client, page, event, number)

    def void(self, event: day.Void) -> Done:
        """Drops a draft: the one on the desk, or one that is offered back."""
        client, page = self._desk(event)
        if page.draft().request_id != self._memory.drafts.get(event.draft):
            self._take_up(client, page, event.draft)
        self._clear(client, page)
        return Done()

    def reprint(self, event: day.Reprint) -> Done:
        """Finds the order and prints it again."""
        client, page, number = self._found(event, event.order)
        self._floor.primary(client, page)
        row = page.table.current()
        return Done(number, row.copies if row else 0)

    def reverse(self, event: day.Reverse) -> Done:
        """Finds the order, says why, and a second person signs."""
        client, page, number = self._found(event, event.order)
        type_text(field(page, "reason"), event.reason)
        press(page, Qt.Key.Key_F8)
        self._floor.settle(client)
        self._floor.refuse(page)
        if event.remote:
            self._floor.sign_elsewhere(client, event.approver, "order.reverse")
        else:
            self._floor.sign(client, event.approver)
        self._floor.refuse(page)
        row = page.table.current()
        if row is None or row.order_no != number:
            raise NotQuiet("the reversed order is not in sight")
        return Done(row.reversal_no)

    # one step each

    def _desk(self, event: Event) -> tuple[Client, CounterPage]:
        stage = self._floor.stage
        client = self._floor.client(event.counter or 0, stage.actor(event))
        return client, self._floor.page(client, "counter", CounterPage, permission="order.make")

    def _fill(self, client: Client, page: CounterPage, event: day.Order | day.Draft) -> None:
        for role, party in (("customer", event.customer), ("agent", event.agent)):
            if party is not None:
                self._identify(client, page, role, party)
        self._floor.primary(client, page)
        for place, line in enumerate(event.lines):
            if place:
                press(page, Qt.Key.Key_F7)
                self._floor.settle(client)
            self._choose(client, page, line.kind)
            if not self._type_line(page, typed_fields(line)):
                raise self._not_on_offer(event)
            self._floor.settle(client)

    def _identify(self, client: Client, page: CounterPage, role: str, party: day.PartyPart) -> None:
        if role == "agent":
            press(page, Qt.Key.Key_F10)
        document = document_draft(party)
        if document is not None and party.entry == "reader":
            field(page, f"{role}_number").setFocus()
            self._floor.reader_of(client).lay(card_of(document))
            press(page, Qt.Key.Key_F4)
            self._floor.settle(client)
            self._floor.refuse(page)
        elif document is not None:
            choose(_box(page, f"{role}_kind"), document.kind)
            type_text(field(page, f"{role}_number"), document.number)
            type_text(field(page, f"{role}_name"), document.name)
            type_text(field(page, f"{role}_valid_until"), document.valid_until or "")
            type_text(field(page, f"{role}_address"), document.address)
        else:
            type_text(field(page, f"{role}_name"), party.name)
        type_text(field(page, f"{role}_mobile"), party.mobile)
        if document is not None:
            choose(_box(page, f"{role}_face"), FaceResult(party.face))
            type_text(field(page, f"{role}_face_reason"), party.face_reason)
        self._floor.settle(client)

    def _choose(self, client: Client, page: CounterPage, kind: str) -> None:
        search = page.kinds.search
        type_text(search, kind)
        press(search, Qt.Key.Key_Return)
        self._floor.settle(client)

    def _type_line(self, page: CounterPage, fields: dict[str, str]) -> bool:
        """Fills the form; False when a list does not offer the value that is asked for."""
        form = page.fill.form
        if form is None:
            raise NotQuiet("no form is open")
        for name, text in fields.items():
            widget = form.findChild(QWidget, name)
            if isinstance(widget, ChoiceBox):
                if not choose(widget, text):
                    return False
            elif isinstance(widget, QComboBox):
                edit = widget.lineEdit()
                if edit is not None:
                    type_text(edit, text)
            elif isinstance(widget, QLineEdit):
                type_text(widget, text)
        return True

    def _not_on_offer(self, event: day.Order | day.Draft) -> HallError:
        """What cannot be chosen on the screen is refused as by the service."""
        stage = self._floor.stage
        desk = stage.desk(stage.actor(event), event.counter or 0)
        problems = counter.quote(desk, order_draft(event)).problems
        found = (problem.error for problem in problems if problem.field.startswith("lines."))
        return next(found, ChoiceUnknown())

    def _pay(
        self, client: Client, page: CounterPage, tenders: tuple[day.TenderPart, ...],
        *, acknowledge: bool, signers: tuple[Signer, ...] = (),
    ) -> str:  # fmt: skip
        if page.step is not Step.PAY:
            self._floor.primary(client, page)
        for place, tender in enumerate(typed_tenders(tenders)):
            if place:
                press(page, Qt.Key.Key_F9)
                self._floor.settle(client)
            if not choose(_box(page, f"tenders_{place}_method"), tender.method):
                raise TenderMethod
            type_text(field(page, f"tenders_{place}_amount"), tender.amount)
            if tender.reference:
                type_text(field(page, f"tenders_{place}_reference"), tender.reference)
        self._floor.settle(client)
        if acknowledge:
            self._say_everything(client, page)
        press(page, Qt.Key.Key_Return, control=True)
        self._floor.settle(client)
        for signer in signers or (FOR_A_FACE,):
            if self._floor.asks_signature(client):
                self._sign(client, signer)
        self._floor.refuse(page)
        return page.done.number.accessibleDescription()

    def _type_late(self, client: Client, page: CounterPage, event: day.Order) -> None:
        """A later entry: its time and reason stand beside the payment."""
        if not (event.done_at or event.late_reason):
            return
        self._floor.primary(client, page)
        press(page, Qt.Key.Key_B, control=True)
        type_text(field(page, "late_done_at"), event.done_at)
        type_text(field(page, "late_reason"), event.late_reason)
        self._floor.settle(client)

    def _sign(self, client: Client, signer: Signer) -> None:
        """Who the script names signs; with nobody to sign the dialog is left with Esc."""
        if signer.code:
            self._floor.sign(client, signer.code)
            return
        self._floor.cancel(client)
        raise ApprovalMissing(permission=PERMISSIONS[signer.permission])

    def _say_everything(self, client: Client, page: CounterPage) -> None:
        for place, _line in enumerate(page.draft().lines):
            for at, box in enumerate(_offers(page, place)):
                choose(box, Answer.ACCEPTED.value if at == 0 else Answer.DECLINED.value)
        self._floor.settle(client)
        for _ in page.pay.prompts.missing():
            press(page, Qt.Key.Key_F8)
        self._floor.settle(client)

    def _finish(self, client: Client, page: CounterPage, event: Event, number: str) -> Done:
        for _ in page.done.prompts.missing():
            press(page, Qt.Key.Key_F8)
        if page.ticket:  # the ticket is let go by an event of its own
            press(page, Qt.Key.Key_F7)
            self._floor.settle(client)
            self._floor.refuse(page)
            self._clear(client, page)
        else:
            self._floor.primary(client, page)
        if event.id:
            self._memory.orders[event.id] = number
        return Done(number)

    def _clear(self, client: Client, page: CounterPage) -> None:
        """Ctrl+D: the desk is empty again."""
        press(page, Qt.Key.Key_D, control=True)
        self._floor.settle(client)

    def _take_up(self, client: Client, page: CounterPage, name: str) -> None:
        wanted = self._memory.drafts.get(name, "")
        offered = page.identify.drafts
        for row in range(offered.count()):
            view = offered.item(row).data(Qt.ItemDataRole.UserRole)
            if view.draft.request_id == wanted:
                offered.setFocus()
                offered.setCurrentRow(row)
                press(offered, Qt.Key.Key_Return)
                self._floor.settle(client)
                return
        raise DraftUnknown

    def _found(self, event: Event, name: str) -> tuple[Client, OrdersPage, str]:
        number = self._memory.orders.get(name, "")
        if not number:
            raise OrderUnknown
        stage = self._floor.stage
        client = self._floor.client(event.counter or 0, stage.actor(event))
        page = self._floor.page(client, "orders", OrdersPage, permission="order.make")
        type_text(page.search, number)
        press(page.search, Qt.Key.Key_Return)
        self._floor.settle(client)
        if page.table.current() is None:
            raise OrderUnknown
        return client, page, number


def _signers(event: day.Order) -> tuple[Signer, ...]:
    """Who signs, in the order in which they are asked: for a face, for a later entry."""
    parties = [party for party in (event.customer, event.agent) if party]
    face = next((party.face_approver for party in parties if party.face_approver), None)
    asked = []
    if any(party.face != "match" for party in parties):
        asked.append(replace(FOR_A_FACE, code=face or ""))
    if event.done_at:
        asked.append(Signer("order.late", event.late_approver or ""))
    return tuple(asked)


def _box(page: QWidget, name: str) -> ChoiceBox:
    found = page.findChild(ChoiceBox, name)
    if found is None:
        raise NotQuiet(f"no choice is named {name}")
    return found


def _offers(page: CounterPage, place: int) -> list[ChoiceBox]:
    start = f"lines_{place}_answers_"
    return [box for box in page.findChildren(ChoiceBox) if box.objectName().startswith(start)]
