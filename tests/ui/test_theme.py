"""Looks: legible in both palettes, scaled, with a font that has the characters."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QApplication

from hallclient.base.places import resources
from hallclient.ui import theme
from hallclient.ui.icons import icon
from hallclient.ui.theme import (
    DARK,
    DARK_CONTRAST,
    LIGHT,
    LIGHT_CONTRAST,
    SYSTEM_SCALE,
    Colours,
    Look,
    apply_look,
    base_font,
    style_sheet,
)

ALL = pytest.mark.parametrize(
    "colours",
    [LIGHT, DARK, LIGHT_CONTRAST, DARK_CONTRAST],
    ids=["light", "dark", "light-contrast", "dark-contrast"],
)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two #rrggbb colours."""

    def luminance(colour: str) -> float:
        channels = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in channels
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    ("text", "window"),
    ("text", "surface"),
    ("text", "rail"),
    ("text", "accentSoft"),
    ("text", "warningSoft"),
    ("text", "wrongSoft"),
    ("text", "goodSoft"),
    ("muted", "window"),
    ("muted", "surface"),
    ("muted", "rail"),
    ("muted", "accentSoft"),
    ("muted", "warningSoft"),
    ("wrong", "window"),
    ("wrong", "surface"),
    ("good", "surface"),
    ("accent", "surface"),
    ("accentText", "accent"),
    ("accentText", "accentHover"),
]


@ALL
@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_text_is_legible(colours: Colours, ink: str, paper: str) -> None:
    assert contrast(colours[ink], colours[paper]) >= 4.5


@ALL
def test_the_focus_ring_stands_out(colours: Colours) -> None:
    for around in (colours["surface"], colours["window"], colours["rail"]):
        assert contrast(colours["accent"], around) >= 3


@ALL
def test_every_token_of_the_sheet_is_filled_and_every_picture_is_there(colours: Colours) -> None:
    sheet = style_sheet(colours)
    assert "@" not in sheet
    for name in ("chevron", "check"):
        for mode in ("light", "dark"):
            assert (resources() / "icons" / f"{name}-{mode}.svg").is_file()


def test_lengths_follow_the_scale_and_hairlines_do_not() -> None:
    assert "font-size: 20px" in style_sheet(LIGHT, 100)
    assert "font-size: 30px" in style_sheet(LIGHT, 150)
    assert "border: 1px" in style_sheet(LIGHT, 150)


@pytest.mark.parametrize(("scale", "pixels"), [(100, 14), (125, 18), (150, 21)])
def test_base_text_is_fourteen_pixels_times_the_scale(
    qapp: QApplication, scale: int, pixels: int
) -> None:
    assert base_font(scale).pixelSize() == pixels


def test_the_font_has_common_and_rare_characters(qapp: QApplication) -> None:
    metrics = QFontMetrics(base_font())
    for char in "移动营业厅充值缴费元角分喆堃犇璟鑫龘0123456789":
        assert metrics.inFontUcs4(ord(char)), char


def test_digits_are_of_one_width(qapp: QApplication) -> None:
    metrics = QFontMetrics(base_font())
    assert len({metrics.horizontalAdvance(digit * 10) for digit in "0123456789"}) == 1


def test_an_impossible_look_is_refused() -> None:
    with pytest.raises(ValueError, match="no such look"):
        Look("light", 90)
    with pytest.raises(ValueError, match="no such look"):
        Look("pink", 100)  # type: ignore[arg-type]


def test_the_system_s_theme_is_followed(qapp: QApplication) -> None:
    assert apply_look(qapp, Look("system")) in (LIGHT, DARK)


@pytest.mark.parametrize(("ink", "paper"), [pair for pair in PAIRS if "Soft" not in pair[1]])
def test_who_asks_for_contrast_gets_seven_to_one(ink: str, paper: str) -> None:
    for colours in (LIGHT_CONTRAST, DARK_CONTRAST):
        assert contrast(colours[ink], colours[paper]) >= 7


@pytest.mark.parametrize(("chosen", "expected"), [("light", LIGHT), ("dark", DARK)])
def test_contrast_is_more_of_what_was_chosen(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, chosen: str, expected: Colours
) -> None:
    look = Look("dark" if chosen == "dark" else "light")
    assert apply_look(qapp, look) is expected
    monkeypatch.setattr(theme, "_wants_contrast", lambda _app: True)
    assert apply_look(qapp, look) is (DARK_CONTRAST if chosen == "dark" else LIGHT_CONTRAST)


@pytest.mark.parametrize(
    ("system", "pixels"), [(None, 14), (100, 14), (125, 18), (225, 21), ("x", 14), (0, 14)]
)
def test_the_system_s_text_size_is_followed_as_far_as_pages_bear_it(
    qapp: QApplication, system: object, pixels: int
) -> None:
    qapp.setProperty(SYSTEM_SCALE, system)
    try:
        apply_look(qapp, Look("light", 0))
        assert qapp.font().pixelSize() == pixels
        apply_look(qapp, Look("light", 110))
        assert qapp.font().pixelSize() == 15, "what was chosen here holds"
    finally:
        qapp.setProperty(SYSTEM_SCALE, None)
        apply_look(qapp, Look())


def test_the_system_s_screen_scale_is_taken_as_it_is(qapp: QApplication) -> None:
    """125 % rounded to 100 % or 200 % would make everything too small or too large."""
    policy = QGuiApplication.highDpiScaleFactorRoundingPolicy()
    assert policy is Qt.HighDpiScaleFactorRoundingPolicy.PassThrough


def test_every_icon_draws_something(qapp: QApplication) -> None:
    files = sorted((resources() / "icons").glob("*.svg"))
    assert files
    for file in files:
        image = icon(file.stem, 24).pixmap(24, 24).toImage()
        painted = sum(
            image.pixelColor(x, y).alpha() > 0
            for x in range(image.width())
            for y in range(image.height())
        )
        assert painted > 10, file.name
