"""What is asked about enquiries and complaints; every ask carries the id of its request."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OpenEnquiry:
    """Somebody asks something; who hears it first is responsible (S1-FG-14).

    Attributes:
        contact: how the customer is reached for an answer later; kept encrypted, as `words` are.
        customer: id of the customer's file where they are known, "" otherwise.
        promised: time of the answer as typed, "" where it is given at once or soon.
        answer: what was answered on the spot; the enquiry is then closed in the same act.
    """

    request_id: str
    words: str
    contact: str = ""
    customer: str = ""
    promised: str = ""
    answer: str = ""


@dataclass(frozen=True)
class TakeOpinion:
    """The opinion book was handed over (S1-SG-10): what it says, answered by a promised time."""

    request_id: str
    words: str
    promised: str
    contact: str = ""
    customer: str = ""


@dataclass(frozen=True)
class TakeComplaint:
    """A complaint is taken down and goes to the reception room.

    Attributes:
        words: the customer's first words, as they were said.
        channel: code of how it reached the hall; a guest in the hall is shown to the room.
        cause: what lies behind it; needed where the guest has to wait (S1-FG-23).
    """

    request_id: str
    words: str
    channel: str = "visit"
    cause: str = ""
    contact: str = ""
    customer: str = ""


@dataclass(frozen=True)
class ReportIncident:
    """Something on the floor that somebody has to see to."""

    request_id: str
    topic: str
    words: str = ""


@dataclass(frozen=True)
class HandOver:
    """The owner asks a colleague to take a matter; it stays the owner's until they accept."""

    request_id: str
    matter: int
    to: str
    note: str = ""


@dataclass(frozen=True)
class OfMatter:
    """Accept a matter that was offered, show its guest into the room, or say they have gone."""

    request_id: str
    matter: int


@dataclass(frozen=True)
class WithWords:
    """A step with words: declined or taken over with a reason, noted, closed with an answer."""

    request_id: str
    matter: int
    words: str


@dataclass(frozen=True)
class PromiseAnswer:
    """The customer gets an answer by a time (约定回复时间)."""

    request_id: str
    matter: int
    promised: str
