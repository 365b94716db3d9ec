"""The system's printers: pages in their own size, a sentence when there is none."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from hallclient.devices.printers import PrinterAbsent, PrinterFailed
from hallclient.devices.system_printer import SystemPrinter, printer_names, put_on

MM = 72 / 25.4


@pytest.fixture
def pdf() -> bytes:
    """Two pages, 80 x 130 mm and A5, each with a black square at its top left."""
    import io

    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    for width, height in ((80, 130), (148, 210)):
        canvas.setPageSize((width * MM, height * MM))
        canvas.rect(0, (height - 20) * MM, 20 * MM, 20 * MM, fill=1)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


@pytest.fixture
def to_file(qapp, tmp_path: Path) -> QPrinter:
    """A QPrinter whose paper is a PDF file."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    return printer


def test_every_page_is_printed_in_its_own_size(to_file: QPrinter, pdf: bytes) -> None:
    put_on(to_file, pdf)
    printed = pypdfium2.PdfDocument(to_file.outputFileName())
    sizes = [tuple(round(points / MM) for points in page.get_size()) for page in printed]
    assert sizes == [(80, 130), (148, 210)]
    for page in printed:
        image = page.render(scale=1, grayscale=True).to_pil()
        inside, outside = round(10 * MM), round(30 * MM)
        assert image.getpixel((inside, inside)) < 20
        assert image.getpixel((outside, outside)) > 235
    printed.close()


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_will_not_begin_is_a_refusal(qapp, tmp_path: Path, pdf: bytes) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "missing" / "printed.pdf"))
    with pytest.raises(PrinterFailed):
        put_on(printer, pdf)


@pytest.mark.parametrize("name", ["", "No such printer"])
def test_no_printer_is_a_sentence(qapp, monkeypatch, name: str, pdf: bytes) -> None:
    monkeypatch.setattr(QPrinterInfo, "defaultPrinter", QPrinterInfo)
    with pytest.raises(PrinterAbsent, match="没有") as caught:
        SystemPrinter(name).print(pdf, "receipt-1")
    assert caught.value.code == "printer.absent"


def test_the_default_printer_is_named_first(qapp, monkeypatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "defaultPrinterName", lambda: "Receipt")
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Laser", "Receipt", "Box"])
    assert printer_names() == ("Receipt", "Box", "Laser")


def test_a_smaller_sheet_gets_the_whole_page_not_a_part(qapp) -> None:
    from hallclient.devices.system_printer import _place

    printer = QPrinter()
    printer.setPageSize(QPageSize(QSizeF(100, 100), QPageSize.Unit.Point))
    printer.setFullPage(True)
    place = _place(printer, QSizeF(200, 400))
    sheet = printer.pageRect(QPrinter.Unit.DevicePixel)
    assert place.height() == pytest.approx(sheet.height(), rel=0.02)
    assert place.width() == pytest.approx(place.height() / 2, rel=0.02)
