"""Paper never decides (promise 3): without a printer orders go on, later every paper is there."""

import threading
from pathlib import Path

import pypdfium2
import pytest

from hallclient.base.ids import new_id
from hallclient.base.language import use_language
from hallclient.counter import service as counter
from hallclient.devices.printers import PdfFolder, PrinterFailed
from hallclient.paper import service as paper
from tests.counter.conftest import recharge
from tests.faults.conftest import Hall, no_file_above


def words(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def print_all(hall: Hall, folder: Path) -> list[str]:
    """Prints what waits as if the wait between tries were over; the codes of what failed."""
    done = paper.print_waiting(hall.desk, PdfFolder(folder), 100, hurry=True)
    return [each.code for each in done if each.code]


def no_folder(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("a file where the folder ought to be", "utf-8")


def test_orders_go_on_while_the_folder_is_no_folder(hall: Hall, tmp_path: Path) -> None:
    use_language("zh")  # papers speak the clerk's language
    folder = tmp_path / "away" / "papers"
    no_folder(folder)
    orders = [hall.sell(recharge(amount="20")) for _ in range(3)]
    assert set(print_all(hall, folder)) == {"printer.folder"}
    counter.reprint(hall.desk, orders[0].order_no, new_id())
    waiting = len(paper.waiting(hall.desk))
    assert waiting >= 4
    assert set(print_all(hall, folder)) == {"printer.folder"}
    assert len(paper.waiting(hall.desk)) == waiting
    folder.unlink()
    while paper.waiting(hall.desk):
        assert print_all(hall, folder) == []
    papers = sorted(path.name for path in folder.iterdir())
    assert len(papers) == waiting
    for order in orders:
        assert sum(order.order_no in name for name in papers) == 1 + (order is orders[0])
    (copy,) = [path for path in folder.iterdir() if "copy-1" in path.name]
    assert "补打 1" in words(copy)
    assert not any("补打" in words(path) for path in folder.iterdir() if path != copy)
    assert print_all(hall, folder) == []
    assert sorted(path.name for path in folder.iterdir()) == papers


def test_a_full_disk_leaves_no_half_paper(hall: Hall, tmp_path: Path) -> None:
    hall.sell(recharge(amount="20"))
    waiting = len(paper.waiting(hall.desk))
    folder = tmp_path / "papers"
    paper.warm()
    pdf = 2_000  # bytes: less than any paper has
    with no_file_above(pdf), pytest.raises(PrinterFailed):
        PdfFolder(folder).print(b"x" * 10 * pdf, "too-long")
    assert list(folder.iterdir()) == []
    assert print_all(hall, folder) == []
    assert len(list(folder.iterdir())) == waiting


def test_two_lanes_print_each_paper_once(hall: Hall, tmp_path: Path) -> None:
    for _ in range(4):
        hall.sell(recharge(amount="20"))
    waiting = len(paper.waiting(hall.desk))
    paper.warm()
    printed: list[str] = []
    gate = threading.Barrier(2)

    class Printer:
        repeatable = False

        def print(self, pdf: bytes, name: str) -> None:
            assert pdf.startswith(b"%PDF")
            printed.append(name)

    def lane() -> None:
        gate.wait(timeout=10)
        paper.print_waiting(hall.desk, Printer(), 100)

    threads = [threading.Thread(target=lane) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(printed) == len(set(printed)) == waiting
    assert paper.waiting(hall.desk) == ()


def test_a_printer_that_breaks_in_an_unknown_way_stops_no_order(hall: Hall) -> None:
    """A bug in a driver is told, the job stays in sight, the counter goes on."""

    class Broken:
        repeatable = False

        def print(self, pdf: bytes, name: str) -> None:
            raise RuntimeError("the driver broke")

    order = hall.sell(recharge(amount="20"))
    with pytest.raises(RuntimeError):
        paper.print_waiting(hall.desk, Broken(), 100)
    assert counter.order_of(hall.desk, order.order_no).total_fen == 2_000
    assert paper.waiting(hall.desk)
    hall.sell(recharge(amount="20"))
