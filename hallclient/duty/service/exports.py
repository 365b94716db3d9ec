"""Writing the workbooks of `hallclient export shift|day` and of the pages."""

from datetime import date
from pathlib import Path

from hallclient.base.text import printable
from hallclient.duty.service.reports import day_facts, shift_sheet
from hallclient.store.desk import Desk


def export_shift(desk: Desk, shift_id: str, path: Path) -> Path:
    """Writes the report of a counted shift; raises what `shift_sheet` raises."""
    value = shift_sheet(desk, shift_id)
    from hallclient.sheets import shift  # openpyxl is slow to load and needed only here

    shift.write(value, path)
    return path


def export_day(desk: Desk, path: Path, day: date | None = None) -> Path:
    """Writes the report of a closed day, the last one by default; see `day_facts`."""
    value = day_facts(desk, day)
    from hallclient.sheets import day as sheet  # openpyxl is slow to load and needed only here

    sheet.write(value, path)
    return path


def shift_file(shift_id: str) -> str:
    """`shift-20261122-01-1.xlsx`: a name that every file system takes."""
    return f"shift-{_plain(shift_id)}.xlsx"


def day_file(day: date) -> str:
    """`day-2026-11-22.xlsx`."""
    return f"day-{day.isoformat()}.xlsx"


def _plain(text: str) -> str:
    return "".join(char for char in printable(text) if char.isalnum() or char in "-_")
