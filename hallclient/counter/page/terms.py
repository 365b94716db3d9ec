"""What must be told of a line before the money is taken: promotions, each with the answer."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hallclient.base.language import N_, labelled, tr
from hallclient.base.money import yuan
from hallclient.counter.rules import Answer, LineDraft, Offer, QuotedLine
from hallclient.ui.widgets.choice_box import ChoiceBox
from hallclient.ui.widgets.marks import plain_label

ANSWERS = (
    (Answer.ACCEPTED.value, N_("Accepted")),
    (Answer.DECLINED.value, N_("Declined")),
    (Answer.TOLD.value, N_("Told")),
)


class LineTerms(QWidget):
    """The promotions (优惠) of all lines; nothing is answered until the customer has (S1-CT-15)."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._boxes: dict[tuple[int, Offer], ChoiceBox] = {}
        self._rows: list[QWidget] = []
        self.hide()

    def show_lines(self, lines: Sequence[QuotedLine | None], drafts: Sequence[LineDraft]) -> None:
        """The promotions of all lines, with the answers of the drafts."""
        answers = [draft.answers for draft in drafts]
        wanted = [
            (place, _plain(offer))
            for place, line in enumerate(lines)
            if line is not None
            for offer in line.offers
        ]
        if wanted == list(self._boxes):
            return
        for row in self._rows:
            row.setParent(None)
            row.deleteLater()
        self._rows, self._boxes = [], {}
        for place, offer in wanted:
            self._add(place, offer, answers[place] if place < len(answers) else {})
        self.setVisible(bool(wanted))

    def answers(self) -> dict[int, dict[str, str]]:
        """The customer's answers, by line and promotion; only what was answered."""
        given: dict[int, dict[str, str]] = {}
        for (place, offer), box in self._boxes.items():
            said = given.setdefault(place, {})
            if box.value() is not None:
                said[offer.code] = str(box.value())
        return given

    def rows(self) -> tuple[QWidget, ...]:
        """A row a promotion: where what is wrong with its answer is said."""
        return tuple(self._rows)

    def first_open(self) -> QWidget | None:
        """The first promotion without an answer."""
        return next((box for box in self._boxes.values() if box.value() is None), None)

    def retranslate(self) -> None:
        """The names by which the boxes are found; their entries translate themselves."""
        for (_place, offer), box in self._boxes.items():
            box.setAccessibleName(tr("Customer's answer to {name}", name=offer.name))

    def _add(self, place: int, offer: Offer, answers: Mapping[str, str]) -> None:
        row = QWidget()
        row.setObjectName(f"lines_{place}_answers")
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        words = plain_label(labelled(offer.name, offer.text))
        words.setWordWrap(True)
        line.addWidget(words, 1)
        line.addWidget(plain_label(f"+{yuan(offer.bonus_fen)}", "lead"))
        box = ChoiceBox()
        box.setObjectName(f"lines_{place}_answers_{offer.code}")
        box.set_choices(ANSWERS)
        box.set_value(answers.get(offer.code))
        box.chosen.connect(lambda _value: self.changed.emit())
        line.addWidget(box)
        row.setFocusProxy(box)
        self._boxes[(place, offer)] = box
        self._rows.append(row)
        self._column.addWidget(row)
        row.setVisible(True)
        self.retranslate()


def _plain(offer: Offer) -> Offer:
    """The promotion without the answer, which is the box's own."""
    return Offer(offer.code, offer.name, offer.text, offer.bonus_fen)
