"""The counter's pages bound to a seat: callables in, plain values out."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from hallclient.app.backstage import Backstage, NoReader, Seat
from hallclient.app.queue_calls import strip_calls
from hallclient.base.clock import hall_date
from hallclient.base.ids import new_id
from hallclient.base.language import language, tr
from hallclient.base.masking import mask_name, mask_number
from hallclient.counter import service as counter
from hallclient.counter.page.calls import CounterCalls, PartySeen
from hallclient.counter.page.orders import OrdersCalls
from hallclient.counter.rules import OrderQuery, OrderRow, prompts
from hallclient.customers import service as customers
from hallclient.customers.rules import (
    DocumentDraft,
    Entry,
    PartyDraft,
    check_document,
    decode_card_text,
    draft_of,
)
from hallclient.policy import service as policy
from hallclient.staff import service as staff
from hallclient.staff.rules import Signature
from hallclient.store.desk import Desk
from hallclient.vip.book.attending import guest_at
from hallclient.vip.book.knowing import known_of

if TYPE_CHECKING:
    from hallclient.app.client import Client

LATEST = 50
SIGNED_FOR = {"face": "face.override", "price": "price.override", "late": "order.late"}


def counter_calls(client: "Client", backstage: Backstage, seat: Seat) -> CounterCalls:
    """What the counter desk may do for the person at the seat."""
    desk, here = seat.desk, backstage.drafts
    return CounterCalls(
        kinds=seat.kinds,
        prompt_text=prompt_text,
        kind_keys=seat.kind_keys,
        find=lambda text: customers.find(desk, text),
        recall=lambda customer_id: customers.recall(desk, customer_id, new_id()),
        read_card=lambda: read_card(backstage),
        check_party=lambda party: check_party(desk, party),
        quote=lambda draft: counter.quote(desk, draft, guest_at),
        choices=lambda draft, kind, field: counter.choices(desk, kind, field, draft),
        hold=lambda draft_id, kind, serial: counter.hold(desk, draft_id, kind, serial),
        release=lambda draft_id: counter.release(desk, draft_id),
        complete=lambda draft: here.complete(desk, draft, guest_at),
        end_visit=lambda ask: counter.end_visit(desk, ask, known_of),
        save_draft=lambda draft: here.save(desk, draft),
        drafts=lambda: counter.drafts(desk),
        drop_draft=lambda draft_id: drop_draft(desk, draft_id),
        settle_unknown=lambda ask: counter.settle_unknown(desk, ask),
        refuse_service=lambda ask: counter.refuse_service(desk, ask),
        sign=lambda code, password, purpose: sign(desk, code, password, purpose),
        show_customer=client.show_customer,
        completed=lambda _order: client.print_papers(),
        recommendation=lambda order_no: counter.recommendation(desk, order_no, known_of),
        envelope=lambda ask: counter.envelope(desk, ask),
        has_reader=not isinstance(backstage.reader, NoReader),
        clerk=seat.named,
        remotely=client.approvals.remotely(seat),
        queue=strip_calls(seat),
    )


def orders_calls(client: "Client", seat: Seat) -> OrdersCalls:
    """What the orders page may do for the person at the seat."""
    desk = seat.desk
    return OrdersCalls(
        find=searching(desk),
        order=lambda number: counter.order_of(desk, number),
        reprint=lambda number, request_id: counter.reprint(desk, number, request_id),
        reverse=lambda ask: counter.reverse(desk, ask),
        sign=lambda code, password, purpose: staff.sign(desk, code, password, purpose),
        printed=client.print_papers,
        clerk=seat.named,
        remotely=client.approvals.remotely(seat),
    )


def searching(desk: Desk) -> Callable[[OrderQuery], tuple[OrderRow, ...]]:
    """Finds orders; with nothing typed, the latest of this counter.

    A search is on record once, however often what it found is read anew.
    """
    asked: tuple[OrderQuery | None, str] = None, ""

    def find(query: OrderQuery) -> tuple[OrderRow, ...]:
        nonlocal asked
        if query is not asked[0]:
            asked = query, new_id()
        if not query.text:
            return counter.find_orders(desk, replace(query, counter=desk.counter, limit=LATEST))
        return counter.look_up_orders(desk, query, asked[1])

    return find


def sign(desk: Desk, code: str, password: str, purpose: str) -> Signature:
    """A second person signs for one purpose of an order: `face`, `price` or `late`."""
    return staff.sign(desk, code, password, SIGNED_FOR[purpose])


def prompt_text(prompt_id: str) -> str:
    """The words of a prompt in the language in force."""
    prompt = prompts()[prompt_id]
    return prompt.zh if language() == "zh" else prompt.en


def read_card(backstage: Backstage) -> DocumentDraft:
    """The card on the reader as a document; raises ReaderAbsent, NoCard, document errors."""
    raw = backstage.reader.read()
    return draft_of(decode_card_text(raw.text_block), raw.extra_address)


def check_party(desk: Desk, party: PartyDraft) -> PartySeen:
    """The party's document checked, masked, with what the archive knows of its holder.

    Raises the document's refusal, its field named as in the document.
    """
    if party.document is None:
        return PartySeen("", ())
    now = policy.read(desk)
    found = check_document(party.document, hall_date(desk.now()), expiring_days=now.expiring_days)
    known = customers.known(desk, found)
    held = customers.numbers_held(desk, found.kind, found.number)
    notes = [str(warning) for warning in found.warnings]
    if found.entry is Entry.TYPED:
        notes.append(tr("Typed, not read from the card; this goes on record."))
    if held:
        notes.append(tr("Numbers held under this document: {held} of {limit}",
                        held=held, limit=now.document_limit))  # fmt: skip
    name = found.name if found.organisation else mask_name(found.name)
    return PartySeen(f"{name}   {mask_number(found.number)}", tuple(notes), known)


def drop_draft(desk: Desk, draft_id: str) -> None:
    """Drops a draft; one that was never saved has nothing to drop."""
    if any(view.draft.request_id == draft_id for view in counter.drafts(desk)):
        counter.drop_draft(desk, draft_id)
