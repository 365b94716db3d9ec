"""`init`, `verify`, `backup`, `restore`, `migrate`: what they do to a database, and never do."""

import io
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import PASSWORD, Ended, Run


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the hall is made."""
    return tmp_path / "hall.db"


@pytest.fixture
def url(database: Path) -> str:
    """Its address."""
    return f"sqlite:///{database}"


@pytest.fixture
def made(run: Run, url: str) -> Ended:
    """A new hall."""
    return run("init", "--database", url, "--hall", "样例营业厅", typed=f"{PASSWORD}\n")


def execute(database: Path, *statements: str) -> None:
    """Plain SQL, behind the program's back."""
    with closing(sqlite3.connect(database)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_a_new_hall_is_sound(run: Run, made: Ended, url: str, data_folder: Path) -> None:
    assert made.status == 0
    assert "样例营业厅" in made.out
    assert len(list((data_folder / "keys").glob("*.key"))) == 1
    ended = run("verify", "--database", url, "--json")
    assert (ended.status, ended.told) == (0, [{"good": True, "faults": []}])


def test_nothing_is_overwritten(run: Run, made: Ended, database: Path, url: str) -> None:
    before = database.read_bytes()
    again = run("init", "--database", url, typed=f"{PASSWORD}\n")
    assert again.status == 1
    assert again.sentence()
    assert database.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ((), "\n"),
        ((), "123\n"),
        (("--code", "no good"), f"{PASSWORD}\n"),
        (("--hall", ""), f"{PASSWORD}\n"),
        (("--manager", "x y"), f"{PASSWORD}\n"),
    ],
)
def test_a_refused_hall_leaves_nothing_in_the_way(
    run: Run, database: Path, url: str, words: tuple[str, ...], typed: str
) -> None:
    ended = run("init", "--database", url, *words, typed=typed)
    assert ended.status == 1
    assert ended.sentence()
    assert run("init", "--database", url, typed=f"{PASSWORD}\n").status == 0


@pytest.mark.parametrize("command", ["verify", "migrate", "backup", "export", "restore"])
@pytest.mark.parametrize("what", ["missing", "text", "foreign", "newer", "older", "address", "key"])
def test_a_database_that_cannot_be_used_is_said_in_one_sentence(
    run: Run, made: Ended, tmp_path: Path, database: Path, url: str, data_folder: Path,
    command: str, what: str,
) -> None:  # fmt: skip
    if command == "backup" and what in {"text", "foreign", "newer", "older", "key"}:
        pytest.skip("any database file may be copied")
    if command == "restore" and what not in {"missing", "text", "foreign", "newer", "key"}:
        pytest.skip("the address of the copy is a file")
    if command == "migrate" and what in {"older", "key"}:
        pytest.skip("an older database is what it is for; one of this version is left alone")
    spoil(database, data_folder, what)
    words: tuple[object, ...] = ("--database", url if what != "address" else "sqlite:/nowhere")
    if command == "restore":
        words = (database, "--database", f"sqlite:///{tmp_path / 'other.db'}")
    if command == "backup":
        words = (tmp_path / "copy.db", *words)
    if command == "export":
        words = ("day", "--out", tmp_path / "day.xlsx", *words)
    ended = run(command, *words)
    assert ended.status == 1
    assert ended.sentence()
    assert not (tmp_path / "other.db").exists()


