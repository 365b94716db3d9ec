"""The driver of the ministry module, against a small library with the same calls and codes."""

import ctypes
import shutil
from pathlib import Path

import _cffi_backend
import pytest

from hallclient.devices.id_reader import NoCard, ReaderAbsent, ReaderFailed
from hallclient.devices.reader_simulator import CardFields, block_of
from hallclient.devices.sdt import SdtReader, SdtWhenAsked
from tests.devices.stand_in import compiled

CARD = block_of(CardFields("110000198802291236", "19880229", "20200301", "长期", name="样例甲"))

SOURCE = Path(__file__).with_name("sdt.c")


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library, compiled here or beforehand; it stands in for the vendor's."""
    return compiled(SOURCE, tmp_path_factory)


class Vendor:
    """The library from the test's side: what it will answer, what it was asked."""

    def __init__(self, reader: SdtReader) -> None:
        self._calls = reader._calls
        self._calls.calls.restype = ctypes.c_char_p
        self._calls.set_card(CARD)
        self.answers()

    def answers(
        self, *, port=1003, find=0x9F, select=0x90, read=0x90, length=256, extra=0, traces=0
    ) -> None:
        self._calls.set_up(port, find, select, read, length, extra, traces)

    def asked(self) -> list[str]:
        return self._calls.calls().decode().split()


@pytest.fixture
def reader(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SdtReader:
    monkeypatch.chdir(tmp_path)
    return SdtReader(library)


@pytest.fixture
def vendor(reader: SdtReader) -> Vendor:
    return Vendor(reader)


def test_a_card_is_read_in_the_order_of_the_manual(reader: SdtReader, vendor: Vendor) -> None:
    card = reader.read()
    assert card.text_block == CARD
    assert (card.photo, card.extra_address) == (b"\7" * 1024, None)
    assert vendor.asked() == ["open", "find", "select", "read", "extra", "close"]


def test_each_card_is_found_and_selected_anew(reader: SdtReader, vendor: Vendor) -> None:
    reader.read()
    reader.read()
    assert vendor.asked()[6:] == ["open", "find", "select", "read", "extra", "close"]


def test_the_newer_address_comes_from_its_own_call(reader: SdtReader, vendor: Vendor) -> None:
    vendor.answers(extra=1)
    assert reader.read().extra_address == b" " * 70


@pytest.mark.parametrize(
    ("answers", "error", "asked"),
    [
        ({"port": 9}, ReaderAbsent, []),
        ({"find": 0x80}, NoCard, ["open", "find", "close"]),
        ({"select": 0x81}, ReaderFailed, ["open", "find", "select", "close"]),
        ({"read": 0x41}, ReaderFailed, ["open", "find", "select", "read", "close"]),
        ({"length": 255}, ReaderFailed, ["open", "find", "select", "read", "close"]),
    ],
)
def test_a_failing_call_is_told_apart_and_the_port_is_closed(
    reader: SdtReader, vendor: Vendor, answers, error, asked
) -> None:
    vendor.answers(**answers)
    with pytest.raises(error):
        reader.read()
    assert vendor.asked() == asked


def test_a_reader_may_move_to_another_port(reader: SdtReader, vendor: Vendor) -> None:
    assert reader.present()
    vendor.answers(port=1016)
    assert reader.present()
    vendor.answers(port=2)
    assert not reader.present()


def test_files_that_the_library_leaves_are_deleted_at_once(
    reader: SdtReader, vendor: Vendor, tmp_path: Path
) -> None:
    kept = tmp_path / "zp.wlt"
    kept.write_text("somebody's own file")
    vendor.answers(traces=1)
    reader.read()
    assert [path.name for path in tmp_path.iterdir()] == ["zp.wlt"]


def test_files_are_deleted_after_a_failed_reading_too(
    reader: SdtReader, vendor: Vendor, tmp_path: Path
) -> None:
    vendor.answers(traces=1, read=0x41)
    with pytest.raises(ReaderFailed):
        reader.read()
    assert list(tmp_path.iterdir()) == []


def test_a_library_that_is_installed_later_is_found_with_the_next_card(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    late = SdtWhenAsked(tmp_path / "later.so")
    assert not late.present()
    with pytest.raises(ReaderAbsent):
        late.read()
    shutil.copyfile(library, tmp_path / "later.so")
    assert late.present()
    Vendor(late._loaded())
    assert late.read().text_block == CARD


def test_a_serial_port_is_tried_when_no_usb_port_answers(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    late = SdtWhenAsked(library)
    Vendor(late._loaded()).answers(port=3)
    assert late.read().text_block == CARD


def test_a_library_that_is_not_there_is_an_absent_reader(tmp_path: Path) -> None:
    with pytest.raises(ReaderAbsent):
        SdtReader(tmp_path / "sdtapi.dll")


def test_a_file_that_is_no_library_is_an_absent_reader(tmp_path: Path) -> None:
    path = tmp_path / "sdtapi.dll"
    path.write_bytes(b"MZ not really")
    with pytest.raises(ReaderAbsent):
        SdtReader(path)


def test_a_library_without_the_calls_is_an_absent_reader() -> None:
    with pytest.raises(ReaderAbsent):
        SdtReader(Path(_cffi_backend.__file__))  # a library of this system, with other calls
