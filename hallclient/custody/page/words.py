"""Columns of the custody page, and the words for what is done there."""

from collections.abc import Mapping
from typing import Final

from hallclient.base.clock import hall_time
from hallclient.base.language import N_, tr
from hallclient.base.masking import mask_name, mask_number
from hallclient.custody.rules import (
    KINDS,
    STATE_NAMES,
    STEP_NAMES,
    WAYS_OUT,
    Counted,
    CustodyKind,
    CustodyState,
    Entry,
    Item,
    Step,
)
from hallclient.ui.widgets.data_table import Column

COUNT: Final = "count"
DEED_NAMES: Final[Mapping[str, str]] = {
    Step.RECEIVED: N_("Receive"),
    Step.HANDED_OVER: N_("Hand over"),
    Step.GIVEN_OUT: N_("Give out for use"),
    Step.TAKEN_BACK: N_("Take back"),
    COUNT: N_("Count what is in the safe"),
    Step.RETURNED: N_("Return to where it came from"),
    Step.DESTROYED: N_("Destroy"),
    Step.LOST: N_("Write off as lost"),
}
"""What can be done, as the choice shows it."""

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    Step.RECEIVED: ("kind", "first", "last", "owner", "description", "outside"),
    Step.HANDED_OVER: ("mine", "reason"),
    Step.GIVEN_OUT: ("reason",),
    Step.TAKEN_BACK: ("used", "reason"),
    COUNT: ("found", "mine", "surplus", "reason"),
    **dict.fromkeys(WAYS_OUT, ("outside", "reason")),
}
"""The fields that each asks for; the others are hidden."""

SECOND: Final[Mapping[str, tuple[str, str]]] = {
    Step.RECEIVED: ("custody.witness", N_("Witness")),
    Step.HANDED_OVER: ("custody.take", N_("Takes over")),
    Step.GIVEN_OUT: ("custody.take", N_("Takes it")),
    Step.TAKEN_BACK: ("custody.take", N_("Brings it back")),
    COUNT: ("custody.witness", N_("Witness")),
    **dict.fromkeys(WAYS_OUT, ("custody.witness", N_("Witness"))),
}
"""Permission and role of the second person."""


def fields_of(deed: str, kind: CustodyKind | None) -> tuple[str, ...]:
    """The fields to fill in: a customer's paper has one number and an owner."""
    owned = kind is not None and KINDS[kind].owned
    left_out = "last" if owned else "owner"
    return tuple(name for name in FIELDS[deed] if name != left_out)


def item_words(line: Item) -> str:
    """An item as somebody signs for it: kind, numbers, what it says on it."""
    parts = [f"{line.number}", tr(KINDS[line.kind].title), numbers(line), line.description]
    return " ".join(part for part in parts if part)


def numbers(line: Item) -> str:
    """The numbers not used yet; of a customer's paper masked."""
    if KINDS[line.kind].owned:
        return mask_number(line.first)
    return line.next if line.next == line.last else f"{line.next}–{line.last}"


def _where(line: Item) -> str:
    if line.standing.state is CustodyState.OUT:
        return tr("with {code}", code=line.standing.holder)
    return tr(STATE_NAMES[line.standing.state])


def _described(line: Item) -> str:
    """Whose it is comes first: a long description would push the name out of sight."""
    return f"{mask_name(line.owner)}  {line.description}" if line.owner else line.description


ITEM_COLUMNS: Final = (
    Column[Item](N_("No."), lambda line: str(line.number), number=True, width=4),
    Column[Item](N_("Kind"), lambda line: tr(KINDS[line.kind].title), width=18),
    Column[Item](N_("Description"), _described),
    Column[Item](N_("Numbers left"), numbers, width=20),
    Column[Item](N_("Pieces left"), lambda line: str(line.standing.left), number=True, width=9),
    Column[Item](N_("Custodian"), lambda line: line.standing.custodian, width=8),
    Column[Item](N_("Where"), _where, width=12),
)

ENTRY_COLUMNS: Final = (
    Column[Entry](N_("Time"), lambda entry: f"{hall_time(entry.at):%Y-%m-%d %H:%M}", width=15),
    Column[Entry](N_("What"), lambda entry: tr(STEP_NAMES[entry.step]), width=20),
    Column[Entry](N_("Signed"), lambda entry: f"{entry.by}, {entry.second}", width=12),
    Column[Entry](N_("Used"), lambda entry: str(entry.used or ""), number=True, width=5),
    Column[Entry](N_("Remark"), lambda entry: "  ".join((entry.outside, entry.reason)).strip()),
)


def counted_words(counted: Counted) -> str:
    """A count in one line."""
    words = tr(
        "Count {number} of {time} by {by} and {witness}: {missing} missing, {surplus} too much",
        number=counted.number,
        time=f"{hall_time(counted.at):%Y-%m-%d %H:%M}",
        by=counted.by,
        witness=counted.witness,
        missing=sum(one.missing for one in counted.missing),
        surplus=sum(one.surplus for one in counted.surplus),
    )
    if not counted.missing:
        return words
    items = ", ".join(str(one.item) for one in counted.missing)
    return tr("{count}. Not in the safe: item {items}.", count=words, items=items)
