"""How the register goes on: where an entry leaves an item, and what a count makes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from hallclient.custody.rules.values import (
    WAYS_OUT,
    CustodyState,
    Finding,
    Standing,
    Step,
)

_GONE: Final = Standing(CustodyState.GONE, "", "", 0)


def after(before: Standing | None, step: Step, by: str, second: str, count: int) -> Standing | None:
    """Where an entry leaves an item; None when it cannot follow.

    Args:
        before: None for an item that is not on the register yet.
        by, second: who made the entry, and who signed beside.
        count: pieces received, or used while it was out; 0 with the other steps.
    """
    if before is None:
        kept = step is Step.RECEIVED and count > 0
        return Standing(CustodyState.KEPT, by, "", count) if kept else None
    if by == second or before.state is CustodyState.GONE:
        return None
    if step is Step.HANDED_OVER and second != before.custodian:
        return replace(before, custodian=second)
    if before.state is CustodyState.OUT:
        return _from_use(before, step, count)
    if step is Step.GIVEN_OUT:
        return replace(before, state=CustodyState.OUT, holder=second)
    return _GONE if step in WAYS_OUT else None


def _from_use(before: Standing, step: Step, used: int) -> Standing | None:
    if step is Step.LOST:
        return _GONE
    if step is not Step.TAKEN_BACK or not 0 <= used <= before.left:
        return None
    if used == before.left:
        return _GONE
    return replace(before, state=CustodyState.KEPT, holder="", left=before.left - used)


def findings(
    booked: Mapping[int, int], found: Mapping[int, int], surplus: Sequence[str]
) -> tuple[Finding, ...]:
    """The lines of a count: every item that should be there, then what should not.

    What is missing and what is too much stay on lines of their own; nothing is set off.
    """
    lines = [Finding(item, booked[item], found[item]) for item in sorted(booked)]
    return (*lines, *(Finding(0, 0, 1, words) for words in surplus))
