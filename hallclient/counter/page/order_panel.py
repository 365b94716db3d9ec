"""The order beside the work, always in sight: who, what, how much."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from hallclient.base.language import N_, tr
from hallclient.base.money import yuan
from hallclient.base.text import printable
from hallclient.counter.page.line_delegate import FACTS, PRICE, LineDelegate
from hallclient.counter.rules import LineDraft, Quote, QuotedLine
from hallclient.ui.widgets.big_figure import BigFigure
from hallclient.ui.widgets.marks import plain_label


class OrderPanel(QFrame):
    """Customer, lines with prices, warnings, total. Shows what the quote says, reckons nothing."""

    line_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setObjectName("orderPanel")
        self._head = plain_label(role="heading")
        self.customer = plain_label()
        self.customer.setWordWrap(True)
        self.lines = QListWidget()
        self.lines.setItemDelegate(LineDelegate(self.lines))
        self.lines.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.lines.setProperty("role", "order")
        for opens in (self.lines.itemActivated, self.lines.itemClicked):
            opens.connect(lambda item: self.line_chosen.emit(self.lines.row(item)))
        self.warnings = plain_label(role="warning")
        self.warnings.setWordWrap(True)
        self.total = BigFigure(caption=N_("Total"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for part in (self._head, self.customer):
            column.addWidget(part)
        column.addWidget(self.lines, 1)
        column.addWidget(self.warnings)
        column.addWidget(self.total)
        self.retranslate()
        self.show_order("", (), None, {})

    def show_order(
        self,
        customer: str,
        drafts: Sequence[LineDraft],
        quote: Quote | None,
        titles: Mapping[str, str],
        open_line: int = -1,
    ) -> None:
        """The order as it stands.

        Args:
            customer: masked name and number, "" while nobody is named.
            titles: kind code to its translated title.
            open_line: place of the line that is being filled in, marked.
        """
        self.customer.setText(printable(customer) or tr("No customer named"))
        quoted = quote.lines if quote and len(quote.lines) == len(drafts) else (None,) * len(drafts)
        self.lines.clear()
        for draft, line in zip(drafts, quoted, strict=True):
            title = titles.get(draft.kind, draft.kind)
            self.lines.addItem(_item(title, line))
        self.lines.setCurrentRow(open_line)
        warnings = [tr(w) for line in quoted if line is not None for w in line.warnings]
        self.warnings.setText("\n".join(dict.fromkeys(warnings)))
        self.warnings.setVisible(bool(warnings))
        self.total.set_fen(quote.total_fen if quote and drafts else None)

    def retranslate(self) -> None:
        """Writes every text in the language in force."""
        self._head.setText(tr("This order"))
        self.lines.setAccessibleName(tr("Lines of this order"))
        self.total.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _item(title: str, line: QuotedLine | None) -> QListWidgetItem:
    item = QListWidgetItem(title)
    price, facts = ("—", "") if line is None else (yuan(line.total_fen), _facts(line))
    item.setData(PRICE, price)
    item.setData(FACTS, facts)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title} {price}")
    return item


def _facts(line: QuotedLine) -> str:
    """What is done, a fact a row; what changes with the value it had."""
    said = [f"{tr(fact.label)}  {printable(tr(fact.value))}" for fact in line.facts]
    before = {fact.label: printable(tr(fact.value)) for fact in line.before}
    for fact in line.after:
        old = f"{before[fact.label]} → " if fact.label in before else ""
        said.append(f"{tr(fact.label)}  {old}{printable(tr(fact.value))}")
    return "\n".join(said)
