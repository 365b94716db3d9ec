"""What the front desk may ask for: plain callables, bound to the desk by `app`."""

from collections.abc import Callable
from dataclasses import dataclass

from hallclient.care.rules import (
    HandOver,
    Matter,
    OfMatter,
    OpenEnquiry,
    PromiseAnswer,
    ReportIncident,
    TakeComplaint,
    TakeOpinion,
    Told,
    WithWords,
)
from hallclient.queue.rules.guiding import Guidance, Guided, GuideVisitor


@dataclass(frozen=True)
class KnownVisitor:
    """A customer on file who stands in the hall; `shown` is masked."""

    customer: str
    shown: str


@dataclass(frozen=True)
class FrontDeskCalls:
    """Triage and matters for the person at the desk.

    Attributes:
        crowded: letters of the lines that are crowded now.
        recognise: (typed number, request id) to who is on file; that it was done is on record.
        open_matters: what is open in the hall, the person's own first.
        colleagues: (code, name) of who is at work and takes matters over.
        printed: papers wait for this PC's printer.
        code: staff code of the person at the desk; may_oversee: whether they take matters over.
    """

    guide: Callable[[GuideVisitor], Guided]
    crowded: Callable[[], frozenset[str]]
    sent_back: Callable[[], tuple[Guidance, ...]]
    recognise: Callable[[str, str], tuple[KnownVisitor, ...]]
    open_matters: Callable[[], tuple[Matter, ...]]
    course: Callable[[int], tuple[Told, ...]]
    room_free: Callable[[], bool]
    colleagues: Callable[[], tuple[tuple[str, str], ...]]
    open_enquiry: Callable[[OpenEnquiry], Matter]
    take_complaint: Callable[[TakeComplaint], Matter]
    take_opinion: Callable[[TakeOpinion], Matter]
    report_incident: Callable[[ReportIncident], Matter]
    hand_over: Callable[[HandOver], Matter]
    accept: Callable[[OfMatter], Matter]
    decline: Callable[[WithWords], Matter]
    take_over: Callable[[WithWords], Matter]
    promise: Callable[[PromiseAnswer], Matter]
    add_note: Callable[[WithWords], Matter]
    recommend: Callable[[WithWords], Matter]
    call_in: Callable[[OfMatter], Matter]
    guest_left: Callable[[OfMatter], Matter]
    close: Callable[[WithWords], Matter]
    printed: Callable[[], object]
    code: str
    may_oversee: bool = False
