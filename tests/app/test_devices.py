"""The devices that this PC's settings name."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from hallclient.app import settings_room
from hallclient.app.backstage import Backstage, NoReader, open_backstage
from hallclient.app.client import Client, Opening
from hallclient.devices.id_reader import ReaderAbsent
from hallclient.devices.patient_printer import PatientPrinter
from hallclient.devices.printers import PdfFolder, Printer
from hallclient.devices.raw_queue import RawQueue
from hallclient.devices.sdt import SdtWhenAsked
from hallclient.devices.system_printer import SystemPrinter
from hallclient.look import Look
from hallclient.settings import save_settings
from hallclient.staff.page.pc_settings import PcSettings


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


def test_what_the_settings_page_keeps_is_what_is_used(tmp_path: Path) -> None:
    client = cast("Client", SimpleNamespace(backstage=behind()))
    library = str(tmp_path / "sdtapi.dll")
    asked = PcSettings("zh", "system", 0, 1, "Receipt", True, "sdt", library)
    assert settings_room.save_pc(client, asked) == asked
    assert isinstance(inside(client.backstage.printer()), RawQueue)
    assert isinstance(client.backstage.reader, SdtWhenAsked)
    asked = replace(asked, past_driver=False)
    assert settings_room.save_pc(client, asked) == asked
    assert isinstance(inside(client.backstage.printer()), SystemPrinter)
    settings_room.save_pc(client, replace(asked, printer="", reader="none"))
    assert isinstance(client.backstage.printer(), PdfFolder)
    assert isinstance(client.backstage.reader, NoReader)


def test_a_card_is_read_where_the_settings_say(tmp_path: Path) -> None:
    assert isinstance(behind().reader, NoReader)
    save_settings(reader="sdt", reader_library=str(tmp_path / "sdtapi.dll"))
    reader = behind().reader
    assert isinstance(reader, SdtWhenAsked)
    with pytest.raises(ReaderAbsent):
        reader.read()
