"""When a bug gets out: the clerk reads what is safe, a file says what broke, nothing is hidden."""

import re
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

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

from hallclient import __version__
from hallclient.base.language import tr
from hallclient.ui.widgets.marks import plain_label

type Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]

_ROW = re.compile(r"^DETAIL:.*$", re.MULTILINE)  # PostgreSQL quotes the row that broke a rule
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_DIGITS = re.compile(r"[0-9]{4,}")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def without_personal_data(text: str) -> str:
    """A message without what it may quote: rows, quoted text, numbers of four digits, scripts."""
    without_rows = _ROW.sub("DETAIL: …", text)
    return _NOT_ASCII.sub("…", _DIGITS.sub("#", _QUOTED.sub("'…'", without_rows)))


def crash_text(error: BaseException, at: datetime) -> str:
    """What the file says: version, time, place in the code, the cause without its data."""
    lines = [f"hallclient {__version__}", f"python {sys.version.split()[0]} {sys.platform}"]
    lines.append(at.isoformat(timespec="seconds"))
    chain: BaseException | None = error
    while chain is not None:
        lines.append(f"{type(chain).__name__}: {without_personal_data(str(chain))}")
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(chain.__traceback__)
        ]
        chain = chain.__cause__ or chain.__context__
    return "\n".join(lines) + "\n"


class CrashDialog(QDialog):
    """One dialog however many errors follow; the program goes on unless the clerk closes it."""

    def __init__(self, file: Path | None) -> None:
        super().__init__(QApplication.activeWindow())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Something in the program broke"))
        self.setAccessibleName(tr("Something in the program broke"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        where = tr("What broke is written in {file}, without personal data.", file=str(file or ""))
        for text, role in (
            (tr("Something in the program broke"), "title"),
            (tr("Every order that was confirmed is in the books, once."), ""),
            (tr("What is typed on the screen is kept as a draft and offered back."), ""),
            (tr("Go on working; if it happens again, close the program and start it anew."), ""),
            (where if file else tr("The file about it could not be written."), "caption"),
        ):
            label = plain_label(text, role)
            label.setWordWrap(True)
            column.addWidget(label)
        row = QHBoxLayout()
        row.addStretch(1)
        close, go_on = QPushButton(tr("Close the program")), QPushButton(tr("Go on working"))
        go_on.setObjectName("primary")
        go_on.setDefault(True)
        for button, does in ((close, self._close_program), (go_on, self.accept)):
            button.setAccessibleName(button.text())
            button.clicked.connect(does)
            row.addWidget(button)
        column.addLayout(row)
        self.setMinimumWidth(520)

    def _close_program(self) -> None:
        self.reject()
        QApplication.closeAllWindows()


class CrashCare(QObject):
    """Catches what nobody caught, on any thread, and hands it on to the hooks before it.

    Nothing is swallowed: the earlier hook (the log, pytest) still gets every error.
    """

    _broke = Signal(object)  # the one way from any thread to the dialog

    def __init__(
        self, folder: Path, now: Callable[[], datetime], log: Callable[[str], object]
    ) -> None:
        """`log` gets one line an error and a line a Qt warning, both without personal data."""
        super().__init__()
        self._folder, self._now, self._log = folder, now, log
        self._dialog: CrashDialog | None = None
        self._before: Hook | None = None
        self._threads_before: Callable[[threading.ExceptHookArgs], object] | None = None
        self._broke.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """From now on; the hooks in force are kept and still called."""
        self._before, self._threads_before = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error
        self._qt_before = qInstallMessageHandler(self._on_qt_message)

    def uninstall(self) -> None:
        """Puts back the hooks that were there."""
        if self._before is not None and self._threads_before is not None:
            sys.excepthook, threading.excepthook = self._before, self._threads_before
            qInstallMessageHandler(self._qt_before)
            self._before = self._threads_before = None

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

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg:
            self._log(f"qt: {without_personal_data(text)}")

    def _note(self, error: BaseException) -> None:
        self._log(f"crash: {type(error).__name__}: {without_personal_data(str(error))}")
        self._broke.emit(self._write(error))

    def _write(self, error: BaseException) -> Path | None:
        at = self._now()
        file = self._folder / f"crash-{at:%Y%m%d-%H%M%S}.txt"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with file.open("a", encoding="utf-8") as out:
                out.write(crash_text(error, at))
        except OSError as reason:  # a full disk must not hide the first error
            self._log(f"crash file: {type(reason).__name__}")
            return None
        return file

    @Slot(object)
    def _show(self, file: Path | None) -> None:
        if self._dialog is None and QApplication.instance() is not None:
            self._dialog = CrashDialog(file)
            self._dialog.finished.connect(self._on_finished)
            self._dialog.open()

    @Slot()
    def _on_finished(self) -> None:
        self._dialog = None
