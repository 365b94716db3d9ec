"""The counter desk: one visit as one flow, driven by keys, saved as it is typed."""

from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from hallclient.base.errors import HallError, Several
from hallclient.base.ids import new_id
from hallclient.base.language import N_, tr
from hallclient.base.money import Fen
from hallclient.counter.page.business import KindForm, KindList
from hallclient.counter.page.calls import CounterCalls, PartySeen
from hallclient.counter.page.done import DonePanel
from hallclient.counter.page.fill import FillPanel
from hallclient.counter.page.identify import IdentifyPanel
from hallclient.counter.page.order_panel import OrderPanel
from hallclient.counter.page.pay import PayPanel
from hallclient.counter.page.steps import PRIMARY, Step, StepBar, belongs_to_payment, step_of
from hallclient.counter.rules import (
    Choice,
    CompletedOrder,
    DraftView,
    EndVisit,
    LineDraft,
    OrderDraft,
    Quote,
    RefuseService,
    SettleUnknown,
)
from hallclient.customers.rules import CustomerView, DocumentDraft, FaceResult, PartyDraft
from hallclient.staff.rules import Signature
from hallclient.ui.authorise import AuthoriseDialog, SignAsk
from hallclient.ui.customer_screen import CustomerLine
from hallclient.ui.customer_screen import CustomerView as ScreenView
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from hallclient.ui.widgets.prompt_list import Prompt

SAVE_AFTER_MS = 250
"""Quiet time after a key before the draft is saved and priced."""


