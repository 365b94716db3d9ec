"""A report says what broke and where; whoever reads it learns nothing of anybody."""

import errno
import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from hallclient.base.places import resources
from hallclient.store.trouble import DatabaseFull
from hallclient.ui.crash_report import KEPT, KEPT_DAYS, crash_text, fault_text, keep_report

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SECRETS = ("样例甲", "ANNA SAMPLE", "Zhang San", "110000198802291236", "13800138000", "1380013")


def people_of_the_sample() -> set[str]:
    """Every name and number of a person in the sample day."""
    found: set[str] = set()

    def look(value: object) -> None:
        if isinstance(value, dict):
            found.update(
                str(value[key]) for key in ("name", "number", "mobile", "reference") if key in value
            )
            for each in value.values():
                look(each)
        elif isinstance(value, list):
            for each in value:
                look(each)

    look(json.loads((resources() / "sample" / "day.json").read_text("utf-8")))
    return {each for each in found if len(each) > 1}


def raised(error: BaseException, before: BaseException | None = None) -> BaseException:
    """As Python leaves it: with a place, and locals that hold what was typed."""
    typed = " ".join(SECRETS)
    try:
        if before is not None:
            raise before
        raise error
    except type(before or error) as first:
        if before is None:
            return first
        try:
            raise error from first
        except type(error) as second:
            assert typed
            return second


def database_error() -> DBAPIError:
    engine = create_engine("sqlite://")
    with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text(f"SELECT '{SECRETS[0]}' FROM nowhere"))
    engine.dispose()
    return caught.value


def errors() -> Iterator[BaseException]:
    said = " ".join(SECRETS)
    yield raised(ValueError(said))
    yield raised(KeyError(said), ValueError(said))
    yield raised(OSError(errno.ENOSPC, said, f"/opt/{SECRETS[0]}/hall.db"))
    yield raised(ExceptionGroup(said, [LookupError(said), ValueError(said)]))
    yield raised(UnicodeDecodeError("utf-8", said.encode(), 0, 1, said))
    yield raised(DatabaseFull(who=said))
    yield database_error()


@pytest.mark.parametrize("error", list(errors()), ids=lambda error: type(error).__name__)
def test_nothing_of_what_an_error_says_is_in_the_report(error: BaseException) -> None:
    report = crash_text(error, AT, "counter")
    assert type(error).__name__ in report
    assert "test_crash_report:" in report
    for secret in SECRETS:
        assert secret not in report
    assert report.isascii()


def test_the_people_of_the_sample_day_are_in_no_report() -> None:
    people = people_of_the_sample()
    assert len(people) > 10
    report = crash_text(raised(ValueError(" ".join(people)), KeyError(*people)), AT)
    assert [one for one in people if one in report] == []


def test_the_kinds_of_all_errors_and_the_libraries_codes_are_there() -> None:
    group = ExceptionGroup("", [raised(LookupError("a")), raised(ValueError("b"))])
    report = crash_text(raised(group, sqlite3.OperationalError("c")), AT)
    for kind in ("ExceptionGroup", "LookupError", "ValueError", "sqlite3.OperationalError"):
        assert kind in report
    assert "OperationalError" in crash_text(database_error(), AT)
    assert f"OSError {errno.ENOSPC}" in crash_text(raised(OSError(errno.ENOSPC, "")), AT)
    assert "database.full" in crash_text(raised(DatabaseFull()), AT)


def test_endless_recursion_is_told_in_short() -> None:
    def again() -> None:
        again()

    try:
        again()
    except RecursionError as error:
        report = crash_text(error, AT)
    assert "more" in report
    assert len(report.splitlines()) < 70


def test_errors_that_caused_each_other_end() -> None:
    one, other = ValueError(), LookupError()
    one.__context__, other.__context__ = other, one
    assert crash_text(one, AT).count("ValueError") == 1


def test_reports_are_kept_by_number_and_age(tmp_path: Path) -> None:
    for minute in range(KEPT + 5):
        keep_report(tmp_path, "x", AT + timedelta(minutes=minute))
    kept = sorted(file.name for file in tmp_path.iterdir())
    assert len(kept) == KEPT
    assert kept[-1] == f"crash-20261122-09{30 + KEPT + 4}00.txt"
    (tmp_path / "notes.txt").write_text("somebody's own")
    last = keep_report(tmp_path, "x", AT + timedelta(days=KEPT_DAYS, hours=1))
    assert sorted(file.name for file in tmp_path.iterdir()) == [last.name, "notes.txt"]


def test_a_fault_keeps_kinds_and_places_and_loses_folders_of_people() -> None:
    left = "\n".join(
        [
            "Fatal Python error: Segmentation fault",
            "",
            "Thread 0x00007f0a (most recent call first):",
            '  File "/opt/张三/hallclient/hallclient/ui/jobs.py", line 96 in _carry',
            "",
            "Current thread 0x00007f0b (most recent call first):",
            '  File "C:\\Users\\Zhang San\\hallclient\\app\\start.py", line 70 in run',
            '  File "C:\\Users\\Zhang San\\thing.py", line 1 in <module>',
            "",
            "Extension modules: 样例甲 13800138000",
            "customer 样例甲",
        ]
    )
    report = fault_text(left, AT)
    assert "Fatal Python error: Segmentation fault" in report
    assert "hallclient/ui/jobs.py:96 in _carry" in report
    assert "hallclient/app/start.py:70 in run" in report
    assert "  thing.py:1 in <module>" in report
    for secret in ("张三", "Zhang San", "样例甲", "13800138000", "Users"):
        assert secret not in report
