"""The order is on the books: the change to hand over, and the steps that end the visit."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hallclient.base.language import N_, tr
from hallclient.base.money import yuan
from hallclient.counter.page.courtesy import at_the_end
from hallclient.counter.page.panel import Panel, boxes
from hallclient.counter.rules import CompletedOrder
from hallclient.ui.widgets.big_figure import BigFigure
from hallclient.ui.widgets.choice_box import ChoiceBox
from hallclient.ui.widgets.marks import plain_label
from hallclient.ui.widgets.prompt_list import Prompt, PromptList


class DonePanel(Panel):
    """Number, received and change large for both sides (唱收唱付), and the last prompts."""

    rated = Signal()
    """The customer's rating was put down, or taken back."""

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
        self._rating_label = plain_label(role="heading")
        self.rating = ChoiceBox()
        self.rating.setObjectName("rating")
        self.rating.chosen.connect(lambda _mark: self.rated.emit())
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
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._rating_label)
        row.addWidget(self.rating)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.ask_rating(wanted=False)

    @property
    def mark(self) -> int:
        """The customer's rating, 1 to 5; 0 for none."""
        value = self.rating.value()
        return value if isinstance(value, int) and self.rating.isVisibleTo(self) else 0

    def ask_rating(self, *, wanted: bool) -> None:
        """Whether a ticket is served, whose customer is asked how it was."""
        self._rating_label.setVisible(wanted)
        self.rating.setVisible(wanted)

    def show_order(self, order: CompletedOrder, prompts: tuple[Prompt, ...]) -> None:
        """What was done, with nothing of the last steps said yet."""
        self._order = order
        self.number.setAccessibleDescription(order.order_no)
        self.due.set_fen(order.total_fen, "due")
        self.received.set_fen(order.received_fen)
        self.change.set_fen(order.change_fen, "good" if order.change_fen else "plain")
        self.prompts.set_prompts(())
        self.rating.set_value(0)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit is the customer's rating, 0 takes it back."""
        digit = event.text()
        if self.rating.isVisible() and len(digit) == 1 and digit in "012345":
            self.rating.set_value(int(digit))
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        order = self._order
        marks = tuple((mark, str(mark)) for mark in range(1, 6))
        self.rating.set_choices(((0, tr("No rating")), *marks), translated=True)
        self._rating_label.setText(tr("Customer's rating (keys 1 to 5)"))
        self.rating.setAccessibleName(tr("Customer's rating"))
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
