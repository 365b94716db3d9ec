"""Prompts: what is said or shown to the customer, most of it before anything goes on."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from hallclient.base.errors import HallError
from hallclient.base.language import N_, tr
from hallclient.ui.widgets.marks import mark, plain_label


class PromptOpen(HallError):
    """A mandatory prompt was not acknowledged."""

    code = "prompt.open"
    sentence = N_("Say and acknowledge every prompt first (Space, or F8 for the next one).")


@dataclass(frozen=True)
class Prompt:
    """One prompt.

    Attributes:
        id: stable; what `acknowledged_ids` returns and a draft keeps.
        text: the sentence, already translated, its facts filled in.
        standard: id of the service standard it comes from, such as `S1-CT-08`, or "".
        optional: a courtesy: nothing waits for it, but somebody counts those left out.
    """

    id: str
    text: str
    standard: str = ""
    optional: bool = False


class _Row(QWidget):
    def __init__(self, prompt: Prompt) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.prompt = prompt
        self.box = _Box(prompt.text, "caption" if prompt.optional else "")
        self.box.setObjectName(f"prompt_{prompt.id.replace('.', '_').replace('-', '_')}")
        self.box.setAccessibleName(prompt.text)
        self.box.setAccessibleDescription(prompt.standard)
        row = QHBoxLayout(self)
        edge = 0 if prompt.optional else 4
        row.setContentsMargins(8, edge, 8, edge)
        row.addWidget(self.box)
        row.addWidget(self.box.words, 1)
        row.addWidget(plain_label(prompt.standard, "caption"))
        if not prompt.optional:
            mark(self, "open", True)
            self.box.toggled.connect(lambda done: mark(self, "open", not done))


class _Box(QCheckBox):
    """Space acknowledges; the words wrap beside it and can be clicked too."""

    def __init__(self, text: str, role: str) -> None:
        super().__init__()
        self.words = plain_label(text, role)
        self.words.setWordWrap(True)
        self.words.setBuddy(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)


class PromptList(QWidget):
    """Each prompt with a box; Space acknowledges the one in focus, F8 the next open one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._rows: list[_Row] = []
        self._next = QAction(tr("Acknowledge the next prompt"), self)
        self._next.setShortcut(QKeySequence("F8"))
        self._next.triggered.connect(self.acknowledge_next)
        self.addAction(self._next)

    def set_prompts(self, prompts: Sequence[Prompt]) -> None:
        """Shows these prompts; one that was acknowledged and stays, stays acknowledged."""
        done = self.acknowledged_ids()
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [_Row(prompt) for prompt in prompts]
        for row in self._rows:
            row.box.setChecked(row.prompt.id in done)
            row.box.toggled.connect(lambda _done: self.changed.emit())
            self._column.addWidget(row)
            row.show()
        self._settle_tab_order()
        self.setVisible(bool(self._rows))
        self.changed.emit()

    def _settle_tab_order(self) -> None:
        """New boxes come where the list stands, not behind everything that was made before."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt orders nothing after what Tab passes by
        for before, after in itertools.pairwise([self, *(row.box for row in self._rows)]):
            QWidget.setTabOrder(before, after)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def acknowledge(self, ids: Sequence[str] | frozenset[str]) -> None:
        """Puts back what a draft says was acknowledged."""
        for row in self._rows:
            row.box.setChecked(row.prompt.id in ids)

    def acknowledge_next(self) -> None:
        """The clerk has said the next open prompt."""
        for row in self._rows:
            if not row.box.isChecked():
                row.box.setChecked(True)
                return

    def acknowledged_ids(self) -> frozenset[str]:
        """Ids of the prompts acknowledged."""
        return frozenset(row.prompt.id for row in self._rows if row.box.isChecked())

    def missing(self) -> tuple[str, ...]:
        """Ids of the prompts still open."""
        return tuple(row.prompt.id for row in self._rows if not row.box.isChecked())

    def require_all(self) -> None:
        """Raises PromptOpen, with the first open prompt's field, unless all are acknowledged.

        Courtesies may stay open.
        """
        for row in self._rows:
            if not (row.box.isChecked() or row.prompt.optional):
                raise PromptOpen(field=row.box.objectName())

    def retranslate(self) -> None:
        """The key's text; the prompts themselves come translated from the page."""
        self._next.setText(tr("Acknowledge the next prompt"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
