"""Who stands at the counter: customer, agent, handling person; what is missing; field rules 11."""

from collections.abc import Iterator, Sequence

from hallclient.base.errors import HallError
from hallclient.base.text import typed_number
from hallclient.customers.rules.documents import (
    DocumentDraft,
    DocumentKind,
    FaceResult,
    PartyDraft,
    holder_of,
)
from hallclient.customers.rules.errors import (
    AgentMissing,
    AgentOrganisation,
    AgentRefused,
    DocumentMissing,
    FaceReasonMissing,
    GuardianMissing,
    SamePerson,
)


def party_errors(
    customer: PartyDraft | None,
    agent: PartyDraft | None,
    *,
    document_needed: bool = True,
    agents_allowed: bool = True,
) -> tuple[HallError, ...]:
    """What is missing or wrong about the parties of one order; empty when all is there.

    A unit's handling person and a minor's guardian come as `agent` and are accepted even where
    agents are not: they are needed, not chosen. An agent who is there at all shows a document;
    nobody who was named is passed over. Each document itself is checked by `check_document`.

    Args:
        document_needed: whether this business needs the customer's document, and with it the
            document of who acts for a unit or a minor.
        agents_allowed: the switch of this business (代办).
    """
    document = customer.document if customer else None
    found: list[HallError] = []
    if document is None and document_needed:
        found.append(DocumentMissing(field="customer"))
    if agent is None:
        if document is not None and document_needed:
            found.extend(_nobody_acts(document))
    elif not agents_allowed and not _acted_for(document, document_needed):
        found.append(AgentRefused(field="agent"))
    else:
        found.extend(_agent_errors(document, agent.document))
    found.extend(_face_errors(tuple(party for party in (customer, agent) if party)))
    return tuple(found)


def present_person(customer: PartyDraft | None, agent: PartyDraft | None) -> PartyDraft | None:
    """Whose face is compared: the agent's when one acts, else the customer's."""
    if agent is not None and agent.document is not None:
        return agent
    return customer


def face_override_needed(customer: PartyDraft | None, agent: PartyDraft | None) -> bool:
    """Whether a second person must sign because a face did not match or was not compared.

    Shops go on only when face and document match (field rules 11.6). A comparison that was
    never asked for (None) needs no signature.
    """
    faces = {party.face for party in (customer, agent) if party is not None}
    return bool(faces & {FaceResult.NO_MATCH, FaceResult.NOT_POSSIBLE})


def _nobody_acts(document: DocumentDraft) -> Iterator[HallError]:
    if document.kind.organisation:
        yield AgentMissing(field="agent")
    elif document.kind is DocumentKind.HOUSEHOLD_BOOK:
        yield GuardianMissing(field="agent")


def _acted_for(document: DocumentDraft | None, needed: bool) -> bool:  # noqa: FBT001
    """Whether somebody else must act, or may have to once the missing document is there."""
    if document is None:
        return needed
    return document.kind.organisation or document.kind is DocumentKind.HOUSEHOLD_BOOK


def _agent_errors(
    document: DocumentDraft | None, acting: DocumentDraft | None
) -> Iterator[HallError]:
    if acting is None:
        yield AgentMissing(field="agent.number")
    elif acting.kind.organisation:
        yield AgentOrganisation(field="agent")
    elif document is not None and _one_holder(document, acting):
        yield SamePerson(field="agent")


def _one_holder(one: DocumentDraft, other: DocumentDraft) -> bool:
    return holder_of(one.kind, typed_number(one.number)) == holder_of(
        other.kind, typed_number(other.number)
    )


def _face_errors(parties: Sequence[PartyDraft]) -> list[HallError]:
    return [
        FaceReasonMissing(field="face_reason")
        for party in parties
        if party.face in (FaceResult.NO_MATCH, FaceResult.NOT_POSSIBLE)
        and not party.face_reason.strip()
    ]
