"""The line on top: where, which business day, who, what needs attention, what time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from hallclient.base.clock import hall_time
from hallclient.base.language import tr
from hallclient.ui.shell import Person, Place
from hallclient.ui.widgets.marks import mark, plain_label


@dataclass(frozen=True)
class _Alert:
    button: QPushButton
    say: Callable[[], str]

    def write(self) -> None:
        text = self.say()
        self.button.setText(text)
        self.button.setAccessibleName(text)


class TopBar(QWidget):
    """Facts on the left, alerts and the clock on the right."""

    def __init__(self, now: Callable[[], datetime], place: Place, person: Person) -> None:
        super().__init__()
        self.setObjectName("top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._now, self._place, self._person = now, place, person
        self._business_date: date | None = None
        self._hall, self._counter, self._day = plain_label(role="hall"), QLabel(), QLabel()
        self._who, self.clock = QLabel(), plain_label(role="caption")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 6, 16, 7)
        self._row.setSpacing(16)
        for label in (self._hall, self._counter, self._day):
            label.setTextFormat(Qt.TextFormat.PlainText)
            self._row.addWidget(label)
        self._row.addStretch(1)
        self._alerts: dict[str, _Alert] = {}
        self._who.setTextFormat(Qt.TextFormat.PlainText)
        self._row.addWidget(self._who)
        self._row.addWidget(self.clock)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.refresh_clock)
        self._timer.start(1000)
        self.refresh()

    def set_place(self, place: Place) -> None:
        """Another hall name or counter."""
        self._place = place
        self.refresh()

    def set_business_date(self, day: date | None) -> None:
        """The open business day (营业日), None while none is open."""
        self._business_date = day
        self.refresh()

    def set_alert(
        self,
        key: str,
        say: Callable[[], str] | None,
        does: Callable[[], object] | None = None,
        tone: str = "warning",
    ) -> None:
        """Shows or changes an alert such as papers waiting; None takes it away.

        `say` gives its words in the language in force; pressing the alert calls `does`.
        """
        before = self._alerts.pop(key, None)
        if before is not None:
            self._row.removeWidget(before.button)
            before.button.hide()
            before.button.deleteLater()
        if say is None:
            return
        button = QPushButton()
        button.setProperty("role", "alert")
        mark(button, "tone", tone)
        if does is not None:
            button.clicked.connect(lambda: does())  # noqa: PLW0108 - drops Qt's `checked`
        alert = self._alerts[key] = _Alert(button, say)
        alert.write()
        self._row.insertWidget(4 + len(self._alerts) - 1, button)
        button.show()

    def alerts(self) -> dict[str, str]:
        """Key to text of every alert shown."""
        return {key: alert.button.text() for key, alert in self._alerts.items()}

    def refresh(self) -> None:
        """Writes everything in the language in force."""
        place, person, day = self._place, self._person, self._business_date
        self._hall.setText(place.hall)
        self._counter.setText(tr("Counter {number}", number=place.counter))
        self._counter.setVisible(place.counter > 0)
        self._day.setText(
            tr("Business day {day}", day=day.isoformat()) if day else tr("No business day is open")
        )
        self._who.setText(f"{person.name}  {person.code}  {tr(person.role)}")
        for alert in self._alerts.values():
            alert.write()
        self.refresh_clock()

    def refresh_clock(self) -> None:
        """Shows the hall's time, to the minute."""
        text = hall_time(self._now()).strftime("%H:%M")
        if text != self.clock.text():
            self.clock.setText(text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)
