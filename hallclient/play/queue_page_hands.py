"""The queue's events through the pages: the strip of the counter, the page of the front desk.

What a screen does not offer is asked of the services, which refuse it with the same code. Who
calls customers without a till, such as a reception clerk, has the strip on the queue page.
"""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from hallclient.app.client import Client
from hallclient.counter.page import CounterPage
from hallclient.play import queue_script as day
from hallclient.play.floor import Floor, field
from hallclient.play.keys import choose, press, type_text
from hallclient.play.outcome import Done
from hallclient.play.parts import Event
from hallclient.play.queue_hands import QueueHands
from hallclient.queue import service as queue
from hallclient.queue.page.board import QueuePage
from hallclient.queue.page.calling import Calling
from hallclient.queue.page.strip import QueueStrip
from hallclient.queue.rules import CounterState, LineUnknown
from hallclient.ui.page import Page

STEP_KEYS = {
    "recall": Qt.Key.Key_F2,
    "start": Qt.Key.Key_F3,
    "missed": Qt.Key.Key_F4,
    "park": Qt.Key.Key_F5,
}
"""With Shift; what they are called on the strip is beside them there."""
OF_TICKET_KEYS = {"ticket_cancel": Qt.Key.Key_F5, "ticket_return": Qt.Key.Key_F6}


