"""The queue at the counter page: the visit on the desk and the ticket go together."""

from collections.abc import Callable
from typing import Final

from hallclient.counter.page.drafts import DraftKeeper
from hallclient.counter.page.frame import CounterFrame
from hallclient.counter.page.screen import rating_view
from hallclient.counter.page.steps import Step
from hallclient.counter.rules import OrderHalfDone
from hallclient.queue.page.calling import Calling, is_called, is_served
from hallclient.queue.page.strip_calls import StripCalls
from hallclient.queue.rules import CounterNow

_BEGUN: Final = frozenset({Step.CHOOSE, Step.FILL, Step.PAY})


class Queueing(Calling):
    """Who goes on from identifying serves the customer who was called."""

    def __init__(
        self,
        frame: CounterFrame,
        calls: StripCalls,
        keeper: DraftKeeper,
        recall: Callable[[str], object],
    ) -> None:
        """`recall` puts the papers of a known customer on the desk."""
        self._frame, self._keeper, self._recall = frame, keeper, recall
        super().__init__(frame, calls)
        frame.stepped.connect(self._on_step)
        frame.cleared.connect(self.look)

    def begun(self, customer: str) -> None:
        """Who is known is not asked again (S3-FD-01)."""
        if customer and self._frame.step is Step.IDENTIFY and self._frame.is_empty():
            self._recall(customer)

    def may_let_go(self) -> bool:
        """With an order on the desk the last steps come first, or what it still lacks."""
        frame = self._frame
        if frame.step is Step.DONE:
            frame.press_primary()
        elif frame.visit.lines:
            frame.show_error(OrderHalfDone())
        else:
            return True
        return False

    def gone(self, *, aside: bool) -> None:
        """Nothing is left on the desk for the next customer to see."""
        if aside:
            self._keeper.set_aside()
        else:
            self._keeper.drop(said=False)

    def seen(self, now: CounterNow) -> None:
        one = self.here
        self._frame.serve(one.serial if one is not None and is_served(one) else 0)

    def show_rating(self, mark: int | None) -> None:
        self._frame.calls.show_customer(None if mark is None else rating_view(mark))

    def folded(self) -> None:
        self._frame.panel.start()

    def _on_step(self, step: int) -> None:
        """Going on from the papers is the beginning of the service."""
        if Step(step) in _BEGUN and is_called(self.here):
            self.start(quiet=True)
