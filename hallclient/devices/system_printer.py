"""The printers that the system knows: pages rendered by PDFium, put on paper by Qt."""

from typing import Final

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from hallclient.devices.pdf_pages import POINTS, GreyPage, grey_pages
from hallclient.devices.printers import PrinterAbsent, PrinterFailed

_MOST_DPI: Final = 300
"""Enough for the smallest text; a page at 1200 dpi would take half a gigabyte."""


def printer_names() -> tuple[str, ...]:
    """Printers installed on this PC, the default one first."""
    default = QPrinterInfo.defaultPrinterName()
    names = QPrinterInfo.availablePrinterNames()
    return tuple(sorted(names, key=lambda name: (name != default, name)))


class SystemPrinter:
    """A printer by its name in the system, or the default one.

    The driver gets a page as large as the paper says; on a smaller sheet it is made to fit,
    never cut. A print that the program did not live to see ended is not repeated by itself.
    """

    repeatable = False

    def __init__(self, name: str = "") -> None:
        self._name = name

    def print(self, pdf: bytes, name: str) -> None:
        """Hands all pages to the system's queue; raises PrinterAbsent, PrinterFailed."""
        printer = QPrinter(self._info(), QPrinter.PrinterMode.HighResolution)
        if not printer.isValid():
            raise PrinterAbsent
        printer.setDocName(name)
        put_on(printer, pdf)

    def _info(self) -> QPrinterInfo:
        """Asked for before a QPrinter is made: making one for a broken driver may crash."""
        known = (
            QPrinterInfo.printerInfo(self._name) if self._name else QPrinterInfo.defaultPrinter()
        )
        if known.isNull():
            raise PrinterAbsent
        return known


def put_on(printer: QPrinter, pdf: bytes) -> None:
    """Paints every page of the PDF on a page of the same size; raises PrinterFailed."""
    pages = grey_pages(pdf, min(printer.resolution(), _MOST_DPI))
    painter = QPainter()
    try:
        for number, page in enumerate(pages):
            points = QSizeF(*page.points)
            printer.setPageSize(QPageSize(points, QPageSize.Unit.Point))
            printer.setFullPage(True)
            printer.setPageMargins(QMarginsF(), QPageLayout.Unit.Point)
            if not (printer.newPage() if number else painter.begin(printer)):
                raise PrinterFailed
            painter.drawImage(_place(printer, points), _image(page))
    finally:
        ended = painter.isActive() and painter.end()
    if not ended or printer.printerState() == QPrinter.PrinterState.Error:
        raise PrinterFailed


def _place(printer: QPrinter, points: QSizeF) -> QRectF:
    """Where the page goes on the sheet, in dots: full size, or smaller when the sheet is."""
    sheet = printer.pageRect(QPrinter.Unit.DevicePixel)
    dots = points * (printer.resolution() / POINTS)
    share = min(1.0, sheet.width() / dots.width(), sheet.height() / dots.height())
    return QRectF(QPointF(0, 0), dots * share)


def _image(page: GreyPage) -> QImage:
    grey = QImage.Format.Format_Grayscale8
    return QImage(page.dots, page.width, page.height, page.stride, grey).copy()
