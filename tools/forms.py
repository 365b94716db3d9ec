"""Compiles forms/*.ui to hallclient/ui/forms/*.py; an unchanged form is left alone."""

import hashlib
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "forms"
COMPILED = ROOT / "hallclient" / "ui" / "forms"
IMPORTS = re.compile(r"^from (PySide6\.\w+) import \(([^)]*)\)\n", re.MULTILINE)
HEAD = '"""Forms compiled from forms/*.ui by dev.py; never edited, never committed."""\n'


def build() -> list[str]:
    """Compiles what is stale, removes what lost its source; returns the forms that failed."""
    COMPILED.mkdir(parents=True, exist_ok=True)
    put(COMPILED / "__init__.py", HEAD)
    sources = sorted(SOURCES.glob("*.ui"))
    wanted = {source.stem for source in sources} | {"__init__"}
    for left in COMPILED.glob("*.py"):
        if left.stem not in wanted:
            left.unlink()
    with ThreadPoolExecutor(max_workers=4) as pool:
        return [problem for problem in pool.map(compile_form, sources) if problem]


def compile_form(source: Path) -> str:
    """Compiles one form when its digest differs from the one in the module; "" when all is well."""
    digest = hashlib.sha256(Path(__file__).read_bytes() + source.read_bytes()).hexdigest()
    mark = f"# source {digest}\n"
    target = COMPILED / f"{source.stem}.py"
    if target.is_file() and target.read_text("utf-8").startswith(mark):
        return ""
    uic = Path(sys.executable).with_name("pyside6-uic")
    done = subprocess.run(
        [str(uic), str(source)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode != 0 or not done.stdout:
        return f"{source.name}: {done.stderr.strip() or 'not a form'}"
    put(target, mark + needed_only(done.stdout))
    return ""


def needed_only(code: str) -> str:
    """The module without the Qt classes it imports and never names: each costs start-up time."""
    rest = IMPORTS.sub("", code)

    def kept(found: re.Match[str]) -> str:
        names = [name for name in re.findall(r"\w+", found[2]) if re.search(rf"\b{name}\b", rest)]
        return f"from {found[1]} import ({', '.join(names)})\n" if names else ""

    return IMPORTS.sub(kept, code)


def put(target: Path, text: str) -> None:
    """Writes the file whole or not at all: a test may be importing it at this moment."""
    if target.is_file() and target.read_text("utf-8") == text:
        return
    draft = target.with_suffix(f".{id(text)}.tmp")
    draft.write_text(text, "utf-8")
    draft.replace(target)


if __name__ == "__main__":
    problems = build()
    for problem in problems:
        print(problem, file=sys.stderr)
    sys.exit(1 if problems else 0)
