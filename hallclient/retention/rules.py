"""When personal data has to go, as pure rules, and what the pages see of it.

Source: field rules 11.5 (电话用户真实身份信息登记规定): document kind, name, number and address are
kept while the service lasts and two years after it ends; then they are deleted or made anonymous.
A legal hold stops that.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from hallclient.base.errors import HallError
from hallclient.base.language import N_, counted

ERASE: Final = "customer.erase"
"""Permission to erase, of both who begin it."""

HOLD: Final = "customer.hold"
"""Permission to set and release legal holds, of both who sign."""


class NothingDue(HallError):
    """Nobody's period is over, or all whose period is over are held."""

    code = "retention.nothing-due"
    sentence = N_("Nobody's data is due. Nothing was erased.")


class PlanChanged(HallError):
    """What would be erased is no longer what was shown and signed for."""

    code = "retention.changed"
    sentence = N_("Meanwhile others are due than those shown. Look at the list again.")


class ErasingUnderWay(HallError):
    """One erasing at a time; the one begun goes on."""

    code = "retention.under-way"
    sentence = N_("An erasing was begun and is not finished. Let it go on first.")


class ErasingUnknown(HallError):
    """No erasing waits to be carried on."""

    code = "retention.none-begun"
    sentence = N_("No erasing was begun. Look at the list, then have it signed.")


class HoldReasonMissing(HallError):
    """A hold, and its release, name who asked for it."""

    code = "retention.reason-missing"
    sentence = N_("Write down who asked for it, and the file number; it goes on record.")


class HoldStands(HallError):
    """Held already."""

    code = "retention.held"
    sentence = N_("This customer's data is held already.")


class HoldAbsent(HallError):
    """Not held."""

    code = "retention.not-held"
    sentence = N_("This customer's data is not held.")


class CustomerErased(HallError):
    """Nothing is left that could be held."""

    code = "retention.erased"
    sentence = N_("This customer's data was erased; there is nothing left to hold.")


@dataclass(frozen=True)
class Life:
    """What decides how long the data of a customer without a number in service is kept.

    Attributes:
        last_dealt: the last day on which anything was done for the customer.
        ended: the day on which the last of their numbers left service, None without any.
        held: whether a legal hold stands.
    """

    last_dealt: date
    ended: date | None = None
    held: bool = False


def left_on(life: Life) -> date:
    """The day from which the period runs.

    For somebody who never had a number it is the last thing that was done for them.
    """
    return max(life.last_dealt, life.ended or life.last_dealt)


def erasable_from(left: date, months: int) -> date:
    """The first day on which the data of one who left on this day is erased.

    The whole period is kept: a day that the last month does not have becomes the first of the
    next, never an earlier one.
    """
    count = left.year * 12 + left.month - 1 + months
    year, month = count // 12, count % 12 + 1
    try:
        kept_through = date(year, month, left.day)
    except ValueError:
        kept_through = date(year + month // 12, month % 12 + 1, 1)
    return kept_through + timedelta(days=1)


def is_due(life: Life, months: int, today: date) -> bool:
    """Whether the data is erased today."""
    return not life.held and erasable_from(left_on(life), months) <= today


def last_day_to_leave(months: int, today: date) -> date:
    """The latest day such that one who left on it is due today."""
    count = today.year * 12 + today.month - 1 - months
    latest = date(count // 12, count % 12 + 1, 1) + timedelta(days=31)
    while erasable_from(latest, months) > today:
        latest -= timedelta(days=1)
    return latest


def month_is_over(month: str, months: int, today: date) -> bool:
    """Whether text of nobody in particular of a month, `2024-11`, is due."""
    return erasable_from(last_day_of(month), months) <= today


def last_day_of(month: str) -> date:
    """The last day of a month, `2024-11`."""
    year, number = (int(part) for part in month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """One customer whose period is over, masked."""

    customer_id: str
    name: str
    document_number: str
    left_on: date
    erasable_from: date
    held: bool = False


@dataclass(frozen=True)
class Held:
    """One customer under a legal hold (依法保留), masked; by whom it was asked for, and why."""

    customer_id: str
    name: str
    document_number: str
    since: datetime
    by: str
    second: str
    reason: str


def customers_in_words(count: int) -> str:
    """`1 customer`, `2 customers`."""
    return counted(count, N_("{count} customer"), N_("{count} customers"))


def months_in_words(count: int) -> str:
    """`1 month`, `2 months`."""
    return counted(count, N_("{count} month"), N_("{count} months"))


@dataclass(frozen=True)
class Plan:
    """What would be erased today, said before anything is.

    Attributes:
        customers: the first of those who are due, the longest gone first.
        count: how many are due and not held.
        held: how many are due but held.
        months: months whose free text is due, such as `2024-10`.
        period: months for which data is kept after service has ended.
        mark: names exactly these customers and months: what was signed for is what is erased.
        begun: the run that was begun and not finished, "" for none.
    """

    as_of: date
    period: int
    customers: tuple[Due, ...]
    count: int
    held: int
    months: tuple[str, ...]
    mark: str
    begun: str = ""


@dataclass(frozen=True)
class StartErasing:
    """Ask: erase what the plan with this mark says."""

    mark: str
    request_id: str


@dataclass(frozen=True)
class ChangeHold:
    """Ask: a hold is set on a customer's data, or released."""

    customer_id: str
    reason: str
    request_id: str


@dataclass(frozen=True)
class Erased:
    """What a run has erased: customers, and months of free text."""

    run_id: str
    customers: int
    months: int
