"""Who is at the counter: found again, read from the card, checked."""

from collections.abc import Callable

from hallclient.base.errors import HallError, Several
from hallclient.base.language import tr
from hallclient.counter.page.calls import PartySeen
from hallclient.counter.page.frame import CounterFrame
from hallclient.counter.page.party import PartyForm
from hallclient.counter.page.steps import Step
from hallclient.customers.rules import CustomerView, DocumentDraft, PartyDraft

type Shown = tuple[PartyForm, PartyDraft]


class Reception:
    """Fills the papers of customer and agent, and checks them."""

    def __init__(self, frame: CounterFrame) -> None:
        self._frame = frame
        self._panel = frame.identify
        frame.identify.searched.connect(self.search)
        frame.identify.customer_picked.connect(self.recall)
        frame.identify.changed.connect(self._on_changed)

    def check(self, then: Callable[[], object]) -> None:
        """Checks every document on the desk, shows what is known of it, and goes on."""
        frame, check = self._frame, self._frame.calls.check_party
        shown = self._papers()
        if not shown:
            then()
            return

        def checked() -> list[PartySeen]:
            return _check_each(shown, check)

        def done(seen: list[PartySeen]) -> None:
            for (form, party), one in zip(shown, seen, strict=True):
                if form.draft() == party:  # else it was changed meanwhile
                    form.show_seen(one)
            then()

        frame.run(frame.lanes.read, checked, done, frame.show_where)

    def search(self, text: str) -> None:
        """A returning customer by document, mobile, name or pinyin initials."""
        frame, find = self._frame, self._frame.calls.find
        frame.run(frame.lanes.read, lambda: find(text), self._found)

    def read_card(self) -> None:
        """The card on the reader, into the papers where the clerk is."""
        frame, read, form = self._frame, self._frame.calls.read_card, self._panel.active_form()

        def put(document: DocumentDraft) -> None:
            form.put_card(document)
            form.ui.face.setFocus()
            self.check(frame.show_visit)

        frame.run(frame.lanes.read, read, put)

    def toggle_agent(self) -> None:
        """An agent acts for the customer, or does not after all."""
        frame, panel = self._frame, self._panel
        if frame.step is not Step.IDENTIFY:
            return
        panel.show_agent(shown=not panel.has_agent)
        frame.settle_fields()
        form = panel.agent if panel.has_agent else panel.customer
        form.ui.number.setFocus()
        frame.touch()

    def toggle_copy(self) -> None:
        """The customer's document is copied, or is not after all."""
        frame, panel = self._frame, self._panel
        if frame.step is not Step.IDENTIFY:
            return
        panel.show_copy(shown=not panel.has_copy)
        frame.settle_fields()
        (panel.copy_for if panel.has_copy else panel.customer.ui.number).setFocus()
        frame.touch()

    def _papers(self) -> list[Shown]:
        panel = self._panel
        forms = (panel.customer, panel.agent) if panel.has_agent else (panel.customer,)
        drafts = ((form, form.draft()) for form in forms)
        return [(form, party) for form, party in drafts if party is not None and party.document]

    def _found(self, views: tuple[CustomerView, ...]) -> None:
        self._panel.show_found(views)
        self._frame.settle_fields()
        if views:
            self._panel.found.setFocus()
        else:
            self._frame.say(tr("Nobody was found. Read the card or type the document."))

    def recall(self, customer_id: str) -> None:
        """The papers of a customer who is known, on record as looked up."""
        frame, panel, recall = self._frame, self._panel, self._frame.calls.recall

        def put(party: PartyDraft) -> None:
            panel.customer.load(party)
            panel.search.clear()
            panel.show_found(())
            panel.customer.ui.face.setFocus()
            self.check(frame.show_visit)

        frame.run(frame.lanes.write, lambda: recall(customer_id), put)

    def _on_changed(self) -> None:
        self._frame.touch()


def _check_each(shown: list[Shown], check: Callable[[PartyDraft], PartySeen]) -> list[PartySeen]:
    """Raises every refusal, its field named from the order's point of view."""
    seen: list[PartySeen] = []
    wrong: list[HallError] = []
    for form, party in shown:
        try:
            seen.append(check(party))
        except HallError as error:
            error.field = f"{form.role}.{error.field}"
            wrong.append(error)
    if wrong:
        raise wrong[0] if len(wrong) == 1 else Several(tuple(wrong))
    return seen
