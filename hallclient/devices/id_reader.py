"""The identity card reader (身份证阅读器): what every driver does, and how it fails.

Reading blocks for up to a second, so it runs off the UI thread. Whoever polls waits at least
`POLL_SECONDS` between two readings; a card that stays on some readers answers "no card" until
it is lifted. Source: field rules 5.
"""

from dataclasses import dataclass, field
from typing import Final, Protocol

from hallclient.base.errors import HallError
from hallclient.base.language import N_

TEXT_BYTES: Final = 256
PHOTO_BYTES: Final = 1024
EXTRA_ADDRESS_BYTES: Final = 70
POLL_SECONDS: Final = 0.3


class ReaderAbsent(HallError):
    """No reader answers, or its driver cannot be loaded."""

    code = "reader.absent"
    sentence = N_("No card reader answers. Check its cable and driver, or type the document.")


class NoCard(HallError):
    """The reader answers and finds no card; the same reading again may succeed."""

    code = "reader.no-card"
    sentence = N_("There is no card on the reader. Lay it on, or lift it and lay it on again.")


class ReaderFailed(HallError):
    """A card was found and could not be read."""

    code = "reader.failed"
    sentence = N_("The card could not be read. Lay it on again, or type the document.")


@dataclass(frozen=True)
class RawCard:
    """What the reader hands over, not yet decoded; kept out of `repr` and so out of logs.

    Attributes:
        text_block: 256 bytes UTF-16LE, four layouts.
        photo: the WLT-packed photo, 1024 bytes, or empty.
        extra_address: the newer address (追加住址), 70 bytes UTF-16LE, or None.
    """

    text_block: bytes = field(repr=False)
    photo: bytes = field(repr=False, default=b"")
    extra_address: bytes | None = field(repr=False, default=None)


class IdReader(Protocol):
    """A card reader; not for use by two threads at once."""

    def present(self) -> bool:
        """Whether a reader answers, with or without a card on it."""
        ...

    def read(self) -> RawCard:
        """Reads the card that lies on the reader; raises ReaderAbsent, NoCard, ReaderFailed."""
        ...
