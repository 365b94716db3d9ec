"""The second screen, facing the customer: the same money at the same moment, masked names."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent, QScreen
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from hallclient.base.language import tr
from hallclient.base.money import yuan
from hallclient.ui.widgets.marks import mark, plain_label

_MOST_LINES = 6
_LOW = 900
"""Height in pixels below which the figures are smaller, so that six lines fit a 1024 × 600."""


@dataclass(frozen=True)
class CustomerLine:
    """One business of the order; both texts already translated and masked."""

    text: str
    amount_fen: int


@dataclass(frozen=True)
class CustomerView:
    """What the customer sees of an order.

    Attributes:
        person: masked name and last four of the document, or "".
        lines: what is bought.
        due_fen: the whole amount due, None where nothing is sold.
        received_fen: cash and other tenders taken so far, None before anything was.
        change_fen: what is handed back, None before it is known.
        message: one sentence, already translated, such as a thanks.
    """

    person: str
    lines: tuple[CustomerLine, ...]
    due_fen: int | None
    received_fen: int | None = None
    change_fen: int | None = None
    message: str = ""


class CustomerScreen(QWidget):
    """A window of its own; greets while nothing is going on."""

    def __init__(self, hall: str) -> None:
        super().__init__()
        self.setObjectName("customer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._hall = hall
        self._shown: CustomerView | None = None
        self._head = plain_label(role="medium")
        self._lines = QGridLayout()
        self._lines.setColumnStretch(0, 1)
        self._cells = [
            (plain_label(role="large"), plain_label(role="large")) for _ in range(_MOST_LINES)
        ]
        for row, (text, amount) in enumerate(self._cells):
            self._lines.addWidget(text, row, 0)
            self._lines.addWidget(amount, row, 1, Qt.AlignmentFlag.AlignRight)
        self._figures = QGridLayout()
        self._figures.setColumnStretch(0, 1)
        self._due, self._received, self._change = (self._add_figure(row) for row in range(3))
        self._message = plain_label(role="large")
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setWordWrap(True)
        self._column = column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.addWidget(self._head)
        column.addLayout(self._lines)
        column.addStretch(1)
        column.addLayout(self._figures)
        column.addWidget(self._message)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(lambda _screen: self.place())
            application.screenRemoved.connect(lambda _screen: self.place())
        self.retranslate()

    def place(self) -> bool:
        """Fills the second screen; False, and hidden, when the PC has only one."""
        screens = [
            screen
            for screen in QGuiApplication.screens()
            if screen is not QGuiApplication.primaryScreen()
        ]
        if not screens:
            self.hide()
            return False
        self._fill(screens[0])
        return True

    def greet(self) -> None:
        """Nothing is going on: the hall's name and a greeting."""
        self._shown = None
        self.retranslate()

    def show_order(self, view: CustomerView) -> None:
        """The order as it stands; called whenever the clerk's own figures change."""
        self._shown = view
        self.retranslate()

    def texts(self) -> tuple[str, ...]:
        """Everything that can be read on it now, top to bottom."""
        return tuple(label.text() for label in self.findChildren(QLabel) if label.text())

    def retranslate(self) -> None:
        """Draws what is shown in the language in force."""
        self.setWindowTitle(tr("Customer's screen"))
        view = self._shown
        self._head.setText(self._hall if view is None or not view.person else view.person)
        self._message.setText(
            tr("Welcome. What may we do for you?") if view is None else view.message
        )
        lines = () if view is None else view.lines[-_MOST_LINES:]
        for at, (text, amount) in enumerate(self._cells):
            text.setText(lines[at].text if at < len(lines) else "")
            amount.setText(yuan(lines[at].amount_fen) if at < len(lines) else "")
        self._set_figure(self._due, tr("To pay"), None if view is None else view.due_fen, "due")
        self._set_figure(
            self._received, tr("Received"), None if view is None else view.received_fen, ""
        )
        self._set_figure(
            self._change, tr("Your change"), None if view is None else view.change_fen, "good"
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        low = self.height() < _LOW
        margin, space = (32, 8) if low else (64, 16)
        self._column.setContentsMargins(margin, margin, margin, margin)
        for layout in (self._column, self._lines, self._figures):
            layout.setSpacing(space)
        if self.property("compact") != low:
            self.setProperty("compact", low)
            for widget in (self, *self.findChildren(QLabel)):
                widget.style().unpolish(widget)
                widget.style().polish(widget)
        super().resizeEvent(event)

    def _fill(self, screen: QScreen) -> None:
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    def _add_figure(self, row: int) -> tuple[QLabel, QLabel]:
        caption, figure = plain_label(role="large"), plain_label(role="huge")
        self._figures.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._figures.addWidget(figure, row, 1, Qt.AlignmentFlag.AlignRight)
        return caption, figure

    @staticmethod
    def _set_figure(
        labels: tuple[QLabel, QLabel], caption: str, fen: int | None, tone: str
    ) -> None:
        labels[0].setText("" if fen is None else caption)
        labels[1].setText("" if fen is None else yuan(fen))
        mark(labels[1], "tone", tone)
