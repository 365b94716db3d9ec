"""What waits for approval elsewhere in the hall: read, approved or refused by password."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.language import N_, tr
from hallclient.staff.rules import AnswerApproval, ApprovalRequest, RequestFact, RequestState
from hallclient.ui.forms.approvals import Ui_Approvals
from hallclient.ui.jobs import Lane, Lanes
from hallclient.ui.page import Page
from hallclient.ui.page_dialog import PageDialog
from hallclient.ui.widgets.data_table import Column
from hallclient.ui.widgets.notice import Tone


class ApprovalReasonTyped(HallError):
    """A reason for refusing stands there: approving now would be a slip of the keys."""

    code = "approval.reason-typed"
    sentence = N_("A reason for refusing is typed. Refuse (F8), or clear it and approve.")


class AnswerIncomplete(HallError):
    """Code or password was left empty."""

    code = "approval.incomplete"
    sentence = N_("Type your code and password: your own rights decide.")


@dataclass(frozen=True)
class ApprovalsCalls:
    """What the page may ask for.

    Attributes:
        open: what waits for the person at this PC.
        code: of that person; anybody else may type theirs.
        answered: told, in a sentence and its tone, when a request was answered.
    """

    open: Callable[[], tuple[ApprovalRequest, ...]]
    answer: Callable[[AnswerApproval], ApprovalRequest]
    code: str
    answered: Callable[[str, Tone], object]


REQUESTS = (
    Column[ApprovalRequest](N_("Counter no."), lambda one: str(one.counter), True, 10),
    Column[ApprovalRequest](N_("Who asks"), lambda one: one.first_name),
    Column[ApprovalRequest](N_("Seconds left"), lambda one: str(one.seconds_left), True, 11),
)
FACTS = (
    Column[RequestFact](N_("Fact"), lambda fact: tr(fact.label), width=14),
    Column[RequestFact](N_("Value"), lambda fact: tr(fact.value) if fact.term else fact.value),
)

ENDS: Final[Mapping[bool, tuple[str, Tone]]] = {
    True: (N_("Approved: {person}, counter {counter}"), "good"),
    False: (N_("Refused: {person}, counter {counter}"), "wrong"),
}
"""What is said of a request that was answered, by whether it was approved, and in what tone."""


class ApprovalsPage(Page):
    """Requests on the left; what one of them is about, and the answer, on the right.

    The answer goes to the request that is in sight: one that was withdrawn meanwhile leaves
    nothing to answer, and never another in its place.
    """

    title = N_("Requests for approval")
    primary_text = N_("Approve")

    def __init__(self, calls: ApprovalsCalls, lane: Lane) -> None:
        super().__init__(Lanes(write=lane, read=lane))
        self._calls, self._lane = calls, lane
        self._answer_id = new_id()
        self._shown: ApprovalRequest | None = None
        self.ui = self.set_form(Ui_Approvals)
        self.ui.requests.set_columns(REQUESTS, empty=N_("Nothing waits for approval."))
        self.ui.requests.row_changed.connect(self._show)
        self.ui.requests.row_chosen.connect(lambda _row: self.ui.password.setFocus())
        self.ui.facts.set_columns(FACTS)
        self.ui.facts.horizontalHeader().hide()
        self.ui.code.setText(calls.code)
        self._refuse = self.add_button(N_("Refuse approval"), self._on_refuse, "F8")
        self.add_button(N_("Close"), self.back)
        self._show(None)

    @property
    def shown(self) -> ApprovalRequest | None:
        """The request that an answer would go to."""
        return self._shown

    def retranslate(self) -> None:
        self._show_words()

    def opened(self) -> None:
        self._read()

    def renew(self, waiting: Sequence[ApprovalRequest]) -> None:
        """What waits, read anew; whatever is typed and chosen stays."""
        before, table = self._shown, self.ui.requests
        table.renew(tuple(waiting), keep=lambda one: one.request_id)
        if before is not None and table.current() is None:
            self._tell_gone()
        if self._shown is None and waiting and not self.ui.password.text():
            table.selectRow(0)

    def on_primary(self) -> None:
        if self.ui.reason.text().strip():
            raise ApprovalReasonTyped(field="reason")
        self._answer(approve=True)

    def focus_first(self) -> None:
        """The code is there: the password is what is missing."""
        self.ui.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_refuse(self) -> None:
        try:
            self._answer(approve=False)
        except HallError as error:
            self.clear_errors()
            self.show_error(error)

    def _answer(self, *, approve: bool) -> None:
        request, ui = self._shown, self.ui
        if request is None or self.busy:
            return
        code, password = ui.code.text().strip(), ui.password.text()
        if not code or not password:
            raise AnswerIncomplete(field="code" if not code else "password")
        ask = AnswerApproval(
            request.request_id, approve, code, password, self._answer_id, ui.reason.text()
        )
        answer = self._calls.answer
        self.run(self._lane, lambda: answer(ask), self._answered, self._refused)

    def _answered(self, request: ApprovalRequest) -> None:
        self._answer_id = new_id()
        self.ui.password.clear()
        self.ui.reason.clear()
        said, tone = ENDS[request.state == RequestState.APPROVED]
        self._show(None)
        self._calls.answered(tr(said, person=request.first_name, counter=request.counter), tone)
        self.run(self._lane, self._calls.open, self._to_next, quiet=True)

    def _to_next(self, waiting: Sequence[ApprovalRequest]) -> None:
        """To the next request; after the last one there is nothing to stay for."""
        if waiting:
            self.renew(waiting)
            self.focus_first()
        else:
            self.back()

    def _refused(self, error: HallError) -> None:
        self.ui.password.clear()
        self.show_error(error)
        self.ui.password.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read()

    def _read(self) -> None:
        self.run(self._lane, self._calls.open, self.renew, quiet=True)

    def _tell_gone(self) -> None:
        """What was in sight can no longer be answered; a refusal has said so already."""
        if not self.busy and self.refused is None:
            self.say(tr("This request waits no more: it was answered, withdrawn or timed out."))

    def _show(self, request: ApprovalRequest | None) -> None:
        before, self._shown = self._shown, request
        if request is None or before is None or before.request_id != request.request_id:
            self._show_words()
        self.set_ready(when=request is not None)
        self._refuse.setEnabled(request is not None)

    def _show_words(self) -> None:
        request = self._shown
        what = tr(request.wording) if request else tr("Nothing is chosen")
        self.ui.what.setText(what[:1].upper() + what[1:])  # a wording stands in sentences too
        self.ui.who.setText("" if request is None else _who(request))
        self.ui.facts.set_rows(request.facts if request else ())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the password approves, unless a reason for refusing is typed."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.focusWidget() is self.ui.password:
            self.press_primary()
        elif enter and self.focusWidget() is self.ui.reason:
            self._refuse.setFocus()
        else:
            super().keyPressEvent(event)


def _who(request: ApprovalRequest) -> str:
    person = f"{request.first_name} ({request.first})"
    return tr("Asked by {person}, counter {counter}", person=person, counter=request.counter)


class ApprovalsDialog(PageDialog):
    """The page in front of whatever its person is at; Esc leaves everything as it was."""

    def __init__(self, parent: QWidget, calls: ApprovalsCalls, lane: Lane) -> None:
        page = ApprovalsPage(calls, lane)
        super().__init__(parent, page, "approvals", (44, 28))
        self.page = page
