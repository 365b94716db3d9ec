"""The counter desk: one visit as one flow, driven by keys, saved as it is typed."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QHideEvent
from PySide6.QtWidgets import QPushButton

from hallclient.base.changes import Change
from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.counter.page.abreast import Abreast
from hallclient.counter.page.calls import CounterCalls
from hallclient.counter.page.checkout import Checkout
from hallclient.counter.page.drafts import DraftKeeper
from hallclient.counter.page.frame import CounterFrame
from hallclient.counter.page.line_desk import LineDesk
from hallclient.counter.page.queueing import Queueing
from hallclient.counter.page.reception import Reception
from hallclient.counter.page.steps import Step, belongs_to_payment
from hallclient.counter.page.visit import taken_up
from hallclient.counter.rules import OrderDraft, Quote
from hallclient.ui.jobs import Lanes

ORDERING = frozenset({Step.FILL, Step.PAY})
OPEN = frozenset(Step) - {Step.DONE}


class CounterPage(CounterFrame):
    """Identify → business → details → payment → done (业务受理).

    The draft is saved as it is typed and keeps one request id from its first key to the books, so
    that a crash, a retry or a double click can neither lose nor double the order. Keys live in
    the steps where they do something, and their buttons are seen there only.
    """

    follows = frozenset({"order", "draft", "stock", "catalog", "policy", "till", "day"})

    def __init__(self, calls: CounterCalls, lanes: Lanes) -> None:
        super().__init__(calls, lanes)
        self._step_keys: list[tuple[frozenset[Step], QAction, QPushButton | None]] = []
        self._beside = False
        self._reception = Reception(self)
        self._line_desk = LineDesk(self)
        self._keeper = DraftKeeper(self, self._take_up)
        self._abreast = Abreast(self, self._keeper, self._line_desk)
        self._checkout = Checkout(self, self._keeper, self._take_up)
        self._queueing = (
            None
            if calls.queue is None
            else Queueing(self, calls.queue, self._keeper, self._reception.recall)
        )
        self.stepped.connect(self._on_step)
        self._connect()
        self._bind_keys()
        self.go(Step.IDENTIFY)

    @property
    def about_to_work(self) -> bool:
        return self._keeper.waiting

    @property
    def queueing(self) -> Queueing | None:
        """The strip of the queue, None where nobody is called to this desk."""
        return self._queueing

    def hurry(self) -> None:
        if self.about_to_work:
            self._keeper.save_now()

    def start(self, kind: str) -> None:
        """Begins this business at once, from the palette; what is half done stays."""
        if self.waits_for_outcome:
            return
        if self.step is not Step.DONE and kind in self.specs:
            self._line_desk.add(kind)

    def opened(self) -> None:
        self._abreast.read()
        if self._queueing is not None:
            self._queueing.look()

    def hear(self, changes: Sequence[Change]) -> None:
        """The strip follows the queue by itself: the visit on the desk need not be read anew."""
        super().hear(changes)
        if self._queueing is not None:
            self._queueing.hear(changes)

    def hideEvent(self, event: QHideEvent) -> None:
        """Another room, the lock or the end: what was typed a moment ago is saved now."""
        self.hurry()
        super().hideEvent(event)

    def on_primary(self) -> None:
        steps = {
            Step.IDENTIFY: lambda: self._reception.check(self._identified),
            Step.CHOOSE: self.kinds.choose_current,
            Step.FILL: self._checkout.to_payment,
            Step.PAY: self._checkout.complete,
            Step.DONE: self._checkout.end_visit,
        }
        steps[self.step]()

    def back(self) -> None:
        """Esc goes one step back; what was typed stays."""
        self.clear_errors()
        if self._queueing is not None and self._queueing.fold():
            return
        if self.step is Step.IDENTIFY:
            self._back_from_search()
        elif self.step is Step.CHOOSE and not self._beside:
            self.go(Step.IDENTIFY)
        elif self.step in (Step.CHOOSE, Step.PAY) and self.visit.lines:
            self._line_desk.open(self.visit.place)
        elif self.step in ORDERING:
            self.draft()
            self.go(Step.CHOOSE)

    def _back_from_search(self) -> None:
        if self.identify.found.isHidden():
            super().back()
        else:
            self.identify.show_found(())
            self.identify.start()

    def _identified(self) -> None:
        if self.visit.lines:
            self._line_desk.open(self.visit.place)
        else:
            self.go(Step.CHOOSE)

    def _take_up(self, draft: OrderDraft) -> None:
        """Puts a half-done order back on the desk, at the step it had reached."""
        self.clear_desk()
        self.loading = True
        self.visit = taken_up(draft)
        self.identify.courtesies.acknowledge(self.visit.said)
        self.identify.customer.load(draft.customer)
        self.identify.show_agent(shown=draft.agent is not None)
        self.identify.agent.load(draft.agent)
        self.identify.show_copy(shown=bool(draft.copy_for), copy_for=draft.copy_for)
        self.pay.tenders.load(draft.tenders)
        self.pay.load_late(draft.done_at, draft.late_reason)
        self.identify.show_drafts((), {})
        self.loading = False
        self._line_desk.holds.adopt()
        if self.visit.lines:
            self._line_desk.open(self.visit.place)
        else:
            self.go(Step.IDENTIFY)
        quote = self.calls.quote
        self.run(self.lanes.read, lambda: quote(draft), self._go_on_with, self._stay)

    def _go_on_with(self, quote: Quote) -> None:
        """A draft that lacked nothing but the money goes straight to it."""
        self.show_quote(quote)
        if self.visit.lines and all(belongs_to_payment(one.error) for one in quote.problems):
            self._reception.check(lambda: self.go(Step.PAY))
        self.touch()

    def _stay(self, error: HallError) -> None:
        self.show_where(error)

    def _another(self) -> None:
        if self.step in ORDERING and self.visit.lines:
            self.draft()
            self.clear_errors()
            self.go(Step.CHOOSE)
            self._beside = True

    def _same_again(self) -> None:
        try:
            self._checkout.another_order()
        except HallError as error:  # a step is not ticked
            self.clear_errors()
            self.show_error(error)

    def _passed(self) -> None:
        """Enter on the last field of a step; money is taken by a key of its own."""
        if self.step is Step.PAY:
            self.primary.setFocus()
        else:
            self.press_primary()

    def _on_step(self, step: int) -> None:
        self._beside = False
        for steps, action, button in self._step_keys:
            live = Step(step) in steps
            action.setEnabled(live)
            if button is not None:
                button.setEnabled(live)
                button.setVisible(live)

    def _on_terms(self) -> None:
        for row in self.pay.terms.rows():
            self.mended(row)
        for place, answers in self.pay.terms.answers().items():
            if place < len(self.visit.lines):
                self.visit.answer(place, answers)
        self.touch()

    def _on_prompts(self) -> None:
        prompts = self.pay.prompts
        self.mended(prompts)
        ticked = prompts.acknowledged_ids()
        self.visit.say(ticked | frozenset(prompts.missing()), ticked)
        self.touch()

    def _on_courtesies(self) -> None:
        self.visit.said = self.identify.courtesies.acknowledged_ids()

    def _on_tenders(self) -> None:
        if not self.loading:
            self.mended(self.pay.tenders)
            self.touch()

    def _on_late(self) -> None:
        self.mended(None)
        self.touch()

    def _connect(self) -> None:
        for panel in self.panels:
            panel.passed.connect(self._passed)
        self.fill.changed.connect(self.touch)
        self.fill.refused.connect(self._line_desk.refuse)
        self.pay.terms.changed.connect(self._on_terms)
        self.pay.prompts.changed.connect(self._on_prompts)
        self.pay.tenders.changed.connect(self._on_tenders)
        self.pay.late_changed.connect(self._on_late)
        self.pay.tenders.resized.connect(self.settle_fields)
        self.done.rated.connect(self.say_goodbye)
        self.done.leaflets.textEdited.connect(lambda _text: self._checkout.count_leaflets())
        self.identify.courtesies.changed.connect(self._on_courtesies)

    def _bind_keys(self) -> None:
        reading = frozenset({Step.IDENTIFY}) if self.calls.has_reader else frozenset()
        who, fill, pay = frozenset({Step.IDENTIFY}), frozenset({Step.FILL}), frozenset({Step.PAY})
        lines, reception, money = self._line_desk, self._reception, self._checkout
        self._button(reading, "F4", N_("Read card"), reception.read_card)
        self._button(who, "F10", N_("Agent"), reception.toggle_agent)
        self._button(who, "F5", N_("Copy"), reception.toggle_copy)
        self._button(ORDERING, "F7", N_("Another business"), self._another)
        self._button(frozenset({Step.DONE}), "F7", N_("Same customer again"),
                     self._same_again)  # fmt: skip
        self._key(fill, "F6", N_("Lower the price"), self.fill.cheaper, self.fill.toggle_price)
        self._key(fill, "F12", N_("Refuse"), self.fill.decline,
                  self.fill.toggle_refusal)  # fmt: skip
        self._key(fill, "F3", N_("Remove line"), self.fill.remove, lines.remove)
        self._key(pay, "F5", N_("Exact amount"), self.pay.exact, money.exact)
        self._key(pay, "F9", N_("Another payment"), self.pay.add)
        self._key(pay, "Ctrl+B", N_("Later entry"), None, self.pay.toggle_late)
        self._key(OPEN, "F11", N_("Set the order aside"), None, self._keeper.set_aside)
        self._key(OPEN, "Ctrl+D", N_("Drop the half-done order"), None, self._keeper.drop)
        self._key(OPEN, "Ctrl+Up", N_("The line before"), None, lambda: lines.move(-1))
        self._key(OPEN, "Ctrl+Down", N_("The next line"), None, lambda: lines.move(1))

    def _button(
        self, steps: frozenset[Step], keys: str, text: str, does: Callable[[], object]
    ) -> None:
        button = self.add_button(text, does)
        self._step_keys.append((steps, self.add_key(keys, text, button), button))

    def _key(
        self,
        steps: frozenset[Step],
        keys: str,
        text: str,
        button: QPushButton | None,
        does: Callable[[], object] | None = None,
    ) -> None:
        if button is not None and does is not None:
            button.clicked.connect(lambda _checked: does())
        target = button if button is not None else does
        if target is not None:
            self._step_keys.append((steps, self.add_key(keys, text, target), button))
