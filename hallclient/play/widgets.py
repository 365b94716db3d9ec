"""Plays events through the real widgets, by keys: one client for each counter, as in the hall."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from hallclient.base.language import use_language
from hallclient.play import counter_script as day
from hallclient.play import front_desk_script as front_desk
from hallclient.play import notice_script as notices
from hallclient.play import vip_script as vip
from hallclient.play.bar_hands import BarHands
from hallclient.play.bar_keys import BarKeys
from hallclient.play.counter_hands import CounterHands
from hallclient.play.day_hands import DayHands
from hallclient.play.floor import Floor
from hallclient.play.front_desk_keys import FrontDeskHands
from hallclient.play.keys import screenshot
from hallclient.play.notice_hands import NoticeHands
from hallclient.play.outcome import Done
from hallclient.play.parts import Event
from hallclient.play.queue_hands import QueueHands
from hallclient.play.queue_page_hands import QueuePageHands
from hallclient.play.script import Restart
from hallclient.play.stage import Stage
from hallclient.play.till_hands import TillHands
from hallclient.play.vip_keys import VipHands

ROOM_AFTER: Final = {"close_day": "day"}


class WidgetHands:
    """Carries out events as the people at the screens would."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        use_language("zh")
        self.floor = Floor(stage)
        counter, till, manager = (
            CounterHands(self.floor),
            TillHands(self.floor),
            DayHands(self.floor),
        )
        guide = FrontDeskHands(self.floor)
        signs = NoticeHands(self.floor)
        host = VipHands(self.floor)
        self._seen: set[str] = set()
        self._does: Mapping[type, Callable[[Any], Done]] = {
            day.Order: counter.order,
            day.Draft: counter.draft,
            day.Resume: counter.resume,
            day.Void: counter.void,
            day.Reverse: counter.reverse,
            day.Reprint: counter.reprint,
            day.OpenShift: till.open_shift,
            day.CashDrop: till.cash_drop,
            day.TakeBack: till.take_back,
            day.Transfer: till.transfer,
            day.PayInOut: till.pay,
            day.Pause: till.pause,
            day.Count: till.count,
            day.Recount: till.recount,
            day.MakeGood: till.make_good,
            day.ApproveShift: till.approve,
            day.CloseDay: manager.close_day,
            front_desk.Triage: guide.triage,
            front_desk.TakeDown: guide.matter,
            front_desk.ToColleague: guide.matter,
            front_desk.OfMatter: guide.matter,
            front_desk.UntilWhen: guide.matter,
            front_desk.WithWords: guide.matter,
            vip.VipArrive: host.arrive,
            vip.VipStep: host.step,
            vip.VipEnrol: host.enrol,
            vip.VipKeep: host.keep,
            vip.VipBook: host.book,
            vip.VipBookingEnd: host.end,
            notices.PutUpNotice: signs.perform,
            notices.OfNotice: signs.perform,
            Restart: self._restart,
        }
        self._queue = QueuePageHands(self.floor, QueueHands(stage))
        self._bar = BarKeys(self.floor, BarHands(stage))

    def perform(self, event: Event) -> Done:
        """Does what the event says; raises HallError when the hall refuses."""
        try:
            if self._queue.knows(event):
                return self._queue.perform(event)
            if self._bar.knows(event):
                return self._bar.perform(event)
            return self._does[type(event)](event)
        finally:
            self._keep_screen(event)

    def close(self) -> None:
        """Closes every client."""
        self.floor.close()

    def _restart(self, _event: Restart) -> Done:
        self.floor.drop()
        self._stage.hall.close()
        self._stage.reopen()
        return Done()

    def _keep_screen(self, event: Event) -> None:
        """One picture for each sort of event: what the person saw last."""
        what = str(event.model_dump()["do"])
        window = self.floor.last_window
        if what in self._seen or window is None:
            return
        self._seen.add(what)
        self._stage.screens.mkdir(parents=True, exist_ok=True)
        screenshot(window, str(self._stage.screens / f"{len(self._seen):02d}-{what}.png"))
