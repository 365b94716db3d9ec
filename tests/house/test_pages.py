"""Every page and state of the client, walked through as the manual's pictures are taken."""

import itertools
import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTableView,
    QWidget,
)

from hallclient.base.language import Language, use_language
from hallclient.ui.page import Page
from tools.pictures.album import Dress, settle_layout
from tools.pictures.stops import whole_tour

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH_WORD = re.compile(r"[A-Za-z]{2,}")
CODES = re.compile(
    r"S\d-[A-Z]{2}-\d\d|Ctrl|Alt|Shift|Esc|Enter|PgUp|PgDown|Backspace|F\d+|staff\.|\w+\.dll"
)
DATA = re.compile(r"长期|充\d+元送\d+元|[一-鿿]\*+")
"""What stands on the card, what the hall calls its promotions, a name as it is masked."""
CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView, QTabBar)


class Inspector:
    """Looks at every stop and writes down what a clerk would stumble over."""

    def __init__(self) -> None:
        self.stops: list[str] = []
        self.faults: dict[str, str] = {}

    def take(self, stop: str, window: QWidget, dress: Dress, language: Language) -> None:
        self.stops.append(stop)
        window.resize(1366, 768)
        settle_layout()
        for root in parts(window):
            found = (*unnamed(root), *markup(root), *cut(root), *strange(root, language),
                     *astray(root))  # fmt: skip
            for fault in found:
                self.faults.setdefault(fault, stop)


def parts(window: QWidget) -> Iterator[QWidget]:
    """The dialog in front, else the page in front, else the window."""
    dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    pages = [page for page in window.findChildren(Page) if page.isVisible()]
    yield from dialogs or pages or [window]


def controls(root: QWidget) -> Iterator[QWidget]:
    """What Tab reaches, as the clerk sees it."""
    for widget in root.findChildren(QWidget):
        reached = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        inside_combo = isinstance(widget.parentWidget(), QComboBox)
        if isinstance(widget, CONTROLS) and reached and widget.isVisible() and not inside_combo:
            yield widget


def unnamed(root: QWidget) -> Iterator[str]:
    """A screen reader and a script find each control by a name of its own."""
    names = [(widget.accessibleName(), widget) for widget in controls(root)]
    for name, widget in names:
        if not name and not isinstance(widget, QTabBar):
            yield f"{type(widget).__name__} {widget.objectName()!r} has no name"
    given = sorted(name for name, _widget in names if name)
    for name, group in itertools.groupby(given):
        if len(list(group)) > 1:
            yield f"more than one control is named {name!r}"


def astray(root: QWidget) -> Iterator[str]:
    """Tab goes down and to the right, as the work does, then to the primary button."""
    shown = set(controls(root))
    chain = [widget for widget in chain_of(root) if widget in shown and widget.isEnabled()]
    for before, after in itertools.pairwise(chain):
        if isinstance(before, QPushButton) and before.objectName() == "primary":
            return
        here, there = place(before, root), place(after, root)
        level = here.top() <= there.center().y() <= here.bottom()
        below = there.left() < here.right() and here.left() < there.right()
        if (level and there.right() < here.left()) or (below and there.bottom() < here.top()):
            yield f"Tab goes back from {before.accessibleName()!r} to {after.accessibleName()!r}"


def chain_of(root: QWidget) -> Iterator[QWidget]:
    widget = root.nextInFocusChain()
    while widget is not None and widget is not root:
        yield widget
        widget = widget.nextInFocusChain()


def place(widget: QWidget, root: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint()), widget.size())


def markup(root: QWidget) -> Iterator[str]:
    """No text of anybody's is ever read as markup."""
    for label in root.findChildren(QLabel):
        if label.textFormat() is not Qt.TextFormat.PlainText:
            yield f"label {label.objectName()!r} {label.text()!r} is not plain text"


def cut(root: QWidget) -> Iterator[str]:
    """Nothing written is cut off."""
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        if isinstance(widget, QLabel) and widget.text():
            yield from cut_label(widget)
        elif isinstance(widget, QAbstractButton) and widget.text():
            if widget.width() < widget.minimumSizeHint().width():
                yield f"button {widget.text()!r} is cut"
        elif isinstance(widget, QLineEdit) and not widget.text():
            room = widget.width() - 16
            if QFontMetrics(widget.font()).horizontalAdvance(widget.placeholderText()) > room:
                yield f"hint {widget.placeholderText()!r} is cut"
        elif isinstance(widget, QComboBox) and not widget.isEditable():
            if widget.fontMetrics().horizontalAdvance(widget.currentText()) > widget.width() - 40:
                yield f"choice {widget.currentText()!r} is cut"
        elif isinstance(widget, QTableView):
            yield from cut_table(widget)


def cut_label(label: QLabel) -> Iterator[str]:
    wanted = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
    if label.height() < wanted:
        yield f"text {label.text()!r} is {label.height()} high, needs {wanted}"
    if not label.wordWrap() and label.width() < label.minimumSizeHint().width():
        yield f"text {label.text()!r} is cut"


def cut_table(table: QTableView) -> Iterator[str]:
    if table.horizontalScrollBar().maximum() > 0:
        yield f"table {table.accessibleName()!r} is wider than its place"
    header = table.horizontalHeader()
    if header.isHidden():
        return
    for column in range(header.count()):
        title = str(table.model().headerData(column, Qt.Orientation.Horizontal))
        if header.fontMetrics().horizontalAdvance(title) + 22 > header.sectionSize(column):
            yield f"column {title!r} of {table.accessibleName()!r} is cut"


def strange(root: QWidget, language: Language) -> Iterator[str]:
    """What the program itself says is said in the language in force."""
    said = [action.text() for action in root.actions()]
    for widget in root.findChildren(QWidget):
        said += [action.text() for action in widget.actions() if widget is not root]
        if isinstance(widget, QAbstractButton) and not isinstance(widget.parent(), QTabBar):
            said.append(widget.text())
        elif isinstance(widget, QLineEdit):
            said.append(widget.placeholderText())
        elif isinstance(widget, QTableView):
            model = widget.model()
            said += [
                str(model.headerData(column, Qt.Orientation.Horizontal))
                for column in range(model.columnCount())
            ]
        if isinstance(widget, CONTROLS) and not isinstance(widget.parent(), QTabBar):
            said.append(widget.accessibleName())
    for text in filter(None, said):
        if language == "zh":
            wrong = ENGLISH_WORD.search(CODES.sub("", text)) and not CHINESE.search(text)
        else:
            wrong = CHINESE.search(DATA.sub("", text))
        if wrong:
            yield f"{text!r} is not in this language"


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[None]:
    yield
    qapp.setStyleSheet("")
    use_language("zh")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.usefixtures("dressed")
def test_nothing_is_nameless_cut_or_untranslated_anywhere(language: Language) -> None:
    inspector = Inspector()
    whole_tour(inspector, language)
    assert len(inspector.stops) > 50
    faults = [f"{stop}: {fault}" for fault, stop in inspector.faults.items()]
    assert not faults, "\n".join(faults)
