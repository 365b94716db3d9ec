"""Plans and promotions: what is on sale, every version of it, and the next one."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt

from hallclient.base.ids import new_id
from hallclient.base.language import N_, tr
from hallclient.catalog.page.differences import differences
from hallclient.catalog.page.item_panel import ItemPanel
from hallclient.catalog.page.words import (
    ITEM_COLUMNS,
    VERSION_COLUMNS,
    CatalogCalls,
    ItemLine,
    Key,
    item_lines,
    key_of,
)
from hallclient.catalog.rules import Catalogue, ChangeItem, ItemVersion
from hallclient.ui.conflict import ConflictDialog, conflict_or_error
from hallclient.ui.forms.catalog import Ui_Catalog
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page


class CatalogPage(Page):
    """Plans and promotions (套餐与优惠). Everybody may read what things cost."""

    title = N_("Plans and prices")
    primary_text = N_("Keep as a new version")
    follows = frozenset({"catalog"})
    field_names: ClassVar = {
        "monthly_fee_fen": "monthly_fee",
        "deposit_fen": "deposit",
        "min_fen": "min",
        "bonus_fen": "bonus",
    }

    def __init__(self, calls: CatalogCalls, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._calls = calls
        self._request_id = new_id()
        self._shown: Key | None = None
        self._based_on = 0
        self._wanted: Key | None = None
        self.ui = self.set_form(Ui_Catalog)
        self.item = ItemPanel(self.ui, calls.kinds, may_change=calls.may_change)
        self.ui.items.set_columns(ITEM_COLUMNS)
        self.ui.versions.set_columns(
            VERSION_COLUMNS, empty=N_("Choose a plan or a promotion in the list above.")
        )
        self.ui.items.row_changed.connect(self._on_line)
        self.ui.items.row_chosen.connect(self._to_form, Qt.ConnectionType.QueuedConnection)
        if calls.may_change:
            self.add_button(N_("Add a plan"), partial(self._begin, is_plan=True), "F5")
            self.add_button(N_("Add a promotion"), partial(self._begin, is_plan=False), "F6")
        else:
            self.set_primary("")
        self.retranslate()
        self.ui.items.setFocus()

    def opened(self) -> None:
        self._read()

    def retranslate(self) -> None:
        self.item.retranslate()
        self.ui.itemHint.setText(
            tr("Every change is a version of its own; orders made before keep theirs.")
            if self._calls.may_change
            else tr(
                "Prices are no secret: show them to whoever asks. The duty manager changes them."
            )
        )

    def back(self) -> None:
        """Esc leaves a new item for the one that is chosen."""
        if self.item.new:
            self.clear_errors()
            self._show_line(self.ui.items.current())
            self.ui.items.setFocus()
        else:
            super().back()

    def on_primary(self) -> None:
        if not self._calls.may_change or (self._shown is None and not self.item.new):
            return
        self._change(self.item.ask(self._request_id, self._based_on))

    # -- reading ------------------------------------------------------------------------

    def _read(self) -> None:
        calls = self._calls
        self.run(
            self.lanes.read,
            lambda: item_lines(calls.read(), calls.versions(), calls.today()),
            self._show,
            quiet=True,
        )

    def _show(self, lines: tuple[ItemLine, ...]) -> None:
        wanted, self._wanted = self._wanted, None
        self.ui.items.renew(lines, keep=lambda line: line.key)
        keys = [line.key for line in lines]
        if wanted in keys:
            self.ui.items.selectRow(keys.index(wanted))
            self._show_line(self.ui.items.current())

    def _on_line(self, line: ItemLine | None) -> None:
        """Another item is shown; the same one, read anew, leaves what is being typed."""
        if self.item.new and self.reading_anew:
            return
        if line is not None:
            self.ui.versions.set_rows(line.versions)
        if line is None or line.key != self._shown or not self.item.is_touched():
            self._show_line(line)

    def _show_line(self, line: ItemLine | None) -> None:
        self._request_id = new_id()
        self._shown = None if line is None else line.key
        self._based_on = 0 if line is None else line.newest
        self.item.show(None if line is None else line.item)
        self.ui.versions.set_rows(() if line is None else line.versions)

    def _to_form(self, _line: ItemLine) -> None:
        """Queued behind the key that chose the row: Enter would go on from here otherwise."""
        self.item.first_field().setFocus()

    # -- changing -----------------------------------------------------------------------

    def _change(self, ask: ChangeItem) -> None:
        change = self._calls.change
        refused = conflict_or_error(self, ItemVersion, partial(self._choose, ask))
        self.run(self.lanes.write, lambda: change(ask), partial(self._changed, ask), refused)

    def _choose(self, ask: ChangeItem, theirs: ItemVersion) -> None:
        """Somebody else decided meanwhile: what differs is shown, theirs beside one's own."""
        mine = ask.effective_from or self._calls.today()
        again = replace(ask, based_on=theirs.version)
        ConflictDialog(
            self,
            differences(theirs, ask.item, mine),
            lambda: self._change(again),
            self._take,
            who=theirs.set_by,
        )

    def _take(self) -> None:
        """What was typed here is dropped."""
        self._show_line(self.ui.items.current())
        self._read()

    def _begin(self, *, is_plan: bool) -> None:
        if self.busy:
            return
        self._request_id = new_id()
        self.clear_errors()
        self.ui.versions.set_rows(())
        self.item.begin(is_plan=is_plan)
        self.settle_fields()

    def _changed(self, ask: ChangeItem, _catalogue: Catalogue) -> None:
        self._request_id = new_id()
        self._wanted = key_of(ask.item)
        day = ask.effective_from or self._calls.today()
        self.say_good(
            tr("{name}: a new version holds from {day} on.", name=ask.item.name, day=str(day))
        )
        self._read()
