"""Writes docs/messages.md: every refusal with its code, from the code itself.

`dev.py messages --check` writes nothing and fails when the file is out of date.
"""

import argparse
import importlib
import pkgutil
import sys
from collections import defaultdict
from pathlib import Path

import hallclient
from hallclient.base.errors import HallError
from hallclient.base.language import tr, use_language

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "messages.md"
HEAD = """# Messages

Every refusal of the program: its stable code, which scripts and `summary.json` carry, and its
sentence in both languages. Words in braces are filled in. Written by `python3 dev.py messages`.
"""


def refusals() -> list[type[HallError]]:
    """Every class of refusal that has a code of its own, after importing the whole house."""
    for module in pkgutil.walk_packages(hallclient.__path__, "hallclient."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found: list[type[HallError]] = []
    waiting = list(HallError.__subclasses__())
    while waiting:
        refusal = waiting.pop()
        waiting.extend(refusal.__subclasses__())
        if refusal.__module__.startswith("hallclient.") and "code" in refusal.__dict__:
            found.append(refusal)
    return sorted(set(found), key=lambda refusal: (refusal.code, refusal.__qualname__))


def page() -> str:
    """The text of docs/messages.md."""
    use_language("zh")
    rooms: dict[str, list[str]] = defaultdict(list)
    for refusal in refusals():
        cells = (f"`{refusal.code}`", refusal.sentence, tr(refusal.sentence))
        line = "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
        lines = rooms[refusal.code.split(".")[0]]
        if line not in lines:
            lines.append(line)
    parts = [HEAD]
    for name in sorted(rooms):
        table = "\n".join(rooms[name])
        parts.append(f"## {name}\n\n| code | English | 中文 |\n| --- | --- | --- |\n{table}\n")
    return "\n".join(parts)


def main() -> int:
    """Writes the page, or with --check compares it."""
    parser = argparse.ArgumentParser(prog="dev.py messages")
    parser.add_argument("--check", action="store_true", help="fail when the page is out of date")
    check = parser.parse_args().check
    text = page()
    if check and (not PAGE.is_file() or PAGE.read_text("utf-8") != text):
        print("docs/messages.md is out of date: run `python3 dev.py messages`", file=sys.stderr)
        return 1
    if not check:
        PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
