"""A printer whose driver may never come back: waited for so long, then said, never piled up on."""

from collections.abc import Callable, Sequence
from typing import Final

from hallclient.base.errors import Doubtful
from hallclient.base.language import N_
from hallclient.devices.attempt import Attempt
from hallclient.devices.printers import Printer, PrinterFailed

PATIENCE: Final = 60.0
"""Seconds that a driver gets for one paper; a page at a slow printer takes ten."""


class PrinterSilent(PrinterFailed):
    """The driver is still stuck with an earlier paper; this one was not sent."""

    code = "printer.silent"
    sentence = N_(
        "The printer's driver does not answer. Switch the printer off and on; if it stays so, "
        "start this program again, or choose another printer in the settings."
    )


class PaperDoubtful(PrinterSilent, Doubtful):
    """The driver did not come back from this very paper."""

    code = "printer.doubtful"
    sentence = N_(
        "The printer's driver does not answer. Switch the printer off and on and look whether the "
        "paper came out; if it did not, reprint it from Order search."
    )


class PatientPrinter:
    """Prints on a thread that nobody has to wait for.

    A driver that hangs cannot be ended from outside; its thread is left to itself and goes with
    the program. Until it comes back no other paper is sent, for there is but one driver.
    """

    def __init__(self, printer: Printer, patience: float = PATIENCE) -> None:
        self._printer, self._patience = printer, patience
        self._stuck: Attempt[None] | None = None

    @property
    def repeatable(self) -> bool:
        """As the printer behind."""
        return self._printer.repeatable

    def print(self, pdf: bytes, name: str) -> None:
        """Raises PrinterSilent when nothing was sent, PaperDoubtful when nobody knows."""
        if self._stuck is not None and self._stuck.is_alive():
            raise PrinterSilent
        attempt = Attempt(lambda: self._printer.print(pdf, name), "printing")
        if not attempt.ends_within(self._patience):
            self._stuck = attempt
            raise PaperDoubtful
        attempt.answer()


def named_within(names: Callable[[], Sequence[str]], patience: float = 5.0) -> Sequence[str]:
    """The printers that the system names; none when it does not come back from asking them."""
    attempt = Attempt(names, "printing")
    return attempt.answer() if attempt.ends_within(patience) else ()
