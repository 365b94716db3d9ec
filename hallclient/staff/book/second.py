"""Rights, and the second person's signature (promise 6)."""

from sqlalchemy.orm import Session

from hallclient.staff.book import requests
from hallclient.staff.book.people import find_person, may
from hallclient.staff.permissions import PERMISSIONS
from hallclient.staff.rules import (
    ApprovalExpired,
    ApprovalMissing,
    ApprovalNotPermitted,
    ApprovalNotRemote,
    ApprovalSamePerson,
    NotPermitted,
    Person,
    Signature,
    in_time,
    is_genuine,
)
from hallclient.store.audit import Act
from hallclient.store.desk import Desk


def require(session: Session, desk: Desk, permission: str, amount_fen: int = 0) -> Person:
    """The person at the desk, who is active and may do this, up to this; else raises NotPermitted.

    Read in the open session, so that a right taken away a moment ago is gone.
    """
    acting = find_person(session, desk.hall, desk.clerk)
    if acting is None or not may(acting, permission, amount_fen):
        raise NotPermitted(permission=PERMISSIONS[permission])
    return acting


def second_person(
    doing: Act,
    signature: Signature | None,
    permission: str,
    *,
    first: str | None = None,
    amount_fen: int = 0,
    content: object = None,
) -> Person:
    """The second person who signed for this act (promise 6); their approval goes on record.

    Args:
        first: who may not be the second person; the clerk of the act when left out.
        amount_fen: what is approved, in fen; must be within the signer's limit (S0-MG-05).
        content: what is done, as it was put to somebody elsewhere; None where the second
            person has to stand beside the first.
    Raises:
        ApprovalMissing, ApprovalSamePerson, ApprovalExpired, ApprovalNotPermitted; of an
        approval from elsewhere ApprovalNotRemote, ApprovalChanged, ApprovalUsed, ApprovalUnknown.
        All before anything else is written.
    """
    wording = PERMISSIONS[permission]
    if signature is None or not is_genuine(doing.desk.keys.audit, signature):
        raise ApprovalMissing(permission=wording)
    if signature.code == (doing.clerk if first is None else first):
        raise ApprovalSamePerson
    if not in_time(signature, doing.at):
        raise ApprovalExpired
    signer = find_person(doing.session, doing.hall, signature.code)
    meant_for_this = signature.purpose not in PERMISSIONS or signature.purpose == permission
    if signer is None or not meant_for_this or not may(signer, permission, amount_fen):
        raise ApprovalNotPermitted(code=signature.code, permission=wording)
    if signature.request and content is None:
        raise ApprovalNotRemote(permission=wording)
    if signature.request:
        requests.use(doing, signature, permission, amount_fen, content)
    _note(doing, signature, permission, amount_fen)
    return signer


def _note(doing: Act, signature: Signature, permission: str, amount_fen: int) -> None:
    approval = {
        "permission": permission,
        "by": signature.code,
        "signed_at": signature.at.isoformat(),
        "fen": amount_fen,
    }
    if signature.request:
        approval["request"] = signature.request
    doing.note(approvals=[*doing.details.get("approvals", ()), approval])
