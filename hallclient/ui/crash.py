"""When a bug gets out: the clerk reads what is safe, a file says what broke, nothing is hidden."""

import re
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPushButton, QVBoxLayout

from hallclient.base.language import tr
from hallclient.ui.crash_report import crash_text, headline, keep_report
from hallclient.ui.widgets.marks import plain_label

MOST_FILES: Final = 20
"""Reports that one run writes: a bug in drawing comes back with every frame."""

type Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]

_ROW = re.compile(r"^DETAIL:.*$", re.MULTILINE)  # PostgreSQL quotes the row that broke a rule
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_DIGITS = re.compile(r"[0-9]{4,}")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def without_personal_data(text: str) -> str:
    """A message without what it may quote: rows, quoted text, numbers of four digits, scripts."""
    without_rows = _ROW.sub("DETAIL: …", text)
    return _NOT_ASCII.sub("…", _DIGITS.sub("#", _QUOTED.sub("'…'", without_rows)))


def _safe() -> tuple[tuple[str, str], ...]:
    """What nobody need worry about, and what to look at before money changes hands again."""
    return (
        (tr("Every order that was confirmed is in the books, once."), ""),
        (tr("What is typed on the screen is kept as a draft and offered back."), ""),
        (
            tr(
                "If money changed hands a moment ago, look in Order search before you take or "
                "give any again: what stands there was taken, what does not was not."
            ),
            "",
        ),
    )


def _written(file: Path | None) -> tuple[str, str]:
    if file is None:
        return tr("The file about it could not be written."), "caption"
    text = tr("What broke is written in {file}, without personal data.", file=str(file))
    return text, "caption"


class _Said(QDialog):
    """Sentences below a title, and buttons; the last button is the one that Enter presses."""

    def __init__(
        self,
        title: str,
        sentences: Sequence[tuple[str, str]],
        buttons: Sequence[tuple[str, Callable[[], object]]],
    ) -> None:
        super().__init__(QApplication.activeWindow())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        for text, role in ((title, "title"), *sentences):
            label = plain_label(text, role)
            label.setWordWrap(True)
            column.addWidget(label)
        row = QHBoxLayout()
        row.addStretch(1)
        for text, does in buttons:
            button = QPushButton(text)
            button.setAccessibleName(text)
            button.clicked.connect(does)
            row.addWidget(button)
        button.setObjectName("primary")
        button.setDefault(True)
        column.addLayout(row)
        self.setMinimumWidth(520)


class CrashDialog(_Said):
    """One dialog however many errors follow; the program goes on unless the clerk closes it."""

    def __init__(self, file: Path | None) -> None:
        super().__init__(
            tr("Something in the program broke"),
            (
                *_safe(),
                (
                    tr("Go on working; if it happens again, close the program and start it anew."),
                    "",
                ),
                _written(file),
            ),
            ((tr("Close the program"), self._close_program), (tr("Go on working"), self.accept)),
        )

    def _close_program(self) -> None:
        self.reject()
        QApplication.closeAllWindows()


class LastRunDialog(_Said):
    """Said once, at the start after a run that was not closed; `file` where something broke."""

    def __init__(self, file: Path | None) -> None:
        why = (
            tr("The program broke off the last time it ran.")
            if file
            else tr("The program was cut off the last time: a power cut, or it was ended by force.")
        )
        said = [(why, ""), *_safe(), *([_written(file)] if file else [])]
        super().__init__(tr("The program was not closed"), said, ((tr("Go on"), self.accept),))


class CrashCare(QObject):
    """Catches what nobody caught, on any thread, and hands it on to the hooks before it.

    Nothing is swallowed: the earlier hook (the log, pytest) still gets every error.
    """

    told = Signal()
    """The dialog opens: a good moment to save what was typed."""

    _broke = Signal(object)  # the one way from any thread to the dialog

    def __init__(
        self, folder: Path, now: Callable[[], datetime], log: Callable[[str], object]
    ) -> None:
        """`log` gets one line an error and a line a Qt warning, both without personal data."""
        super().__init__()
        self._folder, self._now, self._log = folder, now, log
        self._dialog: CrashDialog | None = None
        self._page, self._written = "", 0
        self._before: Hook | None = None
        self._threads_before: Callable[[threading.ExceptHookArgs], object] | None = None
        self._broke.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """From now on; the hooks in force are kept and still called."""
        self._before, self._threads_before = sys.excepthook, threading.excepthook
        self._unraised_before = sys.unraisablehook
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error
        sys.unraisablehook = self._on_unraised
        self._qt_before = qInstallMessageHandler(self._on_qt_message)

    def uninstall(self) -> None:
        """Puts back the hooks that were there."""
        if self._before is not None and self._threads_before is not None:
            sys.excepthook, threading.excepthook = self._before, self._threads_before
            sys.unraisablehook = self._unraised_before
            qInstallMessageHandler(self._qt_before)
            self._before = self._threads_before = None

    @Slot(str)
    def at_page(self, page: str) -> None:
        """The room in front, by its id: a report names it."""
        self._page = page

    def tell_of_last_run(self, file: Path | None) -> None:
        """Says that the last run was not closed; `file` is the report, None for a power cut."""
        LastRunDialog(file).open()

    def _on_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if not issubclass(kind, KeyboardInterrupt | SystemExit):
            self._note(error)
        if self._before is not None:
            self._before(kind, error, trace)

    def _on_thread_error(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._note(args.exc_value)
        if self._threads_before is not None:
            self._threads_before(args)

    def _on_unraised(self, broken: Any) -> None:
        """Something broke while it was being thrown away: written down, nobody is disturbed."""
        if broken.exc_value is not None:
            self._write(broken.exc_value)
        self._unraised_before(broken)

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg:
            self._log(f"qt: {without_personal_data(text)}")

    def _note(self, error: BaseException) -> None:
        self._broke.emit(self._write(error))

    def _write(self, error: BaseException) -> Path | None:
        self._log(f"crash: {headline(error)}")
        at, self._written = self._now(), self._written + 1
        if self._written > MOST_FILES:
            return None
        try:
            return keep_report(self._folder, crash_text(error, at, self._page), at)
        except OSError as reason:  # a full disk must not hide the first error
            self._log(f"crash file: {type(reason).__name__}")
            return None

    @Slot(object)
    def _show(self, file: Path | None) -> None:
        if self._dialog is None and QApplication.instance() is not None:
            self._dialog = CrashDialog(file)
            self._dialog.finished.connect(self._on_finished)
            self._dialog.open()
            self.told.emit()

    @Slot()
    def _on_finished(self) -> None:
        self._dialog = None
