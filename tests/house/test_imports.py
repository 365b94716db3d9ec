"""Where a line may be: what the layers contract in pyproject.toml cannot say about file names."""

import subprocess
import sys
from collections.abc import Iterator
from functools import cache

import grimp
import pytest

ROOT = "hallclient"
ONLY_IN = {
    "reportlab": ("hallclient.paper",),
    "openpyxl": ("hallclient.sheets",),
    "pypdfium2": ("hallclient.devices",),
    "typer": ("hallclient.cli", "hallclient.play"),
    "click": ("hallclient.cli", "hallclient.play"),
    "argon2": ("hallclient.staff",),
    "keyring": ("hallclient.store",),
    "alembic": ("hallclient.store",),
    "psycopg": ("hallclient.store",),
    "pydantic_settings": ("hallclient.settings",),
}
WITH_QT = ("hallclient.app", "hallclient.play", "hallclient.ui", "hallclient.devices")


@cache
def imports() -> dict[str, frozenset[str]]:
    """{module: the modules it imports}, others' packages by their top name."""
    graph = grimp.build_graph(ROOT, include_external_packages=True, cache_dir=None)
    return {
        module: frozenset(graph.find_modules_directly_imported_by(module))
        for module in graph.modules
        if within(module, ROOT)
    }


def within(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def kind(module: str) -> str:
    """`rules` of `hallclient.till.rules.counting`; "" outside a room's known files."""
    parts = module.split(".")
    return parts[2] if len(parts) > 2 else ""


def of_kind(name: str) -> Iterator[tuple[str, frozenset[str]]]:
    return ((module, used) for module, used in imports().items() if kind(module) == name)


def test_a_page_knows_only_the_user_interface_the_rules_and_base() -> None:
    wrong = [
        (page, used)
        for page, all_used in of_kind("page")
        for used in all_used
        if within(used, ROOT)
        and not within(used, "hallclient.base", "hallclient.ui")
        and kind(used) not in ("rules", "page")
    ]
    assert wrong == []


def test_rules_know_only_base_and_the_rules_of_rooms_below() -> None:
    wrong = [
        (rules, used)
        for rules, all_used in of_kind("rules")
        for used in all_used
        if within(used, ROOT) and not within(used, "hallclient.base") and kind(used) != "rules"
    ]
    assert wrong == []


def test_base_knows_only_itself_and_the_standard_library() -> None:
    wrong = [
        (module, used)
        for module, all_used in imports().items()
        if within(module, "hallclient.base")
        for used in all_used
        if not within(used, "hallclient.base") and used.split(".")[0] not in sys.stdlib_module_names
    ]
    assert wrong == []


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_stays_in_its_room(library: str) -> None:
    wrong = [
        module
        for module, used in imports().items()
        if library in used and not within(module, *ONLY_IN[library])
    ]
    assert wrong == []


def test_qt_stays_in_pages_and_at_the_doors() -> None:
    wrong = [
        module
        for module, used in imports().items()
        if "PySide6" in used and kind(module) != "page" and not within(module, *WITH_QT)
    ]
    assert wrong == []


def test_sql_stays_out_of_what_the_window_is_made_of() -> None:
    wrong = [
        module
        for module, used in imports().items()
        if "sqlalchemy" in used
        and (
            kind(module) in ("page", "rules") or within(module, "hallclient.ui", "hallclient.base")
        )
    ]
    assert wrong == []


def test_pages_load_without_database_paper_or_sheet() -> None:
    pages = sorted(module for module in imports() if module.split(".")[2:] == ["page"])
    code = f"import sys, importlib\nfor name in {pages!r}: importlib.import_module(name)\n"
    loaded = subprocess.run(
        [sys.executable, "-c", code + "print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    heavy = {"sqlalchemy", "reportlab", "openpyxl", "pydantic", "cryptography", "pypinyin"}
    assert heavy & set(loaded) == set()
