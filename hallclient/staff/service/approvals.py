"""A second person elsewhere in the hall: asked, answered, withdrawn (远程授权). All on record.

Same rules and same record as a signature at the counter (`sign`): not the same person, permitted,
within the limit, fresh; besides, good once and for what was asked only.
"""

from typing import Final

from hallclient.base.ids import new_id
from hallclient.base.text import printable
from hallclient.policy.book import policy_of
from hallclient.staff.book import find_person, requests
from hallclient.staff.book.people import may
from hallclient.staff.rules import (
    ANSWERED,
    REASON_MOST,
    AnswerApproval,
    ApprovalReasonMissing,
    ApprovalRequest,
    ApprovalTimedOut,
    ApprovalUnknown,
    AskApproval,
    RequestState,
)
from hallclient.staff.service.proof import prove
from hallclient.store.audit import Act, act
from hallclient.store.desk import Desk

TIME_OUT: Final = "approval.time-out"


def ask_approval(desk: Desk, ask: AskApproval) -> ApprovalRequest:
    """Asks whoever may approve this, elsewhere in the hall; it waits for `approval_seconds`.

    The same ask of the same desk finds the request that still stands, also after a restart;
    another one withdraws it: a desk waits for one answer at a time.

    Raises ApprovalNotRemote, ApprovalNobody.
    """
    request_id = new_id()
    try:
        with act(desk, "approval.ask", beside=True) as doing:
            _clear_the_way(doing, ask)
            requests.check_ask(doing.session, doing.hall, doing.clerk, ask)
            seconds = policy_of(doing.session, doing.hall, doing.at).approval_seconds
            requests.add(doing, request_id, ask, seconds)
    except _StillStands as found:
        return approval(desk, found.request_id)
    return approval(desk, request_id)


class _StillStands(Exception):
    """Nothing new is to be written: this request is for the very same."""

    def __init__(self, request_id: str) -> None:
        super().__init__(request_id)
        self.request_id = request_id


def _clear_the_way(doing: Act, ask: AskApproval) -> None:
    """Withdraws what the desk waits for; raises _StillStands for what it asks for again."""
    mark = requests.content_mark(doing.desk.keys.audit, ask.permission, ask.content)
    standing = requests.standing(doing)
    for row in standing:
        if (row.content, row.amount_fen) == (mark, ask.amount_fen):
            raise _StillStands(row.request_id)
    for row in standing:
        if requests.take_turn(doing, row.request_id).state is None:
            requests.end(doing, row, RequestState.WITHDRAWN)


def approval(desk: Desk, request_id: str) -> ApprovalRequest:
    """A request as it stands now; who asked finds the signature in it. Raises ApprovalUnknown."""
    now = desk.now()
    with desk.read() as session:
        row = requests.found(session, desk.hall, request_id)
        return requests.shown(session, desk.hall, row, now, key=desk.keys.audit, reader=desk.clerk)


def open_requests(desk: Desk) -> tuple[ApprovalRequest, ...]:
    """What waits for an answer that the person at the desk may give, oldest first."""
    now, key = desk.now(), desk.keys.audit
    with desk.read() as session:
        who = find_person(session, desk.hall, desk.clerk)
        return tuple(
            requests.shown(session, desk.hall, row, now, key=key, reader=desk.clerk)
            for row in requests.waiting(session, desk.hall, now)
            if who is not None
            and row.first != who.code
            and may(who, row.permission, row.amount_fen)
        )


def answer_approval(desk: Desk, ask: AnswerApproval) -> ApprovalRequest:
    """Approves or refuses; the rights are those of who gives code and password here.

    Raises ApprovalReasonMissing, SignInFailed, SignInLocked, ApprovalUnknown,
    ApprovalWithdrawn, ApprovalAnswered, ApprovalTimedOut, ApprovalSamePerson,
    ApprovalNotPermitted.
    """
    reason = "" if ask.approve else printable(ask.reason).strip()[:REASON_MOST]
    if not ask.approve and not reason:
        raise ApprovalReasonMissing(field="reason")
    late: list[bool] = []

    def answer(doing: Act) -> None:
        row = requests.take_turn(doing, ask.request_id)
        requests.refuse_ended(row)
        requests.check_answer(doing, row)
        if doing.at >= row.expires_at:
            late.append(True)
            doing.action, doing.request_id = TIME_OUT, None
            requests.end(doing, row, RequestState.TIMED_OUT)
            return
        state = RequestState.APPROVED if ask.approve else RequestState.REFUSED
        requests.end(doing, row, state, reason)

    action = "approval.approve" if ask.approve else "approval.refuse"
    prove(desk, ask.code, ask.password, action, request_id=ask.answer_id, then=answer)
    if late:
        raise ApprovalTimedOut
    return approval(desk, ask.request_id)


def withdraw_approval(desk: Desk, request_id: str) -> ApprovalRequest:
    """Who asked no longer waits; a request whose time is over is put on record as timed out.

    Withdrawing again changes nothing.
    Raises ApprovalUnknown (also for another's request), ApprovalAnswered.
    """
    with desk.read() as session:
        row = requests.found(session, desk.hall, request_id)
    if row.first != desk.clerk:
        raise ApprovalUnknown
    if row.state in ANSWERED:
        requests.refuse_ended(row)
    if row.state is None:
        _withdraw(desk, request_id)
    return approval(desk, request_id)


def _withdraw(desk: Desk, request_id: str) -> None:
    with act(desk, "approval.withdraw", beside=True) as doing:
        row = requests.take_turn(doing, request_id)
        requests.refuse_ended(row)
        if doing.at >= row.expires_at:
            doing.action = TIME_OUT
            requests.end(doing, row, RequestState.TIMED_OUT)
        else:
            requests.end(doing, row, RequestState.WITHDRAWN)
