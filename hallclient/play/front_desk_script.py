"""The events of a day script that the front desk has: triage, enquiries and complaints."""

from typing import Final, Literal

from hallclient.play.parts import Code, Event


class Triage(Event):
    """A visitor is sent where they belong; `came_back` names the triage that sent them for papers.

    Its id names the ticket as well, where one is given.
    """

    do: Literal["triage"]
    purpose: str = ""
    missing: tuple[str, ...] = ()
    self_service: str = ""
    care: bool = False
    note: str = ""
    booked: str = ""
    came_back: str = ""


class TakeDown(Event):
    """Somebody is told something; who hears it first is responsible."""

    do: Literal["enquiry", "complaint_taken", "opinion", "incident"]
    words: str = ""
    topic: str = ""
    channel: str = "visit"
    cause: str = ""
    contact: str = ""
    promised: str = ""
    answer: str = ""


class ToColleague(Event):
    """A matter is offered to a colleague, or (`*`) to the reception room."""

    do: Literal["enquiry_hand_over"]
    matter: str
    to: Code | Literal["*"]
    note: str = ""


class OfMatter(Event):
    """A matter is accepted; its guest is shown from the rest area into the room, or has gone."""

    do: Literal["enquiry_accept", "complaint_call_in", "complaint_guest_left"]
    matter: str


class UntilWhen(Event):
    """An answer is promised by a time."""

    do: Literal["enquiry_promise"]
    matter: str
    promised: str


class WithWords(Event):
    """A matter is declined, added to, answered and closed, or taken over by a manager."""

    do: Literal[
        "enquiry_decline", "enquiry_note", "enquiry_recommend", "enquiry_close", "enquiry_take_over"
    ]
    matter: str
    words: str = ""


AnyFrontDesk = Triage | TakeDown | ToColleague | OfMatter | UntilWhen | WithWords

FRONT_DESK: Final = frozenset(
    {
        "triage", "enquiry", "complaint_taken", "opinion", "incident", "enquiry_hand_over",
        "enquiry_accept", "complaint_call_in", "complaint_guest_left", "enquiry_promise",
        "enquiry_decline", "enquiry_note", "enquiry_recommend", "enquiry_close",
        "enquiry_take_over",
    }
)  # fmt: skip
"""They need no counter."""
