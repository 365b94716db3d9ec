"""Who stands at the counter: customer and agent checked against what the businesses ask for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from hallclient.base.errors import HallError
from hallclient.counter.rules import DocumentRule, FaceRequired, KindSpec, Need, OrderDraft
from hallclient.customers.rules import (
    DocumentName,
    FaceResult,
    Identity,
    PartyDraft,
    check_document,
    check_mobile,
    face_override_needed,
    party_errors,
    present_person,
    written_name,
)
from hallclient.policy.rules import Policy


@dataclass(frozen=True)
class Parties:
    """The parties of an order as checked.

    Attributes:
        payer: name of a customer who shows no document, "" for one who does.
        face: result of the comparison, "" when none was made.
        override: whether a second person must sign for the face.
    """

    customer: Identity | None = None
    customer_mobile: str = ""
    payer: str = ""
    agent: Identity | None = None
    agent_mobile: str = ""
    face: str = ""
    face_reason: str = ""
    override: bool = False


NOBODY = Parties()


def rule_of(specs: Iterable[KindSpec], policy: Policy) -> DocumentRule:
    """What all businesses of an order together ask of the parties; the hall may say otherwise
    about agents."""
    found = list(specs)
    needs = {spec.document.need for spec in found}
    need = Need.REQUIRED if Need.REQUIRED in needs else Need.OPTIONAL
    return DocumentRule(
        need=need,
        agent=all(policy.agents_allowed.get(spec.code, spec.document.agent) for spec in found),
        face=any(spec.document.face for spec in found),
        of_age=any(spec.document.of_age for spec in found),
    )


def check_parties(
    draft: OrderDraft, rule: DocumentRule, policy: Policy, on: date
) -> tuple[Parties, tuple[HallError, ...]]:
    """The parties as far as they could be checked, and everything wrong about them.

    An error's field is `customer.number`, `agent.name`, `customer.face` and the like.
    """
    errors: list[HallError] = []
    youngest = policy.youngest_age if rule.of_age else 0
    customer = _identity(draft.customer, "customer", on, policy, youngest, errors)
    agent = _identity(draft.agent, "agent", on, policy, policy.youngest_age, errors)
    missing = party_errors(
        draft.customer,
        draft.agent,
        document_needed=rule.need is Need.REQUIRED,
        agents_allowed=rule.agent,
    )
    named = ("customer", "agent")
    errors.extend(
        _at(error, "" if error.field.partition(".")[0] in named else "customer")
        for error in missing
    )
    present = present_person(draft.customer, draft.agent)
    if rule.face and customer is not None and (present is None or present.face is None):
        errors.append(FaceRequired(field="customer.face"))
    mobiles = [
        _mobile(party, name, errors)
        for party, name in ((draft.customer, "customer"), (draft.agent, "agent"))
    ]
    parties = Parties(
        customer=customer,
        customer_mobile=mobiles[0],
        payer=_payer(draft.customer, errors),
        agent=agent,
        agent_mobile=mobiles[1],
        face=str(present.face) if present and present.face else "",
        face_reason="; ".join(_reasons(draft)),
        override=face_override_needed(draft.customer, draft.agent),
    )
    return parties, tuple(errors)


def _identity(
    party: PartyDraft | None,
    name: str,
    on: date,
    policy: Policy,
    youngest: int,
    errors: list[HallError],
) -> Identity | None:
    if party is None or party.document is None:
        return None
    try:
        return check_document(
            party.document, on, youngest_age=youngest, expiring_days=policy.expiring_days
        )
    except HallError as error:
        errors.append(_at(error, name))
        return None


def _payer(party: PartyDraft | None, errors: list[HallError]) -> str:
    if party is None or party.document is not None or not party.name.strip():
        return ""
    name = written_name(party.name)
    if not name:
        errors.append(DocumentName(field="customer.name"))
    return name


def _mobile(party: PartyDraft | None, name: str, errors: list[HallError]) -> str:
    if party is None or not party.mobile.strip():
        return ""
    try:
        return check_mobile(party.mobile).number
    except HallError as error:
        errors.append(_at(error, name))
        return ""


def _reasons(draft: OrderDraft) -> Iterator[str]:
    for party in (draft.customer, draft.agent):
        if party and party.face not in (None, FaceResult.MATCH) and party.face_reason.strip():
            yield party.face_reason.strip()


def _at(error: HallError, place: str) -> HallError:
    """The same error, its field named from the order's point of view."""
    if place:
        error.field = f"{place}.{error.field}" if error.field else place
    return error
