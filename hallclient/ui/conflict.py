"""Somebody else changed what one is changing: both values side by side, and the person chooses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from hallclient.base.errors import HallError, RecordConflict
from hallclient.base.language import N_, tr
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from hallclient.ui.page_dialog import PageDialog
from hallclient.ui.widgets.marks import plain_label


@dataclass(frozen=True)
class Difference:
    """One value that both have changed, in words; all translated already.

    Attributes:
        theirs: what it is now. mine: what it would become.
    """

    what: str
    theirs: str
    mine: str


def conflict_or_error[T](
    page: Page, kind: type[T], choose: Callable[[T], object]
) -> Callable[[HallError], None]:
    """What a page does with the refusal of a change: `choose` gets what somebody else has made
    of the record, a `kind`; any other refusal is shown on the page.
    """

    def refused(error: HallError) -> None:
        if isinstance(error, RecordConflict) and isinstance(error.theirs, kind):
            choose(error.theirs)
        else:
            page.show_error(error)

    return refused


class _ConflictPage(Page):
    """The inside of the dialog."""

    title = N_("Changed by somebody else")
    primary_text = N_("Keep mine")
    narrow = True

    def __init__(
        self,
        lanes: Lanes,
        who: str,
        differences: Sequence[Difference],
        keep_mine: Callable[[], object],
        take_theirs: Callable[[], object],
    ) -> None:
        super().__init__(lanes)
        self._who, self._keep_mine = who, keep_mine
        self._headings = (plain_label(), plain_label(role="caption"), plain_label(role="caption"))
        self._lay_out(differences)
        self.theirs = self.add_button(N_("Take theirs"), take_theirs, "F5")
        self.cancel = self.add_button(N_("Decide later"), self.back)
        self.retranslate()

    def retranslate(self) -> None:
        said = tr("Changed meanwhile by {who}", who=self._who) if self._who else ""
        self._by.setText(said)
        self._by.setVisible(bool(said))
        for label, text in zip(self._headings, ("", tr("Now"), tr("Mine")), strict=True):
            label.setText(text)

    def on_primary(self) -> None:
        self._keep_mine()

    def focus_first(self) -> None:
        """Enter puts it off: either choice takes a key of its own."""
        self.cancel.setFocus()

    def _lay_out(self, differences: Sequence[Difference]) -> None:
        self._by = plain_label(role="caption")
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for place, heading in enumerate(self._headings):
            grid.addWidget(heading, 0, place)
            grid.setColumnStretch(place, 1 if place else 0)
        for row, one in enumerate(differences, 1):
            for place, text in enumerate((one.what, one.theirs, one.mine)):
                label = plain_label(text or "—", role="" if place else "caption")
                label.setWordWrap(bool(place))
                label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(label, row, place)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._by)
        column.addLayout(grid)
        column.addStretch(1)


class ConflictDialog(PageDialog):
    """Shows both values; one of the two callables is called once, or none: Esc changes nothing.

    Args:
        who: staff code of who was first; "" when it is not known.
        keep_mine: asks for the same change again, based on what it is now.
        take_theirs: drops what was typed and shows what it is now.
    """

    def __init__(
        self,
        parent: Page,
        differences: Sequence[Difference],
        keep_mine: Callable[[], object],
        take_theirs: Callable[[], object],
        *,
        who: str = "",
    ) -> None:
        page = _ConflictPage(
            parent.lanes,
            who,
            differences,
            lambda: self._choose(keep_mine),
            lambda: self._choose(take_theirs),
        )
        super().__init__(parent, page, "conflict", (30, 16))
        self.page, self.differences = page, tuple(differences)

    def _choose(self, does: Callable[[], object]) -> None:
        self.accept()
        does()
