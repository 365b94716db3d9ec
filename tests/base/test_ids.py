"""Ids sort by time and are not guessed."""

import uuid

import pytest

from hallclient.base import ids


def test_an_id_is_a_uuid_of_version_7() -> None:
    made = uuid.UUID(ids.new_id())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_a_later_id_sorts_after_an_earlier_one(monkeypatch: pytest.MonkeyPatch) -> None:
    instants = iter(
        [1_700_000_000_000_000_000, 1_700_000_000_001_000_000, 1_800_000_000_000_000_000]
    )
    monkeypatch.setattr(ids.time, "time_ns", lambda: next(instants))
    made = [ids.new_id() for _ in range(3)]
    assert made == sorted(made)


def test_ids_of_one_millisecond_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_700_000_000_000_000_000)
    assert len({ids.new_id() for _ in range(1000)}) == 1000
