"""Papers of this counter: printed behind everything else, and spoken of when a person asks."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Slot

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.ui.jobs import Job

if TYPE_CHECKING:
    from hallclient.app.client import Client
    from hallclient.paper.rules import WaitingJob


class Looked(NamedTuple):
    """What a person who asked for waiting papers gets to know."""

    refusal: str
    doubtful: "WaitingJob | None"


class Papers(QObject):
    """Prints what waits. Nobody is disturbed by a refusal: it shows as an alert on top."""

    def __init__(self, client: "Client") -> None:
        super().__init__(client)
        self._client = client

    def print(self) -> None:
        """Prints what waits and is due."""
        seat, backstage = self._client.seat, self._client.backstage
        if seat is not None:
            self._start(Job(lambda _step: backstage.print_papers(seat), self))

    @Slot()
    def ask(self) -> None:
        """A person asks for what waits: it is tried at once, and what hinders it is said."""
        from hallclient.app.backstage import PAPERS_IN_A_PASS
        from hallclient.paper import service as paper

        seat, backstage = self._client.seat, self._client.backstage
        if seat is None:
            return

        def work(_step: object) -> Looked:
            desk = seat.desk
            printer = backstage.printer()
            printed = paper.print_waiting(desk, printer, PAPERS_IN_A_PASS, hurry=True)
            refusals = [one.message for one in printed if one.code]
            doubtful = [one for one in paper.waiting(desk) if one.interrupted]
            return Looked(refusals[-1] if refusals else "", next(iter(doubtful), None))

        job = Job(work, self)
        job.succeeded.connect(self._say)
        self._start(job)

    @Slot(object)
    def _say(self, looked: Looked) -> None:
        client = self._client
        page = client.window.desk.current if client.window.at_work else None
        if page is None or client.window.locked:
            return
        if looked.refusal:
            page.say(looked.refusal, "warning")
        elif looked.doubtful is not None:
            self._ask_about(looked.doubtful)

    def _ask_about(self, job: "WaitingJob") -> None:
        from hallclient.paper.rules import PrintInterrupted, paper_name
        from hallclient.ui.paper_seen import PaperSeenDialog

        client = self._client
        said = paper_name(job.kind, job.subject, job.copy), str(PrintInterrupted())
        PaperSeenDialog(
            client.window,
            client.lanes,
            said,
            lambda: self._settle(job, again=True),
            lambda: self._settle(job, again=False),
        )

    def _settle(self, waiting: "WaitingJob", *, again: bool) -> None:
        """What the person said is written down; the next paper is asked about."""
        from hallclient.paper import service as paper

        client = self._client
        seat, request_id = client.seat, new_id()
        if seat is None:
            return
        settle = paper.retry if again else paper.came_out
        job = Job(lambda _step: settle(seat.desk, waiting.job_id, request_id), self)
        job.succeeded.connect(lambda _done: self.ask())
        job.failed.connect(self._not_settled)
        client.lanes.write.start(job)

    @Slot(object)
    def _not_settled(self, error: Exception) -> None:
        if not isinstance(error, HallError):
            raise error
        page = self._client.window.desk.current if self._client.window.at_work else None
        if page is not None:
            page.say(str(error), "wrong")

    def _start(self, job: Job) -> None:
        job.succeeded.connect(lambda _printed: self._client.refresh_top())
        self._client.paper.start(job)
