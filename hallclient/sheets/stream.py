"""One sheet's file, written as it comes: openpyxl's frame around rows that are text already.

openpyxl's write-only mode makes an object and an XML element for each cell. Here a row goes to
the file as one piece of text, which takes a third of the time, keeps one row in memory, does not
depend on which XML library is installed, and lets a formula carry its known result.
"""

from collections.abc import Generator
from pathlib import Path
from typing import Any, TextIO

from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import tostring


class _Frame(WorksheetWriter):
    """Writes what openpyxl puts before and after the rows."""

    out: str

    def get_stream(self) -> Generator[TextIO | None, Any]:
        with Path(self.out).open("w", encoding="utf-8", newline="\n") as file:
            file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
            file.write(f'<worksheet xmlns="{SHEET_MAIN_NS}">')
            try:
                while True:
                    element = yield None
                    if element is True:
                        yield file
                    elif element is not None:
                        file.write(tostring(element).decode("utf-8"))
            except GeneratorExit:
                file.write("</worksheet>")

    def write_rows(self) -> None:
        """Called by openpyxl only for a sheet without any row."""
        file: Any = self.xf.send(True)
        file.write("<sheetData/>")
        self.xf.send(None)


class Streamed(WriteOnlyWorksheet):
    """A write-only sheet; `append` takes a tuple with the text of one `<row>`."""

    _writer: Any

    def _get_writer(self) -> None:
        if self._writer is None:
            self._writer = _Frame(self)
            self._writer.write_top()

    def _write_rows(self) -> Generator[None, tuple[str]]:
        file = self._writer.xf.send(True)
        file.write("<sheetData>")
        try:
            while True:
                (row,) = yield
                file.write(row)
        except GeneratorExit:
            file.write("</sheetData>")
        self._writer.xf.send(None)

    def drop(self) -> None:
        """Ends the sheet and removes its file: nothing of a report that failed stays behind."""
        if not self.closed:
            self.close()
        if Path(self._writer.out).exists():
            self._writer.cleanup()
