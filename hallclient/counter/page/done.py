"""The order is on the books: the change to hand over, and the steps that end the visit."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from hallclient.base.language import N_, labelled, tr
from hallclient.base.money import yuan
from hallclient.counter.page.panel import Panel, boxes
from hallclient.counter.rules import CompletedOrder, EndVisit
from hallclient.counter.rules.recommending import REPLIES, Recommendation, Reply
from hallclient.counter.rules.seeing_off import LEAFLETS_MOST, leaflets_from
from hallclient.ui.widgets.big_figure import BigFigure
from hallclient.ui.widgets.choice_box import ChoiceBox
from hallclient.ui.widgets.marks import plain_label
from hallclient.ui.widgets.prompt_list import Prompt, PromptList

LEAFLETS_WIDTH = 72
SHORT_BOX = 8
"""Letters; beside the order a wider row would push the change out of sight."""


class DonePanel(Panel):
    """Number, received and change large for both sides (唱收唱付), and the last steps."""

    rated = Signal()
    """The customer's rating was put down, or taken back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order: CompletedOrder | None = None
        self._recommended: Recommendation | None = None
        self.number = plain_label(role="lead")
        self.spoken = plain_label(role="lead")
        self.spoken.setWordWrap(True)
        self.due = BigFigure(caption=N_("Due"))
        self.received = BigFigure(caption=N_("Received"))
        self.change = BigFigure(caption=N_("Change"))
        self.prompts = PromptList()
        self.prompts.setObjectName("prompts_after")
        self._head = plain_label(role="heading")
        self.offer = plain_label()
        self.offer.setObjectName("recommendation")
        self.offer.setWordWrap(True)
        self._labels = [plain_label() for _ in range(3)]
        self.reply, self.rating = ChoiceBox(), ChoiceBox()
        self.reply.setObjectName("reply")
        self.rating.setObjectName("rating")
        self.rating.chosen.connect(lambda _mark: self.rated.emit())
        self.leaflets = QLineEdit()
        self.leaflets.setObjectName("leaflets")
        self.leaflets.setMaxLength(2)
        self.leaflets.setMaximumWidth(LEAFLETS_WIDTH)
        self._lay_out()
        self.ask_rating(wanted=False)
        self.recommend(None)

    def show_order(self, order: CompletedOrder, prompts: tuple[Prompt, ...]) -> None:
        """What was done, with nothing of the last steps said yet."""
        self._order = order
        self.number.setAccessibleDescription(order.order_no)
        self.due.set_fen(order.total_fen, "due")
        self.received.set_fen(order.received_fen)
        self.change.set_fen(order.change_fen, "good" if order.change_fen else "plain")
        self.prompts.set_prompts(())
        self.set_prompts(prompts)
        self.leaflets.clear()
        self.recommend(None)
        self.retranslate()
        self.rating.set_value(0)

    def set_prompts(self, prompts: tuple[Prompt, ...]) -> None:
        """The last steps, what was ticked staying ticked."""
        self.prompts.set_prompts(prompts)
        self._head.setVisible(bool(prompts))

    # -- recommendation, envelope, rating ------------------------------------------------

    def recommend(self, one: Recommendation | None) -> None:
        """What is recommended to this customer, None where nothing is left."""
        self._recommended = one
        for part in (self.offer, self._labels[0], self.reply):
            part.setVisible(one is not None)
        self._say_offer()
        self.reply.set_value(Reply.NOT_OFFERED)

    def leaflet_count(self) -> int | None:
        """Leaflets in the envelope, None where nothing was typed.

        Raises LeafletsMalformed, LeafletsMany.
        """
        return leaflets_from(self.leaflets.text())

    def answered(self, ask: EndVisit) -> EndVisit:
        """The end of the visit with the recommendation and what the customer said to it."""
        one, reply = self._recommended, self.reply.value()
        if one is None:
            return ask
        said = reply.value if isinstance(reply, Reply) else ""
        return replace(ask, recommended=one.service, short=one.short, reply=said)

    @property
    def mark(self) -> int:
        """The customer's rating, 1 to 5; 0 for none."""
        value = self.rating.value()
        return value if isinstance(value, int) and self.rating.isVisibleTo(self) else 0

    def ask_rating(self, *, wanted: bool) -> None:
        """Whether a ticket is served, whose customer is asked how it was."""
        self._labels[2].setVisible(wanted)
        self.rating.setVisible(wanted)

    # -- Qt's and the page's --------------------------------------------------------------

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
        self.reply.set_choices(list(REPLIES.items()))
        names = tr("Answer"), tr("Leaflets"), tr("Rating, keys 1 to 5")
        for label, text in zip(self._labels, names, strict=True):
            label.setText(text)
        self.reply.setAccessibleName(tr("Answer to the recommendation"))
        self.leaflets.setAccessibleName(tr("Leaflets in the envelope"))
        self.leaflets.setPlaceholderText(f"0-{LEAFLETS_MOST}")
        self.rating.setAccessibleName(tr("Customer's rating"))
        self._head.setText(tr("Before the customer leaves"))
        self.number.setAccessibleName(tr("Number of the completed order"))
        self._say_offer()
        if order is not None:
            self.number.setText(tr("Order {number} is complete.", number=order.order_no))
            self.spoken.setText(_spoken(order))
            self.spoken.setVisible(bool(self.spoken.text()))

    def _say_offer(self) -> None:
        one = self._recommended
        words = "" if one is None else labelled(one.name, one.words)
        self.offer.setText(labelled(tr("Recommend"), words) if words else "")

    def _lay_out(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(24)
        for figure in (self.due, self.received, self.change):
            figures.addWidget(figure, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.number)
        column.addLayout(figures)
        for part in (self.spoken, self._head, self.prompts, self.offer):
            column.addWidget(part)
        row = QGridLayout()
        row.setHorizontalSpacing(12)
        row.setColumnStretch(1, 1)  # the words of the answers are cut before anything else is
        for box in (self.reply, self.rating):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(SHORT_BOX)
        fields = (self.reply, self.leaflets, self.rating)
        for place, (label, field) in enumerate(zip(self._labels, fields, strict=True)):
            row.addWidget(label, 0, 2 * place)
            row.addWidget(field, 0, 2 * place + 1)
        column.addLayout(row)
        column.addStretch(1)


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
