"""What encryption adds to an order: the same order in two halls, one of which keeps it in clear."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from benchmarks import hall
from benchmarks.measure import Figure, alternate
from hallclient.counter import service as counter
from hallclient.counter.rules import OrderDraft
from hallclient.customers.rules import DocumentDraft, DocumentKind, FaceResult, PartyDraft
from hallclient.play.people import person_name, resident_number
from hallclient.store.columns import CIPHER, Sealed
from hallclient.store.desk import Desk
from hallclient.store.personal import Cipher, DataKey

ELDEST, YOUNGER = date(1960, 1, 1), 15_000
"""The birth of the eldest customer, and how many days younger the youngest may be."""


class _ClearKey(DataKey):
    """Encrypts nothing."""

    def seal(self, place: str, text: str) -> str:
        return Sealed(text)


class _Clear(Cipher):
    """Looks for no key, makes none, and gives every value back as it is."""

    def key_for(self, session: Session, hall: str, whose: str, at: datetime) -> DataKey:
        no_cipher: Any = None
        return _ClearKey(hall, "", no_cipher)

    def opened(self, place: str, stored: str) -> str:
        return stored

    def hidden(self, place: str, text: str) -> str:
        return text

    def revealed(self, place: str, stored: str) -> str:
        return stored


def in_clear(desk: Desk) -> Desk:
    """The same desk in a hall that encrypts nothing; what was encrypted before is not read."""
    engine = desk.store.engine
    setattr(engine.dialect, CIPHER, _Clear(engine, desk.keys))
    return desk


class _Everybody:
    """People who were never here before, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)

    def newcomer(self, draft: OrderDraft) -> OrderDraft:
        """The order of somebody who has never been here: a data key is made."""
        born = ELDEST + timedelta(days=self._chance.randrange(YOUNGER))
        number = resident_number(self._chance, born=born)
        document = DocumentDraft(
            DocumentKind.RESIDENT_ID, number, person_name(self._chance), valid_until="20400101"
        )
        return replace(draft, customer=PartyDraft(document, face=FaceResult.MATCH))


def drafts(desk: Desk, count: int, *, named: bool, seed: int) -> Iterator[OrderDraft]:
    """Orders waiting to be confirmed, all made beforehand."""
    everybody = _Everybody(seed)
    made = []
    for _ in range(count):
        draft = hall.draft(desk)
        if named:
            draft = everybody.newcomer(draft)
            told = frozenset(counter.quote(desk, draft).prompts)
            draft = replace(draft, acknowledged=told)
        made.append(draft)
    return iter(made)


def figures(*, quick: bool) -> Iterator[Figure]:
    """Median of the order as it is against the median in clear."""
    rounds, warm = (60, 5) if quick else (1000, 50)
    for title, named in (("an order", False), ("an order of a new customer", True)):
        with ExitStack() as stack:
            desks = {}
            for name in ("encrypted", "clear"):
                folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="hall-bench-"))
                desks[name] = stack.enter_context(hall.working(Path(folder)))
            in_clear(desks["clear"])
            waiting = {
                name: drafts(desk, rounds + warm, named=named, seed=7)
                for name, desk in desks.items()
            }
            works = {name: partial(_confirm, desks[name], waiting[name]) for name in desks}
            times = alternate(works, rounds, warm)
        ours, clear = times["encrypted"].median, times["clear"].median
        yield Figure(f"{title}, encrypted, to the same in clear", ours * 1000, clear * 1000, 1.1)


def _confirm(desk: Desk, waiting: Iterator[OrderDraft], _number: int) -> None:
    counter.complete(desk, next(waiting))
