"""The part of the settings page that belongs to this PC."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, cast

from hallclient.base.language import N_, Language, tr
from hallclient.staff.rules import checked_counter
from hallclient.ui.forms.settings import Ui_Settings
from hallclient.ui.page import Page

LANGUAGE_NAMES: Final = (("zh", "简体中文"), ("en", "English"))
THEME_NAMES: Final = (
    ("system", N_("As the system")),
    ("light", N_("Light")),
    ("dark", N_("Dark")),
)
SCALES: Final = ((0, N_("As the system")), *((each, f"{each} %") for each in (100, 110, 125, 150)))
PDF_FOLDER: Final = ""
RECEIPTS: Final = (
    (False, N_("Pages, through the driver")),
    (True, N_("Dots, past the driver; sheets to the default printer")),
)
LIBRARY: Final = "sdtapi.dll"
READERS: Final = (
    ("none", N_("None; documents are typed in")),
    ("sdt", N_("Maker's library")),
)
PRACTICE_READER: Final = ("simulator", N_("Made-up cards, for practice"))
"""Chosen in the file alone, and shown where it is: a hall never meets it by mistake."""


@dataclass(frozen=True)
class PcSettings:
    """What is set for this PC.

    Attributes:
        text_scale: in per cent, 100 to 150; 0 as the system wants it.
        counter: number of the counter, 0 for the manager's room.
        printer: the system's name of the printer; "" keeps papers as PDF files in a folder.
        past_driver: whether that is a receipt printer, which gets its own commands.
        reader: `none`, `sdt` or `simulator`; `library` is what the second one loads.
    """

    language: Language
    theme: str
    text_scale: int
    counter: int
    printer: str
    past_driver: bool = False
    reader: str = "none"
    library: str = LIBRARY


@dataclass(frozen=True)
class PcCalls:
    """What the part may ask for; see `SettingsCalls`."""

    read: Callable[[], PcSettings]
    save: Callable[[PcSettings], PcSettings]
    printers: Callable[[], Sequence[str]]
    takes_dots: bool


class PcPart:
    """Language, colours, text size, counter, printer and card reader (本机设置)."""

    primary_text = N_("Save for this PC")

    def __init__(
        self, page: Page, ui: Ui_Settings, calls: PcCalls, saved: Callable[[PcSettings], object]
    ) -> None:
        self._page, self._ui, self._calls, self._saved = page, ui, calls, saved
        self._printers: tuple[str, ...] = ()
        self._begun: tuple[object, ...] | None = None
        ui.language.set_choices(LANGUAGE_NAMES, translated=True)
        ui.theme.set_choices(THEME_NAMES)
        ui.text_scale.set_choices(SCALES)
        ui.receipts.set_choices(RECEIPTS)
        ui.reader.set_choices(READERS)
        ui.printer.chosen.connect(self._settle)
        ui.reader.chosen.connect(self._settle)

    def opened(self) -> None:
        """Reads what is set, and which printers there are."""
        calls = self._calls
        self._page.run(
            self._page.lanes.read, lambda: (calls.read(), calls.printers()), self._show, quiet=True
        )

    def retranslate(self) -> None:
        """The first printer's name is a sentence of ours."""
        self._offer_printers(self._printers)

    def on_primary(self) -> None:
        """Saves; the page applies the look once it is kept."""
        ui = self._ui
        asked = PcSettings(
            language=cast("Language", ui.language.value()),
            theme=str(ui.theme.value()),
            text_scale=cast(int, ui.text_scale.value()),
            counter=checked_counter(ui.counter.text()),
            printer=str(ui.printer.value() or PDF_FOLDER),
            past_driver=ui.receipts.value() is True,
            reader=str(ui.reader.value()),
            library=ui.library.text().strip() or LIBRARY,
        )
        save = self._calls.save
        self._page.run(self._page.lanes.write, lambda: save(asked), self._on_saved)

    def _typed(self) -> tuple[object, ...]:
        ui = self._ui
        boxes = (ui.language, ui.theme, ui.text_scale, ui.printer, ui.receipts, ui.reader)
        return (*(box.value() for box in boxes), ui.counter.text(), ui.library.text())

    def _settle(self) -> None:
        """What the choice before makes senseless cannot be set."""
        ui = self._ui
        ui.receipts.setEnabled(self._calls.takes_dots and bool(ui.printer.value()))
        ui.library.setEnabled(ui.reader.value() == "sdt")

    def _on_saved(self, kept: PcSettings) -> None:
        self._begun = self._typed()
        self._saved(kept)
        self._page.say_good(tr("The settings of this PC are kept."))

    def _show(self, found: tuple[PcSettings, Sequence[str]]) -> None:
        kept, printers = found
        self._offer_printers(sorted({*printers, kept.printer} - {PDF_FOLDER}))
        if self._begun is not None and self._typed() != self._begun:
            return  # something was chosen and not kept yet
        self._ui.language.set_value(kept.language)
        self._ui.theme.set_value(kept.theme)
        self._ui.text_scale.set_value(kept.text_scale)
        self._ui.counter.setText(str(kept.counter))
        self._ui.printer.set_value(kept.printer)
        self._ui.receipts.set_value(kept.past_driver)
        practice = (PRACTICE_READER,) if kept.reader == PRACTICE_READER[0] else ()
        self._ui.reader.set_choices((*READERS, *practice))
        self._ui.reader.set_value(kept.reader)
        self._ui.library.setText(kept.library)
        self._settle()
        self._begun = self._typed()

    def _offer_printers(self, names: Sequence[str]) -> None:
        self._printers = tuple(names)
        folder = (PDF_FOLDER, tr("PDF files in a folder"))
        choices = (folder, *((name, name) for name in names))
        self._ui.printer.set_choices(choices, translated=True)
