"""The counter page without its work: panels, steps, and what is shown of the order."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from hallclient.base.errors import HallError
from hallclient.base.language import N_, side_by_side, tr
from hallclient.base.masking import mask_name
from hallclient.base.money import yuan
from hallclient.counter.page.calls import CounterCalls
from hallclient.counter.page.courtesy import at_the_end
from hallclient.counter.page.done import DonePanel
from hallclient.counter.page.fill import FillPanel
from hallclient.counter.page.identify import IdentifyPanel
from hallclient.counter.page.kind_list import KindList
from hallclient.counter.page.order_panel import OrderPanel
from hallclient.counter.page.panel import Panel, Scroll
from hallclient.counter.page.pay import PayPanel
from hallclient.counter.page.screen import rating_words, screen_view
from hallclient.counter.page.steps import PRIMARY, Step, StepBar, first_spot
from hallclient.counter.page.visit import Visit
from hallclient.counter.rules import OrderDraft, Quote
from hallclient.ui.field_errors import each_error
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from hallclient.ui.widgets.prompt_list import Prompt

FAREWELLS = frozenset({"S1-CT-32", "S1-VP-21"})


class CounterFrame(Page):
    """The work on the left, the order always in sight on the right.

    Attributes:
        visit: the half-done order on the desk; another one with each customer.
        loading: while the page itself puts something into its fields.
        ticket: serial of the ticket that is served here, 0 for none.
    """

    title = N_("Counter")
    primary_text = N_("Go on")
    field_names: ClassVar = {"service": "reply"}

    touched = Signal()
    """Something was typed, chosen or ticked: the draft wants to be saved and priced."""

    stepped = Signal(int)
    """Another step is in front."""

    line_wanted = Signal(int)
    """This line of the order is to be opened."""

    cleared = Signal()
    """The desk is empty: the next visit begins."""

    def __init__(self, calls: CounterCalls, lanes: Lanes) -> None:
        super().__init__(lanes)
        self.calls = calls
        self.specs = {spec.code: spec for spec in calls.kinds}
        self.visit = Visit()
        self.loading = False
        self.ticket = 0
        self._shown_to_customer = False
        self._lay_out()
        self.identify = self._scrolling(IdentifyPanel)
        self.kinds = KindList(calls.kinds, calls.kind_keys, self._stack)
        self._stack.addWidget(self.kinds)
        self.fill = self._scrolling(FillPanel)
        self.pay = PayPanel(self._stack)
        self._stack.addWidget(self.pay)
        self.done = self._scrolling(DonePanel)
        self.panels = (self.identify, self.kinds, self.fill, self.pay, self.done)

    @property
    def step(self) -> Step:
        """Where the visit is."""
        return Step(self._stack.currentIndex())

    @property
    def panel(self) -> Panel:
        """The panel of the step."""
        return self.panels[self.step]

    @property
    def titles(self) -> Mapping[str, str]:
        """Kind code to its title in the language in force."""
        return {code: tr(spec.title) for code, spec in self.specs.items()}

    def draft(self) -> OrderDraft:
        """The order as typed so far."""
        line = self.fill.line()
        if line is not None:
            self.visit.put(line)
        identify, tenders = self.identify, self.pay.tenders.drafts()
        agent = identify.agent.draft() if identify.has_agent else None
        copy_for = identify.copy_for.text().strip()
        draft = self.visit.draft(identify.customer.draft(), agent, tenders, copy_for)
        done_at, reason = self.pay.late_words()
        return replace(draft, done_at=done_at, late_reason=reason) if done_at or reason else draft

    def is_empty(self) -> bool:
        """Whether nothing has been typed: there is nothing to save or to lose."""
        draft = self.draft()
        return not (draft.customer or draft.agent or draft.lines or draft.tenders)

    def at_stake(self) -> str:
        quote = self.visit.quote
        if quote is None or not quote.received_fen:
            return ""
        return tr("Already received: {amount} yuan.", amount=yuan(quote.received_fen))

    def touch(self) -> None:
        """Something was typed by hand."""
        if not self.loading and self.step is not Step.DONE:
            self.touched.emit()

    def go(self, step: Step) -> None:
        """Another step, with the focus where its work begins."""
        self._stack.setCurrentIndex(step)
        self.steps.show_step(step)
        self.set_primary(PRIMARY[step])
        self.stepped.emit(int(step))
        self.settle_fields()
        self.show_visit()
        self.panel.start()

    def show_where(self, error: HallError) -> None:
        """Goes to where the refusal can be mended, and shows it there."""
        spot, here = first_spot(error)
        if spot.line in range(len(self.visit.lines)):
            if (self.step, self.visit.place) != (Step.FILL, spot.line):
                self.line_wanted.emit(spot.line)
        elif spot.step not in (None, Step.FILL, self.step):
            self.go(Step(spot.step or 0))
        agent = any(one.field.startswith("agent.") for one in each_error(here))
        if agent and not self.identify.has_agent:
            self.identify.show_agent(shown=True)
            self.settle_fields()
        self.show_error(here)

    def mended(self, widget: QWidget | None) -> None:
        """The clerk is changing what was wrong; the last such change takes the sentence away."""
        if widget is not None:
            self.errors.clear_one(widget)
        if not self.errors.sentences():
            self.clear_errors()

    def show_quote(self, quote: Quote) -> None:
        """What the draft comes to, on every panel and on the customer's screen at once."""
        self.visit.price(quote)
        self.loading = True
        self.pay.terms.show_lines(quote.lines, self.visit.lines)
        self.pay.set_prompts(self.prompts(quote.prompts), self.visit.acknowledged)
        self.loading = False
        self.settle_fields()
        self.show_visit()

    def show_visit(self, message: str = "") -> None:
        """The order panel, the figures and the customer's screen, all saying the same."""
        visit, quote = self.visit, self.visit.quote
        if quote is not None:
            self.pay.set_figures(
                quote.total_fen, quote.received_fen, quote.change_fen, quote.missing_fen
            )
        checked = self.identify.customer.seen_title.text()
        party = self.identify.customer.draft()
        unchecked = tr("Not checked yet") if party and party.document else ""
        place = visit.place if self.step is Step.FILL else -1
        self.order.show_order(checked or unchecked, visit.lines, quote, self.titles, place)
        view = screen_view(visit, checked, self.titles, message)
        if view is not None or self._shown_to_customer:
            self._shown_to_customer = view is not None
            self.calls.show_customer(view)

    def serve(self, ticket: int) -> None:
        """Another ticket is served here: at the end its customer is asked how it was."""
        if ticket != self.ticket:
            self.ticket = ticket
            self.done.ask_rating(wanted=bool(ticket))

    def say_goodbye(self) -> None:
        """The order once more on the customer's screen, with thanks and the rating."""
        order = self.visit.order
        if order is not None:
            thanks = tr("Please count your change.") if order.change_fen else tr("Thank you.")
            mark = rating_words(self.done.mark) if self.ticket else ""
            self.show_visit(side_by_side(thanks, mark))

    def prompts(self, ids: tuple[str, ...]) -> tuple[Prompt, ...]:
        """Prompts in the language in force."""
        return tuple(Prompt(one, self.calls.prompt_text(one), one) for one in ids)

    def last_prompts(self) -> tuple[Prompt, ...]:
        """What is left to do and to say, with the name by which the customer is seen off."""
        order = self.visit.order
        if order is None:
            return ()
        who = order.customer
        courteous = at_the_end(document=who is not None, vip=order.vip)
        if who is not None and not who.organisation:
            named = mask_name(who.name)
            courteous = tuple(
                replace(one, text=f"{one.text} ({named})") if one.id in FAREWELLS else one
                for one in courteous
            )
        return self.prompts(order.prompts_after) + courteous

    def clear_desk(self) -> None:
        """Nothing of the last visit is left on any panel."""
        self.loading = True
        self.visit = Visit()
        self.identify.clear()
        self.fill.set_form(None, None)
        self.pay.clear()
        self.loading = False
        self.clear_errors()
        self.cleared.emit()

    def retranslate(self) -> None:
        """Prompts and the order's words; the panels see to their own."""
        quote, order = self.visit.quote, self.visit.order
        if order is not None:
            self.done.set_prompts(self.last_prompts())
        elif quote is not None:
            self.show_quote(quote)
        self.identify.show_drafts(self.identify.waiting(), self.titles)
        self.show_visit()

    def _lay_out(self) -> None:
        """From the outside in: under a style sheet a widget that moves takes long."""
        row = QHBoxLayout(self.body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        work = QWidget(self.body)
        self.order = OrderPanel(self.body)
        row.addWidget(work, 7)
        row.addWidget(self.order, 3)
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.steps = StepBar(work)
        self._stack = QStackedWidget(work)
        column.addWidget(self.steps)
        column.addWidget(self._stack, 1)

    def _scrolling[P: Panel](self, make: Callable[[QWidget], P]) -> P:
        """One more panel of the stack, which scrolls when its place is too small."""
        scroll = Scroll(self._stack)
        self._stack.addWidget(scroll)
        return scroll.hold(make(scroll.viewport()))
