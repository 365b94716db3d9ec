"""No sentence without its Chinese, and every sentence that is filled in can be filled in both."""

import ast
import gettext
import string
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

import hallclient
from hallclient.base.places import resources
from tools import translations

PACKAGE = Path(hallclient.__file__).parent
ROOT = PACKAGE.parent
MARKERS = ("tr", "N_", "_")


def in_code() -> Iterator[tuple[str, str]]:
    """(place, sentence) of every literal given to `tr` or `N_`."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.parent == PACKAGE / "ui" / "forms":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and is_marker(node.func) and node.args:
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield place, first.value


def is_marker(function: ast.expr) -> bool:
    return isinstance(function, ast.Name) and function.id in MARKERS


def in_forms() -> Iterator[tuple[str, str]]:
    """(place, sentence) of every translatable string of the forms."""
    for path in sorted((ROOT / "forms").glob("*.ui")):
        for element in ET.parse(path).iter("string"):  # noqa: S314
            if element.get("notr") != "true" and (element.text or "").strip():
                yield path.name, element.text or ""


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.fixture(scope="module")
def catalogue() -> dict[str, str]:
    sentences, problems = translations.merged()
    assert problems == [], "two rooms give one sentence different Chinese"
    return sentences


@pytest.mark.parametrize("strings", [in_code, in_forms])
def test_every_sentence_has_its_chinese(strings, catalogue: dict[str, str]) -> None:
    missing = [
        (place, text) for place, text in strings() if text not in catalogue and not neutral(text)
    ]
    assert missing == []


def neutral(text: str) -> bool:
    """Figures, signs, keys and file types read the same in both languages."""
    plain = "".join(char for char in text if char.isalpha())
    return not plain or text in ("PDF", "POS", "ICCID", "F1", "F8", "QR", "Ctrl+K", "Ctrl+L")


def test_the_chinese_takes_the_same_facts_as_the_english(catalogue: dict[str, str]) -> None:
    wrong = [
        (english, chinese)
        for english, chinese in catalogue.items()
        if "{" in english and not fields(chinese) <= fields(english)
    ]
    assert wrong == []


def test_the_chinese_is_chinese(catalogue: dict[str, str]) -> None:
    same = [english for english, chinese in catalogue.items() if english == chinese]
    assert [english for english in same if not neutral(english) and len(english.split()) > 1] == []


def test_the_catalogue_that_ships_is_the_one_just_merged(catalogue: dict[str, str]) -> None:
    with (resources() / "translations" / "zh_CN.mo").open("rb") as file:
        shipped = gettext.GNUTranslations(file)
    stale = [text for text, chinese in catalogue.items() if shipped.gettext(text) != chinese]
    assert stale == [], "run `python3 dev.py build-parts`"


def test_every_sentence_of_a_standard_has_both_languages() -> None:
    for path in sorted((resources() / "standards").glob("*.toml")):
        entries = tomllib.loads(path.read_text("utf-8"))
        lone = [
            (path.name, key) for key, words in pairs(entries) if ("en" in words) != ("zh" in words)
        ]
        assert lone == []


def pairs(entries: dict[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    for key, value in entries.items():
        if isinstance(value, dict):
            yield key, value
            yield from pairs(value)
