"""Where a hall's database may lie, asked before anything is opened or made."""

import sys
from pathlib import Path

import pytest

from hallclient import hall as house
from hallclient.devices import disks
from hallclient.store.keys import FileKeyStore


@pytest.fixture
def new() -> house.NewHall:
    return house.NewHall("H001", "样例营业厅", "M001", "值班甲", "morning-tea-7")


def place_at(file: Path, tmp_path: Path) -> house.HallPlace:
    return house.HallPlace(f"sqlite:///{file}", FileKeyStore(tmp_path / "keys"))


def test_a_database_on_another_pc_is_refused_and_nothing_is_made(
    tmp_path: Path, new: house.NewHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house, "lies_elsewhere", lambda _file: True)
    file = tmp_path / "share" / "hall.db"
    for work in (lambda place: house.create_hall(place, new), house.open_hall, house.migrate):
        with pytest.raises(house.DatabaseElsewhere):
            work(place_at(file, tmp_path))
    assert not file.parent.exists()


def test_a_path_too_long_for_the_system_is_refused_and_nothing_is_made(
    tmp_path: Path, new: house.NewHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        house, "refuse_too_long", lambda *asked: disks.refuse_longer(asked[0], str(asked[1]), 8)
    )
    file = tmp_path / ("d" * 120) / ("e" * 120) / "hall.db"
    with pytest.raises(disks.PathTooLong):
        house.create_hall(place_at(file, tmp_path), new)
    assert not (tmp_path / ("d" * 120)).exists()


@pytest.mark.skipif(sys.platform != "win32", reason="paths of Windows")
def test_a_share_is_refused_by_its_name(tmp_path: Path, new: house.NewHall) -> None:
    for url in (r"sqlite:///\\server\hall\hall.db", "sqlite://///server/hall/hall.db"):
        with pytest.raises(house.DatabaseElsewhere):
            house.create_hall(house.HallPlace(url, FileKeyStore(tmp_path)), new)
