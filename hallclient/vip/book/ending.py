"""The end of the day for VIP reception and the bar, in the act that closes the hall's."""

from datetime import date

from hallclient.store.audit import Act
from hallclient.vip.book import drinks, receptions
from hallclient.vip.book.lounge import papers_uncounted


def end_day(doing: Act, day: date) -> dict[str, int]:
    """Ends receptions and drink orders that are unfinished, and says what the close found.

    None of it keeps a hall open: the close of a day must not depend on somebody who went home.
    Nobody else writes in the hall meanwhile.
    """
    return {
        "vip_left": receptions.end_day(doing),
        "drinks_left": drinks.end_day(doing),
        "papers_uncounted": papers_uncounted(doing.session, doing.hall, day, doing.at),
    }
