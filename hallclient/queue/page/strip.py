"""The strip of the queue above a page: whom the counter has, what may be done with them."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from hallclient.base.language import labelled, tr
from hallclient.queue.page.strip_ask import QueueAsk
from hallclient.queue.rules import (
    CounterNow,
    CounterState,
    State,
    kept_line,
    kept_reason,
    queue_standard,
)
from hallclient.ui.widgets.marks import plain_label

NEXT, AGAIN, START, MISSED = "next", "again", "start", "missed"
PARK, TRANSFER, FINISH, PICK = "park", "transfer", "finish", "pick"
LEAVE, BACK, OPEN, CLOSE = "leave", "back", "open", "close"

DEEDS = (NEXT, AGAIN, START, MISSED, FINISH, PARK, TRANSFER, PICK, BACK, LEAVE, OPEN, CLOSE)
"""Everything that may be done, in the order of the buttons."""


def deeds_of(now: CounterNow) -> frozenset[str]:
    """What the strip offers as it stands; every key works at any time, and says why not."""
    if now.elsewhere:
        return frozenset()
    if now.state is CounterState.CLOSED:
        return frozenset({OPEN})
    if now.state is CounterState.PAUSED:
        return frozenset({BACK})
    if now.called is None:
        picks = {PICK} if now.waiting or now.parked else set()
        return frozenset({NEXT, LEAVE, CLOSE} | picks)
    if now.called.ticket.standing.state is State.CALLED:
        return frozenset({START, AGAIN, MISSED, TRANSFER})
    return frozenset({FINISH, PARK, TRANSFER})


class QueueStrip(QFrame):
    """One line, with the front desk's note below it where there is one.

    The buttons take no focus: each has a key, and Tab belongs to the page.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._now: CounterNow | None = None
        self.number = plain_label(role="figure")
        self.number.setObjectName("queue_number")
        self.words = plain_label()
        self.words.setObjectName("queue_words")
        self.words.setWordWrap(True)
        self.note = plain_label(role="lead")
        self.note.setObjectName("queue_note")
        self.note.setWordWrap(True)
        self.reminder = plain_label(role="caption")
        self.reminder.setWordWrap(True)
        self.buttons = {deed: QPushButton() for deed in DEEDS}
        self.ask = QueueAsk()
        self._lay_out()
        self.hide()

    def show_now(self, now: CounterNow) -> None:
        """The counter as it was just read; without a part in the queue the strip is hidden."""
        self._now = now
        offered = deeds_of(now)
        for shown in (False, True):  # those that go, go first: all at once would widen the window
            for deed, button in self.buttons.items():
                if (deed in offered) is shown:
                    button.setVisible(shown)
        self.retranslate()
        self.setVisible(bool(now.lines))

    def retranslate(self) -> None:
        """Writes everything in the language in force; the keys' owner names the buttons."""
        now = self._now
        if now is None:
            return
        one = now.called
        self.number.setText("" if one is None else one.ticket.number)
        self.number.setVisible(one is not None)
        self.number.setAccessibleName(tr("Ticket at this counter"))
        self.words.setText(_words(now))
        note = one.note if one is not None else ""
        self.note.setText(labelled(tr("Front desk"), note) if note else "")
        self.note.setVisible(bool(note))
        self.reminder.setText(str(queue_standard().says["late"]) if now.late else "")
        self.reminder.setVisible(now.late)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.number)
        row.addWidget(self.words, 1)
        for button in self.buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.hide()
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(self.note)
        column.addWidget(self.reminder)
        column.addWidget(self.ask)


def _words(now: CounterNow) -> str:
    """Where the counter stands, in one line."""
    if now.elsewhere:
        return tr("{clerk} is signed in at this counter for the queue.", clerk=now.elsewhere)
    if now.state is CounterState.CLOSED:
        return tr("This counter is not open for the queue.")
    if now.state is CounterState.PAUSED:
        reason = kept_reason(now.reason).text
        return tr("Service paused: {reason}, {minutes} min", reason=reason, minutes=now.minutes)
    if now.called is None:
        if not now.waiting:
            return tr("Nobody is waiting for this counter.")
        longest = max(row.waited for row in now.waiting) // 60
        return tr("{count} waiting, the longest {minutes} min",
                  count=len(now.waiting), minutes=longest)  # fmt: skip
    return _who(now)


def _who(now: CounterNow) -> str:
    one = now.called.ticket if now.called is not None else None
    if one is None:
        return ""
    parts = [
        tr("being served") if one.standing.state is State.SERVING else tr("called"),
        kept_line(one.standing.line).text,
        tr("special care") if one.care else "",
        tr("waited {minutes} min", minutes=now.waited // 60),
        tr("{count} waiting", count=len(now.waiting)) if now.waiting else "",
    ]
    return " · ".join(filter(None, parts))