@pytest.mark.parametrize("address", ["hall", "mysql://pc/hall", "sqlite://", "sqlite:///:memory:"])
@pytest.mark.parametrize(
    "words",
    [
        ("init",),
        ("verify",),
        ("migrate",),
        ("backup", "copy.db"),
        ("restore", "copy.db"),
        ("export", "day", "--out", "day.xlsx"),
        ("copy-key", "there"),
        ("rotate-key",),
        ("retain", "--dry-run"),
    ],
    ids=lambda words: words[0],
)
def test_what_is_no_address_of_a_database_is_said_and_nothing_is_made(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    address: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run(*words, "--database", address, typed=f"{PASSWORD}\n")
    assert ended.status == 1
    assert "sqlite:///hall.db" in ended.sentence()
    assert list(tmp_path.iterdir()) == []


def spoil(database: Path, data_folder: Path, what: str) -> None:
    """Makes the database one that cannot be used."""
    if what == "missing":
        database.unlink()
    elif what == "text":
        database.write_text("this is no database\n" * 100, "utf-8")
    elif what == "foreign":
        database.unlink()
        execute(database, "CREATE TABLE songs (title)", "INSERT INTO songs VALUES ('x')")
    elif what == "newer":
        newer = "UPDATE alembic_version SET version_num = '9999'"
        execute(database, newer, "PRAGMA user_version = 9999")
    elif what == "older":
        older = "UPDATE alembic_version SET version_num = '0000'"
        execute(database, older, "PRAGMA user_version = 0")
    elif what == "key":
        (key,) = (data_folder / "keys").glob("*.key")
        key.unlink()


def test_a_change_is_found_and_its_place_named(
    run: Run, shell: Run, made: Ended, database: Path, url: str
) -> None:
    execute(
        database,
        "DROP TRIGGER keep_staff_changes_update",
        "UPDATE staff_changes SET role = 'auditor'",
    )
    ended = run("verify", "--database", url, "--json")
    (told,) = ended.told
    assert (ended.status, told["good"]) == (1, False)
    places = {fault["code"]: fault["place"] for fault in told["faults"]}
    assert "staff_changes" in places["audit.digest"]
    assert places["store.guard"] == "keep_staff_changes_update"
    plain = shell("verify", "--database", url)
    assert plain.status == 1
    assert "keep_staff_changes_update" in plain.out
    assert plain.err == ""


def test_a_backup_comes_back(
    run: Run, made: Ended, tmp_path: Path, database: Path, url: str
) -> None:
    copy = tmp_path / "copy.db"
    assert run("backup", copy, "--database", url).status == 0
    assert run("backup", copy, "--database", url).status == 1
    ended = run("restore", copy, "--database", url)
    assert ended.status == 0
    kept = Path(ended.out.strip())
    assert kept.is_file()
    assert kept.name.startswith("hall.db.before-")
    assert run("verify", "--database", url).status == 0


def test_a_damaged_backup_is_refused_and_the_hall_stays(
    run: Run, made: Ended, tmp_path: Path, database: Path, url: str
) -> None:
    copy = tmp_path / "copy.db"
    run("backup", copy, "--database", url)
    execute(copy, "DROP TRIGGER keep_halls_update", "UPDATE halls SET name = '别家'")
    before = database.read_bytes()
    ended = run("restore", copy, "--database", url)
    assert ended.status == 1
    assert "copy.db" in ended.sentence()
    assert database.read_bytes() == before
    cut = tmp_path / "cut.db"
    cut.write_bytes(copy.read_bytes()[:20_000])
    assert run("restore", cut, "--database", url).status == 1
    assert run("verify", "--database", url).status == 0


def test_a_hall_of_this_version_needs_no_migration(
    run: Run, made: Ended, database: Path, url: str
) -> None:
    assert run("migrate", "--database", url).status == 0
    assert list(database.parent.glob("*.before-*")) == []


def test_clear_text_that_is_left_in_the_database_is_said(
    run: Run, made: Ended, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hallclient.store.migrating._is_left", lambda _: True)
    monkeypatch.setattr("hallclient.store.migrating._wiped", lambda _: False)
    ended = run("migrate", "--database", url)
    assert ended.status == 1
    assert "hallclient migrate" in ended.sentence()


def test_without_an_address_the_settings_say_where(run: Run, data_folder: Path) -> None:
    assert run("init", typed=f"{PASSWORD}\n").status == 0
    assert list(data_folder.glob("*.db"))
    assert run("verify").status == 0


def test_the_hall_of_the_settings_is_the_one_that_is_opened(
    run: Run, made: Ended, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALLCLIENT_DATABASE", url)
    monkeypatch.setenv("HALLCLIENT_HALL", "H001")
    assert run("verify").status == 0
    monkeypatch.setenv("HALLCLIENT_HALL", "H002")
    for words in (["verify"], ["backup"], ["export", "day", "--out", "day.xlsx"]):
        ended = run(*words)
        assert ended.status == 1
        assert "H002" in ended.sentence()
    assert run("verify", "--database", url).status == 0


def test_a_person_who_waits_for_the_check_sees_how_far_it_is(
    run: Run, made: Ended, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    assert run("verify", "--database", url).status == 0
    assert "100%" in screen.getvalue()
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    assert run("verify", "--database", url, "--json").status == 0
    assert screen.getvalue() == ""
