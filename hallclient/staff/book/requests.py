"""Requests for approval from another PC: written once, ended once, used once."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import Session

from hallclient.base.text import printable
from hallclient.staff.book.people import find_person, may, people
from hallclient.staff.permissions import PERMISSIONS, permission_table
from hallclient.staff.records import ApprovalEnd, ApprovalRow, ApprovalUse
from hallclient.staff.rules import (
    SIGNATURE_LIFE,
    ApprovalAnswered,
    ApprovalChanged,
    ApprovalNobody,
    ApprovalNotPermitted,
    ApprovalNotRemote,
    ApprovalRequest,
    ApprovalSamePerson,
    ApprovalTimedOut,
    ApprovalUnknown,
    ApprovalUsed,
    ApprovalWithdrawn,
    AskApproval,
    Person,
    RequestFact,
    RequestState,
    Signature,
    content_text,
    facts_from_text,
    facts_to_text,
    sealed_signature,
)
from hallclient.store.audit import Act
from hallclient.store.turns import wait_for_turn

FACTS_MOST: Final = 200
VALUE_MOST: Final = 300
SUBJECT: Final = "approval/"
_REQUEST, _END, _USE = ApprovalRow.__table__, ApprovalEnd.__table__, ApprovalUse.__table__


def content_mark(key: bytes, permission: str, content: object) -> str:
    """A keyed mark of what is to be done: equal for equal content, and tells nothing of it."""
    text = f"approval\n{permission}\n{content_text(content)}"
    return hmac.new(key, text.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()


def check_ask(session: Session, hall: str, first: str, ask: AskApproval) -> None:
    """Raises ApprovalNotRemote, and ApprovalNobody where nobody could answer."""
    wording = PERMISSIONS[ask.permission]
    if ask.permission not in permission_table().remote:
        raise ApprovalNotRemote(permission=wording)
    others = (who for who in people(session, hall) if who.code != first)
    if not any(may(who, ask.permission, ask.amount_fen) for who in others):
        raise ApprovalNobody(permission=wording)


def standing(doing: Act) -> list[Row[Any]]:
    """Requests of this desk that wait, or are approved and may still be used; newest first.

    Nobody else asks for this desk until the commit.
    """
    wait_for_turn(doing.session, f"approvals-of/{doing.hall}/{doing.clerk}/{doing.counter}")
    query = (
        _requests()
        .where(
            _REQUEST.c.hall == doing.hall,
            _REQUEST.c.expires_at > doing.at - SIGNATURE_LIFE,
            _REQUEST.c.first == doing.clerk,
            _REQUEST.c.counter == doing.counter,
        )
        .order_by(_REQUEST.c.request_id.desc())
    )
    return [row for row in _read(doing.session, query) if _stands(row, doing.at)]


def waiting(session: Session, hall: str, now: datetime) -> list[Row[Any]]:
    """Requests that nobody has answered yet, oldest first."""
    query = (
        _requests()
        .where(_REQUEST.c.hall == hall, _REQUEST.c.expires_at > now, _END.c.request_id.is_(None))
        .order_by(_REQUEST.c.request_id)
    )
    return _read(session, query)


def found(session: Session, hall: str, request_id: str) -> Row[Any]:
    """One request with its end and use; raises ApprovalUnknown."""
    query = _requests().where(_REQUEST.c.hall == hall, _REQUEST.c.request_id == request_id)
    rows = _read(session, query)
    if not rows:
        raise ApprovalUnknown
    return rows[0]


def shown(
    session: Session, hall: str, row: Row[Any], now: datetime, *, key: bytes, reader: str
) -> ApprovalRequest:
    """A request as its reader sees it; who asked gets the signature once it is approved."""
    state = _state(row, now)
    first, by = (find_person(session, hall, code) for code in (row.first, row.ended_by or ""))
    return ApprovalRequest(
        request_id=row.request_id,
        permission=row.permission,
        wording=PERMISSIONS[row.permission],
        first=row.first,
        first_name=first.name if first else "",
        counter=row.counter,
        amount_fen=row.amount_fen,
        facts=facts_from_text(row.facts),
        asked_at=row.asked_at,
        state=state,
        seconds_left=_left(row, now) if state is RequestState.WAITING else 0,
        by=row.ended_by or "",
        by_name=by.name if by else "",
        reason=row.reason or "",
        signature=_signature(row, by, now, key) if reader == row.first and by else None,
    )


def add(doing: Act, request_id: str, ask: AskApproval, seconds: int) -> None:
    """Puts a request on record; it waits for so many seconds."""
    facts = tuple(_kept(one) for one in ask.facts[:FACTS_MOST])
    row = {
        "request_id": request_id,
        "permission": ask.permission,
        "first": doing.clerk,
        "counter": doing.counter,
        "amount_fen": ask.amount_fen,
        "content": content_mark(doing.desk.keys.audit, ask.permission, ask.content),
        "facts": facts_to_text(facts),
        "asked_at": doing.at,
        "expires_at": doing.at + timedelta(seconds=seconds),
    }
    doing.add(ApprovalRow, [row])
    doing.subject = SUBJECT + request_id
    doing.note(permission=ask.permission, fen=ask.amount_fen)


def take_turn(doing: Act, request_id: str) -> Row[Any]:
    """The request, which nobody else ends or uses until the commit; raises ApprovalUnknown."""
    wait_for_turn(doing.session, f"approval/{doing.hall}/{request_id}")
    return found(doing.session, doing.hall, request_id)


def end(doing: Act, row: Row[Any], state: RequestState, reason: str = "") -> None:
    """Ends a request that nobody has ended; see `take_turn`."""
    ended = {
        "request_id": row.request_id,
        "state": state.value,
        "by": "" if state is RequestState.TIMED_OUT else doing.clerk,
        "reason": reason,
        "at": doing.at,
    }
    doing.add(ApprovalEnd, [ended])
    doing.subject = SUBJECT + row.request_id


def refuse_ended(row: Row[Any]) -> None:
    """Raises ApprovalWithdrawn, ApprovalTimedOut, ApprovalAnswered: somebody was first."""
    if row.state is None:
        return
    if row.state == RequestState.WITHDRAWN:
        raise ApprovalWithdrawn(code=row.ended_by)
    if row.state == RequestState.TIMED_OUT:
        raise ApprovalTimedOut
    raise ApprovalAnswered(code=row.ended_by)


def check_answer(doing: Act, row: Row[Any]) -> None:
    """Raises ApprovalSamePerson, ApprovalNotPermitted: the rights of who answers decide."""
    if doing.clerk == row.first:
        raise ApprovalSamePerson
    who = find_person(doing.session, doing.hall, doing.clerk)
    if who is None or not may(who, row.permission, row.amount_fen):
        wording = PERMISSIONS[row.permission]
        raise ApprovalNotPermitted(code=doing.clerk, permission=wording)


def use(
    doing: Act, signature: Signature, permission: str, amount_fen: int, content: object
) -> None:
    """Uses an approval for this act; raises ApprovalUnknown, ApprovalChanged, ApprovalUsed."""
    row = take_turn(doing, signature.request)
    if row.used:
        raise ApprovalUsed
    mark = content_mark(doing.desk.keys.audit, permission, content)
    same = (row.permission, row.first, row.content, row.amount_fen, row.state, row.ended_by)
    wanted = (permission, doing.clerk, mark, amount_fen, RequestState.APPROVED, signature.code)
    if same != wanted:
        raise ApprovalChanged
    used = {
        "request_id": signature.request,
        "action": doing.action,
        "by": doing.clerk,
        "at": doing.at,
    }
    doing.add(ApprovalUse, [used])


def _requests() -> Select[Any]:
    """Requests with what became of them; `state` is None while nobody has ended them."""
    ended = and_(_END.c.hall == _REQUEST.c.hall, _END.c.request_id == _REQUEST.c.request_id)
    used = and_(_USE.c.hall == _REQUEST.c.hall, _USE.c.request_id == _REQUEST.c.request_id)
    return select(
        *(column for column in _REQUEST.c if column.name != "seal"),
        _END.c.state,
        _END.c.by.label("ended_by"),
        _END.c.reason,
        _END.c.at.label("ended_at"),
        _USE.c.at.label("used"),
    ).select_from(_REQUEST.outerjoin(_END, ended).outerjoin(_USE, used))


def _read(session: Session, query: Select[Any]) -> list[Row[Any]]:
    return list(session.connection().execute(query))


def _state(row: Row[Any], now: datetime) -> RequestState:
    if row.state is not None:
        return RequestState(row.state)
    return RequestState.WAITING if now < row.expires_at else RequestState.TIMED_OUT


def _stands(row: Row[Any], now: datetime) -> bool:
    """Whether it waits, or is approved, not used, and fresh enough to be."""
    if _state(row, now) is RequestState.WAITING:
        return True
    fresh = row.ended_at is not None and now - row.ended_at <= SIGNATURE_LIFE
    return row.state == RequestState.APPROVED and fresh and not row.used


def _left(row: Row[Any], now: datetime) -> int:
    return int(-((now - row.expires_at) // timedelta(seconds=1)))


def _signature(row: Row[Any], by: Person, now: datetime, key: bytes) -> Signature | None:
    """The other PC's clock may be ahead of this one: no signature is from the future here."""
    if row.state != RequestState.APPROVED or row.used:
        return None
    return sealed_signature(key, by, min(row.ended_at, now), row.permission, row.request_id)


def _kept(fact: RequestFact) -> RequestFact:
    return RequestFact(fact.label, printable(fact.value)[:VALUE_MOST], fact.term)
