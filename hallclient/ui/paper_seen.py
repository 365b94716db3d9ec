"""A paper of which nobody knows whether it came out: a person looks, and says so."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hallclient.base.language import N_
from hallclient.ui.jobs import Lanes
from hallclient.ui.page import Page
from hallclient.ui.page_dialog import PageDialog
from hallclient.ui.widgets.marks import plain_label


class _SeenPage(Page):
    """The inside of the dialog: which paper, and two answers; Esc leaves it for later."""

    title = N_("Did the paper come out?")
    primary_text = N_("Print it again")
    narrow = True

    def __init__(self, lanes: Lanes, name: str, again: Callable[[], object]) -> None:
        super().__init__(lanes)
        self._again = again
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        self.name = plain_label(name, role="lead")
        self.name.setWordWrap(True)
        self.name.setAccessibleName(name)
        column.addWidget(self.name)
        column.addStretch(1)

    def on_primary(self) -> None:
        self._again()


class PaperSeenDialog(PageDialog):
    """Asks about one paper; one of the two callables is called once, or none on Esc."""

    def __init__(
        self,
        parent: QWidget,
        lanes: Lanes,
        said: tuple[str, str],
        again: Callable[[], object],
        came_out: Callable[[], object],
    ) -> None:
        """`said` are the paper's name and why it is asked for, both translated."""
        name, why = said
        self.page = page = _SeenPage(lanes, name, lambda: self._end(again))
        super().__init__(parent, page, "paperSeen", (26, 12))
        self.came_out = page.add_button(N_("It came out"), lambda: self._end(came_out), "F4")
        page.say(why, "warning")

    def _end(self, does: Callable[[], object]) -> None:
        self.accept()
        does()
