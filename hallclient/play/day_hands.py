"""The duty manager's hands at the close of the day."""

from hallclient.duty.page import DayPage
from hallclient.play import counter_script as day
from hallclient.play.drafting import typed_yuan
from hallclient.play.floor import MANAGERS_ROOM, Floor, field
from hallclient.play.keys import NotQuiet, type_text
from hallclient.play.outcome import Done


class DayHands:
    """Works the page of the day's close."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def close_day(self, event: day.CloseDay) -> Done:
        """Types bag and deposit; the witness signs. What blocks the day is what the page says."""
        client = self._floor.client(MANAGERS_ROOM, self._floor.stage.actor(event))
        page = self._floor.page(client, "day", DayPage, permission="day.close")
        page.refresh()
        self._floor.settle(client)
        if page.status.blockers:
            raise page.status.blockers[0]
        type_text(field(page, "bag_number"), event.bag)
        type_text(field(page, "deposit"), typed_yuan(event.deposit_fen))
        self._floor.primary(client, page)
        self._floor.sign(client, event.witness)
        self._floor.refuse(page)
        last = page.status.last
        if last is None:
            raise NotQuiet("the day was not closed")
        return Done(str(last.number))
