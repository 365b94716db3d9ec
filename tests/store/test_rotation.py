"""The key of personal data is renewed: cut short, taken up again, with people at work meanwhile."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from hallclient import hall as house
from hallclient.base.clock import ScriptClock
from hallclient.base.progress import silent
from hallclient.custody.records import CustodyCount
from hallclient.staff.rules import PasswordShort
from hallclient.store import rotation
from hallclient.store.audit import AuditRow, act
from hallclient.store.desk import Desk
from hallclient.store.integrity import check_store
from hallclient.store.keys import FileKeyStore, KeyMissing, KeyWrong
from hallclient.store.personal import PersonalKey, cipher_of

PEOPLE = ("赵样例", "钱样例", "孙样例", "李样例")


class Killed(BaseException):
    """The program ends here, whatever it was doing."""


@pytest.fixture
def place(store_url: str, tmp_path: Path) -> house.HallPlace:
    return house.HallPlace(store_url, FileKeyStore(tmp_path / "keys"))


@pytest.fixture
def opened(place: house.HallPlace, clock: ScriptClock) -> Iterator[Desk]:
    """A hall with notes on four people, each under a key of their own."""
    made = house.create_hall(
        place, house.NewHall("H001", "厅", "M001", "经理", "a password"), clock
    )
    for number, name in enumerate(PEOPLE, start=1):
        note(made.desk, number, name)
    yield made.desk
    made.close()


def note(desk: Desk, number: int, name: str) -> None:
    row = {"number": number, "at": desk.now(), "by": "C1", "witness": "C2", "custodian": ""}
    with act(desk, "custody.count") as doing:
        doing.add(CustodyCount, [row | {"entries": 0, "note": name}], whose=f"person {number}")


def notes(desk: Desk, *, anew: bool = True) -> list[str]:
    with desk.read() as session:
        if anew:
            cipher_of(session).forget()
        return list(session.scalars(select(CustodyCount.note).order_by(CustodyCount.number)))


def versions(desk: Desk) -> set[int]:
    with desk.read() as session:
        return set(session.scalars(select(PersonalKey.version)))


def test_every_data_key_is_wrapped_anew_and_nothing_else_is_touched(
    opened: Desk, place: house.HallPlace, tmp_path: Path
) -> None:
    steps: list[tuple[int, int]] = []
    renewed = house.rotate_key(place, lambda done, total: steps.append((done, total)))
    assert (renewed.version, renewed.data_keys) == (2, 5)  # and the manager's own
    assert renewed.file in {file.name for file in (tmp_path / "keys").iterdir()}
    assert (steps[0], steps[-1]) == ((0, 5), (5, 5))
    assert versions(opened) == {2}
    assert notes(opened) == list(PEOPLE)  # by a client that was open before
    again = house.open_hall(place)
    assert notes(again.desk) == list(PEOPLE)
    with again.desk.read() as session:
        assert list(check_store(session, "H001", again.desk.keys.audit)) == []
    again.close()


def test_it_is_on_record(opened: Desk, place: house.HallPlace) -> None:
    house.rotate_key(place, silent)
    with opened.read() as session:
        rows = session.execute(
            select(AuditRow.action, AuditRow.details).order_by(AuditRow.seq.desc()).limit(2)
        ).all()
    assert rows[1].action == "key.renew"
    assert rows[0].action == "key.renewed"
    assert rows[0].details == {"version": 2, "data_keys": 5}


def test_cut_short_it_is_taken_up_again_and_people_work_on(
    opened: Desk, place: house.HallPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "_BATCH", 1)

    def until_the_third(done: int, _total: int) -> None:
        assert notes(opened) == list(PEOPLE)  # read in the middle of it
        if done == 3:
            raise Killed

    with pytest.raises(Killed):
        house.rotate_key(place, until_the_third)
    assert versions(opened) == {1, 2}
    note(opened, 5, "周样例")
    again = house.open_hall(place)
    assert notes(again.desk) == [*PEOPLE, "周样例"]
    again.close()
    assert house.rotate_key(place, silent).version == 2
    assert versions(opened) == {2}
    assert notes(opened) == [*PEOPLE, "周样例"]


def test_killed_before_the_database_knew_the_new_key_is_used_the_next_time(
    opened: Desk, place: house.HallPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(rotation, "note_version", killed)
        with pytest.raises(Killed):
            house.rotate_key(place, silent)
    before = {file.name: file.read_bytes() for file in (tmp_path / "keys").iterdir()}
    assert len(before) == 2
    assert notes(opened) == list(PEOPLE)
    assert house.rotate_key(place, silent).version == 2
    assert before == {file.name: file.read_bytes() for file in (tmp_path / "keys").iterdir()}


def test_whoever_comes_during_it_is_under_the_new_key(opened: Desk, place: house.HallPlace) -> None:
    def step(done: int, _total: int) -> None:
        if done == 0:
            note(opened, 9, "吴样例")

    house.rotate_key(place, step)
    assert versions(opened) == {2}
    assert notes(opened)[-1] == "吴样例"


def test_it_can_be_renewed_again(opened: Desk, place: house.HallPlace) -> None:
    house.rotate_key(place, silent)
    assert house.rotate_key(place, silent).version == 3
    assert notes(opened) == list(PEOPLE)


def test_a_pc_without_the_newer_key_is_told_which_file_to_bring(
    opened: Desk, place: house.HallPlace, tmp_path: Path
) -> None:
    renewed = house.rotate_key(place, silent)
    (tmp_path / "keys" / renewed.file).unlink()
    with pytest.raises(KeyMissing, match=renewed.file) as told:
        house.open_hall(place)
    assert told.value.code == "key.missing"


def test_the_key_files_written_for_another_pc_open_the_hall_there(
    opened: Desk, place: house.HallPlace, tmp_path: Path
) -> None:
    house.rotate_key(place, silent)
    there = tmp_path / "there"
    names = house.copy_key(place, there)
    assert sorted(names) == sorted(file.name for file in there.iterdir())
    elsewhere = house.open_hall(house.HallPlace(place.url, FileKeyStore(there)))
    assert notes(elsewhere.desk) == list(PEOPLE)
    elsewhere.close()
    with pytest.raises(rotation.KeyFileExists):
        house.copy_key(place, there)
    first, second = sorted(there.iterdir())
    first.unlink()
    with pytest.raises(rotation.KeyFileExists):
        house.copy_key(place, there)
    assert list(there.iterdir()) == [second]  # all of them or none
    (tmp_path / "a file").touch()
    for nowhere in (tmp_path / "a file", tmp_path / "a file" / "keys"):
        with pytest.raises(rotation.KeyFileUnwritten):
            house.copy_key(place, nowhere)
    with opened.read() as session:
        done = select(AuditRow.action).where(AuditRow.action == "key.copy")
        assert len(session.scalars(done).all()) == 1


@pytest.mark.parametrize("content", ["00" * 32, "00", "not a key", "钥匙"])
def test_a_wrong_key_is_refused_at_the_door(
    opened: Desk, place: house.HallPlace, tmp_path: Path, content: str
) -> None:
    [file] = (tmp_path / "keys").iterdir()
    file.write_text(content, "utf-8")
    before = len(notes(opened))
    with pytest.raises(KeyWrong, match=file.name) as told:
        house.open_hall(place)
    assert told.value.code == "key.wrong"
    assert len(notes(opened, anew=False)) == before


def test_a_founding_that_was_refused_is_ended_with_the_keys_it_was_begun_with(
    place: house.HallPlace, tmp_path: Path
) -> None:
    refused, good = (
        house.NewHall("H001", "厅", "M001", "经理", word) for word in ("1", "a password")
    )
    with pytest.raises(PasswordShort):
        house.create_hall(place, refused)
    with pytest.raises(KeyMissing):
        house.create_hall(
            house.HallPlace(place.url, FileKeyStore(tmp_path / "of another PC")), good
        )
    house.create_hall(place, good).close()
    house.open_hall(place).close()


class SlowStore(FileKeyStore):
    """A key store on which another PC is faster: it calls once a new secret is kept here."""

    meanwhile: Callable[[], object]

    def put(self, name: str, secret: bytes) -> None:
        super().put(name, secret)
        self.meanwhile()


def test_of_two_pcs_that_renew_at_once_one_wins(
    opened: Desk, place: house.HallPlace, tmp_path: Path
) -> None:
    house.copy_key(place, tmp_path / "there")
    slow = SlowStore(tmp_path / "there")
    slow.meanwhile = lambda: house.rotate_key(place, silent)
    with pytest.raises(KeyWrong, match=r"v2\.key"):
        house.rotate_key(house.HallPlace(place.url, slow), silent)
    assert versions(opened) == {2}
    assert notes(opened) == list(PEOPLE)
    again = house.open_hall(place)
    assert notes(again.desk) == list(PEOPLE)
    again.close()


def test_an_open_client_with_a_wrong_newer_key_writes_nothing_under_it(
    opened: Desk, place: house.HallPlace, tmp_path: Path
) -> None:
    house.copy_key(place, tmp_path / "there")
    elsewhere = house.open_hall(house.HallPlace(place.url, FileKeyStore(tmp_path / "there")))
    renewed = house.rotate_key(place, silent)
    (tmp_path / "there" / renewed.file).write_text("00" * 32, "ascii")
    with pytest.raises(KeyWrong, match=renewed.file):
        note(elsewhere.desk, 5, "周样例")
    elsewhere.close()
    assert notes(opened) == list(PEOPLE)
