"""Lines of an order from text to something that can be priced, said and written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hallclient.base.errors import HallError
from hallclient.base.money import Fen, fen_from_text, yuan
from hallclient.base.text import printable
from hallclient.counter.kind import Kind, Looking, Prepared
from hallclient.counter.kinds import kind_of
from hallclient.counter.rules import (
    Answer,
    Charge,
    FieldRequired,
    FieldUnknown,
    KindSpec,
    LineDraft,
    Offer,
    PriceNotLower,
    PromotionAnswer,
    PromotionOnlyOne,
    PromotionUnacknowledged,
    QuotedLine,
    ReasonMissing,
)
from hallclient.policy.rules import Policy

NOTHING = Fen(0)


@dataclass(frozen=True)
class ReadyLine:
    """A line read, looked up and priced.

    Attributes:
        charges: after the price override; zero charges are left out.
        discount_fen: how much lower than the list price, 0 for none; needs a signature.
        offers: with the customer's answers as far as given.
        bonus_fen: of the accepted promotion.
        problems: what would be refused although the line can be priced.
    """

    kind: Kind
    prepared: Prepared
    charges: tuple[Charge, ...]
    offers: tuple[Offer, ...]
    discount_fen: Fen = NOTHING
    reason: str = ""
    problems: tuple[HallError, ...] = ()

    @property
    def spec(self) -> KindSpec:
        return self.kind.spec

    @property
    def total_fen(self) -> Fen:
        return Fen(sum(charge.amount_fen for charge in self.charges))

    @property
    def bonus_fen(self) -> Fen:
        return Fen(sum(o.bonus_fen for o in self.offers if o.answer == Answer.ACCEPTED))

    def quoted(self) -> QuotedLine:
        """The line as the page shows it."""
        return QuotedLine(
            kind=self.spec.code,
            title=self.spec.title,
            charges=self.charges,
            total_fen=self.total_fen,
            facts=self.prepared.facts,
            before=self.prepared.before,
            after=self.prepared.after,
            offers=self.offers,
            prompts=self.spec.prompts,
            warnings=self.prepared.warnings,
        )


def entered(spec: KindSpec, fields: Mapping[str, str]) -> dict[str, str]:
    """What was typed, trimmed, with every field of the kind in place.

    Raises FieldUnknown, FieldRequired.
    """
    names = {field.name for field in spec.fields}
    for name in fields:
        if name not in names:
            raise FieldUnknown(field=name, name=name)
    typed = {field.name: fields.get(field.name, "").strip() for field in spec.fields}
    for field in spec.fields:
        if field.required and not typed[field.name]:
            raise FieldRequired(field=field.name)
    return typed


def read_line(draft: LineDraft, policy: Policy) -> tuple[Kind, object]:
    """The kind and its typed line; raises KindUnknown and what the kind refuses."""
    kind = kind_of(draft.kind)
    return kind, kind.read(entered(kind.spec, draft.fields), policy)


def prepare_line(draft: LineDraft, looking: Looking) -> ReadyLine:
    """A line looked up and priced; raises what the kind refuses, and price refusals."""
    kind, line = read_line(draft, looking.policy)
    prepared = kind.prepare(line, looking)
    offers = tuple(
        replace(offer, answer=draft.answers.get(offer.code, "")) for offer in prepared.offers
    )
    charges, discount = _lowered(prepared.charges, draft)
    return ReadyLine(
        kind=kind,
        prepared=prepared,
        charges=tuple(charge for charge in charges if charge.amount_fen),
        offers=offers,
        discount_fen=discount,
        reason=printable(draft.price_reason).strip()[:200],
        problems=tuple(_answer_problems(offers, draft)),
    )


def prepare_lines(
    drafts: Sequence[LineDraft], looking: Looking
) -> tuple[tuple[ReadyLine | None, ...], tuple[HallError, ...]]:
    """All lines, each knowing what the earlier ones take; None where one cannot be read.

    Errors name their line: `lines.0.amount`.
    """
    ready: list[ReadyLine | None] = []
    errors: list[HallError] = []
    for place, draft in enumerate(drafts):
        try:
            line = prepare_line(draft, looking)
        except HallError as error:
            errors.append(_at_line(error, place))
            ready.append(None)
            continue
        errors.extend(_at_line(problem, place) for problem in line.problems)
        ready.append(line)
        looking = _after(looking, line)
    return tuple(ready), tuple(errors)


def _after(looking: Looking, line: ReadyLine) -> Looking:
    taken = {(move.kind, name) for move in line.prepared.moves for name in move.serials}
    return replace(
        looking,
        held_in_order=looking.held_in_order + line.prepared.opens,
        taken=looking.taken | taken,
    )


def _at_line(error: HallError, place: int) -> HallError:
    error.field = f"lines.{place}.{error.field}" if error.field else f"lines.{place}"
    return error


def _answer_problems(offers: tuple[Offer, ...], draft: LineDraft) -> list[HallError]:
    """A promotion that applies is told before the money is taken (S1-CT-15)."""
    codes = {offer.code for offer in offers}
    found: list[HallError] = [
        PromotionUnacknowledged(field="answers", name=offer.name)
        for offer in offers
        if not offer.answer
    ]
    known = {answer.value for answer in Answer}
    if any(code not in codes or answer not in known for code, answer in draft.answers.items()):
        found.append(PromotionAnswer(field="answers"))
    if sum(offer.answer == Answer.ACCEPTED for offer in offers) > 1:
        found.append(PromotionOnlyOne(field="answers"))
    return found


def _lowered(charges: tuple[Charge, ...], draft: LineDraft) -> tuple[tuple[Charge, ...], Fen]:
    """The charges at the lower price, and how much lower; fees only, the last one first.

    Raises PriceNotLower, ReasonMissing, and refusals of amounts.
    """
    if not draft.price.strip():
        return charges, NOTHING
    price = fen_from_text(draft.price, field="price")
    listed = sum(charge.amount_fen for charge in charges if charge.fee)
    if not 0 <= price < listed:
        raise PriceNotLower(field="price", price=yuan(listed))
    if not draft.price_reason.strip():
        raise ReasonMissing(field="price_reason")
    left, lowered = listed - price, list(charges)
    for place in reversed(range(len(lowered))):
        charge = lowered[place]
        off = min(left, charge.amount_fen) if charge.fee else 0
        lowered[place] = replace(charge, amount_fen=Fen(charge.amount_fen - off))
        left -= off
    return tuple(lowered), Fen(listed - price)
