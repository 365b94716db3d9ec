"""Frozen values to plain JSON and back, so that a paper can be drawn again as it was."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, NewType, Self, TypeAliasType, Union, get_args, get_origin
from typing import get_type_hints as hints_of


class Payload:
    """Base of the values: `to_payload()` gives plain JSON, `from_payload()` the same value.

    Instants and dates become ISO text, tuples lists. Reading ignores keys it does not know and
    fills missing ones with their defaults, so papers of older versions stay readable.
    """

    def to_payload(self) -> dict[str, Any]:
        """The value as a mapping of plain JSON."""
        mine: Any = type(self)
        return {name: _plain(getattr(self, name)) for name in _hints(mine)}

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        """The value that was kept; raises ValueError when it cannot be this kind of paper."""
        mine: Any = cls
        given = {
            name: _read(kind, payload[name])
            for name, kind in _hints(mine).items()
            if name in payload
        }
        missing = _required(mine) - given.keys()
        if missing:
            raise ValueError(f"{cls.__name__} lacks {', '.join(sorted(missing))}")
        return cls(**given)


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return hints_of(cls)


@cache
def _required(cls: Any) -> frozenset[str]:
    return frozenset(
        field.name
        for field in fields(cls)
        if field.default is MISSING and field.default_factory is MISSING
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Payload):
        return value.to_payload()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value


def _read(kind: Any, value: Any) -> Any:
    """`value` of plain JSON as the annotated type `kind`."""
    if isinstance(kind, TypeAliasType):
        kind = kind.__value__
    if isinstance(kind, NewType):
        kind = kind.__supertype__
    origin = get_origin(kind)
    if origin is Literal:
        return _one_of(get_args(kind), value)
    if origin is tuple:
        return tuple(_read(get_args(kind)[0], item) for item in value)
    if origin in (Union, types.UnionType):
        return None if value is None else _read(get_args(kind)[0], value)
    if kind is datetime or kind is date:
        return kind.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, Payload):
        return kind.from_payload(value)
    return _exactly(kind, value)


def _one_of(choices: tuple[Any, ...], value: Any) -> Any:
    if value not in choices:
        raise ValueError(f"{value!r} is none of {choices}")
    return value


def _exactly(kind: Any, value: Any) -> Any:
    if type(value) is not kind:
        raise ValueError(f"{value!r} is not {kind.__name__}")
    return value
