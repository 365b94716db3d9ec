"""Backups: kept by the rule, verified before they count, and put back; what goes wrong is said."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from hallclient.store.backup import check_backup, outdated, write_backup
from tests.cli.conftest import PASSWORD, Ended, Run

DAY = date(2026, 11, 22)


@pytest.fixture
def database(data_folder: Path) -> Path:
    """The hall of this PC."""
    return data_folder / "hall.db"


@pytest.fixture
def made(run: Run) -> Ended:
    """A new hall where the settings say."""
    return run("init", "--hall", "样例营业厅", typed=f"{PASSWORD}\n")


def acts(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as books:
        query = "SELECT action FROM audit WHERE subject = 'backup' ORDER BY seq"
        return [action for (action,) in books.execute(query)]


def spoil(file: Path) -> None:
    with closing(sqlite3.connect(file)) as books, books:
        books.execute("DROP TRIGGER keep_halls_update")
        books.execute("UPDATE halls SET name = '别家'")


@pytest.mark.duty("S0-GN-02")
def test_a_kept_backup_is_put_back_after_the_disk_is_lost(
    run: Run, made: Ended, database: Path, data_folder: Path
) -> None:
    ended = run("backup")
    assert ended.status == 0
    kept = Path(ended.out.strip())
    assert kept.parent == data_folder / "backups"
    assert acts(database) == ["backup.made"]
    assert run("backup", data_folder / "by-hand.db").status == 0
    assert acts(database) == ["backup.made", "backup.copied"]
    for end in ("", "-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)
    assert run("restore", kept).status == 0
    assert run("verify").status == 0
    assert acts(database) == ["backup.restored"]
    assert [file.name for file in kept.parent.iterdir()] == [kept.name]


def test_a_backup_where_nothing_can_be_written_is_read(tmp_path: Path) -> None:
    """A disc, or a folder of somebody else: SQLite would put files of its own beside it."""
    file = tmp_path / "disc" / "hall.db"
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as books:
        books.execute("PRAGMA journal_mode=WAL")
        books.execute("CREATE TABLE database_info AS SELECT 1 AS one")
        books.commit()
    for name in ("hall.db-wal", "hall.db-shm"):
        assert not file.with_name(name).exists()
    seen: list[list[str]] = []
    real = sqlite3.connect

    def watched(*args: Any, **options: Any) -> sqlite3.Connection:
        opened: sqlite3.Connection = real(*args, **options)
        opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
        seen.append([each.name for each in file.parent.iterdir()])
        return opened

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sqlite3, "connect", watched)
        check_backup(file)
        write_backup(file, tmp_path / "copy.db", still=True)
    assert seen == [["hall.db"]] * 3


def test_books_that_do_not_verify_give_no_backup_and_the_earlier_one_stays(
    run: Run, made: Ended, database: Path, data_folder: Path
) -> None:
    first = Path(run("backup").out.strip())
    content = first.read_bytes()
    first = first.rename(first.with_name("hall-H001-20260101-120000.db"))
    spoil(database)
    ended = run("backup")
    assert ended.status == 1
    assert ended.sentence()
    assert [file.name for file in first.parent.iterdir()] == [first.name]
    assert first.read_bytes() == content
    assert acts(database) == ["backup.made", "backup.failed"]


def test_a_folder_that_is_not_there_is_not_made(
    run: Run, made: Ended, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick" / "backups"
    ended = run("backup", stick / "copy.db")
    assert (ended.status, stick.exists()) == (1, False)
    assert str(stick) in ended.sentence()
    monkeypatch.setenv("HALLCLIENT_BACKUP_FOLDER", str(stick))
    assert run("backup").status == 1
    assert not stick.exists()
    assert acts(database) == ["backup.failed"]


def test_without_its_key_or_with_a_wrong_one_nothing_is_put_in_place(
    run: Run, made: Ended, database: Path, data_folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    assert run("backup", copy).status == 0
    before, (key,) = database.read_bytes(), (data_folder / "keys").glob("*.key")
    right = key.read_text("ascii")
    for wrong in (None, "00" * 32):
        key.unlink(missing_ok=True)
        if wrong:
            key.write_text(wrong, "ascii")
        ended = run("restore", copy)
        assert ended.status == 1
        assert ended.sentence()
        assert database.read_bytes() == before
    key.write_text(right, "ascii")
    assert run("restore", copy).status == 0
    assert not list(database.parent.glob("*.restoring*"))


def test_a_database_in_use_is_not_replaced(
    run: Run, made: Ended, database: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    run("backup", copy)
    with closing(sqlite3.connect(database)) as other:
        other.execute("BEGIN IMMEDIATE")
        ended = run("restore", copy)
    assert ended.status == 1
    assert ended.sentence()
    assert run("verify").status == 0


def test_what_cannot_be_put_in_place_leaves_the_database_there(
    run: Run, made: Ended, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.db"
    run("backup", copy)
    before, real = database.read_bytes(), Path.replace

    def held(file: Path, target: Path) -> Path:
        if file.name == "hall.db.restoring":
            raise PermissionError(13, "somebody looks at it")
        return real(file, target)

    monkeypatch.setattr(Path, "replace", held)
    ended = run("restore", copy)
    assert ended.status == 1
    assert ended.sentence()
    assert database.read_bytes() == before
    assert not list(database.parent.glob("*.before-*"))


def test_a_database_whose_log_cannot_be_read_is_kept_with_it(
    run: Run, made: Ended, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, log = tmp_path / "copy.db", database.with_name("hall.db-wal")
    run("backup", copy)
    database.write_bytes(b"no database any more" * 1_000)
    log.write_bytes(b"what was written last")
    monkeypatch.setattr("hallclient.store.backup._empty_log", lambda _: None)  # the disk fails
    ended = run("restore", copy)
    assert ended.status == 0
    kept = Path(ended.out.strip())
    assert kept.read_bytes().startswith(b"no database")
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"what was written last"
    assert run("verify").status == 0


def test_a_full_disk_leaves_no_half_backup(
    run: Run, made: Ended, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hallclient.store.backup.os.fsync", full)
    ended = run("backup")
    assert ended.status == 1
    assert ended.sentence()
    assert list((data_folder / "backups").iterdir()) == []


def test_a_database_that_goes_away_meanwhile_is_said_in_one_sentence(
    run: Run, made: Ended, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, sqlite3.OperationalError("gone"))

    monkeypatch.setattr("hallclient.safekeeping.files.write_backup", away)
    ended = run("backup")
    assert ended.status == 1
    assert ended.sentence()
    assert acts(database) == ["backup.failed"]


def names(days: list[date]) -> list[Path]:
    return [Path(f"hall-H001-{day:%Y%m%d}-{hour}0000.db") for day in days for hour in (12, 21)]


def test_the_rule_keeps_days_and_months_and_touches_nothing_else() -> None:
    files = names([DAY - timedelta(days=back) for back in range(400)])
    others = [Path("hall-H002-20200101-120000.db"), Path("notes.txt"), Path("hall-H001-x.db")]
    gone = outdated([*files, *others], "H001", 30, 12)
    stay = [file for file in files if file not in gone]
    days = [file for file in stay if file.name[10:18] > f"{DAY - timedelta(days=30):%Y%m%d}"]
    assert len(days) == 30
    assert all("-210000" in file.name for file in stay)  # the newest of its day
    assert len({file.name[10:16] for file in stay}) == 12
    assert not set(others) & set(gone)


def test_the_newest_backup_stays_whatever_the_rule_says() -> None:
    files = names([DAY])
    assert outdated(files, "H001", 0, 0) == (files[0],)


def test_an_old_backup_goes_once_a_newer_good_one_is_there(
    run: Run, made: Ended, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALLCLIENT_BACKUP_DAILY", "1")
    monkeypatch.setenv("HALLCLIENT_BACKUP_MONTHLY", "0")
    folder = data_folder / "backups"
    folder.mkdir()
    shutil.copy(data_folder / "hall.db", folder / "hall-H001-20200101-120000.db")
    kept = Path(run("backup").out.strip())
    assert [file.name for file in folder.iterdir()] == [kept.name]
