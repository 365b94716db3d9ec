"""The front desk's events of a day script, straight through the services."""

from collections.abc import Callable, Mapping
from typing import Any

from hallclient.base.ids import new_id
from hallclient.care import service as care
from hallclient.care.rules import (
    HandOver,
    Matter,
    OfMatter,
    OpenEnquiry,
    PromiseAnswer,
    ReportIncident,
    TakeComplaint,
    TakeOpinion,
    WithWords,
)
from hallclient.play import front_desk_script as day
from hallclient.play.outcome import Done
from hallclient.play.parts import Event
from hallclient.play.stage import Memory, Stage
from hallclient.queue.rules.guiding import Guided, GuideVisitor
from hallclient.queue.service import guiding
from hallclient.store.desk import Desk
from hallclient.till import book as till

DAY = till.day_for_opening


class FrontDeskServices:
    """Carries out what a script says of visitors, enquiries and complaints."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._does: Mapping[type, Callable[[Desk, Any], Done]] = {
            day.Triage: self._triage,
            day.TakeDown: self._take_down,
            day.ToColleague: self._hand_over,
            day.OfMatter: self._of_matter,
            day.UntilWhen: self._promise,
            day.WithWords: self._with_words,
        }

    def knows(self, event: Event) -> bool:
        """Whether the event is the front desk's."""
        return type(event) in self._does

    def perform(self, event: Event) -> Done:
        """Does what the event says; raises HallError when the hall refuses."""
        actor = self._stage.actor(event)
        return self._does[type(event)](self._stage.desk(actor), event)

    def _triage(self, desk: Desk, event: day.Triage) -> Done:
        slip = slip_of(self._stage.memory, event)
        waiting = {one.serial: one.purpose for one in guiding.sent_back(desk)} if slip else {}
        ask = GuideVisitor(
            new_id(),
            waiting.get(slip, event.purpose or "general") if slip else event.purpose,
            missing=event.missing,
            care=event.care,
            channel=event.self_service,
            note=event.note,
            booked=event.booked,
            came_back=slip,
            on_paper=True,
        )
        return guided_as(self._stage.memory, event, guiding.guide(desk, ask, DAY))

    def _take_down(self, desk: Desk, event: day.TakeDown) -> Done:
        words, contact, promised = event.words, event.contact, event.promised
        match event.do:
            case "complaint_taken":
                ask = TakeComplaint(new_id(), words, event.channel, event.cause, contact)
                one = care.take_complaint(desk, ask, DAY)
            case "opinion":
                one = care.take_opinion(desk, TakeOpinion(new_id(), words, promised, contact), DAY)
            case "incident":
                one = care.report_incident(desk, ReportIncident(new_id(), event.topic, words), DAY)
            case "enquiry":
                enquiry = OpenEnquiry(new_id(), words, contact, "", promised, event.answer)
                one = care.open_enquiry(desk, enquiry, DAY)
        return taken_down_as(self._stage.memory, event, one)

    def _hand_over(self, desk: Desk, event: day.ToColleague) -> Done:
        ask = HandOver(new_id(), self._number(event), event.to, event.note)
        return done(care.hand_over(desk, ask))

    def _of_matter(self, desk: Desk, event: day.OfMatter) -> Done:
        ask = OfMatter(new_id(), self._number(event))
        match event.do:
            case "complaint_call_in":
                return done(care.call_in(desk, ask, till.open_day))
            case "complaint_guest_left":
                return done(care.guest_left(desk, ask, till.open_day))
        return done(care.accept(desk, ask))

    def _promise(self, desk: Desk, event: day.UntilWhen) -> Done:
        ask = PromiseAnswer(new_id(), self._number(event), event.promised)
        return done(care.promise(desk, ask))

    def _with_words(self, desk: Desk, event: day.WithWords) -> Done:
        ask = WithWords(new_id(), self._number(event), event.words)
        does = {
            "enquiry_decline": care.decline,
            "enquiry_note": care.note,
            "enquiry_recommend": care.recommend,
            "enquiry_close": care.close,
            "enquiry_take_over": care.take_over,
        }[event.do]
        return done(does(desk, ask))

    def _number(self, event: Any) -> int:
        return self._stage.memory.matters.get(event.matter, -1)


def slip_of(memory: Memory, event: day.Triage) -> int:
    """The slip that the visitor brings; 0 for none, -1 for one that was never given."""
    return memory.guidances.get(event.came_back, -1) if event.came_back else 0


def guided_as(memory: Memory, event: day.Triage, guided: Guided) -> Done:
    """Where the visitor was sent, kept under the event's id."""
    if event.id:
        memory.guidances[event.id] = guided.serial
        if guided.slip is not None:
            memory.tickets[event.id] = guided.slip.ticket.serial
    return Done(guided.slip.ticket.number if guided.slip else str(guided.serial))


def taken_down_as(memory: Memory, event: day.TakeDown, one: Matter) -> Done:
    """What was taken down, kept under the event's id."""
    if event.id:
        memory.matters[event.id] = one.number
    return done(one)


def done(one: Matter) -> Done:
    """A matter by its number."""
    return Done(str(one.number))
