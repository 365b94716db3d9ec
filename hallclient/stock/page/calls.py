"""What the stock page may do: plain callables, bound to the desk by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass

from hallclient.staff.rules import AskApproval
from hallclient.stock.rules import (
    ChangeState,
    Received,
    ReceiveRange,
    Run,
    StockCount,
    StockKind,
    StockTaken,
    TakeStock,
)
from hallclient.ui.remote import Remote, nobody_elsewhere


@dataclass(frozen=True)
class StockCalls[S]:
    """The way to the stock room; S is the signature of a second person, which passes through.

    `sign` takes code, password and permission. `clerk` names who asks for a signature; `remotely`
    is the way to somebody elsewhere who may give it.
    """

    counts: Callable[[], tuple[StockCount, ...]]
    report: Callable[[StockKind], tuple[Run, ...]]
    receive: Callable[[ReceiveRange], Received]
    take: Callable[[TakeStock, S], StockTaken]
    change: Callable[[ChangeState, S], int]
    sign: Callable[[str, str, str], S]
    clerk: str = ""
    remotely: Callable[[AskApproval], Remote[S] | None] = nobody_elsewhere
