"""What the customer sees of the order on the screen that faces them."""

from collections.abc import Mapping

from hallclient.base.language import tr
from hallclient.counter.page.visit import Visit
from hallclient.ui.customer_screen import CustomerLine, CustomerView


def screen_view(
    visit: Visit, person: str, titles: Mapping[str, str], message: str = ""
) -> CustomerView | None:
    """The clerk's own figures, or None while nothing is to be seen.

    Args:
        person: masked name and number, "" until the document was checked: who stands there is
            shown only once it is known (S1-CT-22).
        titles: kind code to its translated title.
        message: one sentence, already translated.
    """
    order, quote = visit.order, visit.quote
    if order is not None:
        done = tuple(CustomerLine(titles.get(x.kind, x.kind), x.total_fen) for x in order.lines)
        received, change = order.received_fen or None, order.change_fen or None
        return CustomerView(person, done, order.total_fen, received, change, message)
    if quote is None or not visit.lines:
        return CustomerView(person, (), 0, message=message) if person else None
    lines = tuple(
        CustomerLine(titles.get(line.kind, line.kind), line.total_fen)
        for line in quote.lines
        if line is not None
    )
    received = quote.received_fen or None
    change = quote.change_fen if received and not quote.missing_fen else None
    return CustomerView(person, lines, quote.total_fen, received, change, message)


def rating_words(mark: int) -> str:
    """The question to the customer, or the answer as the clerk put it down; 0 for none yet."""
    if mark:
        return tr("Your rating: {mark} of 5. Thank you.", mark=mark)
    return tr("How was our service? Tell us a number from 1 to 5.")


def rating_view(mark: int) -> CustomerView:
    """The question alone, for a customer who bought nothing."""
    return CustomerView("", (), None, message=rating_words(mark))
