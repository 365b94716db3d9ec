"""The hall's facts and thresholds (营业厅参数): each declared once, with default and sentence."""
# ruff: noqa: RUF009 - _money declares a field, as dataclasses.field does

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, cast

from hallclient.base.clock import from_hall
from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.base.money import Fen, fen_from_text, yuan
from hallclient.base.text import printable, to_ascii

TEXT_MOST: Final = 60
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_HALL_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,15}")
_SWITCH = re.compile(r"([a-z0-9_]{1,32})=(yes|no)")


class SettingUnknown(HallError):
    """A setting that is not declared."""

    code = "policy.unknown"
    sentence = N_("The hall has no setting named {name}.")


class SettingMalformed(HallError):
    """What was typed is not a value of this setting."""

    code = "policy.malformed"
    sentence = N_("This value does not fit the setting. Expected: {expected}.")


class SettingOutOfRange(HallError):
    """Outside what the program can work with."""

    code = "policy.out-of-range"
    sentence = N_("The value must lie between {least} and {most}.")


class EffectivePast(HallError):
    """A setting cannot be changed for a time that is over: its orders are in the books."""

    code = "policy.effective-past"
    sentence = N_("A change cannot take effect in the past. Choose now or a later time.")


class HallExists(HallError):
    """The hall was founded before; a second founding would make two truths."""

    code = "hall.exists"
    sentence = N_("This hall is set up already. Sign in instead.")


class HallCodeMalformed(HallError):
    """Not usable as a hall's code, which begins every order number."""

    code = "hall.code"
    sentence = N_("A hall's code has 1 to 16 letters, digits or hyphens, such as H001.")


class HallNameMissing(HallError):
    """Papers name the hall."""

    code = "hall.name"
    sentence = N_("Type the hall's name, at most {most} characters.")


class SettingKind(StrEnum):
    """What a setting's value is; decides how it is typed and shown."""

    TEXT = "text"
    WHOLE = "whole"
    MONEY = "money"
    TIME = "time"
    CHOICE = "choice"
    SWITCHES = "switches"


_EXPECTED: Final = {
    SettingKind.TEXT: N_("one line of text"),
    SettingKind.WHOLE: N_("a whole number"),
    SettingKind.MONEY: N_("an amount in yuan"),
    SettingKind.TIME: N_("a time such as 18:00"),
    SettingKind.CHOICE: N_("one of the words that the setting names"),
    SettingKind.SWITCHES: N_("pairs such as recharge=yes, new_number=no"),
}


@dataclass(frozen=True)
class SettingRule:
    """How one setting is declared.

    Attributes:
        sentence: English source; what the setting decides, with its unit.
        least, most: bounds, both included; fen for money, unused for text, time and switches.
        optional: None is a value of its own ("not set").
        choices: the words of a choice.
    """

    key: str
    kind: SettingKind
    sentence: str
    default: object
    least: int = 0
    most: int = 0
    optional: bool = False
    choices: tuple[str, ...] = ()


def _declare(kind: SettingKind, default: object, sentence: str, **more: object) -> Any:
    metadata = {"kind": kind, "sentence": sentence, **more}
    if kind is SettingKind.SWITCHES:
        return field(default_factory=lambda: MappingProxyType({}), metadata=metadata)
    return field(default=default, metadata=metadata)


def _whole(default: int | None, least: int, most: int, sentence: str) -> Any:
    more = {"least": least, "most": most, "optional": default is None}
    return _declare(SettingKind.WHOLE, default, sentence, **more)


def _money(default: int | None, least: int, most: int, sentence: str) -> Any:
    more = {"least": least, "most": most, "optional": default is None}
    return _declare(SettingKind.MONEY, default, sentence, **more)


