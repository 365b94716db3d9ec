"""Personal data that is due: what would be erased, who is held, and the erasing by two people."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hallclient.base.clock import shown_time
from hallclient.base.ids import new_id
from hallclient.base.language import N_, tr
from hallclient.base.progress import Step
from hallclient.customers.rules import CustomerView
from hallclient.retention.rules import (
    ERASE,
    HOLD,
    ChangeHold,
    Due,
    Erased,
    Held,
    Plan,
    StartErasing,
    customers_in_words,
    months_in_words,
)
from hallclient.ui.authorise import AuthoriseDialog, SignAsk
from hallclient.ui.forms.retention import Ui_Retention
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from hallclient.ui.widgets.data_table import Column


def _since(one: Due) -> str:
    return tr("held") if one.held else one.erasable_from.isoformat()


DUE: Final = (
    Column[Due](N_("Name"), lambda one: one.name),
    Column[Due](N_("Document number"), lambda one: one.document_number, width=19),
    Column[Due](N_("Left on"), lambda one: one.left_on.isoformat(), width=11),
    Column[Due](N_("Due since"), _since, width=11),
)
FOUND: Final = (
    Column[CustomerView](N_("Name"), lambda view: view.name),
    Column[CustomerView](N_("Document number"), lambda view: view.document_number, width=19),
    Column[CustomerView](N_("Mobile number"), lambda view: view.mobile, width=13),
)
HELD: Final = (
    Column[Held](N_("Name"), lambda one: one.name, width=10),
    Column[Held](N_("Document number"), lambda one: one.document_number, width=19),
    Column[Held](N_("Since"), lambda one: shown_time(one.since), width=16),
    Column[Held](N_("Reason"), lambda one: one.reason),
)


@dataclass(frozen=True)
class RetentionCalls[S]:
    """What the page may ask for, bound to the desk; S is a signature.

    `erase` (ask, signature, step) begins an erasing and carries it out; `carry_on` goes on with
    one that was begun.
    """

    plan: Callable[[], Plan]
    holds: Callable[[], tuple[Held, ...]]
    find: Callable[[str, str], tuple[CustomerView, ...]]
    erase: Callable[[StartErasing, S, Step], Erased]
    carry_on: Callable[[Step], Erased]
    set_hold: Callable[[ChangeHold, S], tuple[Held, ...]]
    release_hold: Callable[[ChangeHold, S], tuple[Held, ...]]
    sign: Callable[[str, str, str], S]
    clerk: str


class RetentionPage[S](Page):
    """Personal data whose period is over (到期信息): shown first, signed, then erased."""

    title = N_("Personal data due")
    primary_text = N_("Erase what is due")
    follows = frozenset({"retention"})

    def __init__(self, calls: RetentionCalls[S], lanes: Lanes) -> None:
        super().__init__(lanes)
        self._calls = calls
        self._plan: Plan | None = None
        self._chosen = ""
        self.ui = self.set_form(Ui_Retention)
        ui = self.ui
        ui.due.set_columns(DUE, empty=N_("Nobody's period is over."))
        ui.found.set_columns(FOUND, empty=N_("Type what you know of the customer, then Enter."))
        ui.held.set_columns(HELD, empty=N_("Nobody is held."))
        ui.search.returnPressed.connect(self._on_search)
        for table in (ui.due, ui.found, ui.held):
            table.row_changed.connect(self._on_row)
        ui.hold.clicked.connect(lambda: self._on_hold(stands=True))
        ui.release.clicked.connect(lambda: self._on_hold(stands=False))
        self.add_key("F3", N_("Find a customer to hold"), ui.search.setFocus)
        self.add_key("F7", N_("Set the hold"), ui.hold)
        self.add_key("F8", N_("Release the hold"), ui.release)
        self._show_chosen("", "")

    def opened(self) -> None:
        plan, holds = self._calls.plan, self._calls.holds
        self.run(self.lanes.read, lambda: (plan(), holds()), lambda read: self._show(*read),
                 quiet=True)  # fmt: skip

    def retranslate(self) -> None:
        self._write_summary()

    def on_primary(self) -> None:
        """A begun erasing goes on; else the second person signs for exactly what is shown."""
        plan = self._plan
        if plan is None:
            return
        if plan.begun:
            self._erase(self._calls.carry_on)
            return
        ask = StartErasing(plan.mark, new_id())
        erase = self._calls.erase

        def signed(signature: S) -> None:
            self._erase(lambda step: erase(ask, signature, step))

        purpose = tr(
            "Erase the personal data of {customers} and the notes of {months}, for good",
            customers=customers_in_words(plan.count),
            months=months_in_words(len(plan.months)),
        )
        self._sign(purpose, ERASE, signed)

    def _erase(self, work: Callable[[Step], Erased]) -> None:
        text = tr("Personal data is being erased")
        job = self.run_long(self.lanes.write, work, self._erased, text=text)
        job.stopped.connect(self.opened)
        job.failed.connect(lambda _error: self.opened())

    def _erased(self, erased: Erased) -> None:
        self.say_good(
            tr(
                "Erased: {customers}, notes of {months}. The books stay as they are.",
                customers=customers_in_words(erased.customers),
                months=months_in_words(erased.months),
            )
        )
        self.opened()

    def _show(self, plan: Plan, held: tuple[Held, ...]) -> None:
        self._plan = plan
        self.ui.due.renew(plan.customers, keep=lambda one: one.customer_id)
        self.ui.held.renew(held, keep=lambda one: one.customer_id)
        self.set_ready(when=bool(plan.begun or plan.count or plan.months))
        self._write_summary()

    def _write_summary(self) -> None:
        plan = self._plan
        if plan is None:
            self.ui.summary.setText("")
        elif plan.begun:
            text = tr("An erasing that two people signed was cut short. Erase to let it go on.")
            self.ui.summary.setText(text)
        else:
            text = tr(
                "Due: {customers} that left more than {period} ago, and the notes of {months}. "
                "Held: {held}. Nothing is erased yet.",
                customers=customers_in_words(plan.count),
                period=months_in_words(plan.period),
                held=plan.held,
                months=months_in_words(len(plan.months)),
            )
            self.ui.summary.setText(text)

    # -- holds --------------------------------------------------------------------------

    def _on_search(self) -> None:
        text, request_id, find = self.ui.search.text().strip(), new_id(), self._calls.find
        if text:
            self.run(self.lanes.write, lambda: find(text, request_id), self._found)

    def _found(self, views: tuple[CustomerView, ...]) -> None:
        self.ui.found.set_rows(views, keep=lambda view: view.customer_id)
        if views:
            self.ui.found.setFocus()
        else:
            self.say(tr("Nobody found."))

    def _on_row(self, row: Due | CustomerView | Held | None) -> None:
        if row is not None:
            self._show_chosen(row.customer_id, f"{row.name}  {row.document_number}")

    def _show_chosen(self, customer_id: str, text: str) -> None:
        self._chosen = customer_id
        self.ui.chosen.setText(text or tr("Nobody is chosen"))
        for widget in (self.ui.reason, self.ui.hold, self.ui.release):
            widget.setEnabled(bool(customer_id))

    def _on_hold(self, *, stands: bool) -> None:
        if not self._chosen or self.busy:
            return
        ask = ChangeHold(self._chosen, self.ui.reason.text(), new_id())
        change = self._calls.set_hold if stands else self._calls.release_hold

        def signed(signature: S) -> None:
            self.run(self.lanes.write, lambda: change(ask, signature), self._held)

        purpose = tr("Set the hold") if stands else tr("Release the hold")
        who = self.ui.chosen.text()
        words = tr("{what}: {who}. {reason}", what=purpose, who=who, reason=ask.reason)
        self._sign(words, HOLD, signed)

    def _held(self, _held: tuple[Held, ...]) -> None:
        self.ui.reason.clear()
        self.say_good(tr("The hold is on record."))
        self.opened()

    def _sign(self, purpose: str, permission: str, signed: Callable[[S], object]) -> None:
        sign = self._calls.sign
        AuthoriseDialog(
            self,
            self.lanes.write,
            lambda code, password, _purpose: sign(code, password, permission),
            SignAsk(purpose, self._calls.clerk, N_("Approver")),
            signed,
        )
