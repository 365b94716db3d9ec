"""Settings change by versions: from a date on, by who may, never for a time that is over."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from hallclient.base.clock import ScriptClock
from hallclient.base.errors import HallError, RecordConflict
from hallclient.policy import book, service
from hallclient.policy.checks import check
from hallclient.policy.rules import (
    ChangePolicy,
    EffectivePast,
    Policy,
    SettingOutOfRange,
    SettingUnknown,
    SettingVersion,
)
from hallclient.staff.rules import NotPermitted
from hallclient.store.desk import Desk
from hallclient.store.integrity import check_store


def change(
    desk: Desk, key: str, value: object, at: datetime | None = None, request_id: str = "r1"
) -> Policy:
    return service.change(desk, ChangePolicy(key, value, at, request_id))


def faults(desk: Desk) -> list[tuple[str, str]]:
    with desk.read() as session:
        return [(fault.code, fault.place) for fault in check(session, desk.hall)]


def test_a_hall_that_decided_nothing_has_the_defaults(desk: Desk) -> None:
    assert service.read(desk) == Policy()


def test_a_founded_hall_knows_its_name_until_it_is_renamed(manager: Desk) -> None:
    assert service.read(manager).hall_name == "Lotus Road Hall"
    assert change(manager, "hall_name", "New Road Hall").hall_name == "New Road Hall"
    with manager.read() as session:
        assert book.hall_name(session, manager.hall) == "Lotus Road Hall"


def test_a_change_holds_from_its_day_on_and_not_before(manager: Desk, clock: ScriptClock) -> None:
    start = clock.now() + timedelta(days=3)
    assert change(manager, "document_limit", 3, start).document_limit == 5
    clock.set(start - timedelta(microseconds=1))
    assert service.read(manager).document_limit == 5
    clock.set(start)
    assert service.read(manager).document_limit == 3


def test_yesterdays_policy_can_still_be_read(manager: Desk, clock: ScriptClock) -> None:
    before = clock.now()
    clock.set(before + timedelta(days=1))
    change(manager, "sim_fee_fen", 2_000)
    with manager.read() as session:
        assert book.policy_of(session, manager.hall, before).sim_fee_fen == 1_000
        assert book.policy_of(session, manager.hall, clock.now()).sim_fee_fen == 2_000


def test_the_later_decision_wins_when_two_start_together(manager: Desk) -> None:
    change(manager, "document_limit", 3, request_id="r1")
    assert change(manager, "document_limit", 4, request_id="r2").document_limit == 4
    assert [(v.version, v.value, v.set_by) for v in service.history(manager)] == [
        (1, 3, "M1"),
        (2, 4, "M1"),
    ]


def test_not_set_is_a_value_that_survives(manager: Desk) -> None:
    assert change(manager, "standard_float_fen", 20_000, None, "r1").standard_float_fen == 20_000
    assert change(manager, "standard_float_fen", None, None, "r2").standard_float_fen is None


def test_a_setting_decided_meanwhile_is_handed_back_as_it_was_decided(manager: Desk) -> None:
    service.change(manager, ChangePolicy("document_limit", 4, None, "r1", based_on=0))
    with pytest.raises(RecordConflict) as refused:
        service.change(manager, ChangePolicy("document_limit", 3, None, "r2", based_on=0))
    theirs = refused.value.theirs
    assert isinstance(theirs, SettingVersion)
    assert (theirs.value, theirs.version, theirs.set_by) == (4, 1, "M1")
    assert service.read(manager).document_limit == 4
    mine = ChangePolicy("document_limit", 3, None, "r2", based_on=theirs.version)
    assert service.change(manager, mine).document_limit == 3


def test_another_setting_decided_meanwhile_is_no_conflict(manager: Desk) -> None:
    change(manager, "hall_name", "New Road Hall")
    ask = ChangePolicy("document_limit", 3, None, "r2", based_on=0)
    assert service.change(manager, ask).document_limit == 3


def test_the_same_ask_twice_is_one_version(manager: Desk) -> None:
    assert change(manager, "document_limit", 3) == change(manager, "document_limit", 3)
    assert len(service.history(manager)) == 1


@pytest.mark.parametrize(
    ("key", "value", "days", "refusal"),
    [
        ("document_limit", 3, -1, EffectivePast),
        ("document_limit", 0, 0, SettingOutOfRange),
        ("document_limt", 3, 0, SettingUnknown),
    ],
)
def test_a_refused_change_leaves_nothing(
    manager: Desk, key: str, value: object, days: int, refusal: type[HallError]
) -> None:
    with pytest.raises(refusal):
        change(manager, key, value, manager.now() + timedelta(days=days))
    assert service.history(manager) == ()


@pytest.mark.parametrize("who", ["C1", ""])
def test_only_who_may_changes_the_settings(manager: Desk, who: str) -> None:
    with pytest.raises(NotPermitted):
        change(manager.acting(who), "document_limit", 3)


def test_settings_that_were_only_used_have_no_fault(manager: Desk) -> None:
    change(manager, "agents_allowed", {"recharge": True}, None, "r1")
    change(manager, "second_document_limit", None, None, "r2")
    assert faults(manager) == []
    with manager.read() as session:
        assert list(check_store(session, manager.hall, manager.keys.audit)) == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            "UPDATE settings SET value = '0' WHERE version = 2",
            ("policy.value", "settings key document_limit, version 2"),
        ),
        (
            "UPDATE settings SET value = '{' WHERE version = 2",
            ("policy.value", "settings key document_limit, version 2"),
        ),
        (
            "DELETE FROM settings WHERE version = 1",
            ("policy.gap", "settings key document_limit, version 2"),
        ),
        (
            "DELETE FROM settings WHERE version = 2",
            ("policy.gap", "settings key document_limit"),
        ),
    ],
)
def test_a_setting_edited_behind_the_program_is_found(
    manager: Desk, tamper: Callable[[str], None], statement: str, fault: tuple[str, str]
) -> None:
    change(manager, "document_limit", 3, request_id="r1")
    change(manager, "document_limit", 4, request_id="r2")
    tamper(statement)
    assert faults(manager) == [fault]
