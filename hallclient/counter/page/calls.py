"""What the counter desk may do: plain callables, bound to the desk by the composition root."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hallclient.counter.rules import (
    Choice,
    CompletedOrder,
    DraftView,
    EndVisit,
    KindSpec,
    OrderDraft,
    Quote,
    RefuseService,
    SettleUnknown,
)
from hallclient.counter.rules.recommending import Recommendation
from hallclient.counter.rules.seeing_off import Envelope
from hallclient.customers.rules import CustomerView, DocumentDraft, PartyDraft
from hallclient.queue.page.strip_calls import StripCalls
from hallclient.staff.rules import AskApproval, Signature
from hallclient.ui.customer_screen import CustomerView as ScreenView
from hallclient.ui.remote import Remote, nobody_elsewhere


@dataclass(frozen=True)
class PartySeen:
    """A party as checked: masked, with what the clerk should know.

    Attributes:
        title: masked name and number.
        notes: translated sentences: warnings, numbers held, how the document came in.
        customer: the archive's entry, None for somebody new.
    """

    title: str
    notes: tuple[str, ...]
    customer: CustomerView | None = None


@dataclass(frozen=True)
class CounterCalls:
    """The counter's way to its services; all run on a lane but `show_customer` and `completed`.

    `check_party` raises HallError with `field` set to the party form's field. `kind_keys` maps a
    kind's code to everything by whose beginning its Chinese term is found. `has_reader` says
    whether this PC has a card reader at all. `remotely` is the way to a second person
    elsewhere, None where they have to be here. `queue` is None where nobody is called to this desk.
    """

    kinds: tuple[KindSpec, ...]
    prompt_text: Callable[[str], str]
    kind_keys: Mapping[str, frozenset[str]]
    find: Callable[[str], tuple[CustomerView, ...]]
    recall: Callable[[str], PartyDraft]
    read_card: Callable[[], DocumentDraft]
    check_party: Callable[[PartyDraft], PartySeen]
    quote: Callable[[OrderDraft], Quote]
    choices: Callable[[OrderDraft, str, str], tuple[Choice, ...]]
    hold: Callable[[str, str, str], object]
    release: Callable[[str], object]
    complete: Callable[[OrderDraft], CompletedOrder]
    end_visit: Callable[[EndVisit], object]
    save_draft: Callable[[OrderDraft], object]
    drafts: Callable[[], tuple[DraftView, ...]]
    drop_draft: Callable[[str], object]
    settle_unknown: Callable[[SettleUnknown], object]
    refuse_service: Callable[[RefuseService], object]
    sign: Callable[[str, str, str], Signature]
    show_customer: Callable[[ScreenView | None], object]
    completed: Callable[[CompletedOrder], object]
    recommendation: Callable[[str], Recommendation | None]
    envelope: Callable[[Envelope], object]
    clerk: str = ""
    has_reader: bool = True
    remotely: Callable[[AskApproval], Remote[Signature] | None] = nobody_elsewhere
    queue: StripCalls | None = None
