"""Rules for the eye that a machine can see."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import hallclient

PACKAGE = Path(hallclient.__file__).parent
ROOT = PACKAGE.parent
LONGEST_FUNCTION = 60
LONGEST_FILE = 450
SOURCES = [
    path
    for folder in ("hallclient", "tools", "benchmarks", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if path.parent not in (PACKAGE / "ui" / "forms", PACKAGE / "store" / "migrations" / "versions")
] + [ROOT / "dev.py"]
TEXTS = [
    path
    for pattern in ("*.md", "*.toml", "docs/*.md", "resources/**/*.po", "forms/*.ui", ".ci/*")
    for path in sorted(ROOT.glob(pattern))
]
UNFINISHED = re.compile(
    r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK")) + r")\b"
)
ABSOLUTE = re.compile(r"(?<![\w.])/(root|work|home/\w+|Users/\w+)/")


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_refusal(node: ast.stmt) -> bool:
    return isinstance(node, ast.ClassDef) and any(
        isinstance(part, ast.Assign) and getattr(part.targets[0], "id", "") == "sentence"
        for part in node.body
    )


def test_no_function_is_longer_than_a_page() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in SOURCES
        if ROOT / "tests" not in path.parents
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_nine_functions_in_ten_are_short() -> None:
    lengths = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for path in SOURCES
        if PACKAGE in path.parents
        for node in functions(path)
    )
    assert lengths[len(lengths) * 9 // 10] <= 30


def test_no_file_is_longer_than_one_head_holds() -> None:
    long = [
        name(path)
        for path in SOURCES
        if ROOT / "tests" not in path.parents
        and len(path.read_text("utf-8").splitlines()) > LONGEST_FILE
    ]
    assert long == []


@pytest.mark.parametrize("word", [UNFINISHED, ABSOLUTE])
def test_nothing_unfinished_and_no_place_of_one_machine(word: re.Pattern[str]) -> None:
    found = [
        f"{name(path)}:{number}"
        for path in (*SOURCES, *TEXTS)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if word.search(line)
    ]
    assert found == []


def test_every_module_and_public_definition_says_what_it_is() -> None:
    """A refusal is exempt: its sentence says it."""
    bare = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.parent == PACKAGE / "ui" / "forms":
            continue
        tree = ast.parse(path.read_text("utf-8"))
        if tree.body and not ast.get_docstring(tree):
            bare.append(name(path))
        bare += [
            f"{name(path)}:{node.lineno} {node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
            and not is_refusal(node)
        ]
    assert bare == []


def test_an_error_is_swallowed_nowhere() -> None:
    """`except: pass` and the like: a refusal is told, anything else is a bug and must be seen."""
    silent = [
        f"{name(path)}:{node.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException"))
        and all(isinstance(part, ast.Pass) for part in node.body)
    ]
    assert silent == []


def test_no_float_is_made_in_the_rooms_that_handle_money() -> None:
    """`float(...)` and literals with a point; seconds and sizes live outside these rooms."""
    rooms = ("ledger", "till", "counter", "duty", "catalog")
    found = [
        f"{name(path)}:{node.lineno}"
        for room in rooms
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "float")
    ]
    assert found == []
