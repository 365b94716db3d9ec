"""Plays events straight through the services: what the books do, without a screen."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.money import Fen
from hallclient.counter import service as counter
from hallclient.counter.rules import (
    CompletedOrder,
    DraftUnknown,
    EndVisit,
    OrderDraft,
    ReverseAsk,
)
from hallclient.counter.rules.prompts import END
from hallclient.counter.rules.recommending import Reply
from hallclient.counter.rules.seeing_off import courtesies
from hallclient.duty import service as duty
from hallclient.duty.rules import CloseDayAsk
from hallclient.play import counter_script as day
from hallclient.play.bar_hands import BarHands
from hallclient.play.drafting import (
    SIGNED_FOR,
    acknowledged,
    all_pieces,
    all_tenders,
    order_draft,
    typed_tenders,
)
from hallclient.play.front_desk_hands import FrontDeskServices
from hallclient.play.notice_hands import NoticeServices
from hallclient.play.outcome import Done
from hallclient.play.parts import Event
from hallclient.play.queue_hands import QueueHands
from hallclient.play.script import Restart
from hallclient.play.stage import PASSWORD, Stage
from hallclient.play.vip_hands import VipServices
from hallclient.staff import service as staff
from hallclient.staff.rules import AnswerApproval, AskApproval, Signature
from hallclient.store.desk import Desk
from hallclient.till import service as till
from hallclient.till.rules import (
    ApproveAsk,
    CountAsk,
    DropAsk,
    MakeGoodAsk,
    OpenShiftAsk,
    PauseAsk,
    PayAsk,
    RecountAsk,
    ResumeAsk,
    TakeBackAsk,
    TransferAsk,
    When,
    till_checks,
)
from hallclient.vip.book.attending import guest_at
from hallclient.vip.book.knowing import known_of

PAUSE_MINUTES = 10


class ServiceHands:
    """Carries out events by calling the services that the pages call."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._does: Mapping[type, Callable[[Desk, Any], Done]] = {
            day.OpenShift: self._open_shift,
            day.Order: self._order,
            day.Draft: self._draft,
            day.Resume: self._resume,
            day.Void: self._void,
            day.Reverse: self._reverse,
            day.Reprint: self._reprint,
            day.CashDrop: self._cash_drop,
            day.TakeBack: self._take_back,
            day.Transfer: self._transfer,
            day.PayInOut: self._pay,
            day.Pause: self._pause,
            day.Count: self._count,
            day.Recount: self._recount,
            day.ApproveShift: self._approve,
            day.MakeGood: self._make_good,
            day.CloseDay: self._close_day,
            Restart: self._restart,
        }
        self._queue = QueueHands(stage)
        self._bar = BarHands(stage)
        self._front_desk = FrontDeskServices(stage)
        self._notices = NoticeServices(stage)
        self._vip = VipServices(stage)

    def perform(self, event: Event) -> Done:
        """Does what the event says; raises HallError when the hall refuses."""
        if self._queue.knows(event):
            return self._queue.perform(event)
        if self._bar.knows(event):
            return self._bar.perform(event)
        if self._front_desk.knows(event):
            return self._front_desk.perform(event)
        if self._notices.knows(event):
            return self._notices.perform(event)
        if self._vip.knows(event):
            return self._vip.perform(event)
        actor = self._stage.actor(event)
        return self._does[type(event)](self._stage.desk(actor, event.counter or 0), event)

    def close(self) -> None:
        """Nothing is open."""

    # orders

    def _order(self, desk: Desk, event: day.Order) -> Done:
        draft = order_draft(event)
        if event.acknowledge:
            draft = acknowledged(draft, counter.quote(desk, draft, guest_at))
        signer = next((p.face_approver for p in (event.customer, event.agent)
                       if p and p.face_approver), None)  # fmt: skip
        if signer:
            signed = self._sign(desk, signer, "face.override")
            draft = replace(draft, signatures={"face": signed})
        if event.late_approver:
            signed = self._sign(desk, event.late_approver, "order.late")
            draft = replace(draft, signatures={**draft.signatures, "late": signed})
        return self._complete(desk, event, draft)

    def _complete(self, desk: Desk, event: Event, draft: OrderDraft) -> Done:
        order = counter.complete(desk, draft, guest_at)
        counter.end_visit(desk, _seen_off(desk, order), known_of)
        if event.id:
            self._stage.memory.orders[event.id] = order.order_no
        return Done(order.order_no, done_at=event.done_at if isinstance(event, day.Order) else "")

    def _draft(self, desk: Desk, event: day.Draft) -> Done:
        draft = order_draft(event)
        counter.save_draft(desk, draft)
        if event.id:
            self._stage.memory.drafts[event.id] = draft.request_id
        return Done()

    def _kept(self, desk: Desk, name: str) -> OrderDraft:
        draft_id = self._stage.memory.drafts.get(name, "")
        views = (v for v in counter.drafts(desk) if v.draft.request_id == draft_id)
        view = next(views, None)
        if view is None:
            raise DraftUnknown
        return view.draft

    def _resume(self, desk: Desk, event: day.Resume) -> Done:
        draft = replace(self._kept(desk, event.draft), tenders=typed_tenders(event.tenders))
        quote = counter.quote(desk, draft, guest_at)
        return self._complete(desk, event, acknowledged(draft, quote))

    def _void(self, desk: Desk, event: day.Void) -> Done:
        counter.drop_draft(desk, self._kept(desk, event.draft).request_id)
        return Done()

    def _reverse(self, desk: Desk, event: day.Reverse) -> Done:
        number = self._stage.memory.orders.get(event.order, "")
        unsigned = ReverseAsk(number, event.reason, None, new_id())
        if event.remote:
            approver = self._approved_reversal(desk, event.approver, unsigned)
        else:
            approver = self._sign(desk, event.approver, "order.reverse")
        ask = replace(unsigned, approver=approver)
        return Done(counter.reverse(desk, ask).reversal_no)

    def _approved_reversal(self, desk: Desk, code: str, ask: ReverseAsk) -> Signature | None:
        """Nobody is asked about what the page refuses before it asks."""
        order = counter.order_of(desk, ask.order_no)
        if order.reversal_no or not ask.reason.strip():
            return None
        wanted = AskApproval("order.reverse", ask.content, (), order.total_fen)
        return self._elsewhere(desk, code, wanted)

    def _reprint(self, desk: Desk, event: day.Reprint) -> Done:
        number = self._stage.memory.orders.get(event.order, "")
        copy = counter.reprint(desk, number, new_id())
        return Done(copy.order.order_no, copy.count)

    # the till

    def _open_shift(self, desk: Desk, event: day.OpenShift) -> Done:
        hander = event.handed_by or self._stage.script.hander(desk.clerk)
        handed = Fen(event.handed_fen) if event.handed_fen is not None else None
        ask = OpenShiftAsk(
            new_id(),
            all_pieces(event.float_.denominations),
            self._sign(desk, hander, "float.hand_over"),
            handed,
            event.note,
            _checked("opening"),
        )
        return Done(till.open_shift(desk, ask).shift.shift_id)

    def _cash_drop(self, desk: Desk, event: day.CashDrop) -> Done:
        witness = self._sign(desk, event.witness, "cash.witness")
        return Done(till.cash_drop(desk, DropAsk(new_id(), Fen(event.amount_fen), witness)).number)

    def _take_back(self, desk: Desk, event: day.TakeBack) -> Done:
        approver = self._sign(desk, event.approver, "shift.approve")
        ask = TakeBackAsk(new_id(), Fen(event.amount_fen), event.reason, approver)
        return Done(till.take_back(desk, ask).number)

    def _transfer(self, desk: Desk, event: day.Transfer) -> Done:
        witness = self._sign(desk, event.witness, "cash.witness")
        ask = TransferAsk(new_id(), event.to_counter, Fen(event.amount_fen), witness)
        return Done(till.transfer(desk, ask).number)

    def _pay(self, desk: Desk, event: day.PayInOut) -> Done:
        permission, amount = SIGNED_FOR[event.do], Fen(event.amount_fen)
        way: Literal["in", "out"] = "in" if event.do == "pay_in" else "out"
        unsigned = PayAsk(new_id(), way, amount, event.reason, event.voucher, None)
        if event.remote:
            wanted = AskApproval(permission, unsigned.content, (), amount)
            signed = self._elsewhere(desk, event.approver, wanted)
        else:
            signed = self._sign(desk, event.approver, permission)
        return Done(till.pay(desk, replace(unsigned, witness=signed)).number)

    def _pause(self, desk: Desk, event: day.Pause) -> Done:
        if event.do == "pause":
            ask = PauseAsk(new_id(), event.reason, PAUSE_MINUTES, _checked("leaving"))
            return Done(counter.pause(desk, ask).number)
        return Done(counter.resume(desk, ResumeAsk(new_id())).number)

    def _count(self, desk: Desk, event: day.Count) -> Done:
        ask = CountAsk(
            new_id(),
            all_pieces(event.denominations),
            all_tenders(event.tenders),
            event.stock,
            checked=_checked("closing"),
        )
        sealed = till.count(desk, ask)
        self._stage.memory.counted[desk.counter] = sealed.shift_id
        return Done(sealed.shift_id)

    def _recount(self, desk: Desk, event: day.Recount) -> Done:
        ask = RecountAsk(
            new_id(),
            self._stage.memory.counted.get(desk.counter, ""),
            all_pieces(event.denominations),
            all_tenders(event.tenders),
            self._sign(desk, event.approver, "shift.recount"),
            event.cause or "复点",
            event.stock,
        )
        return Done(till.recount(desk, ask).shift_id)

    def _approve(self, desk: Desk, event: day.ApproveShift) -> Done:
        shift_id = self._stage.memory.counted.get(event.counter or 0, "")
        ask = ApproveAsk(new_id(), shift_id, event.note, early_released=True)
        return Done(till.approve_shift(desk.acting(event.approver, 0), ask).shift_id)

    def _make_good(self, desk: Desk, event: day.MakeGood) -> Done:
        shift_id = self._stage.memory.counted.get(desk.counter, "")
        witness = self._sign(desk, event.witness, "cash.witness")
        ask = MakeGoodAsk(new_id(), shift_id, Fen(event.amount_fen), witness)
        manager = desk.acting(self._stage.script.manager(besides=event.witness), 0)
        return Done(till.make_good(manager, ask).number)

    # the day

    def _close_day(self, desk: Desk, event: day.CloseDay) -> Done:
        witness = self._sign(desk, event.witness, "bag.witness")
        ask = CloseDayAsk(event.bag, witness, Fen(event.deposit_fen), new_id())
        return Done(str(duty.close_day(desk.acting(desk.clerk, 0), ask).number))

    def _restart(self, _desk: Desk, _event: Restart) -> Done:
        self._stage.hall.close()
        self._stage.reopen()
        return Done()

    def _elsewhere(self, desk: Desk, code: str, ask: AskApproval) -> Signature | None:
        """Asked at the counter, approved in the manager's room; else withdrawn again."""
        asked = staff.ask_approval(desk, ask)
        answer = AnswerApproval(
            asked.request_id, approve=True, code=code, password=PASSWORD, answer_id=new_id()
        )
        try:
            staff.answer_approval(self._stage.desk(code), answer)
        except HallError:
            staff.withdraw_approval(desk, asked.request_id)
            raise
        return staff.approval(desk, asked.request_id).signature

    def _sign(self, desk: Desk, code: str, permission: str) -> Signature:
        return staff.sign(desk, code, PASSWORD, permission)


def _seen_off(desk: Desk, order: CompletedOrder) -> EndVisit:
    """The end of a visit as at the page: all is said that is left, nothing more is offered."""
    said = courtesies(END, document=order.customer is not None, vip=order.vip)
    plain = EndVisit(order.order_no, frozenset((*order.prompts_after, *said)), new_id())
    one = counter.recommendation(desk, order.order_no, known_of)
    if one is None:
        return plain
    return replace(plain, recommended=one.service, short=one.short, reply=Reply.NOT_OFFERED)


def _checked(when: When) -> frozenset[str]:
    """A good clerk has checked everything."""
    return frozenset(check.duty for check in till_checks(when))
