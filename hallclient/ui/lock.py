"""The locked screen: everything below stays as it was, and out of sight."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.ui.forms.lock import Ui_Lock
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from hallclient.ui.shell import Person


class PasswordMissing(HallError):
    """Unlock was pressed with an empty password."""

    code = "unlock.empty"
    sentence = N_("Type your password to unlock the screen.")


class LockPage(Page):
    """Name of the person who is away, their password, and a way out for somebody else."""

    title = N_("Screen locked")
    primary_text = N_("Unlock")
    narrow = True

    unlocked = Signal()
    left = Signal()

    def __init__(self, lanes: Lanes, unlock: Callable[[str, str], object], person: Person) -> None:
        super().__init__(lanes)
        self._unlock, self._person = unlock, person
        self.ui = self.set_form(Ui_Lock)
        self.ui.person.setText(f"{person.name}  {person.code}")
        self.ui.password.returnPressed.connect(self.press_primary)
        self.add_button(N_("Another person: sign out"), self.left.emit)

    def on_primary(self) -> None:
        password = self.ui.password.text()
        if not password:
            raise PasswordMissing(field="password")
        unlock, code = self._unlock, self._person.code
        self.run(self.lanes.write, lambda: unlock(code, password), self._on_unlocked, self._refused)

    def back(self) -> None:
        """Esc leads nowhere from a locked screen."""

    def _on_unlocked(self, _value: object) -> None:
        self.ui.password.clear()
        self.unlocked.emit()

    def _refused(self, error: HallError) -> None:
        self.ui.password.clear()
        self.show_error(error)
        self.ui.password.setFocus()


_INPUT = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)


class IdleWatch(QObject):
    """Tells when nobody has touched keyboard or mouse for some minutes.

    It listens at the windows, not at the application: a filter there would see, in Python,
    every event of every widget.
    """

    idle = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)  # a coarse one drifts by 5 %
        self._timer.timeout.connect(self.idle)
        self._heard: set[QWindow] = set()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self.listen)
            self.listen(application.focusWindow())

    def set_minutes(self, minutes: int) -> None:
        """How long; 0 never tells."""
        if minutes > 0:
            self._timer.start(minutes * 60_000)
        else:
            self._timer.stop()

    def spent_ms(self) -> int:
        """Milliseconds since the last key or mouse move; 0 while it does not watch."""
        return self._timer.interval() - self._timer.remainingTime() if self._timer.isActive() else 0

    def listen(self, window: QWindow | None) -> None:
        """Hears the keys and mouse of this window too."""
        if window is not None and window not in self._heard:
            self._heard.add(window)
            window.destroyed.connect(lambda: self._heard.discard(window))
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT and self._timer.isActive():
            self._timer.start()
        return False
