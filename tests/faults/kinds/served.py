"""The server dies and comes back, or the line to it breaks, at any moment of an order.

The clerk reads a sentence, sends the same request again when the server is back, and finds the
order there once, whether the lost answer had been a yes or a no.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from random import Random
from typing import Any, Final

from sqlalchemy import event, make_url

from hallclient.counter import service as counter
from tests.faults.arena import Arena
from tests.faults.conftest import Hall
from tests.faults.ground import Ground, look, new_request, refusal, sample_draft
from tests.faults.tally import Tally
from tools.proxy import Proxy, Strike, socket_file

SENTENCES: Final = {"", "database.unreachable", "outcome.unknown"}
"""What may be said of a server that went away: nothing, when the order had been taken before."""
MESSAGES: Final = 40
"""Messages of a client within which the line breaks: about an order's."""
STATEMENTS: Final = 12
"""Statements within which the server dies."""


def strike(arena: Arena, chance: Random, orders: int) -> Tally:
    """Sells, with one blow in each order."""
    there = arena.served()
    draft = sample_draft(there)
    with Proxy(socket_file(arena.server.socket)) as proxy:
        ground = Ground(proxy.url(str(make_url(there.url).database)), there.keys)
        return sell(ground, arena, proxy, chance, [new_request(draft) for _ in range(orders)])


def sell(ground: Ground, arena: Arena, proxy: Proxy, chance: Random, drafts: list[Any]) -> Tally:
    """One order after the other; what was refused is sent again until it is taken."""
    tally, confirmed = Tally(), dict[str, str]()
    blows = ("server killed", "line cut", *Strike)
    with ground.opened() as hall:
        for draft in drafts:
            blow = chance.choice([each for each in blows if each is not Strike.HELD])
            with struck(hall, arena, proxy, blow, chance) as fell:
                refused = refusal(tally, partial(take, hall, draft, confirmed))
                happened = fell()
            if refused not in SENTENCES:
                tally.unclear.append(f"{blow} is told as {refused}")
            name = f"line cut {blow} a commit" if isinstance(blow, Strike) else blow
            tally.survived[name] += happened
            if refusal(tally, partial(take, hall, draft, confirmed)):
                again = refusal(tally, partial(take, hall, draft, confirmed))
                tally.lost += [f"refused afterwards: {again}"] if again else []
    tally.add(look(ground, confirmed))
    return tally


def take(hall: Hall, draft: Any, confirmed: dict[str, str]) -> None:
    """Takes the order; what was told once is told again."""
    number = counter.complete(hall.desk, draft).order_no
    if confirmed.setdefault(draft.request_id, number) != number:
        raise AssertionError("a request was answered with two numbers")


@contextmanager
def struck(
    hall: Hall, arena: Arena, proxy: Proxy, blow: str, chance: Random
) -> Iterator[Callable[[], bool]]:
    """The blow falls once while the block runs, unless the order was done before: that is told."""
    if blow == "server killed":
        with killed_at(hall, arena, chance.randint(1, STATEMENTS)) as fell:
            yield fell
        return
    if blow == "line cut":
        proxy.cut_after(chance.randint(1, MESSAGES))
    else:
        proxy.at_commit(Strike(blow))
    yield proxy.struck.is_set
    proxy.cut_after(0)


@contextmanager
def killed_at(hall: Hall, arena: Arena, statement: int) -> Iterator[Callable[[], bool]]:
    """The server is killed before the n-th statement or commit, and is back when asked again."""
    engine, left = hall.desk.store.engine, statement

    def kill(*_: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            arena.server.kill()

    event.listen(engine, "before_cursor_execute", kill)
    event.listen(engine, "commit", kill)
    try:
        yield lambda: left <= 0
    finally:
        event.remove(engine, "before_cursor_execute", kill)
        event.remove(engine, "commit", kill)
        if left <= 0:
            arena.server.start()
