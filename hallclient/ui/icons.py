"""The program's own line icons, drawn in the colour of the text beside them."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from hallclient.base.places import resources


def icon(name: str, size: int = 20, ratio: float = 1.0) -> QIcon:
    """The icon in the palette in force: muted, and the accent colour where it is checked.

    Args:
        name: file name in `resources/icons` without its ending.
        size: side in device-independent pixels.
        ratio: the screen's device pixel ratio.
    """
    palette = QApplication.palette()
    off = palette.color(QPalette.ColorRole.PlaceholderText)
    on = palette.color(QPalette.ColorRole.Accent)
    made = QIcon()
    made.addPixmap(_drawn(name, off.name(), size, ratio), QIcon.Mode.Normal, QIcon.State.Off)
    made.addPixmap(_drawn(name, on.name(), size, ratio), QIcon.Mode.Normal, QIcon.State.On)
    return made


@cache
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    text = (resources() / "icons" / f"{name}.svg").read_text("utf-8")
    drawing = QSvgRenderer(QByteArray(text.replace("#000", QColor(colour).name()).encode()))
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