@dataclass(frozen=True)
class Policy:
    """The settings in force at one instant; money in fen."""

    hall_name: str = _declare(SettingKind.TEXT, "", N_("Name of the hall, as printed on papers"))
    document_limit: int = _whole(
        5, 1, 1000, N_("Phone numbers that one personal document may hold")
    )
    second_document_limit: int | None = _whole(
        None,
        1,
        1000,
        N_("Phone numbers that one document may hold over all carriers, as declared"),
    )
    youngest_age: int = _whole(
        16, 0, 120, N_("Youngest age, in years, at which a customer acts alone")
    )
    recharge_most_fen: Fen = _money(500_000, 1, 10**9, N_("Largest single recharge"))
    deposit_most_fen: Fen = _money(
        500_000, 1, 10**9, N_("Largest prepaid deposit when a number is opened")
    )
    tender_most_fen: Fen = _money(5_000_000, 1, 10**10, N_("Largest single tender"))
    till_limit_fen: Fen = _money(
        500_000, 0, 10**10, N_("Cash in a till above which a drop is asked for")
    )
    movement_most_fen: Fen = _money(
        5_000_000, 1, 10**10, N_("Largest single drop, transfer or payment of cash")
    )
    standard_float_fen: Fen | None = _money(
        None, 0, 10**9, N_("Float that a shift is expected to start with")
    )
    small_change_least_fen: Fen = _money(
        5_000, 0, 10**7, N_("Small change (10 yuan and below) that a till should hold")
    )
    money_contact: str = _declare(
        SettingKind.TEXT, "", N_("Whom to call about money: name and extension")
    )
    closing_time: str = _declare(
        SettingKind.TIME, "18:00", N_("End of service; an earlier close is on record")
    )
    early_grace_minutes: int = _whole(
        0, 0, 240, N_("Minutes before the end of service that do not count as early")
    )
    recount_above_fen: Fen = _money(
        0, 0, 10**9, N_("Difference above which a recount by a second person is due")
    )
    idle_lock_minutes: int = _whole(5, 1, 240, N_("Idle minutes after which the screen locks"))
    expiring_days: int = _whole(
        30, 0, 365, N_("Days before its end at which a document is called expiring")
    )
    hold_minutes: int = _whole(15, 1, 240, N_("Minutes for which a chosen number stays held"))
    retention_months: int = _whole(
        24, 24, 240, N_("Months for which personal data is kept after service has ended")
    )
    sim_fee_fen: Fen = _money(1_000, 0, 10**7, N_("Fee for a replacement SIM"))
    agents_allowed: Mapping[str, bool] = _declare(
        SettingKind.SWITCHES, {}, N_("Businesses that an agent may do, where not as usual")
    )
    lockout_after: int = _whole(5, 2, 50, N_("Failed sign-ins after which a code is locked"))
    lockout_seconds: int = _whole(
        30, 1, 3600, N_("Seconds of the first lock; each further failure doubles it")
    )
    approval_seconds: int = _whole(
        120, 10, 1800, N_("Seconds that a request for approval waits for an answer")
    )
    queue_fair_after: int = _whole(
        3, 1, 20, N_("Customers with priority after whom a counter calls one without")
    )
    queue_promise_minutes: int = _whole(
        10, 1, 240, N_("Minutes of waiting that the hall promises not to exceed")
    )
    queue_recalls: int = _whole(2, 0, 9, N_("How often a customer is called again"))
    queue_recall_seconds: int = _whole(20, 0, 300, N_("Seconds between two calls of one customer"))
    booking_grace_minutes: int = _whole(
        15, 0, 240, N_("Minutes after which an appointment is past")
    )
    vip_wait_seconds: int = _whole(
        180, 30, 3600, N_("Seconds after which a waiting VIP guest is talked to")
    )
    vip_leaflets: int = _whole(3, 0, 9, N_("Leaflets that the envelope of a VIP guest takes"))
    vip_ending_days: int = _whole(
        7, 0, 90, N_("Days ahead for which ending contracts stand on the VIP list of today")
    )
    vip_club: str = _declare(
        SettingKind.CHOICE,
        "business",
        N_("Kind of VIP club: business (two or three drinks are named) or leisure (open question)"),
        choices=("business", "leisure"),
    )
    queue_lines: Mapping[str, bool] = _declare(
        SettingKind.SWITCHES, {}, N_("Lines that a counter serves, where not as usual: 3_v=no")
    )
    closing_counter: int | None = _whole(
        None, 1, 99, N_("Counter to which closings of accounts are sent")
    )
    reception_rooms: int = _whole(1, 0, 20, N_("Reception rooms, each for one guest"))
    nearest_hall: str = _declare(
        SettingKind.TEXT, "", N_("Nearest other hall, with its address, as slips name it")
    )
    nearest_hall_hours: str = _declare(
        SettingKind.TEXT, "", N_("Opening hours of the nearest other hall")
    )


SETTINGS: Final[Mapping[str, SettingRule]] = MappingProxyType(
    {
        entry.name: SettingRule(
            key=entry.name,
            kind=entry.metadata["kind"],
            sentence=entry.metadata["sentence"],
            default=getattr(Policy(), entry.name),
            least=entry.metadata.get("least", 0),
            most=entry.metadata.get("most", 0),
            optional=entry.metadata.get("optional", False),
            choices=entry.metadata.get("choices", ()),
        )
        for entry in fields(Policy)
    }
)
"""Every setting by its key, in the order of the settings page."""


@dataclass(frozen=True)
class ChangePolicy:
    """Ask: one setting gets a new value.

    Attributes:
        value: as the setting's kind has it: int (fen for money), str, None, or {kind: bool}.
        effective_from: aware instant, not before now; None is at once.
        based_on: number of the setting's newest version when the person decided, 0 before the
            first; None for a script that takes what it finds.
    """

    key: str
    value: object
    effective_from: datetime | None
    request_id: str
    based_on: int | None = None


