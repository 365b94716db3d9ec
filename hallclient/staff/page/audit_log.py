"""The log of acts, for auditor and manager: read, filtered, never changed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Final

from hallclient.base.changes import ANY
from hallclient.base.clock import from_hall, shown_time
from hallclient.base.language import N_, tr
from hallclient.staff.rules import AuditEntry, AuditPage, AuditQuery, day_from_text
from hallclient.staff.rules.acts import act_name
from hallclient.ui.forms.audit_log import Ui_AuditLog
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from hallclient.ui.widgets.data_table import Column

SHOWN_MOST: Final = 1000
"""Acts on the page while it is left open; the others are on the pages behind it."""

COLUMNS = (
    Column[AuditEntry](N_("No."), lambda entry: str(entry.seq), number=True, width=8),
    Column[AuditEntry](N_("Time"), lambda entry: shown_time(entry.at), width=17),
    Column[AuditEntry](N_("Who"), lambda entry: entry.actor, width=10),
    Column[AuditEntry](
        N_("Counter number"), lambda entry: str(entry.counter), number=True, width=14
    ),
    Column[AuditEntry](N_("Act"), lambda entry: act_name(entry.action), width=22),
    Column[AuditEntry](N_("About"), lambda entry: entry.subject, width=28),
    Column[AuditEntry](N_("Facts"), lambda entry: entry.details),
)


@dataclass(frozen=True)
class AuditLogCalls:
    """What the page may ask for, bound to the desk of the reader."""

    audit_log: Callable[[AuditQuery], AuditPage]


class AuditLogPage(Page):
    """The audit log (操作日志), newest first, a hundred acts at a time."""

    title = N_("Audit log")
    primary_text = N_("Show the acts")
    follows = frozenset({ANY})

    def __init__(self, calls: AuditLogCalls, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._calls = calls
        self._query = AuditQuery()
        self._found = AuditPage((), 0)
        self.ui = self.set_form(Ui_AuditLog)
        self.ui.acts.set_columns(COLUMNS, empty=N_("No act fits. Change the filters above."))
        self._older = self.add_button(N_("Older acts"), lambda: self._turn(1), "Alt+PgDown")
        self._newer = self.add_button(N_("Newer acts"), lambda: self._turn(-1), "Alt+PgUp")
        self.ui.acts.row_changed.connect(self._show_facts)
        self._show(self._found)

    def opened(self) -> None:
        self._read()

    def refresh(self) -> None:
        """New acts come on top; what is in sight is not pushed out. Older pages stand still."""
        if self._query.page == 0:
            query, audit_log = self._query, self._calls.audit_log
            self.run(
                self.lanes.read,
                lambda: audit_log(query),
                partial(self._show_more, query),
                quiet=True,
            )

    def retranslate(self) -> None:
        self._show_count()

    def on_primary(self) -> None:
        since = day_from_text(self.ui.since.text(), field="since")
        until = day_from_text(self.ui.until.text(), field="until")
        self._query = AuditQuery(
            actor=self.ui.actor.text().strip(),
            action=self.ui.action.text().strip(),
            since=from_hall(since, 0, 0) if since else None,
            until=from_hall(until, 0, 0) + timedelta(days=1) if until else None,
        )
        self._read()

    def _turn(self, pages: int) -> None:
        self._query = replace(self._query, page=self._query.page + pages)
        self._read()

    def _read(self) -> None:
        query, audit_log = self._query, self._calls.audit_log
        self.run(self.lanes.read, lambda: audit_log(query), self._show)

    def _show(self, found: AuditPage) -> None:
        self._found = found
        self.ui.acts.set_rows(found.entries)
        self._newer.setEnabled(self._query.page > 0)
        self._older.setEnabled(self._query.page < (found.total - 1) // self._query.page_size)
        self._show_count()

    def _show_more(self, query: AuditQuery, found: AuditPage) -> None:
        if query is not self._query:
            return
        oldest = min((entry.seq for entry in found.entries), default=0)
        pushed_out = tuple(entry for entry in self._found.entries if entry.seq < oldest)
        self._found = replace(found, entries=(*found.entries, *pushed_out)[:SHOWN_MOST])
        self.ui.acts.renew(self._found.entries, keep=lambda entry: entry.seq)
        self._older.setEnabled(query.page_size < found.total)
        self._show_count()

    def _show_facts(self, entry: AuditEntry | None) -> None:
        self.ui.facts.setText("" if entry is None else f"{entry.action}  {entry.details}")

    def _show_count(self) -> None:
        first = self._query.page * self._query.page_size
        self.ui.count.setText(
            tr(
                "{first} to {last} of {total} acts",
                first=min(first + 1, self._found.total),
                last=first + len(self._found.entries),
                total=self._found.total,
            )
        )
