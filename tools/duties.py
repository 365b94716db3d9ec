"""Which duties of the service standards the tests carry, and which are missing.

`dev.py duties` prints them; `--group NAME` looks at one group of resources/standards/duties.toml;
`--require IDS` (ids, a group, or a file of ids) fails unless a test carries each of them.
"""

import argparse
import ast
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STANDARDS = ROOT / "resources" / "standards" / "duties.toml"
TESTS = ROOT / "tests"


def standards() -> tuple[dict[str, dict[str, str]], dict[str, list[str]]]:
    """The duties {id: {en, zh}} and the groups {name: ids or posts}."""
    found = tomllib.loads(STANDARDS.read_text("utf-8"))
    return found["duties"], found["groups"]


def carried() -> dict[str, list[str]]:
    """{duty id: the tests that prove it}, read from the marks without running anything."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        place = path.relative_to(ROOT).as_posix()
        for owner, mark in marks(tree):
            for argument in mark.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found[argument.value].append(f"{place}::{owner}")
    return dict(found)


def marks(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Every `pytest.mark.duty(...)` with the name of what it stands on, "*" for a whole file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner: Iterable[ast.AST] = node.decorator_list
            owner = node.name
        elif isinstance(node, ast.Assign) and named(node, "pytestmark"):
            inner, owner = [node.value], "*"
        else:
            continue
        for part in inner:
            for call in ast.walk(part):
                if isinstance(call, ast.Call) and is_duty(call):
                    yield owner, call


def named(node: ast.Assign, name: str) -> bool:
    """Whether the assignment is to that name."""
    return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)


def is_duty(call: ast.Call) -> bool:
    """Whether the call is one of `….duty(…)`."""
    return isinstance(call.func, ast.Attribute) and call.func.attr == "duty"


def expand(names: Iterable[str], known: Mapping[str, object]) -> list[str]:
    """Ids, in order; a post such as `S2-KA` stands for all its ids, an unknown id for itself."""
    ids: list[str] = []
    for name in names:
        ids += [duty for duty in known if duty.startswith(f"{name}-")] or [name]
    return list(dict.fromkeys(ids))


def required(words: list[str], known: Mapping[str, object]) -> list[str]:
    """What --require asks for: ids and posts, names of groups, or files that list ids."""
    groups = standards()[1]
    names: list[str] = []
    for word in words:
        if word in groups:
            names += groups[word]
        elif Path(word).is_file():
            names += Path(word).read_text("utf-8").replace(",", " ").split()
        else:
            names += word.replace(",", " ").split()
    return expand(names, known)


def main() -> int:
    """Prints what is asked; 1 when a required duty is missing or a test names an unknown one."""
    parser = argparse.ArgumentParser(prog="dev.py duties")
    parser.add_argument("--group", help="only this group of the standards")
    parser.add_argument("--require", nargs="+", default=[], metavar="IDS")
    arguments = parser.parse_args()
    duties, groups = standards()
    tests = carried()
    if arguments.group and arguments.group not in groups:
        parser.error(f"groups are: {' '.join(groups)}")
    shown = expand(groups[arguments.group], duties) if arguments.group else list(duties)
    must = required(arguments.require, duties)
    if not must:
        show(shown, duties, tests)
    lost = [duty for duty in must if duty not in tests]
    strange = sorted(set(tests) - set(duties)) + [duty for duty in must if duty not in duties]
    for duty in lost:
        print(f"missing  {duty}  {duties.get(duty, {}).get('en', '')}")
    for duty in strange:
        print(f"unknown  {duty}  {' '.join(tests.get(duty, []))}")
    return 1 if lost or strange else 0


def show(ids: list[str], duties: dict[str, dict[str, str]], tests: dict[str, list[str]]) -> None:
    """One line for each duty and the count."""
    for duty in ids:
        mark = "carried" if duty in tests else "missing"
        print(f"{mark}  {duty}  {duties[duty]['zh']}  {duties[duty]['en']}")
        for test in tests.get(duty, []):
            print(f"         {test}")
    count = sum(duty in tests for duty in ids)
    print(f"{count} of {len(ids)} duties carried")


if __name__ == "__main__":
    sys.exit(main())