class QueuePageHands:
    """Works the strip and the queue page by keys."""

    def __init__(self, floor: Floor, services: QueueHands) -> None:
        self._floor, self._services = floor, services
        self._does: Mapping[type, Callable[[Any], Done]] = {
            day.TakeTicket: self._take,
            day.CounterQueue: self._counter,
            day.PauseCounter: self._pause,
            day.Next: self._next,
            day.AtCounter: self._at_counter,
            day.Finish: self._finish,
            day.OfTicket: self._of_ticket,
            day.TransferTicket: self._transfer,
        }

    def knows(self, event: Event) -> bool:
        """Whether the event is the queue's."""
        return type(event) in self._does

    def perform(self, event: Event) -> Done:
        """Does what the event says; raises HallError when the hall refuses."""
        return self._does[type(event)](event)

    # -- the queue page -----------------------------------------------------------------

    def _take(self, event: day.TakeTicket) -> Done:
        client, page = self._board(event)
        press(page, Qt.Key.Key_F4)
        if not choose(page.ui.line, event.line.strip().upper()):
            raise LineUnknown(field="line")
        if page.ui.care.isChecked() is not event.care:
            press(page.ui.care, Qt.Key.Key_Space)
        type_text(field(page, "booked"), event.booked)
        type_text(field(page, "note"), event.note)
        self._floor.primary(client, page)
        one = page.taken.ticket if page.taken is not None else None
        if one is None:
            return Done()
        if event.id:
            self._floor.stage.memory.tickets[event.id] = one.serial
        return Done(one.number)

    def _of_ticket(self, event: day.OfTicket) -> Done:
        if event.do == "unpark":
            return self._picked(event, event.ticket, "")
        client, page = self._board(event)
        press(page, OF_TICKET_KEYS[event.do])
        return self._by_number(client, page, event.ticket)

    def _by_number(self, client: Client, page: QueuePage, name: str) -> Done:
        number = self._on_slip(name)
        type_text(field(page, "number"), number)
        self._floor.primary(client, page)
        return Done(number)

    def _on_slip(self, name: str) -> str:
        """The number that the customer shows, "" for a ticket that was refused."""
        stage, serial = self._floor.stage, self._serial(name)
        tickets = queue.tickets_of_day(stage.desk(stage.founder), stage.script.date)
        return next((one.number for one in tickets if one.serial == serial), "")

    def _board(self, event: Event) -> tuple[Client, QueuePage]:
        stage = self._floor.stage
        client = self._floor.client(event.counter or 0, stage.actor(event))
        page = self._floor.page(client, "queue", QueuePage, permission="queue.ticket")
        page.clear_errors()
        return client, page

    # -- the strip ----------------------------------------------------------------------

    def _counter(self, event: day.CounterQueue) -> Done:
        at = self._at(event)
        if at is None:
            return self._services.perform(event)
        client, page, queueing = at
        state = queueing.now.state if queueing.now is not None else None
        wanted = {
            "open_counter": state is CounterState.CLOSED,
            "close_counter": state is not CounterState.CLOSED,
            "resume_counter": state is CounterState.PAUSED,
        }
        if not wanted[event.do]:
            return self._services.perform(event)
        paused = event.do == "resume_counter"
        self._shift(client, page, Qt.Key.Key_F9 if paused else Qt.Key.Key_F12)
        return Done()

    def _pause(self, event: day.PauseCounter) -> Done:
        at = self._at(event)
        paused = at is not None and at[2].now is not None and at[2].now.state is CounterState.PAUSED
        if at is None or paused:
            return self._services.perform(event)
        client, page, queueing = at
        self._shift(client, page, Qt.Key.Key_F9)
        if not choose(queueing.strip.ask.choice, event.reason):
            return self._refused(client, page, event)
        for box in queueing.strip.ask.findChildren(QCheckBox):
            press(box, Qt.Key.Key_Space)
        self._answer(client, page, queueing.strip)
        return Done()

    def _next(self, event: day.Next) -> Done:
        if event.ticket:
            return self._picked(event, event.ticket, event.reason)
        at = self._at(event)
        if at is None:
            return self._services.perform(event)
        client, page, queueing = at
        press(page, Qt.Key.Key_F2)
        self._floor.settle(client)
        self._floor.refuse(page)
        return Done(_here(queueing))

    def _picked(self, event: Event, name: str, reason: str) -> Done:
        """Taken up again, or called out of turn: chosen from the list at the counter."""
        at = self._at(event)
        if at is None:
            return self._services.perform(event)
        client, page, queueing = at
        press(page, Qt.Key.Key_F8, shift=True)
        self._floor.settle(client)
        ask = queueing.strip.ask
        if not (ask.is_open and choose(ask.choice, self._serial(name))):
            return self._refused(client, page, event)
        type_text(ask.reason, reason)
        self._answer(client, page, queueing.strip)
        return Done(_here(queueing))

    def _at_counter(self, event: day.AtCounter) -> Done:
        at = self._at(event)
        if at is None:
            return self._services.perform(event)
        client, page, queueing = at
        number = _here(queueing)
        self._shift(client, page, STEP_KEYS[event.do])
        return Done(number)

    def _finish(self, event: day.Finish) -> Done:
        at = self._at(event)
        if at is None:
            return self._services.perform(event)
        client, page, queueing = at
        number = _here(queueing)
        self._shift(client, page, Qt.Key.Key_F7)
        if not choose(queueing.strip.ask.choice, event.rating or 0):
            return self._refused(client, page, event)
        self._answer(client, page, queueing.strip)
        return Done(number)

    def _transfer(self, event: day.TransferTicket) -> Done:
        at = None if event.ticket else self._at(event)
        if event.ticket:
            client, board = self._board(event)
            press(board, Qt.Key.Key_F7)
            if not choose(board.ui.line, event.line.strip().upper()):
                raise LineUnknown(field="line")
            type_text(field(board, "reason"), event.reason)
            return self._by_number(client, board, event.ticket)
        if at is None:
            return self._services.perform(event)
        client, page, queueing = at
        number = _here(queueing)
        self._shift(client, page, Qt.Key.Key_F6)
        ask = queueing.strip.ask
        if not choose(ask.choice, event.line.strip().upper()):
            return self._refused(client, page, event)
        type_text(ask.reason, event.reason)
        self._answer(client, page, queueing.strip)
        return Done(number)

    # -- what they share ----------------------------------------------------------------

    def _at(self, event: Event) -> tuple[Client, Page, Calling] | None:
        """The page with the strip of who does it, as the hall is now; None for who has none."""
        stage = self._floor.stage
        actor = stage.actor(event)
        if not event.counter or not stage.may(actor, "queue.serve"):
            return None
        client = self._floor.client(event.counter, actor)
        page: CounterPage | QueuePage
        if stage.may(actor, "order.make"):
            page = self._floor.page(client, "counter", CounterPage)
            calling: Calling | None = page.queueing
        else:
            page = self._floor.page(client, "queue", QueuePage, permission="queue.ticket")
            calling = page.calling
        page.clear_errors()
        page.refresh()
        self._floor.settle(client)
        return None if calling is None else (client, page, calling)

    def _shift(self, client: Client, page: Page, key: Qt.Key) -> None:
        press(page, key, shift=True)
        self._floor.settle(client)
        self._floor.refuse(page)

    def _answer(self, client: Client, page: Page, strip: QueueStrip) -> None:
        """Enter through what is asked; what is refused leaves nothing folded out."""
        last = next(one for one in (strip.ask.minutes, strip.ask.reason, strip.ask.choice)
                    if one.isVisible())  # fmt: skip
        last.setFocus()
        press(last, Qt.Key.Key_Return)
        self._floor.settle(client)
        refused = page.refused
        if refused is not None:
            press(page, Qt.Key.Key_Escape)
            raise refused

    def _refused(self, client: Client, page: Page, event: Event) -> Done:
        """What cannot be chosen on the screen is refused as by the service."""
        press(page, Qt.Key.Key_Escape)
        self._floor.settle(client)
        return self._services.perform(event)

    def _serial(self, name: str) -> int:
        """The ticket of an earlier event; -1 for one that was refused."""
        return self._floor.stage.memory.tickets.get(name, -1)


def _here(queueing: Calling) -> str:
    """The number of the ticket at the counter, "" for none."""
    now = queueing.now
    return now.called.ticket.number if now is not None and now.called is not None else ""
