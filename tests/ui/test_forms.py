"""The forms as they are drawn: what a page cannot show by itself."""

from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

FORMS = Path(__file__).resolve().parents[2] / "forms"
IN_TURN = {("shift_move", "move_amount", "move_minutes")}
"""Fields of which one shows at a time, by what was chosen."""


def cells(grid: ET.Element) -> dict[tuple[int, int], list[str]]:
    """What stands in each cell of a grid, by name."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for item in grid.findall("item"):
        (name,) = (str(each.get("name")) for each in item)
        row, column = int(item.get("row", 0)), int(item.get("column", 0))
        for down in range(int(item.get("rowspan", 1))):
            for right in range(int(item.get("colspan", 1))):
                found[row + down, column + right].append(name.removesuffix("Label"))
    return found


@pytest.mark.parametrize("form", sorted(FORMS.glob("*.ui")), ids=lambda form: form.stem)
def test_no_two_things_stand_in_one_cell(form: Path) -> None:
    shared = {
        (form.stem, *names)
        for grid in ET.parse(form).iter("layout")  # noqa: S314 - our own files
        if grid.get("class") == "QGridLayout"
        for names in cells(grid).values()
        if len(names) > 1
    }
    assert shared - IN_TURN == set()
