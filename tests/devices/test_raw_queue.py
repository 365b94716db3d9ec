"""The queue of a receipt printer, against a small library with the same calls and answers."""

import ctypes
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from hallclient.devices.printers import PrinterAbsent, PrinterFailed
from hallclient.devices.raw_queue import LIBRARY, RawQueue
from hallclient.devices.receipt_dots import DOTS_ACROSS
from tests.devices.stand_in import compiled

SOURCE = Path(__file__).with_name("winspool.c")
WHOLE = ["open", "document", "page", "write", "end-page", "end-document", "close"]


class Sheets:
    repeatable = False

    def __init__(self) -> None:
        self.names: list[str] = []

    def print(self, pdf: bytes, name: str) -> None:
        self.names.append(name)


def paper(*widths: float) -> bytes:
    """A page for each width in millimetres, 40 high, its left half black."""
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for width in widths:
        canvas.setPageSize((width * mm, 40 * mm))
        canvas.rect(0, 0, width * mm / 2, 40 * mm, fill=1, stroke=0)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library, compiled here or beforehand; it stands in for the system's."""
    return compiled(SOURCE, tmp_path_factory)


class Spooler:
    """The library from the test's side."""

    def __init__(self, queue: RawQueue) -> None:
        self._calls = queue._calls
        for name in ("calls", "documents"):
            getattr(self._calls, name).restype = ctypes.c_char_p
        self.answers()

    def answers(self, *, most: int = 1 << 30, fails_at: int = 0) -> None:
        self._calls.set_up(most, fails_at)

    def asked(self) -> list[str]:
        return self._calls.calls().decode().split()

    def printed(self) -> bytes:
        into = ctypes.create_string_buffer(4 << 20)
        length = self._calls.printed_bytes(into)
        return into.raw[:length]

    def leaks(self) -> bool:
        return bool(self._calls.leaks())

    def document(self) -> str:
        return self._calls.documents().decode()


@pytest.fixture
def sheets() -> Sheets:
    return Sheets()


@pytest.fixture
def queue(library: Path, sheets: Sheets) -> RawQueue:
    return RawQueue("小票 Receipt", sheets, library)


@pytest.fixture
def spooler(queue: RawQueue) -> Spooler:
    return Spooler(queue)


def images(sent: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Width in bytes, lines and dots of every image, read as a printer reads them."""
    at = 0
    while at < len(sent):
        if sent[at : at + 2] == b"\x1b@":
            at += 2
        elif sent[at : at + 4] == b"\x1dv0\x00":
            across = int.from_bytes(sent[at + 4 : at + 6], "little")
            lines = int.from_bytes(sent[at + 6 : at + 8], "little")
            yield across, lines, sent[at + 8 : at + 8 + across * lines]
            at += 8 + across * lines
        elif sent[at : at + 2] == b"\x1bd":
            at += 3
        elif sent[at : at + 3] == b"\x1dVB":
            at += 4
        else:
            raise AssertionError(f"no command of a receipt printer at {at}: {sent[at : at + 4]!r}")


def test_a_receipt_goes_out_whole_in_one_document(queue: RawQueue, spooler: Spooler) -> None:
    queue.print(paper(80), "receipt-1")
    assert spooler.asked() == WHOLE
    assert spooler.document() == "receipt-1"
    found = list(images(spooler.printed()))
    assert {across for across, _lines, _dots in found} == {DOTS_ACROSS // 8}
    assert sum(lines for _across, lines, _dots in found) == round(DOTS_ACROSS / 2)
    assert spooler.printed().endswith(b"\x1dVB\x00")
    _across, _lines, dots = found[0]
    row = dots[: DOTS_ACROSS // 8]
    assert row[:30] == b"\xff" * 30
    assert row[40:] == bytes(len(row) - 40)


def test_every_page_is_a_strip_of_its_own(queue: RawQueue, spooler: Spooler) -> None:
    queue.print(paper(80, 80), "receipt-2")
    assert spooler.printed().count(b"\x1dVB\x00") == 2
    assert spooler.printed().count(b"\x1b@") == 2


def test_a_queue_that_takes_little_at_a_time_gets_it_all(queue: RawQueue, spooler: Spooler) -> None:
    queue.print(paper(80), "one")
    whole = spooler.printed()
    spooler.answers(most=1_000)
    queue.print(paper(80), "one")
    assert spooler.printed() == whole


def test_a_sheet_goes_to_the_other_printer(
    queue: RawQueue, spooler: Spooler, sheets: Sheets
) -> None:
    queue.print(paper(148), "form-1")
    assert sheets.names == ["form-1"]
    assert spooler.asked() == []


@pytest.mark.parametrize("fails_at", range(1, 7))
def test_a_call_that_fails_is_a_refusal_and_nothing_comes_out(
    queue: RawQueue, spooler: Spooler, fails_at: int
) -> None:
    spooler.answers(fails_at=fails_at)
    with pytest.raises(PrinterFailed) as caught:
        queue.print(paper(80), "one")
    assert caught.value.code == "printer.failed"
    assert spooler.printed() == b""
    assert not spooler.leaks()
    if fails_at > 2:
        assert "abort" in spooler.asked()


def test_a_queue_that_takes_nothing_is_a_refusal(queue: RawQueue, spooler: Spooler) -> None:
    spooler.answers(most=0)
    with pytest.raises(PrinterFailed):
        queue.print(paper(80), "one")
    assert not spooler.leaks()


def test_a_queue_that_is_not_there_is_an_absent_printer(library: Path, sheets: Sheets) -> None:
    queue = RawQueue("Laser", sheets, library)
    Spooler(queue)
    with pytest.raises(PrinterAbsent):
        queue.print(paper(80), "one")


def test_a_system_without_the_library_has_no_such_printer(sheets: Sheets, tmp_path: Path) -> None:
    with pytest.raises(PrinterAbsent):
        RawQueue("Receipt", sheets, tmp_path / "winspool.drv").print(paper(80), "one")


@pytest.mark.skipif(sys.platform != "win32", reason="the queues of Windows")
def test_windows_own_library_has_every_call_and_knows_no_such_queue(sheets: Sheets) -> None:
    with pytest.raises(PrinterAbsent):
        RawQueue("no queue of this PC", sheets, LIBRARY).print(paper(80), "one")
