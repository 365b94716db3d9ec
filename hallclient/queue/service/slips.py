"""The slip of a ticket on paper, asked for in the act that took the ticket."""

from hallclient.base.language import language
from hallclient.paper import book as paper
from hallclient.paper.rules import PaperKind
from hallclient.paper.values import TicketSlip
from hallclient.policy.book import policy_of
from hallclient.queue.rules import Slip, kept_line
from hallclient.store.audit import Act


def put_on_paper(doing: Act, slip: Slip) -> None:
    """Asks for the slip, in the language of now; it is printed once the act is on record."""
    one, wait = slip.ticket, slip.wait
    value = TicketSlip(
        number=one.number,
        hall=doing.hall,
        hall_name=policy_of(doing.session, doing.hall, doing.at).hall_name,
        line_name=kept_line(one.standing.line).text,
        business_date=one.business_date,
        taken_at=one.taken_at,
        ahead=slip.ahead,
        wait_least=None if wait is None else wait.least,
        wait_most=None if wait is None else wait.most,
        booked_at=one.booked_at,
        language=language(),
    )
    about = f"ticket/{one.business_date:%Y%m%d}-{one.number}"
    paper.enqueue(doing, PaperKind.TICKET, about, value.to_payload())
