"""Backups of a server with PostgreSQL's own programs: made, restored elsewhere, refused."""

import subprocess
from pathlib import Path

import pytest
from sqlalchemy import make_url

from hallclient.store import server_backup
from hallclient.store.refused import RightMissing
from tests.cli.conftest import PASSWORD, Ended, Run
from tests.conftest import ON_POSTGRESQL, MakeDatabase
from tools import postgres

pytestmark = pytest.mark.skipif(not ON_POSTGRESQL, reason="what a server needs")


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs that came with the server of the tests."""
    monkeypatch.setenv("PATH", str(postgres.wheel() / "bin"), prepend=":")


@pytest.fixture
def made(run: Run, store_url: str) -> Ended:
    """A new hall on the server."""
    return run("init", "--database", store_url, "--hall", "样例营业厅", typed=f"{PASSWORD}\n")


@pytest.mark.duty("S0-GN-02")
def test_a_dump_is_restored_into_an_empty_database_and_verified(
    run: Run, made: Ended, store_url: str, tmp_path: Path, postgresql_databases: MakeDatabase
) -> None:
    copy = tmp_path / "hall.dump"
    assert made.status == 0
    assert run("backup", copy, "--database", store_url).status == 0
    assert run("restore", copy, "--database", store_url).status == 1
    empty = postgresql_databases(False)
    ended = run("restore", copy, "--database", empty)
    assert (ended.status, ended.err) == (0, "")
    assert run("verify", "--database", empty).status == 0
    with pytest.MonkeyPatch.context() as without:
        without.setenv("HALLCLIENT_KEYS_FOLDER", str(tmp_path / "none"))
        other = postgresql_databases(False)
        ended = run("restore", copy, "--database", other)
    assert ended.status == 1
    assert ended.sentence()
    assert run("restore", copy, "--database", other).status == 0  # with the key, at once


def test_a_dump_is_kept_by_the_rule_too(
    run: Run, made: Ended, store_url: str, data_folder: Path
) -> None:
    (data_folder / "backups").mkdir(parents=True)
    ended = run("backup", "--database", store_url)
    assert (ended.status, ended.err) == (0, "")
    assert Path(ended.out.strip()).suffix == ".dump"


def test_a_cut_dump_is_refused_and_the_database_stays_empty(
    run: Run, made: Ended, store_url: str, tmp_path: Path, postgresql_databases: MakeDatabase
) -> None:
    copy = tmp_path / "hall.dump"
    run("backup", copy, "--database", store_url)
    copy.write_bytes(copy.read_bytes()[:-4000])
    empty = postgresql_databases(False)
    ended = run("restore", copy, "--database", empty)
    assert ended.status == 1
    assert "hall.dump" in ended.sentence()
    assert run("verify", "--database", empty).status == 1


def test_who_may_make_no_tables_is_told_so_and_not_that_the_backup_is_damaged(
    run: Run, made: Ended, store_url: str, tmp_path: Path, postgresql_databases: MakeDatabase
) -> None:
    copy = tmp_path / "hall.dump"
    run("backup", copy, "--database", store_url)
    socket = make_url(store_url).query["host"]
    postgres.command(str(socket), "CREATE ROLE visitor LOGIN")
    empty = postgresql_databases(False).replace("postgres@", "visitor@")
    ended = run("restore", copy, "--database", empty)
    assert (ended.status, ended.sentence()) == (1, str(RightMissing()))


def test_without_the_programs_it_is_said_what_to_install(
    run: Run, made: Ended, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(server_backup, "_PLACES", ())
    ended = run("backup", tmp_path / "hall.dump", "--database", store_url)
    assert ended.status == 1
    assert "pg_dump" in ended.sentence()


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command lines of every program that is started."""
    seen: list[list[str]] = []
    real = subprocess.run

    def watched(words: list[str], **more: object) -> object:
        seen.append(words)
        return real(words, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", watched)
    return seen


@pytest.mark.parametrize("address", ["postgres:geheim-77@", "postgres@"])
def test_a_password_is_on_no_command_line(
    run: Run, made: Ended, store_url: str, tmp_path: Path, seen: list[list[str]], address: str
) -> None:
    url = store_url.replace("postgres@", address) + "&password=geheim-77"
    assert run("backup", tmp_path / "hall.dump", "--database", url).status == 0
    assert len(seen) > 1
    assert not [word for words in seen for word in words if "geheim-77" in word]


def test_the_programs_are_told_what_the_address_says_of_the_line(
    run: Run, made: Ended, store_url: str, tmp_path: Path, seen: list[list[str]]
) -> None:
    url = f"{store_url}&passfile={tmp_path / 'passwords'}&sslcrl={tmp_path / 'crl.pem'}"
    assert run("backup", tmp_path / "hall.dump", "--database", url).status == 0
    (told,) = (word for words in seen for word in words if word.startswith("--dbname="))
    assert f"passfile='{tmp_path / 'passwords'}'" in told
    assert f"sslcrl='{tmp_path / 'crl.pem'}'" in told
    assert "options" not in told
