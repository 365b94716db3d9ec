"""The rooms down the left side, each with its icon and its Alt key."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from hallclient.base.language import N_, tr
from hallclient.ui.icons import icon
from hallclient.ui.shell import Room
from hallclient.ui.widgets.marks import plain_label

KEYS: Final = 10
"""So many rooms have a key: Alt and a digit."""
MANY_ROOMS: Final = 12
"""More than these stand closer together: with 18, a window 768 pixels high shows them all."""
LOCK = N_("Lock the screen")
SIGN_OUT = N_("Sign out")


def room_key(place: int) -> str:
    """The key of the room at this place of the rail, from 1 on; "" where there is none."""
    return f"Alt+{place % 10}" if place <= KEYS else ""


class RailButton(QPushButton):
    """Icon, title and key of one room, or of lock and sign-out."""

    def __init__(self, source: str, icon_name: str, keys: str) -> None:
        super().__init__()
        self._source, self._icon_name, self._keys = source, icon_name, keys
        self.setProperty("role", "room")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 12, 0)
        row.addStretch(1)
        self._hint = plain_label(keys)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(self._hint)
        self.refresh()

    def refresh(self) -> None:
        """Draws text and icon for the language and palette in force."""
        text = tr(self._source)
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(self._keys)
        side = self.fontMetrics().height()
        self.setIcon(icon(self._icon_name, side, self.devicePixelRatioF()))
        self.setIconSize(QSize(side, side))

    def event(self, event: QEvent) -> bool:
        """The window came to a screen of another scale: the icon is drawn for its dots."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.refresh()
        return super().event(event)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + self._hint.sizeHint().width() + 12, hint.height())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (
            QEvent.Type.LanguageChange,
            QEvent.Type.PaletteChange,
            QEvent.Type.FontChange,
        ):
            self.refresh()
        super().changeEvent(event)


class _Rooms(QScrollArea):
    """The room buttons; they scroll when large text leaves too little height for all of them."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self._inside = QWidget()
        self._inside.setObjectName("railRooms")
        self.column = QVBoxLayout(self._inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self.setWidget(self._inside)

    def sizeHint(self) -> QSize:
        hint = self._inside.sizeHint()
        bar = self.verticalScrollBar().sizeHint().width() if hint.height() > self.height() else 0
        return QSize(hint.width() + bar, hint.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's spelling
        return QSize(self.sizeHint().width(), self.fontMetrics().height() * 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()


class Rail(QWidget):
    """One button a room; the room in front is checked."""

    room_chosen = Signal(str)

    def __init__(self, rooms: Sequence[Room]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 1, 8)
        column.setSpacing(2)
        self._rooms = _Rooms()
        column.addWidget(self._rooms, 1)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, RailButton] = {}
        for number, room in enumerate(rooms, 1):
            button = RailButton(room.title, room.icon, room_key(number))
            button.setProperty("close", len(rooms) > MANY_ROOMS)
            button.setCheckable(True)
            button.clicked.connect(partial(self._on_clicked, room.id))
            self._group.addButton(button)
            self._buttons[room.id] = button
            self._rooms.column.addWidget(button)
        self._rooms.column.addStretch(1)
        self.lock = RailButton(LOCK, "lock", "Ctrl+L")
        self.sign_out = RailButton(SIGN_OUT, "sign-out", "Ctrl+Q")
        column.addWidget(self.lock)
        column.addWidget(self.sign_out)

    def _on_clicked(self, room_id: str, _checked: object = None) -> None:
        self.room_chosen.emit(room_id)

    def show_room(self, room_id: str) -> None:
        """Checks the room's button."""
        self._buttons[room_id].setChecked(True)
        self._rooms.ensureWidgetVisible(self._buttons[room_id], 0, 0)

    def focus_room(self) -> None:
        """Puts the focus on the room in front."""
        button = self._group.checkedButton()
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down through the rooms, Enter opens the one in focus."""
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(
            focused, RailButton
        ):
            focused.click()
        else:
            super().keyPressEvent(event)
