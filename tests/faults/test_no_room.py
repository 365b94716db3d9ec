"""No room on the disk for what is written beside the database: a sentence, and no half file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hallclient import safekeeping
from hallclient.base.errors import HallError
from hallclient.duty import service as duty
from tests.faults.arena import Arena
from tests.faults.conftest import Hall, no_file_above
from tests.faults.ground import Ground
from tests.faults.kinds import damaged


def workbook(_ground: Ground, hall: Hall, file: Path) -> object:
    return duty.export_day(hall.manager, file)


def backup(ground: Ground, _hall: Hall, file: Path) -> object:
    return safekeeping.backup(ground.place, file)


@pytest.mark.parametrize("write", [workbook, backup], ids=lambda write: write.__name__)
@pytest.mark.parametrize("size", [0, 4_096, 8_192])
def test_what_finds_no_room_says_so_and_is_whole_the_next_time(
    arena: Arena, write: Callable[[Ground, Hall, Path], object], size: int
) -> None:
    ground, folder = arena.embedded(), arena.folder()
    damaged.work(ground)
    file = folder / "file"
    with ground.opened() as hall:
        with no_file_above(size), pytest.raises(HallError) as caught:
            write(ground, hall, file)
        assert str(caught.value)
        assert list(folder.iterdir()) == []
        write(ground, hall, file)
    assert file.stat().st_size > size
