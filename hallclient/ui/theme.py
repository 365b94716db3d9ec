"""How everything looks: two palettes, one accent colour, one text scale, one font."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from hallclient.base.places import resources

type ThemeName = Literal["light", "dark", "system"]

THEMES: Final[tuple[ThemeName, ...]] = ("light", "dark", "system")
SCALES: Final = (100, 110, 125, 150)
BASE_PIXELS: Final = 14
WINDOWS_FONT: Final = "Microsoft YaHei UI"


@dataclass(frozen=True)
class Look:
    """What the clerk chose. `scale` is the text scale in percent, 100 to 150; 0 is the system's."""

    theme: ThemeName = "light"
    scale: int = 100

    def __post_init__(self) -> None:
        if self.theme not in THEMES or (self.scale and not 100 <= self.scale <= _LARGEST):
            raise ValueError(f"no such look: {self}")


_LARGEST: Final = 150
SYSTEM_SCALE: Final = "systemTextScale"
SYSTEM_CONTRAST: Final = "systemContrast"
"""The application's properties in which whoever can ask the system leaves what it said."""


type Colours = Mapping[str, str]
"""The style sheet's @tokens to #rrggbb."""

LIGHT: Final[Colours] = {
    "window": "#f6f7f9",
    "surface": "#ffffff",
    "rail": "#eceff3",
    "text": "#1b2430",
    "muted": "#56616e",
    "faint": "#6f7b88",
    "line": "#dde2e7",
    "lineStrong": "#b4bdc7",
    "hover": "#e9eef4",
    "pressed": "#dce3eb",
    "accent": "#0b5cc2",
    "accentHover": "#094ea6",
    "accentText": "#ffffff",
    "accentSoft": "#e2edfb",
    "good": "#17713f",
    "goodSoft": "#e5f4eb",
    "warning": "#8a5200",
    "warningSoft": "#fdf1da",
    "wrong": "#b32626",
    "wrongSoft": "#fceaea",
}
DARK: Final[Colours] = {
    "window": "#14181d",
    "surface": "#1c2229",
    "rail": "#181d23",
    "text": "#e6eaef",
    "muted": "#a3aeba",
    "faint": "#87929e",
    "line": "#303944",
    "lineStrong": "#4b5763",
    "hover": "#262e37",
    "pressed": "#303a45",
    "accent": "#66a9f7",
    "accentHover": "#85bbf9",
    "accentText": "#0b1622",
    "accentSoft": "#1e3450",
    "good": "#67cc97",
    "goodSoft": "#173427",
    "warning": "#e6b352",
    "warningSoft": "#382d15",
    "wrong": "#f28b8b",
    "wrongSoft": "#402325",
}


LIGHT_CONTRAST: Final[Colours] = {
    **LIGHT,
    "window": "#ffffff",
    "rail": "#ffffff",
    "text": "#000000",
    "muted": "#000000",
    "faint": "#3b3b3b",
    "line": "#000000",
    "lineStrong": "#000000",
    "accent": "#003e92",
    "accentHover": "#002a63",
    "good": "#00491f",
    "warning": "#5a3500",
    "wrong": "#8b0000",
}
DARK_CONTRAST: Final[Colours] = {
    **DARK,
    "window": "#000000",
    "surface": "#000000",
    "rail": "#000000",
    "text": "#ffffff",
    "muted": "#ffffff",
    "faint": "#c8c8c8",
    "line": "#ffffff",
    "lineStrong": "#ffffff",
    "accent": "#8cc8ff",
    "accentHover": "#b9deff",
    "accentText": "#000000",
    "good": "#7dffb2",
    "warning": "#ffd95c",
    "wrong": "#ffb3b3",
}
"""For who has asked the system for more contrast."""


def apply_look(app: QApplication, look: Look) -> Colours:
    """Makes the whole program look so, at once; returns the colours in force."""
    colours = _colours(app, look)
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    scale = look.scale or system_scale(app)
    app.setStyleSheet("")  # with a sheet in force each change is worked out for every widget
    app.setFont(base_font(scale))
    app.setPalette(_palette(colours))
    app.setStyleSheet(style_sheet(colours, scale))
    return colours


def system_scale(app: QApplication) -> int:
    """The system's text size in per cent, as far as the pages can bear it."""
    said = app.property(SYSTEM_SCALE)
    return min(max(said, 100), _LARGEST) if isinstance(said, int) else 100


def base_font(scale: int = 100) -> QFont:
    """The interface font: the system's on Windows, elsewhere the one that comes along."""
    font = QFont(_family())
    font.setPixelSize(_scaled(BASE_PIXELS, scale))
    font.setFeature(QFont.Tag("tnum"), 1)  # digits of one width: amounts stand in columns
    return font


def style_sheet(colours: Colours, scale: int = 100) -> str:
    """The sheet with its tokens filled in and every length scaled."""
    values = {
        **colours,
        "icons": (resources() / "icons").as_posix(),
        "mode": "dark" if colours in (DARK, DARK_CONTRAST) else "light",
    }
    scaled = re.sub(r"(\d+)px", lambda found: f"{_scaled(int(found[1]), scale)}px", _source())
    return re.sub(r"@(\w+)", lambda found: values[found[1]], scaled)


def _scaled(pixels: int, scale: int) -> int:
    return pixels if pixels <= 2 else (pixels * scale + 50) // 100


@cache
def _source() -> str:
    return (resources() / "styles" / "hall.qss").read_text("utf-8")


@cache
def _family() -> str:
    if QFontDatabase.hasFamily(WINDOWS_FONT):
        return WINDOWS_FONT
    path = resources() / "fonts" / "NotoSansSC-Regular.ttf"
    known = QFontDatabase.addApplicationFont(str(path))
    return QFontDatabase.applicationFontFamilies(known)[0] if known >= 0 else QFont().family()


def _colours(app: QApplication, look: Look) -> Colours:
    dark = look.theme == "dark"
    if look.theme == "system":
        dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    if _wants_contrast(app):
        return DARK_CONTRAST if dark else LIGHT_CONTRAST
    return DARK if dark else LIGHT


def _wants_contrast(app: QApplication) -> bool:
    return app.property(SYSTEM_CONTRAST) is True


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    chosen = {
        role.Window: colours["window"],
        role.WindowText: colours["text"],
        role.Base: colours["surface"],
        role.AlternateBase: colours["window"],
        role.Text: colours["text"],
        role.PlaceholderText: colours["muted"],
        role.Button: colours["surface"],
        role.ButtonText: colours["text"],
        role.BrightText: colours["wrong"],
        role.ToolTipBase: colours["surface"],
        role.ToolTipText: colours["text"],
        role.Highlight: colours["accent"],
        role.HighlightedText: colours["accentText"],
        role.Accent: colours["accent"],
        role.Link: colours["accent"],
        role.Light: colours["surface"],
        role.Midlight: colours["hover"],
        role.Mid: colours["line"],
        role.Dark: colours["lineStrong"],
        role.Shadow: colours["lineStrong"],
    }
    palette = QPalette()
    for which, value in chosen.items():
        palette.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours["faint"]))
    return palette
