"""The order is on the books: the change to hand over, and the steps that end the visit."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hallclient.base.language import N_, tr
from hallclient.base.money import yuan
from hallclient.counter.page.courtesy import at_the_end
from hallclient.counter.page.panel import Panel, boxes
from hallclient.counter.rules import CompletedOrder
from hallclient.ui.widgets.big_figure import BigFigure
from hallclient.ui.widgets.marks import plain_label
from hallclient.ui.widgets.prompt_list import Prompt, PromptList


class DonePanel(Panel):
    """Number, received and change large for both sides (唱收唱付), and the last prompts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order: CompletedOrder | None = None
        self.number = plain_label(role="lead")
        self.spoken = plain_label(role="lead")
        self.spoken.setWordWrap(True)
        self.due = BigFigure(caption=N_("Due"))
        self.received = BigFigure(caption=N_("Received"))
        self.change = BigFigure(caption=N_("Change"))
        self.prompts = PromptList()
        self.prompts.setObjectName("prompts_after")
        self._head = plain_label(role="heading")
        self.courtesies = plain_label(role="caption")
        self.courtesies.setWordWrap(True)
        figures = QHBoxLayout()
        figures.setSpacing(24)
        for figure in (self.due, self.received, self.change):
            figures.addWidget(figure, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.number)
        column.addLayout(figures)
        for part in (self.spoken, self._head, self.prompts, self.courtesies):
            column.addWidget(part)
        column.addStretch(1)

    def show_order(self, order: CompletedOrder, prompts: tuple[Prompt, ...]) -> None:
        """What was done, with nothing of the last steps said yet."""
        self._order = order
        self.number.setAccessibleDescription(order.order_no)
        self.due.set_fen(order.total_fen, "due")
        self.received.set_fen(order.received_fen)
        self.change.set_fen(order.change_fen, "good" if order.change_fen else "plain")
        self.prompts.set_prompts(())
        self.set_prompts(prompts)
        self.retranslate()

    def set_prompts(self, prompts: tuple[Prompt, ...]) -> None:
        """The last steps, what was ticked staying ticked."""
        self.prompts.set_prompts(prompts)
        self._head.setVisible(bool(prompts))

    def start(self) -> None:
        """The focus on the first of the last steps."""
        for box in boxes(self.prompts)[:1]:
            box.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        order = self._order
        self.courtesies.setText(at_the_end())
        self._head.setText(tr("Before the customer leaves"))
        self.number.setAccessibleName(tr("Number of the completed order"))
        if order is not None:
            self.number.setText(tr("Order {number} is complete.", number=order.order_no))
            self.spoken.setText(_spoken(order))
            self.spoken.setVisible(bool(self.spoken.text()))


def _spoken(order: CompletedOrder) -> str:
    """What the clerk says aloud; nothing where no money moved."""
    if not order.received_fen:
        return ""
    received, change = yuan(order.received_fen), yuan(order.change_fen)
    if not order.change_fen:
        return tr('Say: "Received {received} yuan, no change."', received=received)
    return tr(
        'Say: "Received {received} yuan, {change} yuan change, please count it."',
        received=received,
        change=change,
    )
