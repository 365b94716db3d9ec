"""The order is on the books: the change to hand over, and the steps that end the visit."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hallclient.base.language import tr
from hallclient.base.money import yuan
from hallclient.counter.rules import CompletedOrder
from hallclient.ui.widgets.big_figure import BigFigure
from hallclient.ui.widgets.marks import plain_label
from hallclient.ui.widgets.prompt_list import Prompt, PromptList


class DonePanel(QWidget):
    """Number, received and change large for both sides (唱收唱付), and the last prompts."""

    def __init__(self) -> None:
        super().__init__()
        self.number = plain_label(role="lead")
        self.spoken = plain_label()
        self.received = BigFigure(caption="Received")
        self.change = BigFigure(caption="Change")
        self.prompts = PromptList()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self.number, self.received, self.change, self.spoken, self.prompts):
            column.addWidget(part)
        column.addStretch(1)

    def show_order(self, order: CompletedOrder, prompts: tuple[Prompt, ...]) -> None:
        """What was done."""
        self.number.setText(tr("Order {number} is complete.", number=order.order_no))
        self.number.setAccessibleName(tr("Number of the completed order"))
        self.number.setAccessibleDescription(order.order_no)
        self.received.set_fen(order.received_fen)
        self.change.set_fen(order.change_fen, "good" if order.change_fen else "plain")
        self.spoken.setText(_spoken(order))
        self.prompts.set_prompts(prompts)
        self.prompts.acknowledge(())


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
