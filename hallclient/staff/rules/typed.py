"""What is typed about people, checked before it is kept."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from hallclient.base.errors import HallError, Several
from hallclient.base.text import printable, to_ascii
from hallclient.policy.rules import checked_hall_code, checked_hall_name
from hallclient.staff.rules.refusals import (
    CounterMalformed,
    PasswordIsCode,
    PasswordsDiffer,
    PasswordShort,
    StaffCodeMalformed,
    StaffNameMissing,
)

PASSWORD_LEAST: Final = 8
PASSWORD_MOST: Final = 128
NAME_MOST: Final = 40
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")


@dataclass(frozen=True)
class FirstRun:
    """Ask: a new hall and its first duty manager, as typed in the first-run wizard."""

    hall_code: str
    hall_name: str
    code: str
    name: str
    password: str = field(repr=False)
    again: str = field(repr=False)


def checked_first_run(typed: FirstRun) -> FirstRun:
    """The same, trimmed; raises Several with every entry that is wrong, or the only one."""
    refused: list[HallError] = []

    def kept[T](check: Callable[[], T], otherwise: T) -> T:
        try:
            return check()
        except HallError as error:
            refused.append(error)
            return otherwise

    checked = FirstRun(
        hall_code=kept(lambda: checked_hall_code(typed.hall_code), ""),
        hall_name=kept(lambda: checked_hall_name(typed.hall_name), ""),
        code=kept(lambda: checked_code(typed.code), ""),
        name=kept(lambda: checked_name(typed.name), ""),
        password=typed.password,
        again=typed.again,
    )
    kept(lambda: check_password(typed.password, typed.code.strip()), None)
    kept(lambda: check_twice(typed.password, typed.again), None)
    if len(refused) == 1:
        raise refused[0]
    if refused:
        raise Several(tuple(refused))
    return checked


def check_twice(password: str, again: str, *, field: str = "again") -> None:
    """Raises PasswordsDiffer beside the second field."""
    if password != again:
        raise PasswordsDiffer(field=field)


def checked_code(text: str, *, field: str = "code") -> str:
    """The staff code as stored: trimmed, ASCII. Raises StaffCodeMalformed."""
    code = to_ascii(text)
    if _CODE.fullmatch(code) is None:
        raise StaffCodeMalformed(field=field)
    return code


def checked_name(text: str, *, field: str = "name") -> str:
    """The person's name as stored: one line, trimmed. Raises StaffNameMissing."""
    name = printable(text).strip()
    if not 0 < len(name) <= NAME_MOST:
        raise StaffNameMissing(field=field)
    return name


def check_password(password: str, code: str, *, field: str = "password") -> None:
    """Raises PasswordShort or PasswordIsCode; a password is never trimmed or changed."""
    if not PASSWORD_LEAST <= len(password) <= PASSWORD_MOST:
        raise PasswordShort(field=field, least=PASSWORD_LEAST, most=PASSWORD_MOST)
    if password.casefold() == code.casefold():
        raise PasswordIsCode(field=field)


def checked_counter(text: str, *, field: str = "counter") -> int:
    """The number of a counter (台席), 0 for the manager's room. Raises CounterMalformed."""
    plain = to_ascii(text)
    if re.fullmatch(r"[0-9]{1,2}", plain) is None:
        raise CounterMalformed(field=field)
    return int(plain)