@dataclass(frozen=True)
class SettingVersion:
    """One version of a setting as decided: by whom, when, and from when it holds."""

    key: str
    version: int
    value: object
    effective_from: datetime
    set_by: str
    set_at: datetime


def starts_at(day: date | None, today: date) -> datetime | None:
    """When a value typed for a day begins: its midnight in the hall; None, and today, at once."""
    return None if day is None or day == today else from_hall(day, 0, 0)


def rule_of(key: str) -> SettingRule:
    """The declaration; raises SettingUnknown."""
    rule = SETTINGS.get(key)
    if rule is None:
        raise SettingUnknown(name=key)
    return rule


def checked(key: str, value: object) -> object:
    """The same value, if the setting may have it.

    Raises SettingUnknown, SettingMalformed, SettingOutOfRange, the last two with field=key.
    """
    rule = rule_of(key)
    if value is None and rule.optional:
        return None
    if rule.kind in (SettingKind.WHOLE, SettingKind.MONEY):
        return _in_range(rule, value)
    if rule.kind is SettingKind.SWITCHES:
        return _switches(rule, value)
    if not isinstance(value, str):
        raise _malformed(rule)
    if rule.kind is SettingKind.TIME and _TIME.fullmatch(value) is None:
        raise _malformed(rule)
    if rule.kind is SettingKind.CHOICE and value not in rule.choices:
        raise _malformed(rule)
    if len(value) > TEXT_MOST or value != printable(value):
        raise _malformed(rule)
    return value


def from_text(key: str, text: str) -> object:
    """Reads what a manager types; empty means "not set" where the setting allows it.

    Raises what `checked` raises, and the money errors for amounts.
    """
    rule, plain = rule_of(key), to_ascii(text)
    if not plain and rule.optional:
        return None
    if rule.kind is SettingKind.TEXT:
        return checked(key, text.strip())
    if rule.kind is SettingKind.CHOICE:
        return checked(key, plain.lower())
    if rule.kind is SettingKind.MONEY:
        return checked(key, fen_from_text(plain, field=key))
    if rule.kind is SettingKind.WHOLE:
        if re.fullmatch(r"[0-9]{1,12}", plain) is None:
            raise _malformed(rule)
        return checked(key, int(plain))
    if rule.kind is SettingKind.TIME:
        return checked(key, plain.zfill(5))
    return checked(key, _read_switches(rule, plain))


def to_text(key: str, value: object) -> str:
    """The value as it is typed and shown; the opposite of `from_text`."""
    rule = rule_of(key)
    if value is None:
        return ""
    if rule.kind is SettingKind.MONEY:
        return yuan(cast(int, value))
    if rule.kind is SettingKind.SWITCHES:
        switches = cast(Mapping[str, bool], value)
        return ", ".join(f"{kind}={'yes' if on else 'no'}" for kind, on in sorted(switches.items()))
    return str(value)


def checked_hall_code(text: str, *, field: str = "hall_code") -> str:
    """The hall's code as stored: trimmed, upper case. Raises HallCodeMalformed."""
    code = to_ascii(text).upper()
    if _HALL_CODE.fullmatch(code) is None:
        raise HallCodeMalformed(field=field)
    return code


def checked_hall_name(text: str, *, field: str = "hall_name") -> str:
    """The hall's name as stored: one line, trimmed. Raises HallNameMissing."""
    name = printable(text).strip()
    if not 0 < len(name) <= TEXT_MOST:
        raise HallNameMissing(field=field, most=TEXT_MOST)
    return name


def with_values(values: Mapping[str, object]) -> Policy:
    """The defaults with these values in place; raises what `checked` raises."""
    whole: dict[str, Any] = {key: checked(key, value) for key, value in values.items()}
    return replace(Policy(), **whole)


def _in_range(rule: SettingRule, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _malformed(rule)
    if not rule.least <= value <= rule.most:
        money = rule.kind is SettingKind.MONEY
        least, most = (yuan(end) if money else str(end) for end in (rule.least, rule.most))
        raise SettingOutOfRange(field=rule.key, least=least, most=most)
    return value


def _switches(rule: SettingRule, value: object) -> Mapping[str, bool]:
    if not isinstance(value, Mapping) or not all(
        isinstance(kind, str) and isinstance(on, bool) for kind, on in value.items()
    ):
        raise _malformed(rule)
    return MappingProxyType(dict(value))


def _read_switches(rule: SettingRule, text: str) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        match = _SWITCH.fullmatch(part)
        if match is None:
            raise _malformed(rule)
        found[match[1]] = match[2] == "yes"
    return found


def _malformed(rule: SettingRule) -> SettingMalformed:
    return SettingMalformed(field=rule.key, expected=_EXPECTED[rule.kind])
