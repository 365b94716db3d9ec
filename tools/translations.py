"""Merges resources/translations/*.po into one Chinese catalogue, zh_CN.mo.

Each room keeps its own .po file; services, pages and forms look their sentences up in one place.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "translations"


def merged() -> tuple[dict[str, str], list[str]]:
    """All sentences {English: Chinese}, and what is wrong with the files.

    Where two files disagree the first by name wins, so that work can go on meanwhile; the build
    still fails.
    """
    found: dict[str, tuple[str, str]] = {}
    problems: list[str] = []
    for path in sorted(FOLDER.glob("*.po")):
        with path.open("rb") as file:
            entries = list(read_po(file, locale="zh_CN"))
        for entry in entries:
            source, text = entry.id, entry.string
            if not source or not text or not isinstance(source, str) or entry.fuzzy:
                continue
            known, owner = found.setdefault(source, (str(text), path.name))
            if known != text:
                problems.append(f"{path.name}: {source!r} is {text!r}, in {owner} {known!r}")
    return {source: text for source, (text, _) in found.items()}, problems


def build() -> list[str]:
    """Writes zh_CN.mo when it would change; returns the problems."""
    sentences, problems = merged()
    catalogue = Catalog(locale="zh_CN")
    for source in sorted(sentences):
        catalogue.add(source, sentences[source])
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    target = FOLDER / "zh_CN.mo"
    if not target.is_file() or target.read_bytes() != buffer.getvalue():
        draft = target.with_suffix(".tmp")
        draft.write_bytes(buffer.getvalue())
        draft.replace(target)
    return problems


if __name__ == "__main__":
    wrong = build()
    for problem in wrong:
        print(problem, file=sys.stderr)
    sys.exit(1 if wrong else 0)
