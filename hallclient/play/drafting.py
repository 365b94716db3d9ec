"""From a script's order to what a clerk types: text in yuan, one field at a time."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from hallclient.base.ids import new_id
from hallclient.base.money import FACES, yuan
from hallclient.counter.kinds import kinds
from hallclient.counter.rules import Answer, LineDraft, OrderDraft, Quote, TenderDraft
from hallclient.counter.rules.specs import KindSpec, ValueKind
from hallclient.play.counter_script import Draft, LinePart, Order, TenderPart
from hallclient.play.parties import party_of
from hallclient.play.script import DayScript, ScriptWrong
from hallclient.till.rules import COUNTED_TENDERS

SIGNED_FOR: Final = {"pay_in": "cash.witness", "pay_out": "cash.pay_out"}
"""What the second person signs for when cash moves that belongs to no order."""


def typed_yuan(fen: int) -> str:
    """An amount as typed."""
    return yuan(fen).replace(",", "")


def typed_fields(line: LinePart) -> dict[str, str]:
    """A line's fields as typed, by the names of the kind's form."""
    return _typed(kinds()[line.kind].spec, line.fields)


def _typed(spec: KindSpec, fields: Mapping[str, str | int]) -> dict[str, str]:
    typed = {}
    for field in spec.fields:
        if field.script_name not in fields:
            continue
        value = fields[field.script_name]
        money = field.value is ValueKind.MONEY and isinstance(value, int)
        typed[field.name] = typed_yuan(int(value)) if money else str(value)
    return typed


def typed_tenders(tenders: tuple[TenderPart, ...]) -> tuple[TenderDraft, ...]:
    """Tenders as typed."""
    return tuple(TenderDraft(t.method, typed_yuan(t.amount_fen), t.reference) for t in tenders)


def order_draft(event: Order | Draft) -> OrderDraft:
    """The order as typed, nothing said or signed yet."""
    draft = OrderDraft(
        new_id(),
        party_of(event.customer),
        party_of(event.agent),
        tuple(LineDraft(line.kind, typed_fields(line)) for line in event.lines),
    )
    if isinstance(event, Draft):
        return draft
    tenders = typed_tenders(event.tenders)
    return replace(draft, tenders=tenders, done_at=event.done_at, late_reason=event.late_reason)


def check_lines(script: DayScript) -> None:
    """Raises ScriptWrong for every line of an unknown business or with an unknown field."""
    wrong = []
    for index, event in enumerate(script.events):
        if not isinstance(event, Order | Draft):
            continue
        for place, line in enumerate(event.lines):
            where = f"events[{index}].lines[{place}]"
            if line.kind not in kinds():
                wrong.append(f"{where}.kind: there is no business {line.kind!r}")
                continue
            known = {field.script_name for field in kinds()[line.kind].spec.fields}
            wrong += [f"{where}.{name}: unknown field" for name in line.fields if name not in known]
    if wrong:
        raise ScriptWrong(tuple(wrong))


def acknowledged(draft: OrderDraft, quote: Quote) -> OrderDraft:
    """The draft with every prompt said, and the first promotion of each line accepted."""
    lines = []
    for line, quoted in zip(draft.lines, quote.lines, strict=True):
        offers = quoted.offers if quoted else ()
        answers = {
            offer.code: Answer.ACCEPTED.value if place == 0 else Answer.DECLINED.value
            for place, offer in enumerate(offers)
        }
        lines.append(LineDraft(line.kind, line.fields, answers))
    return replace(draft, lines=tuple(lines), acknowledged=frozenset(quote.prompts))


def all_pieces(denominations: Mapping[str, int]) -> dict[int, int]:
    """A script names the faces that are there; the clerk types 0 for the others."""
    named = {int(face): pieces for face, pieces in denominations.items()}
    return {int(face): 0 for face in FACES} | named


def all_tenders(tenders: Mapping[str, int]) -> dict[str, int]:
    """The totals besides the cash, which its pieces tell; 0 for those that are not named."""
    named = {name: fen for name, fen in tenders.items() if name != "cash"}
    return dict.fromkeys(COUNTED_TENDERS, 0) | named
