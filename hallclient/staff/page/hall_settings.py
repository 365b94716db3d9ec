"""The part of the settings page that holds for the whole hall."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from hallclient.base.clock import hall_date, shown_time
from hallclient.base.ids import new_id
from hallclient.base.language import N_, tr
from hallclient.policy.rules import (
    SETTINGS,
    ChangePolicy,
    Policy,
    SettingRule,
    SettingVersion,
    from_text,
    starts_at,
    to_text,
)
from hallclient.staff.rules import day_from_text
from hallclient.ui.conflict import ConflictDialog, Difference, conflict_or_error
from hallclient.ui.forms.settings import Ui_Settings
from hallclient.ui.page import Page
from hallclient.ui.widgets.data_table import Column


@dataclass(frozen=True)
class HallCalls:
    """What the part may ask for; see `SettingsCalls`."""

    policy: Callable[[], Policy]
    history: Callable[[], tuple[SettingVersion, ...]]
    change: Callable[[ChangePolicy], Policy]
    today: Callable[[], date]
    may_change: bool


@dataclass(frozen=True)
class SettingLine:
    """One line of the table: the value in force, what was decided for later, and how often."""

    rule: SettingRule
    value: str
    coming: str
    set_by: str
    version: int = 0


COLUMNS = (
    Column[SettingLine](N_("Setting"), lambda line: tr(line.rule.sentence)),
    Column[SettingLine](N_("Value"), lambda line: line.value, width=18),
    Column[SettingLine](N_("Later value"), lambda line: line.coming, width=24),
    Column[SettingLine](N_("Set by"), lambda line: line.set_by, width=10),
)


def lines(
    policy: Policy, history: tuple[SettingVersion, ...], today: date
) -> tuple[SettingLine, ...]:
    """A line for every setting: value in force, values still to come, who decided last."""
    made = []
    for key, rule in SETTINGS.items():
        versions = [version for version in history if version.key == key]
        later = [version for version in versions if hall_date(version.effective_from) > today]
        coming = ", ".join(
            f"{to_text(key, version.value)} ({hall_date(version.effective_from)})"
            for version in sorted(later, key=lambda version: version.effective_from)
        )
        newest = max(versions, key=lambda version: version.version, default=None)
        set_by, version = (newest.set_by, newest.version) if newest else ("", 0)
        value = to_text(key, getattr(policy, key))
        made.append(SettingLine(rule, value, coming, set_by, version))
    return tuple(made)


class HallPart:
    """The hall's facts and thresholds (营业厅参数), each with its first day."""

    primary_text = N_("Change the setting")

    def __init__(self, page: Page, ui: Ui_Settings, calls: HallCalls) -> None:
        self._page, self._ui, self._calls = page, ui, calls
        self._request_id = new_id()
        self._shown: SettingLine | None = None
        ui.settings.set_columns(COLUMNS)
        ui.settings.row_changed.connect(self._on_row)
        ui.settings.row_chosen.connect(self._to_value)
        for field in (ui.value, ui.effective):
            field.setEnabled(calls.may_change)
        self.retranslate()

    def opened(self) -> None:
        """Reads what is in force and what is to come."""
        calls = self._calls
        self._page.run(
            self._page.lanes.read,
            lambda: lines(calls.policy(), calls.history(), calls.today()),
            self._show,
            quiet=True,
        )

    def retranslate(self) -> None:
        """The hint and the chosen setting's sentence."""
        hint = (
            tr("A change keeps the old value on record and holds from its first day on.")
            if self._calls.may_change
            else tr("Only the duty manager changes these settings.")
        )
        self._ui.hallHint.setText(hint)
        if self._shown is not None:
            self._ui.chosen.setText(tr(self._shown.rule.sentence))

    def on_primary(self) -> None:
        """Raises what is wrong with the value or the day; the service tells the rest."""
        line = self._shown
        if line is None:
            return
        key = line.rule.key
        day = day_from_text(self._ui.effective.text(), field="effective")
        ask = ChangePolicy(
            key=key,
            value=from_text(key, self._ui.value.text()),
            effective_from=starts_at(day, self._calls.today()),
            request_id=self._request_id,
            based_on=line.version,
        )
        self._change(ask)

    def _change(self, ask: ChangePolicy) -> None:
        change = self._calls.change
        refused = conflict_or_error(self._page, SettingVersion, partial(self._choose, ask))
        self._page.run(self._page.lanes.write, lambda: change(ask), self._changed, refused)

    def _choose(self, ask: ChangePolicy, theirs: SettingVersion) -> None:
        """Somebody else decided meanwhile: both values are shown."""
        key, day = ask.key, shown_time(theirs.effective_from)
        mine = shown_time(ask.effective_from) if ask.effective_from else tr("at once")
        values = Difference(tr("Value"), to_text(key, theirs.value), to_text(key, ask.value))
        again = replace(ask, based_on=theirs.version)
        ConflictDialog(
            self._page,
            (values, Difference(tr("Holds from"), day, mine)),
            lambda: self._change(again),
            self._take,
            who=theirs.set_by,
        )

    def _take(self) -> None:
        """What was typed here is dropped."""
        self._show_chosen(self._ui.settings.current())
        self.opened()

    def _to_value(self, _line: SettingLine) -> None:
        """Queued behind the key that chose the row: Enter would go on from here otherwise."""
        self._ui.value.setFocus()
        self._ui.value.selectAll()

    def _changed(self, _policy: Policy) -> None:
        self._request_id = new_id()
        self._show_chosen(self._shown)
        self._page.say_good(tr("The hall's setting is changed."))
        self.opened()

    def _show(self, found: tuple[SettingLine, ...]) -> None:
        self._ui.settings.renew(found, keep=lambda line: line.rule.key)

    def _on_row(self, line: SettingLine | None) -> None:
        """Another setting is shown; the same one, decided elsewhere, leaves what is typed."""
        shown = self._shown
        same = line is not None and shown is not None and line.rule.key == shown.rule.key
        if not (same and self._is_touched()):
            self._show_chosen(line)

    def _is_touched(self) -> bool:
        value = "" if self._shown is None else self._shown.value
        return self._ui.value.text() != value or bool(self._ui.effective.text())

    def _show_chosen(self, line: SettingLine | None) -> None:
        self._shown = line
        self._ui.effective.clear()
        self._ui.chosen.setText("" if line is None else tr(line.rule.sentence))
        self._ui.value.setText("" if line is None else line.value)
