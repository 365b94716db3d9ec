"""The steps of a visit, in order, and which refusals belong to which."""

from enum import IntEnum
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hallclient.base.errors import HallError
from hallclient.base.language import N_, tr
from hallclient.ui.widgets.marks import mark, plain_label


class Step(IntEnum):
    """Where the clerk is in the visit."""

    IDENTIFY = 0
    CHOOSE = 1
    FILL = 2
    PAY = 3
    DONE = 4


TITLES: Final = {
    Step.IDENTIFY: N_("Identify"),
    Step.CHOOSE: N_("Business"),
    Step.FILL: N_("Details"),
    Step.PAY: N_("Payment"),
    Step.DONE: N_("Done"),
}
PRIMARY: Final = {
    Step.IDENTIFY: N_("Go on"),
    Step.CHOOSE: N_("Take this business"),
    Step.FILL: N_("To payment"),
    Step.PAY: N_("Complete order"),
    Step.DONE: N_("Next customer"),
}

_LATER: Final = ("tender.", "promotion.", "order.prompt", "approval.", "prompt.")


def belongs_to_payment(error: HallError) -> bool:
    """Whether this refusal is settled at payment and need not hold up the details."""
    return error.code.startswith(_LATER)


def step_of(error: HallError) -> Step | None:
    """The step where the clerk can mend it, None where any will do."""
    place = error.field.partition(".")[0]
    if place in ("customer", "agent"):
        return Step.IDENTIFY
    if place == "lines" and "answers" not in error.field:
        return Step.FILL
    return Step.PAY if place == "tenders" or belongs_to_payment(error) else None


class StepBar(QWidget):
    """The five steps in a row, the current one marked."""

    def __init__(self) -> None:
        super().__init__()
        self._labels = {step: plain_label(role="step") for step in Step}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for label in self._labels.values():
            row.addWidget(label)
        row.addStretch(1)
        self.show_step(Step.IDENTIFY)
        self.retranslate()

    def show_step(self, current: Step) -> None:
        """Marks the current step."""
        for step, label in self._labels.items():
            mark(label, "current", step is current)

    def retranslate(self) -> None:
        """Writes the titles in the language in force."""
        for step, label in self._labels.items():
            label.setText(f"{step + 1}  {tr(TITLES[step])}")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
