"""The one question that the queue's strip may ask: which line, which ticket, why, how long."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from hallclient.base.language import tr
from hallclient.ui.widgets.choice_box import ChoiceBox
from hallclient.ui.widgets.marks import plain_label

MINUTES_WIDTH = 72


@dataclass(frozen=True)
class Question:
    """What is asked; `title`, `choice` and `reason` are English source.

    Attributes:
        choices: (value, translated text); the first one is chosen to begin with.
        reason: the label of a line of text, "" where nothing is typed.
        minutes: what stands in the field of minutes, "" where there is none.
        checks: (id, translated text) of what is to be ticked.
        says: reminders, translated.
    """

    title: str
    choice: str
    choices: tuple[tuple[object, str], ...]
    reason: str = ""
    minutes: str = ""
    checks: tuple[tuple[str, str], ...] = ()
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What was chosen, typed and ticked."""

    choice: object
    reason: str
    minutes: str
    checked: frozenset[str]


type Then = Callable[[Answer], object]


class QueueAsk(QFrame):
    """Folds out below the strip; Enter goes through it and does it, Esc folds it in again."""

    closed = Signal()
    """It was folded in, answered or not."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._question: Question | None = None
        self._then: Then | None = None
        self._title = plain_label(role="heading")
        self._says = plain_label(role="caption")
        self._says.setWordWrap(True)
        self._choice_label, self._reason_label = plain_label(), plain_label()
        self._minutes_label = plain_label()
        self.choice, self.reason, self.minutes = ChoiceBox(), QLineEdit(), QLineEdit()
        self.choice.setObjectName("queue_choice")
        self.reason.setObjectName("queue_reason")
        self.minutes.setObjectName("queue_minutes")
        self.reason.setMaxLength(200)
        self.minutes.setMaxLength(3)
        self.minutes.setMaximumWidth(MINUTES_WIDTH)
        self._boxes: list[tuple[str, QCheckBox]] = []
        self.do = QPushButton()
        self.do.clicked.connect(lambda: self._answer())  # noqa: PLW0108 - drops Qt's `checked`
        self._lay_out()
        self.hide()

    @property
    def question(self) -> Question | None:
        """What is being asked."""
        return self._question

    @property
    def is_open(self) -> bool:
        """Whether something is being asked."""
        return self._question is not None

    def ask(self, question: Question, then: Then) -> None:
        """Asks; what was typed into an earlier question goes."""
        self._question, self._then = question, then
        self.choice.set_choices(question.choices, translated=True)
        self.choice.set_value(question.choices[0][0] if question.choices else None)
        self.reason.clear()
        self.minutes.setText(question.minutes)
        for label, field, wanted in (
            (self._reason_label, self.reason, bool(question.reason)),
            (self._minutes_label, self.minutes, bool(question.minutes)),
        ):
            label.setVisible(wanted)
            field.setVisible(wanted)
        self._put_boxes(question.checks)
        self.retranslate()
        self.show()
        self.choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def renew(self, question: Question) -> None:
        """The same question of another list; a choice that is gone leaves none chosen."""
        self._question = question
        self.choice.set_choices(question.choices, translated=True)

    def fold(self) -> None:
        """Asks no more."""
        if not self.is_open:
            return
        self._question = self._then = None
        self.hide()
        self.closed.emit()

    def retranslate(self) -> None:
        """Writes every text of its own in the language in force; choices come translated."""
        question = self._question
        if question is None:
            return
        self._title.setText(tr(question.title))
        self._says.setText("\n".join(question.says))
        self._says.setVisible(bool(question.says))
        for label, field, text in (
            (self._choice_label, self.choice, tr(question.choice)),
            (self._reason_label, self.reason, tr(question.reason) if question.reason else ""),
            (self._minutes_label, self.minutes, tr("Minutes")),
        ):
            label.setText(text)
            field.setAccessibleName(text)
        self.do.setText(f"{tr(question.title)}  Enter")
        self.do.setAccessibleName(tr(question.title))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, from the last field it does it; Esc folds in."""
        if event.key() == Qt.Key.Key_Escape:
            self.fold()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            super().keyPressEvent(event)
        elif self.focusWidget() is self.do or not self._to_next():
            self._answer()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _to_next(self) -> bool:
        """To the field after the one with the focus; False behind the last."""
        fields = [one for one in (self.choice, self.reason, self.minutes) if one.isVisible()]
        focus = self.focusWidget()
        at = next((n for n, one in enumerate(fields) if one is focus), len(fields))
        if at + 1 >= len(fields):
            return False
        fields[at + 1].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _answer(self) -> None:
        if self._then is None:
            return
        ticked = frozenset(name for name, box in self._boxes if box.isChecked())
        self._then(Answer(self.choice.value(), self.reason.text(), self.minutes.text(), ticked))

    def _put_boxes(self, checks: Sequence[tuple[str, str]]) -> None:
        for _name, box in self._boxes:
            self._checks.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = []
        for name, text in checks:
            box = QCheckBox(text)
            box.setAccessibleName(text)
            box.setAccessibleDescription(name)
            self._boxes.append((name, box))
            self._checks.addWidget(box)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._says)
        row = QHBoxLayout()
        row.setSpacing(8)
        for label, field, stretch in (
            (self._choice_label, self.choice, 2),
            (self._reason_label, self.reason, 3),
            (self._minutes_label, self.minutes, 0),
        ):
            row.addWidget(label)
            row.addWidget(field, stretch)
        row.addWidget(self.do)
        column.addLayout(row)
        self._checks = QVBoxLayout()
        self._checks.setSpacing(4)
        column.addLayout(self._checks)
