"""Day scripts: one JSON object that tells a whole day of a hall, read strictly.

The vocabulary is documented in `docs/day-scripts.md`. A script that names an unknown field, an
unknown event or a person who is not on its staff is wrong as a whole; nothing of it is played.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, ValidationError, model_validator

from hallclient.care.rules import RECEPTION
from hallclient.play.bar_script import BAR, AnyBar
from hallclient.play.counter_script import AnyCounter, PartyPart
from hallclient.play.front_desk_script import FRONT_DESK, AnyFrontDesk
from hallclient.play.notice_script import OfNotice, PutUpNotice
from hallclient.play.parts import Code, Event, Part, Whole
from hallclient.play.queue_script import AnyQueue
from hallclient.play.vip_script import VIP, AnyVip, VipPart


class ScriptWrong(Exception):
    """The script itself is wrong; each place is named with what is wrong there."""

    def __init__(self, places: tuple[str, ...]) -> None:
        super().__init__("\n".join(places))
        self.places = places


class HallPart(Part):
    """The hall; thresholds not given keep their defaults."""

    code: Code
    name: str
    policy: dict[str, Any] = Field(default_factory=dict)


class StaffPart(Part):
    """One person of the day."""

    code: Code
    name: str
    role: Literal["clerk", "vip", "guide", "reception", "guard", "duty_manager", "auditor"]


class CounterPart(Part):
    """One counter (台席) and the clerk who sits there."""

    number: Annotated[int, Field(ge=1, le=99, strict=True)]
    clerk: Code


class RangePart(Part):
    """A range of serial numbers received, both ends included."""

    first: str
    last: str
    face_fen: Whole = 0
    batch: str = ""


class DrinksPart(Part):
    """A batch of a drink or consumable in the book of the bar."""

    goods: str
    servings: Whole
    best_before: str = ""


class StockPart(Part):
    """What the hall has received before it opens."""

    sim_cards: tuple[RangePart, ...] = ()
    numbers: tuple[RangePart, ...] = ()
    value_cards: tuple[RangePart, ...] = ()
    invoices: tuple[RangePart, ...] = ()
    drinks: tuple[DrinksPart, ...] = ()


class SubscriberPart(Part):
    """A customer with a number in service since before the day."""

    customer: PartyPart
    mobile: str
    iccid: str
    plan: str
    vip: VipPart | None = None


class Restart(Event):
    """The client is dropped without warning and started again."""

    do: Literal["restart"]


AnyEvent = Annotated[
    AnyCounter | AnyQueue | AnyFrontDesk | PutUpNotice | OfNotice | AnyVip | AnyBar | Restart,
    Field(discriminator="do"),
]


class DayScript(Part):
    """A whole day."""

    hall: HallPart
    date: date
    staff: tuple[StaffPart, ...]
    counters: tuple[CounterPart, ...]
    stock: StockPart = StockPart()
    subscribers: tuple[SubscriberPart, ...] = ()
    events: tuple[AnyEvent, ...]

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        wrong = list(self._unknown_names())
        if wrong:
            raise ValueError("; ".join(wrong))
        return self

    def _unknown_names(self) -> Iterator[str]:
        codes = [person.code for person in self.staff]
        numbers = [counter.number for counter in self.counters]
        for name, values in (("staff code", codes), ("counter", [str(n) for n in numbers])):
            for twice in _twice(values):
                yield f"{name} {twice} is there twice"
        for counter in self.counters:
            if counter.clerk not in codes:
                yield f"counters: clerk {counter.clerk} is not on the staff"
        ids = [event.id for event in self.events if event.id]
        for twice in _twice(ids):
            yield f"event id {twice} is there twice"
        for index, event in enumerate(self.events):
            yield from (
                f"events[{index}].{where}" for where in _unknown_in(event, codes, numbers, ids)
            )

    def clerk_of(self, counter: int) -> str:
        """The clerk who sits at the counter."""
        return next(part.clerk for part in self.counters if part.number == counter)

    def manager(self, besides: str = "") -> str:
        """The first duty manager but this person; the first person where there is no manager."""
        managers = [person.code for person in self.staff if person.role == "duty_manager"]
        others = [code for code in managers if code != besides]
        return next(iter(others or managers or [person.code for person in self.staff]), "")

    def hander(self, clerk: str) -> str:
        """Who hands the clerk a float when nobody is named: a manager, else another clerk."""
        roles = ("duty_manager", "clerk", "vip")
        able = [person for person in self.staff if person.role in roles and person.code != clerk]
        able.sort(key=lambda person: person.role != "duty_manager")
        return able[0].code if able else clerk


def _twice(values: list[str]) -> list[str]:
    return sorted({value for value in values if values.count(value) > 1})


_MAY_BE_EMPTY: Final = ("ticket", "came_back", "guest")
_AT_NO_COUNTER: Final = frozenset(
    {"close_day", "restart", "ticket", "ticket_return", "ticket_cancel", "ticket_transfer"}
    | {"notice", "notice_report", "notice_down"}
    | FRONT_DESK
    | BAR
    | VIP
)


def _unknown_in(
    event: Event, codes: list[str], numbers: list[int], ids: list[str]
) -> Iterator[str]:
    plain = event.model_dump()
    if event.counter is None and plain["do"] not in _AT_NO_COUNTER:
        yield "counter: is missing"
    for name in ("counter", "to_counter"):
        if plain.get(name) is not None and plain[name] not in numbers:
            yield f"{name}: there is no counter {plain[name]}"
    for name in ("by", "approver", "witness", "handed_by", "to", "host"):
        if plain.get(name) not in (None, RECEPTION) and plain[name] not in codes:
            yield f"{name}: {plain[name]} is not on the staff"
    for name in (
        "order", "draft", "ticket", "matter", "notice", "came_back", "batch", "drink", "paper",
        "reception", "booking", "guest",
    ):  # fmt: skip
        named = isinstance(plain.get(name), str) and (plain[name] or name not in _MAY_BE_EMPTY)
        if named and plain[name] not in ids:
            yield f"{name}: no event has the id {plain[name]}"


def read_script(text: str) -> DayScript:
    """Reads a script; raises ScriptWrong with every place that is wrong."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise ScriptWrong((f"line {error.lineno}: not JSON: {error.msg}",)) from error
    except RecursionError as error:
        raise ScriptWrong(("script: nested too deeply",)) from error
    try:
        return DayScript.model_validate(data)
    except ValidationError as error:
        raise ScriptWrong(tuple(_place(part) for part in error.errors())) from error


def load_script(path: Path) -> DayScript:
    """Reads a script file (UTF-8); raises ScriptWrong, also when it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ScriptWrong((f"{path.name}: cannot be read ({type(error).__name__})",)) from error
    return read_script(text)


def _place(part: Any) -> str:
    where = ""
    for step in part["loc"]:
        where += f"[{step}]" if isinstance(step, int) else f".{step}" if where else str(step)
    return f"{where or 'script'}: {part['msg']}"
