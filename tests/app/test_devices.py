"""The devices that this PC's settings name."""

from pathlib import Path

import pytest

from hallclient.app.backstage import Backstage, NoReader, open_backstage
from hallclient.app.client import Opening
from hallclient.devices.id_reader import ReaderAbsent
from hallclient.devices.patient_printer import PatientPrinter
from hallclient.devices.printers import PdfFolder, Printer
from hallclient.devices.raw_queue import RawQueue
from hallclient.devices.sdt import SdtWhenAsked
from hallclient.devices.system_printer import SystemPrinter
from hallclient.look import Look
from hallclient.settings import save_settings


def behind() -> Backstage:
    return open_backstage(Opening(Look()))


def inside(printer: Printer) -> object:
    assert isinstance(printer, PatientPrinter), "a driver of the system may hang"
    return printer._printer


def test_papers_go_where_the_settings_say(tmp_path: Path) -> None:
    assert isinstance(behind().printer(), PdfFolder)
    save_settings(printer="system", printer_name="Laser")
    assert isinstance(inside(behind().printer()), SystemPrinter)
    save_settings(printer="receipt-queue", printer_name="Receipt")
    assert isinstance(inside(behind().printer()), RawQueue)


def test_a_card_is_read_where_the_settings_say(tmp_path: Path) -> None:
    assert isinstance(behind().reader, NoReader)
    save_settings(reader="sdt", reader_library=str(tmp_path / "sdtapi.dll"))
    reader = behind().reader
    assert isinstance(reader, SdtWhenAsked)
    with pytest.raises(ReaderAbsent):
        reader.read()
