"""The bar's tables: drinks that wait, with their clock, and the stock with its dates."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer

from hallclient.base.language import N_, tr
from hallclient.ui.forms.bar import Ui_Bar
from hallclient.ui.widgets.data_table import Column
from hallclient.vip.page.bar_count import Counting
from hallclient.vip.page.bar_guests import BarGuests
from hallclient.vip.page.bar_words import LIST_COLUMNS, clock, goods_name, order_words, until
from hallclient.vip.rules.bar import Batch, DrinkOrder
from hallclient.vip.rules.bar_standard import lounge_standard
from hallclient.vip.rules.bar_views import BarBoard


class BarTables:
    """Fills the tables; waits run on from when the board was read."""

    def __init__(
        self, ui: Ui_Bar, guests: BarGuests, counting: Counting, *, blind: Callable[[], bool]
    ) -> None:
        self.ui, self._blind = ui, blind
        self.board: BarBoard | None = None
        self._since = QElapsedTimer()
        ui.orders.set_columns(
            (
                Column[DrinkOrder](N_("Waits"), self._waits, number=True, width=9),
                Column[DrinkOrder](N_("Drink"), order_words),
                Column[DrinkOrder](N_("Seat"), guests.seat),
            ),
            empty=N_("Nobody waits for a drink. F4 asks a guest."),
        )
        ui.stock.set_columns(
            (
                Column[Batch](N_("Batch"), lambda batch: str(batch.number), number=True, width=5),
                Column[Batch](N_("Drink"), lambda batch: goods_name(batch.goods)),
                Column[Batch](N_("Good until"), self._until, width=18),
                Column[Batch](N_("Opened on"), _opened, width=10),
                Column[Batch](N_("Left"), self._left, number=True, width=6),
                Column[Batch](N_("Counted"), counting.text, number=True, width=8),
            ),
            empty=N_("The book is empty. F7 receives a batch."),
        )
        ui.list.set_columns(LIST_COLUMNS)

    @property
    def seconds(self) -> int:
        """Seconds since the board was read."""
        return self._since.elapsed() // 1000 if self._since.isValid() else 0

    def show(self, board: BarBoard) -> None:
        """The bar as it was read just now."""
        self.board = board
        self._since.start()
        self.ui.orders.renew(board.waiting, keep=lambda order: order.number)
        self.ui.stock.renew(board.batches, keep=lambda batch: batch.number)

    def _waits(self, order: DrinkOrder) -> str:
        if self.board is None:
            return ""
        seconds = self.board.waited(order) + self.seconds
        late = seconds > lounge_standard().late_seconds
        return tr("{clock} late", clock=clock(seconds)) if late else clock(seconds)

    def _left(self, batch: Batch) -> str:
        """What the book says; not while the bar is counted, so that nobody counts towards it."""
        return "" if self._blind() else str(batch.left)

    def _until(self, batch: Batch) -> str:
        return "" if self.board is None else until(batch, self.board.today)


def _opened(batch: Batch) -> str:
    return "" if batch.opened_on is None else batch.opened_on.isoformat()
