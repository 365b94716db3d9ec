"""The font: every character of a subset is named in a table that readers understand."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from hallclient.paper.fonts import NAME, face, to_unicode
from hallclient.paper.receipt import receipt


def test_characters_above_the_first_plane_are_written_as_surrogate_pairs() -> None:
    table = to_unicode("HallSans", [0, 0x4E2D, 0x2CC56])
    assert "<01> <4E2D>" in table
    assert "<02> <D873DC56>" in table
    assert "<00> <0000>" not in table


def test_no_block_has_more_than_a_hundred_entries() -> None:
    table = to_unicode("HallSans", list(range(0x4E00, 0x4E00 + 250)))
    assert [line for line in table.splitlines() if line.endswith("beginbfchar")] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "50 beginbfchar",
    ]


@pytest.mark.parametrize(("char", "wide"), [("中", 10.0), ("，", 10.0), ("1", 5.55)])
def test_widths_are_in_points(char: str, wide: float) -> None:
    assert face().width(char, 10) == pytest.approx(wide)


def test_the_spooler_loads_no_drawing_until_there_is_a_paper() -> None:
    program = (
        "import sys, hallclient.paper.service, hallclient.paper.book, hallclient.paper.checks;"
        "sys.exit(any(name in sys.modules for name in ('reportlab', 'PySide6', 'pypdfium2')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_another_user_of_the_same_font_file_does_not_take_its_place() -> None:
    pdfmetrics.registerFont(TTFont("Other", face().font.face.filename))
    assert pdfmetrics.getFont(NAME) is face().font
    assert pdfmetrics.getFont("Other") is not face().font


def test_papers_drawn_at_the_same_time_do_not_mix(a_receipt) -> None:
    values = [replace(a_receipt, order_no=f"H0012026112201{n:05d}") for n in range(12)]
    alone = [receipt(value) for value in values]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(receipt, values)) == alone
