"""What a draft comes to, and everything that would be refused: one way for quote and order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from hallclient.base.errors import HallError
from hallclient.base.money import Fen
from hallclient.base.text import printable
from hallclient.counter.kind import Looking
from hallclient.counter.kinds import kinds
from hallclient.counter.lines import ReadyLine, prepare_lines
from hallclient.counter.parties import Parties, check_parties, rule_of
from hallclient.counter.records import OrderTender
from hallclient.counter.rules import (
    LateEntry,
    LineEmpty,
    NothingToCopy,
    OrderDraft,
    Problem,
    PromptMissing,
    Quote,
    Reckoned,
    TenderReference,
    TenderTaken,
    mandatory,
    prompts,
    read_late,
    read_tender,
    reckon,
    refusal,
)
from hallclient.counter.rules.prompts import said
from hallclient.customers import book as customers
from hallclient.customers.rules import DocumentMissing, DocumentNameDiffers
from hallclient.policy.rules import Policy
from hallclient.store.turns import wait_for_turn

COPY_MOST: Final = 100
_USED = select(OrderTender.order_no).where(
    OrderTender.hall == bindparam("of_hall"),
    OrderTender.method == bindparam("of_method"),
    OrderTender.reference == bindparam("of_reference"),
)


@dataclass(frozen=True)
class Assessed:
    """A draft looked at from all sides.

    Attributes:
        lines: None where a line cannot be read yet.
        copy_for: what the document is copied for, "" when it is not.
        late: of a later entry, None for an order that is done now.
        errors: everything that would be refused, in the order it would be refused.
        vip: whether a VIP guest is served.
    """

    parties: Parties
    lines: tuple[ReadyLine | None, ...]
    reckoned: Reckoned
    prompts: tuple[str, ...]
    copy_for: str
    late: LateEntry | None
    errors: tuple[HallError, ...]
    vip: bool = False

    @property
    def ready(self) -> tuple[ReadyLine, ...]:
        return tuple(line for line in self.lines if line is not None)

    @property
    def discount_fen(self) -> Fen:
        """How much below list price, over all lines; a second person signs for it."""
        return Fen(sum(line.discount_fen for line in self.ready))

    def quote(self, more: Iterable[HallError] = ()) -> Quote:
        """As the page shows it; `more` are refusals found elsewhere, which come first."""
        return Quote(
            lines=tuple(line.quoted() if line else None for line in self.lines),
            total_fen=self.reckoned.due_fen,
            received_fen=self.reckoned.received_fen,
            change_fen=self.reckoned.change_fen,
            missing_fen=self.reckoned.missing_fen,
            prompts=self.prompts,
            problems=tuple(Problem(error) for error in (*more, *self.errors)),
            discount_fen=self.discount_fen,
        )


def assess(
    session: Session,
    hall: str,
    draft: OrderDraft,
    policy: Policy,
    business_date: date,
    at: datetime,
    *,
    writing: bool = False,
    vip: bool = False,
) -> Assessed:
    """Reads, looks up, prices and checks; writes nothing and raises no refusal.

    `writing` says that the order is written next, in the same unit of work; `vip` that a VIP
    guest is served.
    """
    known = [found for line in draft.lines if (found := kinds().get(line.kind))]
    rule = rule_of((kind.spec for kind in known), policy)
    parties, party_problems = check_parties(draft, rule, policy, business_date)
    party_problems += tuple(_other_names(session, hall, parties, writing=writing))
    looking = Looking(
        session=session,
        hall=hall,
        at=at,
        business_date=business_date,
        policy=policy,
        holder=draft.request_id,
        identity=parties.customer,
        writing=writing,
    )
    lines, line_problems = prepare_lines(draft.lines, looking)
    if party_problems:  # said once, at the customer
        line_problems = tuple(e for e in line_problems if not isinstance(e, DocumentMissing))
    due = Fen(sum(line.total_fen for line in lines if line))
    taken, tender_problems = _tenders(session, hall, draft, policy, writing=writing)
    reckoned = reckon(due, taken)
    errors = [*party_problems, *([] if lines else [LineEmpty()]), *line_problems]
    errors += tender_problems
    if not tender_problems and all(lines) and (refused := refusal(reckoned)):
        errors.append(refused)
    copy_for = printable(draft.copy_for).strip()[:COPY_MOST]
    if copy_for and parties.customer is None and not party_problems:
        errors.append(NothingToCopy(field="customer.copy_for"))
    late, late_problems = _late(draft, business_date, at)
    errors += late_problems
    signature = bool(late or parties.override) or any(line.discount_fen for line in lines if line)
    asked = mandatory(
        (prompt for kind in known for prompt in kind.spec.prompts),
        document=parties.customer is not None,
        cash=any(tender.method == "cash" for tender in reckoned.tenders),
        change=reckoned.change_fen > 0,
        copy=bool(copy_for),
        signature=signature,
        vip=vip,
    )
    errors += _missing_prompts(asked, draft.acknowledged)
    return Assessed(parties, lines, reckoned, asked, copy_for, late, tuple(errors), vip)


def _late(
    draft: OrderDraft, business_date: date, at: datetime
) -> tuple[LateEntry | None, list[HallError]]:
    try:
        return read_late(draft.done_at, draft.late_reason, business_date, at), []
    except HallError as error:
        return None, [error]


def _other_names(
    session: Session, hall: str, parties: Parties, *, writing: bool
) -> Iterator[HallError]:
    for place, identity in (("customer", parties.customer), ("agent", parties.agent)):
        if identity is not None:
            try:
                lock = writing and place == "customer"
                customers.check_name(session, hall, identity, lock=lock)
            except DocumentNameDiffers as error:
                error.field = f"{place}.name"
                yield error


def _tenders(
    session: Session, hall: str, draft: OrderDraft, policy: Policy, *, writing: bool
) -> tuple[Sequence[TenderTaken], list[HallError]]:
    read: dict[int, TenderTaken] = {}
    errors: list[HallError] = []
    for place, tender in enumerate(draft.tenders):
        try:
            read[place] = read_tender(place, tender, policy.tender_most_fen)
        except HallError as error:
            errors.append(error)
    if writing:
        _keep_references(session, hall, read.values())
    taken: list[TenderTaken] = []
    for place, one in read.items():
        if one.reference and (read_before(one, taken) or _used(session, hall, one)):
            errors.append(used_before(f"tenders.{place}.reference"))
        else:
            taken.append(one)
    return taken, errors


def _keep_references(session: Session, hall: str, tenders: Iterable[TenderTaken]) -> None:
    """Nobody else uses these references until the commit."""
    names = {f"tender/{hall}/{one.method}/{one.reference}" for one in tenders if one.reference}
    for name in sorted(names):
        wait_for_turn(session, name)


def used_before(field: str) -> TenderReference:
    """The refusal of a reference number that belongs to an earlier payment."""
    return TenderReference(field=field, problem=TenderReference.USED)


def read_before(tender: TenderTaken, others: Iterable[TenderTaken]) -> bool:
    """Whether the same reference stands on an earlier tender of the order."""
    key = (tender.method, tender.reference)
    return any((other.method, other.reference) == key for other in others)


def _used(session: Session, hall: str, tender: TenderTaken) -> bool:
    where = {"of_hall": hall, "of_method": tender.method, "of_reference": tender.reference}
    return session.connection().execute(_USED, where).first() is not None


def _missing_prompts(asked: Iterable[str], ticked: frozenset[str]) -> list[HallError]:
    done = said(ticked)
    return [
        PromptMissing(field="prompts", prompt=prompts()[each]) for each in asked if each not in done
    ]
