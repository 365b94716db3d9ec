"""From the details to the books: price, second persons, money, and the end of the visit."""

from collections.abc import Callable
from dataclasses import replace

from hallclient.base.errors import HallError, Several
from hallclient.base.ids import new_id
from hallclient.base.language import tr
from hallclient.counter.page.asking import price_ask
from hallclient.counter.page.drafts import DraftKeeper
from hallclient.counter.page.frame import CounterFrame
from hallclient.counter.page.steps import Step, belongs_to_payment
from hallclient.counter.page.tenders import TenderRow
from hallclient.counter.rules import (
    CompletedOrder,
    DraftView,
    EndVisit,
    OrderDraft,
    Quote,
    SettleUnknown,
)
from hallclient.counter.rules.recommending import ServiceDeclined, ServiceOwned
from hallclient.counter.rules.seeing_off import Envelope, LeafletsMany
from hallclient.customers.rules import FaceResult, PartyDraft
from hallclient.staff.rules import Signature
from hallclient.ui.authorise import AuthoriseDialog, SignAsk
from hallclient.ui.remote import Remote

type Signatures = dict[str, Signature]


class Checkout:
    """Takes the order to payment and onto the books."""

    def __init__(
        self, frame: CounterFrame, keeper: DraftKeeper, take_up: Callable[[OrderDraft], object]
    ) -> None:
        self._frame = frame
        self._keeper = keeper
        self._take_up = take_up
        self._end_id = new_id()
        frame.pay.tenders.looked_up.connect(self._look_up)

    def to_payment(self) -> None:
        """Prices the order; what must be mended first is shown where it can be."""
        self._price(self._to_payment, belongs_to_payment)

    def complete(self) -> None:
        """Puts the order on the books, once whoever must sign has signed."""
        needed = signatures_needed(self._frame.draft())
        if not needed:
            self._complete(self._frame.draft())
            return
        # nobody is asked to sign for an order that would be refused for something else
        self._price(
            lambda: self._ask(needed, {}, self._frame.draft()),
            lambda error: error.code.startswith("approval."),
        )

    def exact(self) -> None:
        """Fills in what is still missing."""
        quote = self._frame.visit.quote
        if quote is not None:
            self._frame.pay.tenders.fill(quote.total_fen)

    def end_visit(self) -> None:
        """Records that everything was handed over; the desk is free for the next customer.

        A ticket is served with it. Raises PromptOpen while a step is not ticked.
        """
        mark = self._frame.done.mark or None
        self._end(lambda ask: replace(ask, ticket=self._frame.ticket, rating=mark), None)

    def another_order(self) -> None:
        """The same customer wants more: their papers stay, and their ticket (S1-CT-01).

        Raises PromptOpen while a step of the order that is done is not ticked.
        """
        self._end(lambda ask: ask, self._frame.identify.customer.draft())

    def _end(self, ask_of: Callable[[EndVisit], EndVisit], stays: PartyDraft | None) -> None:
        frame, order = self._frame, self._frame.visit.order
        if order is None:
            return
        frame.done.prompts.require_all()
        ticked = frame.done.prompts.acknowledged_ids() | frame.visit.said
        plain = EndVisit(order.order_no, ticked, self._end_id, leaflets=frame.done.leaflet_count())
        ask, end = frame.done.answered(ask_of(plain)), frame.calls.end_visit
        frame.run(
            frame.lanes.write,
            lambda: end(ask),
            lambda _nothing: self._ended(stays),
            self._not_ended,
        )

    def _not_ended(self, error: HallError) -> None:
        """What was answered at another door meanwhile is not recommended any more."""
        self._frame.show_error(error)
        if isinstance(error, ServiceOwned | ServiceDeclined):
            self._recommend()

    def _price(self, then: Callable[[], object], later: Callable[[HallError], bool]) -> None:
        """Asks for the price; goes on unless there are refusals that cannot wait."""
        frame, draft, quote = self._frame, self._frame.draft(), self._frame.calls.quote
        self._keeper.forget()

        def priced(value: Quote) -> None:
            frame.show_quote(value)
            wrong = tuple(one.error for one in value.problems if not later(one.error))
            if wrong:
                frame.show_where(wrong[0] if len(wrong) == 1 else Several(wrong))
            else:
                then()
            frame.touch()

        frame.run(frame.lanes.read, lambda: quote(draft), priced)

    def _to_payment(self) -> None:
        self._frame.go(Step.PAY)

    def _ask(self, needed: list[tuple[str, str]], given: Signatures, draft: OrderDraft) -> None:
        """One second person after the other; Esc in a dialog leaves everything as it was.

        `draft` is what they sign for, and what goes on the books.
        """
        frame = self._frame
        (purpose, sentence), rest = needed[0], needed[1:]

        def signed(signature: Signature) -> None:
            signatures = given | {purpose: signature}
            if rest:
                self._ask(rest, signatures, draft)
            else:
                self._complete(replace(draft, signatures=signatures))

        sign = frame.calls.sign
        AuthoriseDialog(
            frame,
            frame.lanes.write,
            lambda code, password, _sentence: sign(code, password, purpose),
            SignAsk(sentence, frame.calls.clerk),
            signed,
            self._elsewhere(draft) if purpose == "price" else None,
        )

    def _elsewhere(self, draft: OrderDraft) -> Remote[Signature] | None:
        """A lowered price may be signed for elsewhere; a face is looked at here."""
        frame, quote = self._frame, self._frame.visit.quote
        if quote is None:
            return None
        customer = frame.identify.customer.seen_title.text()
        return frame.calls.remotely(price_ask(draft, quote, customer))

    def _complete(self, draft: OrderDraft) -> None:
        frame, complete = self._frame, self._frame.calls.complete
        self._keeper.forget()
        frame.run(frame.lanes.write, lambda: complete(draft), self._completed, self._refused)

    def _refused(self, error: HallError) -> None:
        self._frame.show_where(error)
        self._frame.touch()

    def _completed(self, order: CompletedOrder) -> None:
        frame = self._frame
        self._end_id = new_id()
        frame.visit.order = order
        frame.done.show_order(order, frame.last_prompts())
        frame.go(Step.DONE)
        self._recommend()
        frame.say_goodbye()
        frame.calls.completed(order)

    def _recommend(self) -> None:
        """One service that the customer does not have (S1-CT-24)."""
        frame, order, ask = self._frame, self._frame.visit.order, self._frame.calls.recommendation
        if order is None:
            return
        frame.run(
            frame.lanes.read,
            lambda: ask(order.order_no),
            frame.done.recommend,
            _nothing_to_recommend,
            quiet=True,
        )

    def count_leaflets(self) -> None:
        """A fourth leaflet is said at once and goes on record (S1-CT-31)."""
        frame, order = self._frame, self._frame.visit.order
        try:
            frame.done.leaflet_count()
            frame.mended(frame.done.leaflets)
        except LeafletsMany as many:
            envelope = frame.calls.envelope
            if order is None:
                return
            ask = Envelope(order.order_no, int(str(many.facts["count"])), new_id())
            frame.run(frame.lanes.write, lambda: envelope(ask), lambda _fits: None)
        except HallError as error:
            frame.show_error(error)

    def _ended(self, stays: PartyDraft | None) -> None:
        self._keeper.forget()
        self._frame.clear_desk()
        if stays is not None:
            self._frame.loading = True  # nothing is half done until something is wanted
            self._frame.identify.customer.load(stays)
            self._frame.loading = False
        self._frame.go(Step.IDENTIFY)
        self._keeper.offer()

    def _look_up(self, place: int, settled: bool, note: str) -> None:  # noqa: FBT001 - a signal
        """What became of a payment nobody was sure of."""
        frame = self._frame
        row: TenderRow = frame.pay.tenders.rows[place]
        ask = SettleUnknown(
            frame.visit.request_id,
            frame.pay.tenders.place_of(row),
            settled,
            note.strip(),
            new_id(),
            row.reference.text().strip(),
        )
        draft = frame.draft()
        save, settle, drafts = (
            frame.calls.save_draft,
            frame.calls.settle_unknown,
            frame.calls.drafts,
        )

        def work() -> OrderDraft | None:
            save(draft)
            settle(ask)
            return _of(drafts(), draft.request_id)

        def settled_now(found: OrderDraft | None) -> None:
            if found is not None:
                self._take_up(found)

        def refused(error: HallError) -> None:
            if error.field == "note":
                error.field = f"tenders.{place}.note"
            frame.show_error(error)

        self._keeper.forget()
        frame.run(frame.lanes.write, work, settled_now, refused)


def _nothing_to_recommend(_error: HallError) -> None:
    """Who cannot be looked up is seen off without a recommendation."""


def signatures_needed(draft: OrderDraft) -> list[tuple[str, str]]:
    """Purposes, each with the sentence that the second person signs."""
    needed = []
    faces = {party.face for party in (draft.customer, draft.agent) if party}
    if faces & {FaceResult.NO_MATCH, FaceResult.NOT_POSSIBLE}:
        needed.append(("face", tr("Go on although the face comparison is not a match")))
    if any(line.price for line in draft.lines):
        needed.append(("price", tr("Charge less than the list price")))
    if draft.done_at:
        needed.append(("late", tr("Enter later what was done on paper at {time}",
                                  time=draft.done_at)))  # fmt: skip
    return needed


def _of(views: tuple[DraftView, ...], draft_id: str) -> OrderDraft | None:
    mine = (view.draft for view in views if view.draft.request_id == draft_id)
    return next(mine, None)
