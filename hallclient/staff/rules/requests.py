"""A second person who is not at the counter: asked for, answered elsewhere, good once."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.staff.rules.signatures import Signature

REASON_MOST: Final = 200
ANSWERED: Final = frozenset({"approved", "refused"})


class RequestState(StrEnum):
    """What became of a request; all but the first are final."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    TIMED_OUT = "timed-out"


@dataclass(frozen=True)
class RequestFact:
    """One line of what is to be approved, as the person elsewhere reads it.

    Attributes:
        label: English source.
        value: as it stands; English source when `term` is set.
    """

    label: str
    value: str
    term: bool = False


@dataclass(frozen=True)
class AskApproval:
    """Ask: somebody elsewhere in the hall approves this (远程授权).

    Attributes:
        permission: what they have to be allowed; one of those that need not be given in person.
        content: what is approved, a plain value; the signature is good for an equal one only.
        facts: what they read; never a customer's name or number in full.
        amount_fen: what must be within their limit, in fen.
    """

    permission: str
    content: object = field(repr=False)
    facts: tuple[RequestFact, ...] = field(repr=False)
    amount_fen: int = 0


@dataclass(frozen=True)
class ApprovalRequest:
    """A request for approval (授权申请) as it stands.

    Attributes:
        first, first_name: who asks, at which counter (0: the manager's room).
        wording: English source of what is asked for, the words that follow "may".
        seconds_left: until it times out, rounded up; 0 unless it waits.
        by, by_name, reason: who answered, and why it was refused; "" while nobody has.
        signature: for who asked, once it is approved, until it is used or too old.
    """

    request_id: str
    permission: str
    wording: str
    first: str
    first_name: str
    counter: int
    amount_fen: int
    facts: tuple[RequestFact, ...] = field(repr=False)
    asked_at: datetime
    state: RequestState
    seconds_left: int
    by: str = ""
    by_name: str = ""
    reason: str = field(default="", repr=False)
    signature: Signature | None = None


@dataclass(frozen=True)
class AnswerApproval:
    """Ask: a request is approved, or refused with a reason, by whose code and password these are.

    Attributes:
        answer_id: of this answer; the same one again changes nothing.
    """

    request_id: str
    approve: bool
    code: str
    password: str = field(repr=False)
    answer_id: str
    reason: str = field(default="", repr=False)


class ApprovalNotRemote(HallError):
    """Somebody has to see what they sign for: cash counted, a face compared, a bag sealed."""

    code = "approval.not-remote"
    sentence = N_("The second person must be here for this: {permission}.")


class ApprovalNobody(HallError):
    """Waiting would be in vain."""

    code = "approval.nobody"
    sentence = N_("Nobody else in this hall may approve this: {permission}.")


class ApprovalUnknown(HallError):
    """No such request."""

    code = "approval.unknown"
    sentence = N_("There is no such request. Ask again.")


class ApprovalWithdrawn(HallError):
    """Who asked no longer wants it."""

    code = "approval.withdrawn"
    sentence = N_("This request was withdrawn by {code}. There is nothing to answer.")


class ApprovalAnswered(HallError):
    """Somebody was first."""

    code = "approval.answered"
    sentence = N_("This request was answered by {code} already.")


class ApprovalTimedOut(HallError):
    """Nobody answered in time; who asked may ask again."""

    code = "approval.timed-out"
    sentence = N_("Nobody answered this request in time. It has to be asked again.")


class ApprovalChanged(HallError):
    """What is done is not what was approved."""

    code = "approval.changed"
    sentence = N_("This is not what was approved. Ask for approval again.")


class ApprovalUsed(HallError):
    """One approval is good for one act."""

    code = "approval.used"
    sentence = N_("This approval was used already. Ask for approval again.")


class ApprovalReasonMissing(HallError):
    """Who asked has to tell the customer something."""

    code = "approval.reason"
    sentence = N_("Type why it is refused.")


def content_text(content: object) -> str:
    """A plain value as text that is the same for equal values and for no others.

    Dataclasses, mappings, sets, sequences, text, numbers and dates may be nested.
    Raises TypeError for anything else: a caller's bug.
    """
    return json.dumps(_plain(content), ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def facts_to_text(facts: Iterable[RequestFact]) -> str:
    """As kept; the opposite of `facts_from_text`."""
    return json.dumps([[one.label, one.value, one.term] for one in facts], ensure_ascii=False)


def facts_from_text(text: str) -> tuple[RequestFact, ...]:
    """What was asked for; raises ValueError for text that is none of ours."""
    if not text:
        return ()
    return tuple(RequestFact(str(label), str(value), bool(term)) for label, value, term in
                 json.loads(text))  # fmt: skip


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        named = {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        return [type(value).__name__, named]
    if isinstance(value, Mapping):
        return {"map": sorted(content_text(pair) for pair in value.items())}
    if isinstance(value, frozenset | set):
        return {"set": sorted(content_text(part) for part in value)}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if hasattr(value, "isoformat"):
        return {"at": value.isoformat()}
    raise TypeError(f"no plain value: {type(value).__name__}")
