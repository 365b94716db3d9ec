"""One run of work for a page: who is told at its end, and the line that shows its progress."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from hallclient.base.errors import HallError, OutcomeUnknown
from hallclient.base.language import tr
from hallclient.base.progress import Step
from hallclient.ui.jobs import Job
from hallclient.ui.widgets.marks import plain_label


class Run(QObject):
    """A job and the page's two callables; goes with the page, so nothing calls a dead one."""

    ended = Signal(object)

    def __init__[T](
        self,
        page: QWidget,
        work: Callable[[Step], T],
        done: Callable[[T], object],
        failed: Callable[[HallError], object],
        *,
        quiet: bool,
    ) -> None:
        super().__init__(page)
        self.quiet = quiet
        self.work: Callable[[Step], object] = work
        self.done: Callable[..., object] = done
        self.failed = failed
        self.lost: Callable[[OutcomeUnknown], object] | None = None
        """Is told, instead of `failed`, that nobody knows what became of the work."""
        self.job = Job(work)
        self.job.succeeded.connect(self._on_succeeded)
        self.job.failed.connect(self._on_failed)
        self.job.stopped.connect(self._on_stopped)

    @Slot(object)
    def _on_succeeded(self, value: object) -> None:
        self._end()
        self.done(value)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, HallError):
            raise error  # a bug: goes to sys.excepthook, which is the crash dialog
        if self.lost is not None and isinstance(error, OutcomeUnknown):
            self.lost(error)
        else:
            self.failed(error)

    @Slot()
    def _on_stopped(self) -> None:
        self._end()

    def _end(self) -> None:
        self.ended.emit(self)
        self.deleteLater()


class Progress(QWidget):
    """What runs, how far it is, and a button that cancels it; hidden when nothing runs."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self._text = plain_label()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._cancel = QPushButton()
        self._cancel.clicked.connect(self.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._text)
        row.addWidget(self._bar, 1)
        row.addWidget(self._cancel)
        self.hide()

    def follow(self, job: Job, text: str) -> None:
        """Shows this job until it ends; `text` is already translated."""
        self._job = job
        self._text.setText(text)
        self._bar.setAccessibleName(text)
        self._bar.setRange(0, 0)
        self._cancel.setText(tr("Cancel the work"))
        self._cancel.setAccessibleName(tr("Cancel the work"))
        self._cancel.setEnabled(True)
        job.progressed.connect(self._on_progressed)
        for end in (job.succeeded, job.failed, job.stopped):
            end.connect(self.hide)
        self.show()

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def cancel(self) -> None:
        """Asks the work to stop at its next step."""
        self._cancel.setEnabled(False)
        if self._job is not None:
            self._job.stop()
