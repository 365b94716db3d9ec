"""The custody register: what is kept, by whom, what happened to it; one thing done at a time."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.base.language import N_, tr
from hallclient.custody.page.calls import CustodyCalls
from hallclient.custody.page.deeds import Typed, purpose, work
from hallclient.custody.page.words import (
    COUNT,
    DEED_NAMES,
    ENTRY_COLUMNS,
    ITEM_COLUMNS,
    SECOND,
    counted_words,
    fields_of,
)
from hallclient.custody.rules import (
    KINDS,
    Counted,
    CustodyKind,
    CustodyState,
    Entry,
    Item,
    Step,
    pieces_from,
)
from hallclient.staff.rules import Signature
from hallclient.ui.authorise import AuthoriseDialog, SignAsk
from hallclient.ui.forms.custody import Ui_Custody
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from hallclient.ui.widgets.data_table import Column
from hallclient.ui.widgets.notice import Tone

FOUND_MOST = 999_999


class CustodyPage(Page):
    """Custody (保管登记): choose an item, choose what is done, have it signed by the second."""

    title = N_("Custody")
    primary_text = N_("Have it signed")
    field_names: ClassVar = {"item": "register"}
    follows = frozenset({"custody"})

    def __init__(self, calls: CustodyCalls, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._calls = calls
        self._request_id = new_id()
        self._items: tuple[Item, ...] = ()
        self._found: dict[int, int] = {}
        self._counting: int | None = None
        self.ui = self.set_form(Ui_Custody)
        self.ui.register.set_columns(
            (*ITEM_COLUMNS, Column[Item](N_("Counted"), self._counted_text, number=True, width=8)),
            empty=N_("Nothing is in custody yet. F4 receives a seal, a receipt book, a security."),
        )
        self.ui.history.set_columns(ENTRY_COLUMNS, empty=N_("Choose an item above."))
        self.ui.kind.set_choices([(kind, rule.title) for kind, rule in KINDS.items()])
        closed = () if calls.may_oversee else (Step.DESTROYED, Step.LOST)
        deeds = [deed for deed in DEED_NAMES if deed not in closed]
        self.ui.deed.set_choices([(deed, DEED_NAMES[deed]) for deed in deeds])
        self.ui.deed.set_value(Step.HANDED_OVER)
        self._connect()
        self._show_fields()

    @property
    def deed(self) -> str:
        """What is to be done: a Step, or `count`."""
        value = self.ui.deed.value()
        return value if isinstance(value, str) else Step.HANDED_OVER

    def choose(self, deed: str) -> None:
        """Another thing to do, by its key; its first field gets the focus."""
        self.ui.deed.set_value(deed)
        self._to_fields()

    def opened(self) -> None:
        self._read()

    def retranslate(self) -> None:
        self._name_mine()

    def on_primary(self) -> None:
        if self.busy:
            return
        line: Item | None = self.ui.register.current()
        if self.deed == COUNT and line is not None and self.ui.found.text().strip():
            self._found[line.number] = pieces_from(self.ui.found.text(), FOUND_MOST, "found")
        typed, deed = self._typed(), self.deed
        do = work(deed, typed, self._calls, self._request_id)
        permission, role = SECOND[deed]
        sign = self._calls.sign

        def signed(signature: Signature) -> None:
            self.run(self.lanes.write, lambda: do(signature), self._done, self._refused)

        AuthoriseDialog(
            self,
            self.lanes.write,
            lambda code, password, _purpose: sign(code, password, permission),
            SignAsk(purpose(deed, typed), self._calls.clerk, role),
            signed,
        )

    # -- fields -------------------------------------------------------------------------

    def _connect(self) -> None:
        self.ui.deed.chosen.connect(self._on_deed)
        self.ui.kind.chosen.connect(lambda _kind: self._show_fields())
        self.ui.mine.toggled.connect(lambda _on: self._show_items())
        self.ui.register.row_changed.connect(self._on_row)
        self.ui.register.row_chosen.connect(
            lambda _row: self._to_fields(), Qt.ConnectionType.QueuedConnection
        )
        self.ui.found.returnPressed.connect(self._note_found, Qt.ConnectionType.QueuedConnection)
        for key, deed in (
            ("F4", Step.RECEIVED),
            ("F5", Step.HANDED_OVER),
            ("F6", Step.GIVEN_OUT),
            ("F7", Step.TAKEN_BACK),
            ("F9", COUNT),
        ):
            self.add_key(key, DEED_NAMES[deed], partial(self.choose, deed))

    def _on_deed(self, _deed: object) -> None:
        if self.refused is not None:  # what was wrong may be hidden now
            self.clear_errors()
        self._show_fields()

    def _show_fields(self) -> None:
        wanted = self._fields()
        for name in (
            "kind", "first", "last", "owner", "description", "outside", "used", "found", "surplus",
            "reason",
        ):  # fmt: skip
            for part in (name, f"{name}Label"):
                getattr(self.ui, part).setVisible(name in wanted)
        self.ui.mine.setVisible("mine" in wanted)
        self.ui.mine.setChecked(self.deed == COUNT and not self._calls.may_oversee)
        self._name_mine()
        self._show_items()
        if self.isVisible():
            self.settle_fields()

    def _name_mine(self) -> None:
        counting = self.deed == COUNT
        text = tr("Only what I keep") if counting else tr("All that I keep")
        self.ui.mine.setText(text)
        self.ui.mine.setAccessibleName(text)

    def _fields(self) -> tuple[str, ...]:
        return fields_of(self.deed, self._kind())

    def _kind(self) -> CustodyKind | None:
        kind = self.ui.kind.value()
        return kind if isinstance(kind, CustodyKind) else None

    def _to_fields(self) -> None:
        getattr(self.ui, self._fields()[0]).setFocus()

    def _typed(self) -> Typed:
        mine, wanted = self.ui.mine.isChecked(), self._fields()
        chosen: Item | None = self.ui.register.current()
        lines: tuple[Item, ...] = () if chosen is None else (chosen,)
        if self.deed == Step.HANDED_OVER and mine:
            lines = tuple(line for line in self._items if self._is_mine(line))
        return Typed(
            lines=lines,
            kind=self._kind(),
            first=self.ui.first.text(),
            last=self.ui.last.text() if "last" in wanted else "",
            owner=self.ui.owner.text() if "owner" in wanted else "",
            description=self.ui.description.text(),
            outside=self.ui.outside.text(),
            used=self.ui.used.text(),
            reason=self.ui.reason.text(),
            surplus=self.ui.surplus.text(),
            counted=self._in_safe(),
            found=dict(self._found),
            custodian=self._calls.code if mine else "",
        )

    # -- the register -------------------------------------------------------------------

    def _read(self) -> None:
        self.run(self.lanes.read, self._calls.register, self._show, quiet=True)
        self.run(self.lanes.read, self._calls.counts, self._show_counts, quiet=True)

    def _show(self, items: tuple[Item, ...]) -> None:
        again = self._moved(items)
        self._items = items
        self.ui.register.renew(self._listed(), keep=lambda line: line.number)
        if again:
            numbers = ", ".join(map(str, again))
            words = tr("Count again what moved meanwhile: item {numbers}.", numbers=numbers)
            self.say(words, "warning")

    def _show_items(self) -> None:
        self.ui.register.set_rows(self._listed(), keep=lambda line: line.number)

    def _listed(self) -> tuple[Item, ...]:
        return self._in_safe() if self.deed == COUNT else self._items

    def _show_counts(self, counts: tuple[Counted, ...]) -> None:
        self.ui.lastCount.setText(counted_words(counts[0]) if counts else tr("Not counted yet."))

    def _in_safe(self) -> tuple[Item, ...]:
        """What is to be counted: the person's own, or everything."""
        return tuple(
            line
            for line in self._items
            if line.standing.state is CustodyState.KEPT
            and (self._is_mine(line) or not self.ui.mine.isChecked())
        )

    def _is_mine(self, line: Item) -> bool:
        return line.standing.custodian == self._calls.code

    def _on_row(self, line: Item | None) -> None:
        self.ui.history.set_rows(())
        number = None if line is None else line.number
        if number != self._counting:  # the same item read anew leaves what is being typed
            self.ui.found.setText("" if line is None else self._counted_text(line))
        self._counting = number
        if line is not None:
            history = self._calls.history
            shown = partial(self._show_history, line.number)
            self.run(self.lanes.read, lambda: history(line.number), shown, quiet=True)

    def _show_history(self, number: int, entries: tuple[Entry, ...]) -> None:
        line = self.ui.register.current()
        if line is not None and line.number == number:
            self.ui.history.set_rows(tuple(reversed(entries)))

    # -- counting -----------------------------------------------------------------------

    def _counted_text(self, line: Item) -> str:
        return str(self._found.get(line.number, ""))

    def _note_found(self) -> None:
        """Enter keeps what was counted of this item and goes on to the next one."""
        line: Item | None = self.ui.register.current()
        if line is None:
            return
        try:
            self._found[line.number] = pieces_from(self.ui.found.text(), FOUND_MOST, "found")
        except HallError as error:
            self.show_error(error)
            return
        rows = self.ui.register.rows()
        after = [one.number for one in rows].index(line.number) + 1
        if after < len(rows):
            self.ui.register.selectRow(after)
            self.ui.found.setFocus()
            self.ui.found.selectAll()
        else:
            self.ui.register.retranslate()
            self.ui.surplus.setFocus()

    def _moved(self, items: tuple[Item, ...]) -> tuple[int, ...]:
        """Forgets what was counted before the item moved, at this PC or another; its numbers."""
        then = {line.number: line.standing for line in self._items}
        now = {line.number: line.standing for line in items}
        counted = set(self._found)
        if self._counting is not None and self.ui.found.text().strip():
            counted.add(self._counting)
        again = tuple(sorted(number for number in counted if now.get(number) != then.get(number)))
        for number in again:
            self._found.pop(number, None)
        if self._counting in again:
            self.ui.found.clear()
        return again

    def _forget_found(self, result: object) -> None:
        """A count is on record; what this page moved is counted again."""
        if isinstance(result, Counted):
            self._found = {}
        for line in result if isinstance(result, tuple) else (result,):
            if isinstance(line, Item):
                self._found.pop(line.number, None)

    # -- afterwards ---------------------------------------------------------------------

    def _refused(self, error: HallError) -> None:
        self.show_error(error)
        self._read()

    def _done(self, result: object) -> None:
        self._request_id = new_id()
        self._forget_found(result)
        for edit in self.ui.card.findChildren(QLineEdit):
            edit.clear()
        self.ui.kind.set_value(None)
        self._show_fields()
        if isinstance(result, Counted):
            tone: Tone = "warning" if result.missing or result.surplus else "good"
            self.say(counted_words(result), tone)
        else:
            self.say_good(tr("It is on the register, with both signatures."))
        self._read()
        self.ui.register.setFocus()
