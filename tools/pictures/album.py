"""Takes pictures of a window in every look that is wanted, and keeps them small."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from hallclient.base.language import Language
from hallclient.ui.theme import Look, ThemeName

SMALL = QSize(1366, 768)


@dataclass(frozen=True)
class Shot:
    """One way to look at a window."""

    theme: ThemeName = "light"
    size: tuple[int, int] = (1366, 768)
    scale: int = 100

    def suffix(self, language: Language) -> str:
        """What tells this look's file from another's."""
        width, height = self.size
        scaled = f"-{self.scale}" if self.scale != 100 else ""
        return f"-{self.theme}-{language}-{width}x{height}{scaled}"


MANUAL: dict[str, tuple[str, ThemeName, Language]] = {
    "counter": ("pay-recharge", "light", "zh"),
    "counter-dark": ("fill-new-number", "dark", "zh"),
    "counter-en": ("pay-recharge", "light", "en"),
    "sign-in": ("sign-in", "light", "zh"),
    "shift-open": ("shift-open", "light", "zh"),
    "identify": ("identify-typed", "light", "zh"),
    "field-error": ("identify-wrong", "light", "zh"),
    "done": ("done", "light", "zh"),
    "customers": ("customers-detail", "light", "zh"),
    "orders": ("orders", "light", "zh"),
    "approval": ("orders-reverse", "light", "zh"),
    "requests": ("approvals", "light", "zh"),
    "count": ("shift-count", "light", "zh"),
    "shifts": ("shifts", "light", "zh"),
    "day-close": ("day-ready", "light", "zh"),
    "stock": ("stock-receive", "light", "zh"),
    "catalog": ("catalog-changed", "light", "zh"),
    "front-desk": ("front-desk-missing", "light", "zh"),
    "enquiries": ("front-desk-open", "light", "zh"),
    "queue": ("queue", "light", "zh"),
    "strip": ("strip-served", "light", "zh"),
    "vip": ("vip-recommended", "light", "zh"),
    "bar": ("bar", "light", "zh"),
    "public-screen": ("display", "light", "zh"),
    "notices": ("notices", "light", "zh"),
}
"""Name in docs/manual to the stop of the tour, theme and language that it shows."""


def every_shot(stop: str) -> Iterator[Shot]:
    """The whole matrix; the largest text for some stops only."""
    for theme, size in itertools.product(("light", "dark"), ((1366, 768), (1920, 1080))):
        yield Shot("dark" if theme == "dark" else "light", size)
    if stop in SCALED:
        yield Shot(scale=150)


SCALED = frozenset(
    {"sign-in", "first-run", "pay-recharge", "fill-new-number", "shift-count", "shift-move",
     "day-ready", "orders", "settings-hall", "identify-typed", "people", "stock-receive", "catalog",
     "front-desk-missing", "front-desk-complaint"}
)  # fmt: skip

type Dress = Callable[[Look], object]
"""Gives the window another look, as its settings page does."""


class Album:
    """Where pictures go, and which of them are wanted."""

    def __init__(self, folder: Path, *, everything: bool, only: str = "") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._everything, self._only = folder, everything, only
        self.taken: list[Path] = []

    def wanted(self, stop: str, language: Language) -> list[tuple[str, Shot]]:
        """File names and looks for this stop of the tour."""
        if self._only and self._only not in stop:
            return []
        if self._everything:
            return [(stop + shot.suffix(language), shot) for shot in every_shot(stop)]
        return [
            (name, Shot(theme))
            for name, (at, theme, spoken) in MANUAL.items()
            if at == stop and spoken == language
        ]

    def take(self, stop: str, window: QWidget, dress: Dress, language: Language) -> None:
        """Every wanted picture of what the window shows now; its look is put back after."""
        shots = self.wanted(stop, language)
        for name, shot in shots:
            dress(Look(shot.theme, shot.scale))
            window.resize(*shot.size)
            settle_layout()
            path = self._folder / f"{name}.png"
            if not picture(window).save(str(path), "PNG", 0):  # 0: as small as can be
                raise OSError(f"{path} could not be written")
            self.taken.append(path)
        if shots:
            dress(Look())
            window.resize(SMALL)
            settle_layout()


def picture(window: QWidget) -> QImage:
    """The window with the dialogs that stand before it."""
    shown = window.grab()
    painter = QPainter(shown)
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            free = shown.size() - dialog.size()  # in the middle, as a desktop would place it
            painter.drawPixmap(QPoint(free.width() // 2, free.height() // 3), dialog.grab())
    painter.end()
    return shown.toImage().convertToFormat(QImage.Format.Format_RGB888)


def settle_layout() -> None:
    """Lets layouts and paints that follow each other come to their end."""
    for _ in range(4):
        QApplication.processEvents()
