"""The steps of a visit, in order, and which refusals belong to which."""

from enum import IntEnum
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hallclient.base.errors import HallError, Several
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

_LATER: Final = ("tender.", "promotion.", "order.prompt", "approval.", "prompt.", "late.")
_PARTIES: Final = ("customer", "agent")


class Spot(NamedTuple):
    """Where a refusal can be mended; `line` is the line concerned, -1 for none."""

    step: Step | None
    line: int = -1


def belongs_to_payment(error: HallError) -> bool:
    """Whether this refusal is settled at payment and need not hold up the details."""
    return error.code.startswith(_LATER)


def spot_of(error: HallError) -> Spot:
    """The step where the clerk can mend it; no step where any will do."""
    parts = error.field.split(".")
    if parts[0] in _PARTIES or parts[-1] in _PARTIES:
        return Spot(Step.IDENTIFY)
    if parts[0] == "lines" and "answers" not in parts:
        place = parts[1] if len(parts) > 1 else ""
        return Spot(Step.FILL, int(place) if place.isdecimal() else -1)
    return Spot(Step.PAY if parts[0] == "tenders" or belongs_to_payment(error) else None)


def first_spot(error: HallError) -> tuple[Spot, HallError]:
    """Where to go with one refusal or several, and those that are mended there."""
    errors = error.errors if isinstance(error, Several) else (error,)
    spot = spot_of(errors[0])
    here = tuple(_named(one) for one in errors if spot_of(one) == spot)
    return spot, here[0] if len(here) == 1 else Several(here)


def _named(error: HallError) -> HallError:
    """A refusal of a party as a whole stands at its document's number, a signature nowhere."""
    last = error.field.rpartition(".")[2]
    if last in _PARTIES:
        error.field = f"{last}.number"
    elif error.code.startswith("approval."):
        error.field = ""
    return error


class StepBar(QWidget):
    """The five steps in a row, the current one marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = {step: plain_label(role="step") for step in Step}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
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
