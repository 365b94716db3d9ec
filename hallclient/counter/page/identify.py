"""The first step: drafts offered back, a returning customer, the customer's and agent's papers."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from hallclient.base.clock import shown_time
from hallclient.base.language import tr
from hallclient.counter.page.courtesy import at_the_start
from hallclient.counter.page.panel import Panel
from hallclient.counter.page.party import PartyForm
from hallclient.counter.rules import UNKNOWN, DraftView
from hallclient.customers.rules import KIND_NAMES, CustomerView
from hallclient.ui.widgets.marks import plain_label
from hallclient.ui.widgets.prompt_list import PromptList


class IdentifyPanel(Panel):
    """Who is at the counter."""

    changed = Signal()
    searched = Signal(str)
    customer_picked = Signal(str)
    draft_picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drafts_head = plain_label(role="heading")
        self.drafts = QListWidget()
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.found = QListWidget()
        self.customer = PartyForm("customer")
        self._agent_head = plain_label(role="heading")
        self.agent = PartyForm("agent")
        self.courtesies = PromptList()
        self.courtesies.setObjectName("courtesies")
        self._copy_head = plain_label(role="heading")
        self.copy_for = QLineEdit()
        self.copy_for.setObjectName("copy_for")
        self.copy_for.setMaxLength(100)
        self._drafts: tuple[DraftView, ...] = ()
        self._lay_out()
        self.drafts.itemActivated.connect(self._on_draft)
        self.found.itemActivated.connect(self._on_found)
        for form in (self.customer, self.agent):
            form.changed.connect(self.changed)
        self.copy_for.textEdited.connect(self.changed)
        self.show_agent(shown=False)
        self.show_copy(shown=False)
        self.show_found(())
        self.show_drafts((), {})
        self.retranslate()

    def show_drafts(self, drafts: Sequence[DraftView], titles: Mapping[str, str]) -> None:
        """Half-done orders of this clerk, offered back; titles of kinds, translated.

        The one that is current stays so, wherever it stands now.
        """
        current = self.drafts.currentRow()
        chosen = self._drafts[current] if 0 <= current < len(self._drafts) else None
        wanted = chosen.draft.request_id if chosen else ""
        ids = [view.draft.request_id for view in drafts]
        self._drafts = tuple(drafts)
        self.drafts.clear()
        for view in drafts:
            item = QListWidgetItem(_draft_words(view, titles))
            item.setData(Qt.ItemDataRole.UserRole, view)
            self.drafts.addItem(item)
        for part in (self._drafts_head, self.drafts):
            part.setVisible(bool(drafts))
        self.drafts.setCurrentRow(ids.index(wanted) if wanted in ids else 0)
        _fit(self.drafts, 4)

    def show_found(self, views: Sequence[CustomerView]) -> None:
        """Customers that the search found, masked."""
        self.found.clear()
        for view in views:
            item = QListWidgetItem(_customer_words(view))
            item.setData(Qt.ItemDataRole.UserRole, view.customer_id)
            self.found.addItem(item)
        self.found.setVisible(bool(views))
        self.found.setCurrentRow(0)
        _fit(self.found, 5)

    def show_agent(self, *, shown: bool) -> None:
        """Shows or hides the agent's papers; hiding takes what was typed away."""
        if not shown:
            self.agent.load(None)
        for part in (self._agent_head, self.agent):
            part.setVisible(shown)

    @property
    def has_agent(self) -> bool:
        """Whether an agent acts."""
        return not self.agent.isHidden()

    def show_copy(self, *, shown: bool, copy_for: str = "") -> None:
        """Asks what the document is copied for (复印, S1-CT-08); hidden, nothing is copied."""
        self.copy_for.setText(copy_for if shown else "")
        for part in (self._copy_head, self.copy_for):
            part.setVisible(shown)

    @property
    def has_copy(self) -> bool:
        """Whether the document is copied."""
        return not self.copy_for.isHidden()

    def active_form(self) -> PartyForm:
        """The form that the clerk is at: a card that is read goes there."""
        focus = self.focusWidget()
        return self.agent if focus and self.agent.isAncestorOf(focus) else self.customer

    def clear(self) -> None:
        """Nobody is at the counter."""
        self.customer.load(None)
        self.show_agent(shown=False)
        self.show_copy(shown=False)
        self.search.clear()
        self.show_found(())
        self.courtesies.acknowledge(frozenset())

    def start(self) -> None:
        """The focus in the search field, where a visit begins."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def waiting(self) -> tuple[DraftView, ...]:
        """The half-done orders on offer."""
        return self._drafts

    def enter(self) -> None:
        """Enter in the search field searches when something is typed there."""
        text = self.search.text().strip()
        if self.search.hasFocus() and text:
            self.searched.emit(text)
        else:
            super().enter()

    def retranslate(self) -> None:
        """Writes every text in the language in force."""
        self._drafts_head.setText(tr("Half-done orders: Enter takes one up"))
        self.drafts.setAccessibleName(tr("Half-done orders"))
        self.search.setPlaceholderText(
            tr("Returning customer: document, mobile, name or pinyin initials")
        )
        self.search.setAccessibleName(tr("Find a returning customer"))
        self.found.setAccessibleName(tr("Customers found"))
        self._agent_head.setText(tr("The agent who acts for the customer"))
        self._copy_head.setText(tr("Copy of the document"))
        self.copy_for.setPlaceholderText(tr("What the copy is for, as the customer was told"))
        self.copy_for.setAccessibleName(tr("What the document is copied for"))
        self.courtesies.set_prompts(at_the_start())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._drafts_head, self.drafts, self.search, self.found, self.customer,
                     self._copy_head, self.copy_for, self._agent_head, self.agent):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self.courtesies)

    def _on_draft(self, item: QListWidgetItem) -> None:
        self.draft_picked.emit(item.data(Qt.ItemDataRole.UserRole))

    def _on_found(self, item: QListWidgetItem) -> None:
        self.customer_picked.emit(item.data(Qt.ItemDataRole.UserRole))


def _fit(rows: QListWidget, most: int) -> None:
    """As high as its rows, up to so many."""
    height = max(rows.sizeHintForRow(0), rows.fontMetrics().height() + 12)
    rows.setFixedHeight(height * max(1, min(most, rows.count())) + 4)


def _draft_words(view: DraftView, titles: Mapping[str, str]) -> str:
    kinds = ", ".join(titles.get(line.kind, line.kind) for line in view.draft.lines)
    state = tr("payment outcome unknown") if view.state == UNKNOWN else ""
    parts = (shown_time(view.saved_at), kinds or tr("no business yet"), state)
    return "   ".join(part for part in parts if part)


def _customer_words(view: CustomerView) -> str:
    kind = tr(KIND_NAMES[view.document_kind])
    return f"{view.name}   {kind} {view.document_number}   {view.mobile}"
