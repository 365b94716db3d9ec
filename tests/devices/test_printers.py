"""Printers: a paper is whole or not there; a refusal says what to do."""

import errno
import os
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallclient.base.language import use_language
from hallclient.devices.printers import FolderUnusable, PdfFolder, file_name


def test_a_paper_is_kept_under_its_name(tmp_path: Path) -> None:
    folder = PdfFolder(tmp_path / "day" / "receipts")
    folder.print(b"%PDF-1", "receipt-1")
    assert folder.path_of("receipt-1").read_bytes() == b"%PDF-1"
    assert [path.name for path in folder.path_of("x").parent.iterdir()] == ["receipt-1.pdf"]


def test_the_same_paper_again_leaves_one_file(tmp_path: Path) -> None:
    folder = PdfFolder(tmp_path)
    folder.print(b"%PDF-1", "receipt-1")
    folder.print(b"%PDF-1", "receipt-1")
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EROFS, "文件夹不可写"),
        (errno.EACCES, "文件夹不可写"),
        (errno.EIO, "文件夹没有响应"),
    ],
)
def test_a_full_or_locked_disk_leaves_no_piece_and_says_why(
    tmp_path: Path, number: int, why: str
) -> None:
    folder = PdfFolder(tmp_path)
    folder.print(b"%PDF-old", "receipt-1")
    failing = patch.object(os, "fsync", side_effect=OSError(number, "no"))
    with failing, pytest.raises(FolderUnusable, match=why) as caught:
        folder.print(b"%PDF-new", "receipt-1")
    assert caught.value.code == "printer.folder"
    assert [path.name for path in tmp_path.iterdir()] == ["receipt-1.pdf"]
    assert folder.path_of("receipt-1").read_bytes() == b"%PDF-old"


def test_a_paper_that_a_viewer_has_open_stays_and_is_said(tmp_path: Path) -> None:
    """As Windows refuses it; elsewhere the viewer goes on with the old file."""
    folder = PdfFolder(tmp_path)
    folder.print(b"%PDF-old", "receipt-1")
    refused = patch.object(Path, "replace", side_effect=PermissionError(errno.EACCES, "no"))
    with refused, pytest.raises(FolderUnusable, match="正在别的程序里打开"):
        folder.print(b"%PDF-new", "receipt-1")
    assert [path.name for path in tmp_path.iterdir()] == ["receipt-1.pdf"]
    assert folder.path_of("receipt-1").read_bytes() == b"%PDF-old"


def test_the_sentence_is_english_too(tmp_path: Path) -> None:
    (tmp_path / "papers").write_text("in the way")
    with pytest.raises(FolderUnusable) as caught:
        PdfFolder(tmp_path / "papers").print(b"%PDF", "a")
    use_language("en")
    assert str(caught.value).startswith("Papers cannot be saved: ")
    assert str(caught.value).endswith("choose another folder in the settings.")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("receipt-H001202611220100001", "receipt-H001202611220100001"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("..", "paper"),
        ("", "paper"),
        ("a/b\\c:d*e?f", "a-b-c-d-e-f"),
        ("CON", "_CON"),
        ("con.receipt", "_con.receipt"),
        ("LPT1 .x", "_LPT1 .x"),
        ("COM¹", "_COM¹"),
        ("CONCERT", "CONCERT"),
        ("a. ", "a"),
        ("a" * 119 + " b", "a" * 119),
        ("甲\u202efdp\x00\n乙", "甲fdp乙"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert file_name(name) == safe


@given(st.text(max_size=300))
def test_any_name_stays_inside_its_folder_on_every_system(name: str) -> None:
    safe = file_name(name)
    assert safe
    assert Path(safe).name == safe
    assert not set(safe) & set('<>:"/\\|?*\0')
    assert len(f"{safe}.pdf".encode()) < 255
    assert safe == safe.strip(" .")
