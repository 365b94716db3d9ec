"""One order, one transaction, once (promise 2)."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import bindparam, delete

from hallclient.base.money import Fen
from hallclient.counter import book
from hallclient.counter.assess import Assessed, assess
from hallclient.counter.guests import GuestAt, guest_by_ticket
from hallclient.counter.keeping import line_content, mobile_mark, parties_content, shown
from hallclient.counter.lines import ReadyLine
from hallclient.counter.papers import order_papers
from hallclient.counter.records import Draft, LateEntryRow, Order, OrderLine, OrderTender
from hallclient.counter.rules import (
    UNKNOWN,
    CompletedLine,
    CompletedOrder,
    Discount,
    LateEntry,
    OrderDraft,
    TenderTaken,
    TenderUnknown,
    mandatory,
)
from hallclient.customers import book as customers
from hallclient.ledger import book as ledger
from hallclient.ledger.rules import TENDER_ACCOUNT, Account, Entry, Memo, Posting
from hallclient.paper import book as paper
from hallclient.policy import book as policies
from hallclient.policy.rules import Policy
from hallclient.staff import book as staff
from hallclient.staff.rules import Person
from hallclient.stock import book as stock
from hallclient.stock.rules import StockKind, StockState
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk
from hallclient.store.sequences import next_number
from hallclient.store.unit import ahead
from hallclient.till import book as till
from hallclient.till.rules import OpenShift

SUBJECT = "order/"
NOTHING = Fen(0)

_DROP = (
    delete(Draft)
    .where(Draft.hall == bindparam("of_hall"), Draft.draft_id == bindparam("of_draft"))
    .returning(Draft.state)
)


def complete(desk: Desk, draft: OrderDraft, guest_at: GuestAt = guest_by_ticket) -> CompletedOrder:
    """Puts an order on the books: rows, journal, stock, subscriptions, papers in one commit.

    A draft id seen before gets the first answer again and writes nothing. Shift, permission,
    stock and limits are asked inside the transaction. Paper and screen come after it.

    Raises:
        NotPermitted, TillClosed and its kin, then the first of what `quote` lists, then what
        the second person's signature lacks, StockUnavailable and HoldLost when another counter
        was first. Nothing was written; the clerk may correct and repeat.
    """
    with act(desk, "order.complete", draft.request_id, beside=True) as doing:
        if doing.earlier:
            number = doing.earlier.removeprefix(SUBJECT)
            return book.order(doing.session, doing.hall, number)
        clerk = staff.require(doing.session, desk, "order.make")
        shift = till.open_shift(doing.session, desk)
        policy = policies.policy_of(doing.session, doing.hall, doing.at)
        day = shift.business_date
        vip = guest_at(doing.session, doing.hall, doing.counter, doing.at)
        assessed = assess(
            doing.session, doing.hall, draft, policy, day, doing.at, writing=True, vip=vip
        )
        if assessed.errors:
            raise assessed.errors[0]
        for permission in {line.spec.permission for line in assessed.ready} - {""}:
            staff.require(doing.session, desk, permission)
        return _Writing(doing, draft, assessed, shift, policy, clerk).order()


@dataclass(frozen=True)
class _Signed:
    """The second persons of an order, as far as it needs them."""

    face: Person | None
    price: Person | None
    late: LateEntry | None


class _Writing:
    """Everything one order writes, in the order of the foreign keys; shared numbers last."""

    def __init__(
        self,
        doing: Act,
        draft: OrderDraft,
        assessed: Assessed,
        shift: OpenShift,
        policy: Policy,
        clerk: Person,
    ) -> None:
        self.doing = doing
        self.draft = draft
        self.assessed = assessed
        self.shift = shift
        self.policy = policy
        self.clerk = clerk

    def order(self) -> CompletedOrder:
        signed = self._signed()
        order_no = self._number()
        customer_id = self.doing.whose = self._customer(order_no)
        self._move(order_no)
        self._take_effect(order_no, customer_id)
        self._let_go()
        order = self._completed(order_no, customer_id, signed)
        paper.enqueue_all(self.doing, order_no, order_papers(order))
        self._drop_draft()
        self._add_rows(order, self._post(order_no), signed)  # the journal's number is the hall's
        self.doing.subject = SUBJECT + order_no
        self.doing.note(
            kinds=[line.spec.code for line in self.assessed.ready], total_fen=order.total_fen
        )
        return order

    def _signed(self) -> _Signed:
        signatures, face, price, late = self.draft.signatures, None, None, self.assessed.late
        if self.assessed.parties.override:
            face = staff.second_person(self.doing, signatures.get("face"), "face.override")
        if lowered := self.assessed.discount_fen:
            signature = signatures.get("price")
            price = staff.second_person(
                self.doing,
                signature,
                "price.override",
                amount_fen=lowered,
                content=self.draft.content,
            )
        if late is not None:
            seen = staff.second_person(self.doing, signatures.get("late"), "order.late")
            late = replace(late, approver=seen.code, approver_name=seen.name)
            self.doing.note(done_at=late.done_at.isoformat())
        return _Signed(face, price, late)

    def _number(self) -> str:
        day, counter = f"{self.shift.business_date:%Y%m%d}", f"{self.shift.counter:02d}"
        number = next_number(self.doing.session, self.doing.hall, f"order/{day}/{counter}")
        return f"{self.doing.hall}{day}{counter}{number:04d}"

    def _customer(self, order_no: str) -> str:
        parties = self.assessed.parties
        if parties.customer is None:
            return ""
        mobile = parties.customer_mobile
        return customers.ensure(self.doing, parties.customer, mobile, order_no=order_no)

    def _move(self, order_no: str) -> None:
        """Takes the pieces of all lines in one order for every counter: none waits for another
        that waits for it."""
        moves = [move for line in self.assessed.ready for move in line.prepared.moves]
        for move in sorted(moves, key=lambda move: (move.kind, min(move.serials))):
            stock.take(
                self.doing,
                StockKind(move.kind),
                move.serials,
                order_no,
                StockState(move.to_state),
                holder=self.draft.request_id,
            )

    def _take_effect(self, order_no: str, customer_id: str) -> None:
        for line in sorted(self.assessed.ready, key=lambda line: line.prepared.mobile):
            for effect in line.prepared.effects:
                effect.apply(self.doing, order_no, customer_id)

    def _let_go(self) -> None:
        """Frees what the draft held and did not take; most orders hold nothing."""
        if any(field.holds for line in self.assessed.ready for field in line.spec.fields):
            stock.release(self.doing.session, self.doing.hall, self.draft.request_id)

    def _completed(self, order_no: str, customer_id: str, signed: _Signed) -> CompletedOrder:
        doing, parties, reckoned = self.doing, self.assessed.parties, self.assessed.reckoned
        cash = any(tender.method == "cash" for tender in reckoned.tenders)
        identified, vip = parties.customer is not None, self.assessed.vip
        return CompletedOrder(
            order_no=order_no,
            request_id=self.draft.request_id,
            hall=doing.hall,
            hall_name=self.policy.hall_name,
            counter=self.shift.counter,
            clerk=doing.clerk,
            clerk_name=self.clerk.name,
            shift_id=self.shift.shift_id,
            business_date=self.shift.business_date,
            at=doing.at,
            customer=shown(parties.customer, parties.customer_mobile),
            customer_id=customer_id,
            agent=shown(parties.agent, parties.agent_mobile),
            face=parties.face,
            face_approver=signed.face.name if signed.face else "",
            lines=tuple(_done(line, signed.price) for line in self.assessed.ready),
            tenders=reckoned.tenders,
            total_fen=reckoned.due_fen,
            received_fen=reckoned.received_fen,
            change_fen=reckoned.change_fen,
            prompts_after=mandatory((), document=identified, cash=cash, vip=vip, before_end=True),
            payer=parties.payer,
            copy_for=self.assessed.copy_for,
            late=signed.late,
            vip=vip,
        )

    def _post(self, order_no: str) -> int | None:
        reckoned, ready = self.assessed.reckoned, self.assessed.ready
        shift_id = self.shift.shift_id
        sides = [*_received(reckoned.tenders, reckoned.change_fen, shift_id), *_credited(ready)]
        if not sides:
            return None
        kind = f"order.{ready[0].spec.code}" if len(ready) == 1 else "order.several"
        entry = Entry(kind[:32], tuple(sides), order_no)
        return ledger.post(self.doing, entry, self.shift.business_date)

    def _add_rows(self, order: CompletedOrder, entry_no: int | None, signed: _Signed) -> None:
        names = {
            "hall": order.hall_name,
            "clerk": order.clerk_name,
            "approver": order.face_approver,
        }
        head = {
            "order_no": order.order_no,
            "request_id": order.request_id,
            "business_date": order.business_date,
            "at": order.at,
            "counter": order.counter,
            "clerk": order.clerk,
            "shift_id": order.shift_id,
            "customer_id": order.customer_id,
            "parties": parties_content(self.assessed.parties, names, order.copy_for, vip=order.vip),
            "total_fen": order.total_fen,
            "received_fen": order.received_fen,
            "entry_no": entry_no,
        }
        self.doing.add(Order, [head])
        key = self.doing.desk.keys.index
        self.doing.add(OrderLine, list(_line_rows(order, self.assessed.ready, key)))
        self.doing.add(OrderTender, list(_tender_rows(order)))
        if order.late is not None:
            self.doing.add(LateEntryRow, [{"order_no": order.order_no, **asdict(order.late)}])

    def _drop_draft(self) -> None:
        where = {"of_hall": self.doing.hall, "of_draft": self.draft.request_id}
        dropped = ahead(self.doing.session).execute(_DROP, where).scalar_one_or_none()
        if dropped == UNKNOWN:
            raise TenderUnknown(field="tenders")


def _done(line: ReadyLine, approver: Person | None) -> CompletedLine:
    discount = None
    if line.discount_fen and approver:
        discount = Discount(line.discount_fen, line.reason, f"{approver.code} {approver.name}")
    return CompletedLine(
        kind=line.spec.code,
        title=line.spec.title,
        charges=line.charges,
        total_fen=line.total_fen,
        facts=line.prepared.facts,
        before=line.prepared.before,
        after=line.prepared.after,
        offers=line.offers,
        discount=discount,
        warnings=line.prepared.warnings,
    )


def _received(tenders: Sequence[TenderTaken], change: Fen, shift_id: str) -> Iterator[Posting]:
    """Money in, and the change out of the till again: two postings, as it happened."""
    for tender in tenders:
        account = TENDER_ACCOUNT[tender.method]
        yield Posting(account, tender.amount_fen, shift_id, Memo.RECEIVED)
    if change:
        yield Posting(Account.TILL, -change, shift_id, Memo.CHANGE)


def _credited(lines: Sequence[ReadyLine]) -> Iterator[Posting]:
    """What the customer paid for, by account; an accepted bonus is ours to give."""
    credit: dict[str, int] = {}
    for line in lines:
        for charge in line.charges:
            credit[charge.account] = credit.get(charge.account, 0) + charge.amount_fen
    bonus = sum(line.bonus_fen for line in lines)
    if bonus:
        credit[Account.PREPAID] = credit.get(Account.PREPAID, 0) + bonus
        yield Posting(Account.PROMOTION, bonus)
    for account, amount in credit.items():
        yield Posting(account, -amount)


def _line_rows(
    order: CompletedOrder, ready: Sequence[ReadyLine], key: bytes
) -> Iterator[dict[str, Any]]:
    for place, (done, line) in enumerate(zip(order.lines, ready, strict=True), start=1):
        yield {
            "order_no": order.order_no,
            "line": place,
            "kind": done.kind,
            "title": done.title,
            "total_fen": done.total_fen,
            "mobile_mark": mobile_mark(key, line.prepared.mobile),
            "content": line_content(done, line.prepared.typed or {}),
        }


def _tender_rows(order: CompletedOrder) -> Iterator[dict[str, Any]]:
    """The change is noted on the cash it came from, the last cash first."""
    left = order.change_fen
    rows: list[dict[str, Any]] = []
    for place, tender in reversed(list(enumerate(order.tenders, start=1))):
        change = min(left, tender.amount_fen) if tender.method == "cash" else NOTHING
        left = Fen(left - change)
        rows.append(
            {
                "order_no": order.order_no,
                "tender": place,
                "method": tender.method,
                "amount_fen": tender.amount_fen,
                "change_fen": change,
                "reference": tender.reference,
            }
        )
    yield from reversed(rows)
