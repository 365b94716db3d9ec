"""The first step: drafts offered back, a returning customer, the customer's and agent's papers."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from hallclient.base.clock import shown_time
from hallclient.base.language import tr
from hallclient.counter.page.party import PartyForm
from hallclient.counter.rules import UNKNOWN, DraftView
from hallclient.customers.rules import KIND_NAMES, CustomerView
from hallclient.ui.widgets.marks import plain_label


class IdentifyPanel(QWidget):
    """Who is at the counter."""

    changed = Signal()
    customer_picked = Signal(str)
    draft_picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._drafts_head = plain_label(role="section")
        self.drafts = QListWidget()
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.found = QListWidget()
        self.customer = PartyForm("customer")
        self._agent_head = plain_label(role="section")
        self.agent = PartyForm("agent")
        self._titles: dict[str, str] = {}
        self._lay_out()
        self.drafts.itemActivated.connect(self._on_draft)
        self.found.itemActivated.connect(self._on_found)
        for form in (self.customer, self.agent):
            form.changed.connect(self.changed)
        self.show_agent(shown=False)
        self.show_found(())
        self.show_drafts((), {})
        self.retranslate()

    def show_drafts(self, drafts: Sequence[DraftView], titles: dict[str, str]) -> None:
        """Half-done orders of this clerk, offered back."""
        self.drafts.clear()
        for view in drafts:
            item = QListWidgetItem(_draft_words(view, titles))
            item.setData(Qt.ItemDataRole.UserRole, view)
            self.drafts.addItem(item)
        for part in (self._drafts_head, self.drafts):
            part.setVisible(bool(drafts))
        self.drafts.setCurrentRow(0)
        self.drafts.setMaximumHeight(32 * max(1, min(4, len(drafts))) + 8)

    def show_found(self, views: Sequence[CustomerView]) -> None:
        """Customers that the search found, masked."""
        self.found.clear()
        for view in views:
            item = QListWidgetItem(_customer_words(view))
            item.setData(Qt.ItemDataRole.UserRole, view.customer_id)
            self.found.addItem(item)
        self.found.setVisible(bool(views))
        self.found.setCurrentRow(0)
        self.found.setMaximumHeight(32 * max(1, min(5, len(views))) + 8)

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

    def active_form(self) -> PartyForm:
        """The form that the clerk is at: a card that is read goes there."""
        focus = self.focusWidget()
        return self.agent if focus and self.agent.isAncestorOf(focus) else self.customer

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

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._drafts_head, self.drafts, self.search, self.found, self.customer,
                     self._agent_head, self.agent):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)

    def _on_draft(self, item: QListWidgetItem) -> None:
        self.draft_picked.emit(item.data(Qt.ItemDataRole.UserRole))

    def _on_found(self, item: QListWidgetItem) -> None:
        self.customer_picked.emit(item.data(Qt.ItemDataRole.UserRole))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _draft_words(view: DraftView, titles: dict[str, str]) -> str:
    kinds = ", ".join(titles.get(line.kind, line.kind) for line in view.draft.lines)
    state = tr("payment outcome unknown") if view.state == UNKNOWN else ""
    parts = (shown_time(view.saved_at), kinds or tr("no business yet"), state)
    return "   ".join(part for part in parts if part)


def _customer_words(view: CustomerView) -> str:
    kind = tr(KIND_NAMES[view.document_kind])
    return f"{view.name}   {kind} {view.document_number}   {view.mobile}"
