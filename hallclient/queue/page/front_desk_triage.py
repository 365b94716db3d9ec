"""The visitor in front of the desk: purpose, papers, ticket; three keys."""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QListWidgetItem, QWidget

from hallclient.base.language import N_, tr
from hallclient.queue.page.front_desk_calls import KnownVisitor
from hallclient.queue.page.front_desk_words import (
    PURPOSE_COLUMNS,
    SENT_BACK_COLUMNS,
    ahead_words,
    area_words,
    how_words,
    told_words,
    wait_words,
)
from hallclient.queue.rules.guiding import Guidance, Guided, GuideVisitor
from hallclient.queue.rules.triage import (
    Channel,
    Purpose,
    offered,
    purpose_of,
    refuse_unanswered,
    triage_standard,
)
from hallclient.ui.forms.front_desk_triage import Ui_FrontDeskTriage
from hallclient.ui.page import Page

_CODE = Qt.ItemDataRole.UserRole
NO_CHANNEL = "-"
"""Asked for where none is chosen, to be refused: nobody does it by themselves."""


class TriagePanel:
    """Reads the form `front_desk_triage.ui`; what a visitor came for, and where they were sent."""

    def __init__(self, page: Page, widget: QWidget) -> None:
        self.ui = Ui_FrontDeskTriage()
        page.add_form(self.ui, widget)
        self._page = page
        self._purpose: Purpose | None = None
        self._crowded: frozenset[str] = frozenset()
        self._came_back = 0
        self._complete: bool | None = None
        self._known: KnownVisitor | None = None
        self._looked_up = ""
        self._guided: Guided | None = None
        self.ui.purposes.set_columns(PURPOSE_COLUMNS)
        self.ui.sent_back.set_columns(
            SENT_BACK_COLUMNS, empty=N_("Nobody is expected back with papers.")
        )
        self.ui.papers.itemChanged.connect(lambda _item: self._relabel())
        self.ui.care.toggled.connect(lambda _on: self._show_channels())
        self.ui.self_service.chosen.connect(lambda _value: self._show_told())
        self.retranslate()
        self.clear()

    # -- what is typed ------------------------------------------------------------------

    @property
    def purpose(self) -> Purpose | None:
        """What the visitor came for, None before it was chosen."""
        return self._purpose

    @property
    def known(self) -> KnownVisitor | None:
        """Who the visitor is, None where nobody looked or nobody is on file."""
        return self._known

    @property
    def to_look_up(self) -> str:
        """A number that was typed and not looked up: nobody's ticket goes without it unsaid."""
        typed = self.ui.visitor.text().strip()
        return "" if typed == self._looked_up else typed

    @property
    def primary_text(self) -> str:
        """What Enter will do; English source."""
        lacking = self._complete is False or self.ticked()
        return N_("Print what to bring") if lacking else N_("Give the ticket")

    @property
    def guided(self) -> Guided | None:
        """Where the last visitor was sent."""
        return self._guided

    def choose(self, code: str, came_back: int = 0) -> None:
        """Another visitor, or another purpose: first the papers are asked for (S1-FG-03)."""
        self._purpose = purpose_of(code)
        self._came_back = came_back
        self._complete = None
        rows = [one.code for one in self.ui.purposes.rows()]
        self.ui.purposes.selectRow(rows.index(code))
        self._show_papers()
        self._show_channels()
        self._show_chosen()
        if any(not paper.sometimes for paper in self._purpose.papers):
            self.ui.papers.setFocus()
        else:
            self._page.primary.setFocus()

    def complete(self) -> None:
        """All papers are there."""
        self._complete = True
        self._tick(())
        self._page.primary.setFocus()

    def lacking(self) -> None:
        """Papers are missing; where only one is asked for it is that one."""
        if self._purpose is None:
            return
        self._complete = False
        asked = [paper.code for paper in self._purpose.papers if not paper.sometimes]
        if len(asked) == 1:
            self._tick(asked)
        self.ui.papers.setFocus()
        if self.ui.papers.count():
            self.ui.papers.setCurrentRow(0)
        self._relabel()

    def ask(self, request_id: str, *, self_service: bool = False) -> GuideVisitor:
        """The visitor as typed; raises PurposeUnknown, PapersUnanswered, NothingTicked."""
        purpose = purpose_of(self._purpose.code if self._purpose else "")
        if not self_service:
            refuse_unanswered(purpose, self.ticked(), complete=self._complete)
        return GuideVisitor(
            request_id,
            purpose.code,
            missing=() if self_service else self.ticked(),
            care=self.ui.care.isChecked(),
            channel=str(self.ui.self_service.value() or NO_CHANNEL) if self_service else "",
            note=self.ui.visitor_note.text(),
            customer=self._known.customer if self._known else "",
            booked=self.ui.booked.text(),
            came_back=self._came_back,
            on_paper=self.ui.on_paper.isChecked(),
        )

    def ticked(self) -> tuple[str, ...]:
        """Codes of the papers that are missing."""
        items = (self.ui.papers.item(row) for row in range(self.ui.papers.count()))
        return tuple(
            str(item.data(_CODE)) for item in items if item.checkState() is Qt.CheckState.Checked
        )

    def recognised(self, typed: str, found: tuple[KnownVisitor, ...]) -> str:
        """Takes the one customer who was found; says who it is, or that nobody is.

        An answer about a number that no longer stands in the field is nobody's: "".
        """
        if typed != self.ui.visitor.text().strip():
            return ""
        self._looked_up = typed
        self._known = found[0] if len(found) == 1 else None
        self._show_chosen()
        if self._known is not None:
            return self._known.shown
        return (
            tr("More than one is on file: type the whole number.")
            if found
            else tr("Nobody is on file under this number; the ticket goes without.")
        )

    def forget(self) -> None:
        """Another number is typed: who was recognised is not meant."""
        self._known, self._looked_up = None, ""
        self._show_chosen()

    # -- what is shown ------------------------------------------------------------------

    def show(self, guided: Guided) -> None:
        """Where the visitor was sent, large; the form is ready for the next one."""
        self._guided = guided
        self._show_result()
        self.clear()

    def show_crowd(self, crowded: frozenset[str]) -> None:
        """Which lines are crowded now."""
        if crowded != self._crowded:
            self._crowded = crowded
            self._show_channels()

    def show_sent_back(self, rows: tuple[Guidance, ...]) -> None:
        """Who was sent home for papers."""
        self.ui.sent_back.renew(rows, keep=lambda one: one.serial)

    def clear(self) -> None:
        """Nobody stands here; the result of the last one stays to be read out."""
        self._purpose, self._known, self._came_back, self._complete = None, None, 0, None
        for edit in (self.ui.visitor_note, self.ui.visitor, self.ui.booked):
            edit.clear()
        self.ui.care.setChecked(False)
        self._looked_up = ""
        self.ui.purposes.setCurrentIndex(QModelIndex())  # Enter would choose the last one again
        self._show_papers()
        self._show_channels()
        self._show_chosen()

    def retranslate(self) -> None:
        """Names of purposes, papers and channels in the language in force."""
        rows = tuple(triage_standard().purposes.values())
        self.ui.purposes.renew(rows, keep=lambda one: one.code)
        ticked = self.ticked()
        self._show_papers()
        self._tick(ticked)
        self._show_channels()
        self._show_chosen()
        self._show_result()

    def _show_papers(self) -> None:
        self.ui.papers.blockSignals(True)
        self.ui.papers.clear()
        for paper in self._purpose.papers if self._purpose else ():
            text = tr("{paper} (where it applies)", paper=paper.text)
            item = QListWidgetItem(text if paper.sometimes else paper.text)
            item.setData(_CODE, paper.code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.ui.papers.addItem(item)
        self.ui.papers.blockSignals(False)
        self._relabel()

    def _tick(self, codes: Iterable[str]) -> None:
        wanted = set(codes)
        for row in range(self.ui.papers.count()):
            item = self.ui.papers.item(row)
            on = item.data(_CODE) in wanted
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._relabel()

    def _relabel(self) -> None:
        """The primary button says what Enter will do."""
        self._page.set_primary(self.primary_text)

    def _suggested(self) -> tuple[Channel, ...]:
        if self._purpose is None:
            return ()
        crowded = self._purpose.line in self._crowded
        return offered(self._purpose, crowded=crowded, care=self.ui.care.isChecked())

    def _show_channels(self) -> None:
        """What is suggested first, one of it chosen; a customer may ask for any other."""
        suggested = self._suggested()
        possible = self._purpose.channels if self._purpose else ()
        choices = (*suggested, *(one for one in possible if one not in suggested))
        self.ui.self_service.set_choices(
            tuple((one.code, one.text) for one in choices), translated=True
        )
        self.ui.self_service.set_value(suggested[0].code if suggested else None)
        self.ui.self_service.setEnabled(bool(choices))
        self._show_told()

    def _show_told(self) -> None:
        value = self.ui.self_service.value()
        possible = self._purpose.channels if self._purpose else ()
        told = [how_words(one) for one in possible if one.code == value]
        if self._purpose is not None:
            told.append(told_words(self._purpose, crowded=self._purpose.line in self._crowded))
        self.ui.told.setText("\n".join(filter(None, told)))

    def _show_chosen(self) -> None:
        if self._purpose is None:
            self.ui.chosen.setText(tr("Press the key of what the visitor came for."))
            self.ui.asked.setText("")
            return
        who = self._known.shown if self._known else ""
        parts = (self._purpose.text, self._purpose.area, who)
        self.ui.chosen.setText(" · ".join(filter(None, parts)))
        asked = tr("Papers complete? Y: yes. N: no, tick what is missing.")
        if self._came_back:
            asked = tr("Back with what was missing on slip {number}.", number=self._came_back)
        elif not self._purpose.papers:
            asked = tr("No papers are needed.")
        self.ui.asked.setText(asked)

    def _show_result(self) -> None:
        guided = self._guided
        slip = guided.slip if guided else None
        number = slip.ticket.number if slip else str(guided.serial) if guided else ""
        self.ui.number.setText(number or "—")
        self.ui.ahead.setText(ahead_words(slip) if slip else "")
        self.ui.wait.setText(wait_words(slip) if slip else "")
        self.ui.area.setText(area_words(guided.direction) if guided else "")
        names = tr(", ").join(one.text for one in guided.direction.offered) if guided else ""
        self.ui.suggested.setText(tr("Suggested: {channels}", channels=names) if names else "")
        for label in (self.ui.ahead, self.ui.wait, self.ui.area, self.ui.suggested):
            label.setVisible(bool(label.text()))