class CounterPage(Page):
    """Identify → business → details → payment → done (业务受理).

    The draft is saved as it is typed and keeps one request id from its first key to the books, so
    that a crash, a retry or a double click can neither lose nor double the order.
    """

    title = N_("Counter")
    primary_text = N_("Go on")

    def __init__(self, calls: CounterCalls, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._calls = calls
        self._specs = {spec.code: spec for spec in calls.kinds}
        self._request_id = new_id()
        self._lines: list[LineDraft] = []
        self._place = 0
        self._quote: Quote | None = None
        self._asked = 0
        self._order: CompletedOrder | None = None
        self._loading = False
        self._build_panels()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self._refresh)
        self._connect()
        self._bind_keys()
        self._go(Step.IDENTIFY)

    # -- what the desk holds ------------------------------------------------------------

    def draft(self) -> OrderDraft:
        """The order as typed so far."""
        lines = list(self._lines)
        if self.fill.form is not None and self._place < len(lines):
            lines[self._place] = self.fill.line()
        answered = tuple(
            replace(line, answers=self.pay.terms.answers(place) or line.answers)
            for place, line in enumerate(lines)
        )
        return OrderDraft(
            request_id=self._request_id,
            customer=self.identify.customer.draft(),
            agent=self.identify.agent.draft() if self.identify.has_agent else None,
            lines=answered,
            tenders=self.pay.tenders.drafts(),
            acknowledged=self.pay.prompts.acknowledged_ids(),
        )

    @property
    def step(self) -> Step:
        """Where the visit is."""
        return Step(self._stack.currentIndex())

    @property
    def about_to_work(self) -> bool:
        return self._timer.isActive()

    def is_empty(self) -> bool:
        """Whether nothing has been typed: there is nothing to save or to lose."""
        draft = self.draft()
        return not (draft.customer or draft.agent or draft.lines or draft.tenders)

    def start(self, kind: str) -> None:
        """Begins this business at once, from the palette; what is half done stays."""
        if self.step is not Step.DONE and kind in self._specs:
            self._on_kind(kind)

    # -- the primary button, step by step -----------------------------------------------

    def on_primary(self) -> None:
        steps = {
            Step.IDENTIFY: self._identify,
            Step.CHOOSE: self.kinds.choose_current,
            Step.FILL: self._to_payment,
            Step.PAY: self._complete,
            Step.DONE: self._end_visit,
        }
        steps[self.step]()

    def back(self) -> None:
        """Esc goes one step back; what was typed stays."""
        if self.step in (Step.CHOOSE, Step.FILL, Step.PAY):
            self._keep_line()
            previous = {Step.CHOOSE: Step.IDENTIFY, Step.FILL: Step.CHOOSE, Step.PAY: Step.FILL}
            target = previous[self.step]
            self._go(Step.PAY if target is Step.FILL and self.fill.form is None else target)
        elif self.step is Step.IDENTIFY:
            super().back()

    def _identify(self) -> None:
        draft, check = self.draft(), self._calls.check_party
        parties = [(form, party) for form, party in (
            (self.identify.customer, draft.customer), (self.identify.agent, draft.agent),
        ) if party is not None and party.document is not None]  # fmt: skip
        if not parties:
            self._go(Step.CHOOSE)
            return

        def checked() -> list[PartySeen]:
            seen, wrong = [], []
            for form, party in parties:
                try:
                    seen.append(check(party))
                except HallError as error:
                    error.field = f"{form.role}.{error.field}"
                    wrong.append(error)
            if wrong:
                raise Several(tuple(wrong)) if len(wrong) > 1 else wrong[0]
            return seen

        def done(seen: list[PartySeen]) -> None:
            for (form, _party), one in zip(parties, seen, strict=True):
                form.show_seen(one)
            self._go(Step.FILL if self._lines else Step.CHOOSE)

        self.run(self.lanes.read, checked, done)

    def _on_kind(self, code: str) -> None:
        self._keep_line()
        self._lines.append(LineDraft(code, {}))
        self._open_line(len(self._lines) - 1)

    def _to_payment(self) -> None:
        self._keep_line()
        draft, quote = self.draft(), self._calls.quote
        self.run(self.lanes.read, lambda: quote(draft), self._priced_for_payment)

    def _priced_for_payment(self, quote: Quote) -> None:
        self._show_quote(quote)
        wrong = tuple(p.error for p in quote.problems if not belongs_to_payment(p.error))
        if wrong:
            self._show_where(wrong[0] if len(wrong) == 1 else Several(wrong))
            return
        self._go(Step.PAY)

    def _complete(self) -> None:
        needed = self._signatures_needed(self.draft())
        if needed:
            self._ask_signature(needed, {})
        else:
            self._complete_with({})

    def _complete_with(self, signatures: dict[str, Signature]) -> None:
        self._timer.stop()
        draft = replace(self.draft(), signatures=signatures)
        complete = self._calls.complete
        self.run(self.lanes.write, lambda: complete(draft), self._completed, self._show_where)

    def _completed(self, order: CompletedOrder) -> None:
        self._order = order
        self._calls.completed(order)
        said = tr("Please count your change.") if order.change_fen else tr("Thank you.")
        self._show_customer(
            order.total_fen, order.received_fen or None, order.change_fen or None, said
        )
        self.done.show_order(order, self._prompts(order.prompts_after))
        self._go(Step.DONE)

    def _end_visit(self) -> None:
        if self._order is None:
            return
        self.done.prompts.require_all()
        ask = EndVisit(self._order.order_no, self.done.prompts.acknowledged_ids(), new_id())
        end = self._calls.end_visit
        self.run(self.lanes.write, lambda: end(ask), lambda _nothing: self._start_anew())

    # -- second persons -----------------------------------------------------------------

    def _signatures_needed(self, draft: OrderDraft) -> list[tuple[str, str]]:
        """Purposes with the sentence that the second person signs."""
        needed = []
        parties = (draft.customer, draft.agent)
        if any(party and party.face in (FaceResult.NO_MATCH, FaceResult.NOT_POSSIBLE)
               for party in parties):  # fmt: skip
            needed.append(("face", tr("Go on although the face comparison is not a match")))
        if any(line.price for line in draft.lines):
            needed.append(("price", tr("Charge less than the list price")))
        return needed

    def _ask_signature(self, needed: list[tuple[str, str]], given: dict[str, Signature]) -> None:
        (purpose, sentence), rest = needed[0], needed[1:]

        def signed(signature: Signature) -> None:
            given[purpose] = signature
            if rest:
                self._ask_signature(rest, given)
            else:
                self._complete_with(given)

        ask = SignAsk(sentence, self._calls.clerk)
        AuthoriseDialog(self, self.lanes.write, self._calls.sign, ask, signed)

    # -- lines --------------------------------------------------------------------------

    def _open_line(self, place: int) -> None:
        self._place = place
        line = self._lines[place]
        form = KindForm(self._specs[line.kind])
        self._loading = True
        self.fill.set_form(form, line)
        self._loading = False
        form.changed.connect(self._touch)
        form.left.connect(self._on_left)
        self._go(Step.FILL)
        self._touch()
        draft = self.draft()
        for name in form.wants_choices():
            self._offer(form, name, draft)

    def _offer(self, form: KindForm, name: str, draft: OrderDraft) -> None:
        kind, look = form.spec.code, self._calls.choices

        def offered(values: tuple[Choice, ...]) -> None:
            if self.fill.form is form:
                form.set_choices(name, values)
                form.load({**self._lines[self._place].fields, **form.fields()})

        self.run(self.lanes.read, lambda: look(draft, kind, name), offered, quiet=True)

    def _on_left(self, name: str) -> None:
        """Holds what the field names, so that no other counter sells it meanwhile."""
        form = self.fill.form
        if form is None or self._loading:
            return
        field = next(field for field in form.spec.fields if field.name == name)
        serial, hold, holder = form.fields()[name], self._calls.hold, self._request_id
        if field.holds and serial:
            self.run(self.lanes.write, lambda: hold(holder, field.holds, serial),
                     lambda _held: None, self.show_error, quiet=True)  # fmt: skip

    def _keep_line(self) -> None:
        if self.fill.form is not None and self._place < len(self._lines):
            self._lines[self._place] = self.fill.line()

    def _another(self) -> None:
        if self.step in (Step.FILL, Step.PAY) and self._lines:
            self._keep_line()
            self._go(Step.CHOOSE)

    def _remove_line(self) -> None:
        if self.step is not Step.FILL or not self._lines:
            return
        self.fill.set_form(None, None)
        del self._lines[self._place]
        if self._lines:
            self._open_line(len(self._lines) - 1)
        else:
            self._go(Step.CHOOSE)
        self._touch()

    def _on_line_chosen(self, place: int) -> None:
        if self.step in (Step.FILL, Step.PAY, Step.CHOOSE) and place < len(self._lines):
            self._keep_line()
            self._open_line(place)

    # -- the draft, priced and saved as it is typed --------------------------------------

    def _touch(self) -> None:
        if not self._loading and self.step is not Step.DONE:
            self._timer.start()

    def _refresh(self) -> None:
        if self.step is Step.DONE or self.is_empty():
            return
        draft = self.draft()
        self._asked += 1
        asked, quote, save = self._asked, self._calls.quote, self._calls.save_draft

        def priced(value: Quote) -> None:
            if asked == self._asked and self.step is not Step.DONE:
                self._show_quote(value)

        self.run(self.lanes.read, lambda: quote(draft), priced, quiet=True)
        self.run(self.lanes.write, lambda: save(draft), lambda _saved: None, quiet=True)

    def _show_quote(self, quote: Quote) -> None:
        self._quote = quote
        draft = self.draft()
        self.pay.prompts.set_prompts(self._prompts(quote.prompts))
        self.pay.prompts.acknowledge(draft.acknowledged)
        self.pay.terms.show_lines(quote.lines, draft.lines)
        self.pay.show_heads()
        self.pay.set_figures(
            quote.total_fen, quote.received_fen, quote.change_fen, quote.missing_fen
        )
        self._show_order(quote)
        received = quote.received_fen or None
        change = quote.change_fen if received and not quote.missing_fen else None
        self._show_customer(quote.total_fen, received, change)

    def _show_customer(
        self, due: Fen, received: Fen | None, change: Fen | None, message: str = ""
    ) -> None:
        """The same figures on the customer's own screen, at the same moment."""
        quoted = self._quote.lines if self._quote else ()
        lines = tuple(
            CustomerLine(self._kind_title(line.kind), line.total_fen) for line in quoted if line
        )
        view = ScreenView("", lines, due, received, change, message)
        self._calls.show_customer(view)

    def _show_order(self, quote: Quote | None) -> None:
        titles = {code: tr(spec.title) for code, spec in self._specs.items()}
        seen = self.identify.customer.seen_title.text()
        party = self.identify.customer.draft()
        named = seen or (tr("Not checked yet") if party and party.document else "")
        self.order.show_order(named, self.draft().lines, quote, titles)

    # -- drafts offered back -------------------------------------------------------------

    def opened(self) -> None:
        if not self.is_empty() or self.step is not Step.IDENTIFY:
            return
        drafts = self._calls.drafts
        self.run(self.lanes.read, drafts, self._offer_drafts, quiet=True)

    def _offer_drafts(self, drafts: tuple[DraftView, ...]) -> None:
        titles = {code: tr(spec.title) for code, spec in self._specs.items()}
        waiting = tuple(view for view in drafts if view.draft.request_id != self._request_id)
        self.identify.show_drafts(waiting, titles)

    def _take_up(self, view: DraftView) -> None:
        """Puts a half-done order back on the desk, at the step it had reached."""
        draft = view.draft
        self._loading = True
        self._request_id = draft.request_id
        self._lines = list(draft.lines)
        self.identify.customer.load(draft.customer)
        self.identify.show_agent(shown=draft.agent is not None)
        self.identify.agent.load(draft.agent)
        self.pay.tenders.load(draft.tenders)
        self.identify.show_drafts((), {})
        self._loading = False
        if self._lines:
            self._open_line(len(self._lines) - 1)
            self._to_payment()
        else:
            self._go(Step.IDENTIFY)
        self._touch()

    def _drop(self) -> None:
        """Voids the draft on the desk; needs no second person, nothing was done yet."""
        if self.step is Step.DONE or self.is_empty():
            return
        self._timer.stop()
        drop, draft_id = self._calls.drop_draft, self._request_id
        self.run(self.lanes.write, lambda: drop(draft_id), lambda _done: self._dropped())

    def _dropped(self) -> None:
        self._start_anew()
        self.say(tr("The half-done order was dropped."))

    def _looked_up(self, place: int, settled: bool, note: str) -> None:  # noqa: FBT001 - a signal
        tender = self.pay.tenders.rows[place].draft()
        ask = SettleUnknown(
            self._request_id, place, settled, note.strip(), new_id(),
            tender.reference if tender else "",
        )  # fmt: skip
        settle, drafts = self._calls.settle_unknown, self._calls.drafts

        def work() -> tuple[DraftView, ...]:
            settle(ask)
            return drafts()

        def again(views: tuple[DraftView, ...]) -> None:
            mine = (view for view in views if view.draft.request_id == self._request_id)
            view = next(mine, None)
            if view is not None:
                self._take_up(view)

        self.run(self.lanes.write, work, again)

    def _refuse(self, reason: str) -> None:
        """Records that the business could not be accepted (不能受理), with its reason."""
        refuse = self._calls.refuse_service
        kind = self._lines[self._place].kind if self._lines else ""
        ask = RefuseService(kind, reason, new_id())

        def refused(_value: object) -> None:
            self.say(tr("The refusal is on record."), "info")
            self._drop()

        self.run(self.lanes.write, lambda: refuse(ask), refused)

    # -- customers -----------------------------------------------------------------------

    def _read_card(self) -> None:
        if self.step is not Step.IDENTIFY:
            return
        form, read = self.identify.active_form(), self._calls.read_card

        def put(document: DocumentDraft) -> None:
            form.put_card(document)
            form.ui.face.setFocus()

        self.run(self.lanes.read, read, put)

    def _search(self) -> None:
        text, find = self.identify.search.text().strip(), self._calls.find
        if text:
            self.run(self.lanes.read, lambda: find(text), self._found, quiet=True)

    def _found(self, views: tuple[CustomerView, ...]) -> None:
        self.identify.show_found(views)
        if views:
            self.identify.found.setFocus()
        else:
            self.say(tr("Nobody was found. Read the card or type the document."))

    def _recall(self, customer_id: str) -> None:
        recall = self._calls.recall

        def put(party: PartyDraft) -> None:
            self.identify.customer.load(party)
            self.identify.show_found(())
            self.identify.customer.ui.face.setFocus()

        self.run(self.lanes.write, lambda: recall(customer_id), put)

    # -- inside --------------------------------------------------------------------------

    def _go(self, step: Step) -> None:
        self._stack.setCurrentIndex(step)
        self.steps.show_step(step)
        self.set_primary(PRIMARY[step])
        self._show_order(self._quote)
        widget = self._stack.currentWidget()
        if step is Step.FILL and self.fill.form is not None:
            self.fill.form.focus_first()
        elif step is Step.PAY:
            self.pay.tenders.rows[0].amount.setFocus()
        elif step is Step.DONE:
            (self.primary if not self.done.prompts.missing() else self.done.prompts).setFocus()
        elif step is Step.CHOOSE:
            self.kinds.search.clear()
            self.kinds.search.setFocus()
        elif widget is not None:
            self.identify.search.setFocus()

    def _show_where(self, error: HallError) -> None:
        """Goes to the step where the refusal can be mended, and shows it there."""
        first = error.errors[0] if isinstance(error, Several) else error
        step = step_of(first)
        if step is Step.FILL:
            self._open_named_line(first.field)
        elif step is not None and step is not self.step:
            self._go(step)
        self.show_error(error)

    def _open_named_line(self, field: str) -> None:
        place = field.split(".")[1] if field.count(".") else ""
        if place.isdecimal() and int(place) < len(self._lines):
            self._keep_line()
            self._open_line(int(place))

    def _start_anew(self) -> None:
        self._timer.stop()
        self._loading = True
        release, holder = self._calls.release, self._request_id
        self.run(self.lanes.write, lambda: release(holder), lambda _free: None, quiet=True)
        self._request_id = new_id()
        self._lines, self._place, self._quote, self._order = [], 0, None, None
        self.identify.customer.load(None)
        self.identify.show_agent(shown=False)
        self.identify.search.clear()
        self.identify.show_found(())
        self.fill.set_form(None, None)
        self.pay.tenders.load(())
        self.pay.terms.show_lines((), ())
        self.pay.prompts.set_prompts(())
        self.pay.set_figures(Fen(0), Fen(0), Fen(0), Fen(0))
        self._loading = False
        self._calls.show_customer(None)
        self.clear_errors()
        self._go(Step.IDENTIFY)
        self.opened()

    def _prompts(self, ids: tuple[str, ...]) -> tuple[Prompt, ...]:
        return tuple(Prompt(one, self._calls.prompt_text(one), one) for one in ids)

    def _kind_title(self, kind: str) -> str:
        return tr(self._specs[kind].title) if kind in self._specs else kind

    def _build_panels(self) -> None:
        self.steps = StepBar()
        self.identify = IdentifyPanel()
        self.kinds = KindList(self._calls.kinds, self._calls.kind_keys)
        self.fill = FillPanel()
        self.pay = PayPanel()
        self.done = DonePanel()
        self.order = OrderPanel()
        self._stack = QStackedWidget()
        for panel in (self.identify, self.kinds, self.fill, self.pay, self.done):
            self._stack.addWidget(panel)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.steps)
        column.addWidget(self._stack, 1)
        row = QHBoxLayout(self.body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(work, 7)
        row.addWidget(self.order, 3)

    def _connect(self) -> None:
        self.identify.changed.connect(self._touch)
        self.identify.customer_picked.connect(self._recall)
        self.identify.draft_picked.connect(self._take_up)
        self.identify.search.returnPressed.connect(self._search)
        self.kinds.chosen.connect(self._on_kind)
        self.fill.changed.connect(self._touch)
        self.fill.refused.connect(self._refuse)
        self.pay.changed.connect(self._touch)
        self.pay.tenders.looked_up.connect(self._looked_up)
        self.pay.exact.clicked.connect(self._exact)
        self.order.line_chosen.connect(self._on_line_chosen)

    def _exact(self) -> None:
        due = self._quote.total_fen if self._quote else Fen(0)
        self.pay.tenders.fill(Fen(due - self.pay.tenders.received()))

    def _bind_keys(self) -> None:
        self.add_button(N_("Read card"), self._read_card, "F4")
        self.add_button(N_("Another business"), self._another, "F7")
        self.add_key("F5", N_("Exact amount"), self._exact)
        self.add_key("F9", N_("Another payment"), self.pay.add)
        self.add_key("F10", N_("An agent acts for the customer"), self._toggle_agent)
        self.add_key("F6", N_("Lower the price"), self.fill.toggle_price)
        self.add_key("F12", N_("The business cannot be accepted"), self.fill.toggle_refusal)
        self.add_key("Ctrl+Backspace", N_("Remove this line"), self._remove_line)
        self.add_key("Ctrl+D", N_("Drop the half-done order"), self._drop)

    def _toggle_agent(self) -> None:
        if self.step is Step.IDENTIFY:
            self.identify.show_agent(shown=not self.identify.has_agent)
            form = self.identify.agent if self.identify.has_agent else self.identify.customer
            form.ui.number.setFocus()
            self._touch()

    def retranslate(self) -> None:
        """The order's words and the form of the line, in the language in force."""
        if self.fill.form is not None:
            self.fill.form.retranslate()
        self.kinds.retranslate()
        self._show_order(self._quote)
