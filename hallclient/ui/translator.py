"""Qt asks this translator for every text of a form and of its own buttons and menus."""

from typing import Final

from PySide6.QtCore import QEvent, QTranslator
from PySide6.QtWidgets import QApplication

from hallclient.base.language import N_, Language, tr, use_language

QT_TEXTS: Final = (
    N_("&Undo"),
    N_("&Redo"),
    N_("Cu&t"),
    N_("&Copy"),
    N_("&Paste"),
    N_("Delete"),
    N_("Select All"),
    N_("OK"),
    N_("Cancel"),
    N_("Close"),
    N_("&Yes"),
    N_("&No"),
    N_("Retry"),
    N_("Ignore"),
)
"""What Qt itself shows in this program: menus of fields, buttons of dialogs."""


class HallTranslator(QTranslator):
    """The one catalogue of `base.language`, for `.ui` files and Qt's own texts alike."""

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's spelling
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        return tr(source) if source else ""


_installed: HallTranslator | None = None


def speak(app: QApplication, language: Language) -> None:
    """Switches every sentence, form and button to this language, open windows at once.

    Qt tells each widget by a LanguageChange event; pages and shared widgets answer it.
    """
    global _installed
    use_language(language)
    if _installed is not None:
        app.removeTranslator(_installed)
    _installed = HallTranslator(app)
    app.installTranslator(_installed)
    app.sendPostedEvents(None, QEvent.Type.LanguageChange.value)  # now, not at the next turn
