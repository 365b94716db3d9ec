"""A driver that never comes back: the papers of the day go on waiting, and so does nobody."""

import threading

import pytest

from hallclient.base.errors import Doubtful
from hallclient.devices.patient_printer import (
    PaperDoubtful,
    PatientPrinter,
    PrinterSilent,
    named_within,
)
from hallclient.devices.printers import PrinterAbsent


class Driver:
    """Hangs while it is told to."""

    repeatable = False

    def __init__(self) -> None:
        self.may_end = threading.Event()
        self.taken: list[str] = []
        self.error: Exception | None = None

    def print(self, pdf: bytes, name: str) -> None:
        self.taken.append(name)
        if not self.may_end.wait(timeout=20):
            raise AssertionError("nobody let the driver go")
        if self.error is not None:
            raise self.error


@pytest.fixture
def driver() -> Driver:
    return Driver()


def test_a_driver_that_answers_is_as_ever(driver: Driver) -> None:
    driver.may_end.set()
    printer = PatientPrinter(driver)
    printer.print(b"", "one")
    assert driver.taken == ["one"]
    assert printer.repeatable is False


def test_what_the_driver_refuses_is_refused(driver: Driver) -> None:
    driver.may_end.set()
    driver.error = PrinterAbsent()
    with pytest.raises(PrinterAbsent):
        PatientPrinter(driver).print(b"", "one")


def test_a_paper_that_the_driver_keeps_is_in_doubt_and_the_next_is_not_sent(
    driver: Driver,
) -> None:
    printer = PatientPrinter(driver, patience=0.05)
    with pytest.raises(PaperDoubtful) as caught:
        printer.print(b"", "one")
    assert isinstance(caught.value, Doubtful)
    with pytest.raises(PrinterSilent) as caught_next:
        printer.print(b"", "two")
    assert not isinstance(caught_next.value, Doubtful), "it was never sent"
    assert driver.taken == ["one"]


def test_a_driver_that_comes_back_is_used_again(driver: Driver) -> None:
    printer = PatientPrinter(driver, patience=0.05)
    with pytest.raises(PaperDoubtful):
        printer.print(b"", "one")
    driver.may_end.set()
    assert printer._stuck is not None
    printer._stuck.join(timeout=20)
    printer.print(b"", "two")
    assert driver.taken == ["one", "two"]


def test_printers_that_are_not_named_in_time_are_none(driver: Driver) -> None:
    def never() -> tuple[str, ...]:
        driver.may_end.wait(timeout=20)
        return ("Laser",)

    assert named_within(never, 0.05) == ()
    driver.may_end.set()
    assert named_within(never, 20) == ("Laser",)
