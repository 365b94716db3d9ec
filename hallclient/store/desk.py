"""Who acts, where, when, and on which database: what every use case is handed."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from hallclient.base.clock import Clock
from hallclient.store.keys import Keys
from hallclient.store.personal import bind
from hallclient.store.turns import go_beside, wait_until_alone
from hallclient.store.unit_of_work import Store


@dataclass(frozen=True)
class Desk:
    """A place at work (台席): one hall's store, the clock, the keys, and the person signed in.

    Attributes:
        hall: the hall's code; leads every key.
        counter: number of the counter, 0 where no counter acts (the manager's room).
        clerk: code of the person signed in, "" before sign-in.
    """

    store: Store
    clock: Clock
    keys: Keys
    hall: str
    counter: int = 0
    clerk: str = ""

    def __post_init__(self) -> None:
        bind(self.store.engine, self.keys)  # whoever stands here reads personal text

    def now(self) -> datetime:
        """The instant, in UTC."""
        return self.clock.now()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A unit of work, alone in the hall: whatever it looks at stands still until it ends."""
        with self.store.write() as session:
            wait_until_alone(session, self.hall)
            yield session

    @contextmanager
    def write_beside(self, request_id: str | None = None) -> Iterator[Session]:
        """A unit of work beside those of other counters; what it relies on it locks, or names
        in its update. Units with the same request id, and those of one counter, take turns.
        """
        names = [f"request/{request_id}"] if request_id else []
        names += [f"counter/{self.counter}"] if self.counter else []
        with self.store.write() as session:
            go_beside(session, self.hall, names)
            yield session

    def read(self) -> AbstractContextManager[Session]:
        """A consistent view."""
        return self.store.read()

    def acting(self, clerk: str, counter: int | None = None) -> "Desk":
        """The same desk with another person (and counter) at it."""
        return replace(self, clerk=clerk, counter=self.counter if counter is None else counter)
