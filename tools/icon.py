"""`python tools/icon.py`: draws resources/icons/hallclient.ico from hallclient.svg beside it.

The picture is committed, since whoever builds needs no screen and no drawing; a test says when it
has fallen behind its source.
"""

import struct
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons"
SOURCE, TARGET = FOLDER / "hallclient.svg", FOLDER / "hallclient.ico"
SIDES = (16, 20, 24, 32, 40, 48, 64, 256)
"""What Windows asks for: title bar, task bar and desktop, at 100 to 200 % and in large."""
_DOTS_PER_METER = 3780
_HEAD = struct.Struct("<HHH")
_ENTRY = struct.Struct("<BBBBHHII")


def drawn(side: int) -> QImage:
    """The picture, so many pixels wide and high."""
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.setDotsPerMeterX(_DOTS_PER_METER)  # or it says how this PC's screen is
    image.setDotsPerMeterY(_DOTS_PER_METER)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(SOURCE.read_bytes())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return image


def png(image: QImage) -> bytes:
    """The picture as PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def ico(pictures: Sequence[tuple[int, bytes]]) -> bytes:
    """An icon file of PNG pictures, each with its side; 256 is written as 0."""
    place = _HEAD.size + _ENTRY.size * len(pictures)
    entries, bodies = b"", b""
    for side, body in pictures:
        entries += _ENTRY.pack(side % 256, side % 256, 0, 0, 1, 32, len(body), place + len(bodies))
        bodies += body
    return _HEAD.pack(0, 1, len(pictures)) + entries + bodies


def sides(icon: bytes) -> list[int]:
    """The sides of the pictures in an icon file."""
    _, _, count = _HEAD.unpack_from(icon)
    return [
        _ENTRY.unpack_from(icon, _HEAD.size + _ENTRY.size * number)[0] or 256
        for number in range(count)
    ]


if __name__ == "__main__":
    TARGET.write_bytes(ico([(side, png(drawn(side))) for side in SIDES]))
    sys.exit(0)
