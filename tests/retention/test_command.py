"""`hallclient retain`: says what would be erased, erases it, goes on where it was cut short."""

import io
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from hallclient import cli
from hallclient import hall as house
from hallclient.base.masking import mask_number
from hallclient.retention.records import ErasingRun
from hallclient.store.keys import FileKeyStore
from tests.conftest import ON_POSTGRESQL
from tests.retention.conftest import PASSWORD, Archive, resident, years

DAY = date(2026, 11, 22)

pytestmark = pytest.mark.skipif(ON_POSTGRESQL, reason="the command is the same on a server")

Retain = Callable[..., int]


@pytest.fixture
def retain(archive: Archive, store_url: str, tmp_path: Path, monkeypatch) -> Retain:
    """Runs `hallclient retain` on the archive's database two years after a customer left."""
    archive.on(DAY)
    archive.end(archive.take_over(1, "13812345678"))
    archive.on(DAY + years(2))
    opened = house.OpenHall(archive.clerk.acting("", 0))
    monkeypatch.setattr(house, "open_hall", lambda _place: opened)
    monkeypatch.setattr(house.HallPlace, "of", lambda *_: house.HallPlace(
        store_url, FileKeyStore(tmp_path / "keys")))  # fmt: skip

    def run(*words: str, typed: str = "") -> int:
        monkeypatch.setattr(sys, "argv", ["hallclient", "retain", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        return cli.run()

    return run


def test_a_dry_run_says_who_and_how_many_and_erases_nobody(retain, archive, capsys) -> None:
    assert retain("--dry-run") == 0
    told = capsys.readouterr().out
    assert mask_number(resident(1)) in told
    assert "样例甲" not in told
    assert len(archive.found("样例甲")) == 1
    assert retain("--dry-run", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["customers"], answer["held"], answer["begun"]) == (1, 0, False)


def test_two_people_erase_what_was_said(retain, archive: Archive) -> None:
    typed = f"{PASSWORD}\n{PASSWORD}\n"
    assert retain("--manager", "M1", "--second", "M2", typed=typed) == 0
    assert archive.found("样例甲") == set()


def test_a_code_typed_in_full_width_is_the_managers(retain, archive: Archive) -> None:
    typed = f"{PASSWORD}\n{PASSWORD}\n"
    assert retain("--manager", " Ｍ１", "--second", "Ｍ２", typed=typed) == 0
    assert archive.found("样例甲") == set()
    with archive.manager.read() as session:
        assert set(session.scalars(select(ErasingRun.by))) == {"M1"}


@pytest.mark.parametrize(
    ("words", "typed", "status"),
    [
        ((), "", 2),
        (("--manager", "M1"), "", 2),
        (("--manager", "M1", "--second", "M1"), f"{PASSWORD}\n{PASSWORD}\n", 1),
        (("--manager", "M1", "--second", "C1"), f"{PASSWORD}\n{PASSWORD}\n", 1),
        (("--manager", "C1", "--second", "M1"), f"{PASSWORD}\n{PASSWORD}\n", 1),
        (("--manager", "M1", "--second", "M2"), f"{PASSWORD}\nwrong\n", 1),
    ],
)
def test_without_two_who_may_nobody_is_erased(retain, archive, words, typed, status) -> None:
    assert retain(*words, typed=typed) == status
    assert len(archive.found("样例甲")) == 1
