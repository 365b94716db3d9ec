"""Leaving the desk while something is still to do: it is said, and asked once more."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hallclient.base.language import N_
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from hallclient.ui.page_dialog import PageDialog
from hallclient.ui.widgets.marks import plain_label


class _LeavePage(Page):
    """The inside of the dialog: what is left, one line each; staying is a key away."""

    title = N_("Leave the desk?")
    primary_text = N_("Leave all the same")
    narrow = True

    def __init__(self, lanes: Lanes, left: Sequence[str], leave: Callable[[], object]) -> None:
        super().__init__(lanes)
        self._leave = leave
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.left = plain_label("\n".join(left), role="lead")
        self.left.setWordWrap(True)
        self.left.setAccessibleName("\n".join(left))
        column.addWidget(self.left)
        column.addStretch(1)
        self.stay = self.add_button(N_("Stay"), self.back)

    def on_primary(self) -> None:
        self._leave()

    def focus_first(self) -> None:
        """Enter stays: leaving takes a key of its own."""
        self.stay.setFocus()


class LeaveDialog(PageDialog):
    """Says what is left undone (下班核对, S1-CT-36); `leave` is called once if the person insists.

    Esc stays.
    """

    def __init__(
        self, parent: QWidget, lanes: Lanes, left: Sequence[str], leave: Callable[[], object]
    ) -> None:
        def leave_now() -> None:
            self.accept()
            leave()

        page = _LeavePage(lanes, left, leave_now)
        super().__init__(parent, page, "leave", (26, 14))
        self.page = page
