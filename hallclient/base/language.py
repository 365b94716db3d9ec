"""The language of every sentence: one catalogue for services, pages and forms.

Source strings are English. `N_` marks a string that is translated later (a class
attribute, a table); `tr` translates now. Both are found by the extractor, which is how a
test knows that no sentence lacks its Chinese.
"""

import gettext
import threading
from pathlib import Path
from typing import Final, Literal

from hallclient.base.places import resources

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")


class _Catalogue:
    """The catalogue in force; swapped whole, so that a reader never sees half of one."""

    def __init__(self) -> None:
        self.language: Language = "zh"
        self._lock = threading.Lock()
        self._translations: gettext.NullTranslations | None = None

    def use(self, language: Language) -> None:
        with self._lock:
            self.language = language
            self._translations = _load(language)

    def lookup(self, text: str) -> str:
        translations = self._translations
        if translations is None:
            self.use(self.language)
            translations = self._translations or gettext.NullTranslations()
        return translations.gettext(text) if text else text


def _load(language: Language) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    with catalogue_file().open("rb") as file:
        return gettext.GNUTranslations(file)


_catalogue = _Catalogue()


def catalogue_file() -> Path:
    """Where the compiled Chinese catalogue lies; `dev.py` builds it from the `.po` files."""
    return resources() / "translations" / "zh_CN.mo"


def N_(text: str) -> str:  # noqa: N802 - the name that every gettext reader knows
    """Marks a string for translation where it is written; returns it unchanged."""
    return text


def tr(text: str, **facts: object) -> str:
    """The text in the language in force, its `{names}` filled with the facts."""
    translated = _catalogue.lookup(text)
    return translated.format(**facts) if facts else translated


def counted(count: int, one: str, many: str) -> str:
    """A number with its noun, `1 month` or `3 months`; both are source texts with `{count}`."""
    return tr(one if count == 1 else many, count=count)


def labelled(label: str, about: str) -> str:
    """A label and what it stands for, both in words already."""
    return tr("{label}: {about}", label=label, about=about)


def side_by_side(*sentences: str) -> str:
    """Sentences, translated already, one after another; empty ones are left out."""
    return ("" if language() == "zh" else " ").join(filter(None, sentences))


def use_language(language: Language) -> None:
    """Switches every sentence from now on."""
    _catalogue.use(language)


def language() -> Language:
    """The language in force."""
    return _catalogue.language
