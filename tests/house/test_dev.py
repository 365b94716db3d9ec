"""dev.py runs on any Python from 3.9 on; the lock installs the same files everywhere."""

import ast
import importlib.util
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from tools.windows import suite

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")


@pytest.fixture(scope="module")
def dev() -> ModuleType:
    """The script as a module, nothing run."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_dev_is_python_3_9_and_standard_library_only() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text("utf-8"), feature_version=(3, 9))
    used = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name for name in used if name.split(".")[0] not in sys.stdlib_module_names} == set()


def test_an_unknown_command_is_wrong_usage() -> None:
    done = subprocess.run(
        [sys.executable, "dev.py", "nonsense"], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 2


def test_without_python_3_13_one_sentence_says_what_to_do(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "version_of", lambda _command: "3.12")
    monkeypatch.setattr(dev.shutil, "which", lambda _name: None)
    with pytest.raises(SystemExit) as stopped:
        dev.find_python()
    assert str(stopped.value).startswith("dev.py: Python 3.13 is needed: install it")


def test_a_program_that_is_not_there_has_no_version(dev: ModuleType) -> None:
    assert dev.version_of(["no-such-python"]) == ""
    assert dev.version_of([sys.executable]) == "3.13"


def test_a_step_is_done_once_until_its_sources_change(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "usable", lambda: True)
    source, done = tmp_path / "source", []
    source.write_text("one", "utf-8")
    for text in ("one", "one", "two"):
        source.write_text(text, "utf-8")
        dev.once("step", dev.digest(source), lambda: done.append(source.read_text("utf-8")))
    assert done == ["one", "two"]


def test_what_qt_lacks_is_one_line_to_type(dev: ModuleType) -> None:
    line = dev.to_type(["libxcb-cursor.so.0", "libEGL.so.1"])
    assert line == "sudo apt-get install -y libegl1 libxcb-cursor0"


def test_the_lock_holds_hashes_and_no_address() -> None:
    packages = re.findall(r"^([A-Za-z0-9._-]+)==", LOCK, re.MULTILINE)
    entries = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) == len(packages)
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert not re.search(r"https?://|file:|--index|--find-links", LOCK)


def test_the_lock_holds_everything_that_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    asked = [*project["dependencies"], *(each for extra in extras for each in extra)]
    names = {re.split(r"[\[<>=; ]", each)[0].lower().replace("_", "-") for each in asked}
    locked = {name.lower().replace("_", "-") for name in re.findall(r"^([^=\s]+)==", LOCK, re.M)}
    assert names - locked == set()


def test_what_is_about_a_server_runs_on_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    run = runpy.run_path(str(ROOT / "tools" / "test.py"))["ON_A_SERVER"]
    rooms = {path.parent.name for path in (ROOT / "hallclient").glob("*/records.py")}
    assert rooms <= set(run)
    only_there = [
        path.relative_to(ROOT / "tests").as_posix()
        for path in (ROOT / "tests").rglob("test_*.py")
        if re.search(r"skipif\(not ON_POSTGRESQL", path.read_text("utf-8"))
    ]
    assert [path for path in only_there if not path.startswith(run)] == []


def test_the_ci_runs_what_a_person_runs() -> None:
    script = ROOT / ".ci" / "run"
    assert script.read_text("utf-8").endswith('exec python3 dev.py test "$@"\n')
    if sys.platform != "win32":
        assert script.stat().st_mode & 0o111


def test_what_is_left_out_on_windows_is_there_and_has_a_reason() -> None:
    assert [path for path in suite.LEFT_OUT if not (ROOT / path).exists()] == []
    assert [path for path, why in suite.LEFT_OUT.items() if len(why.split()) < 4] == []


def test_the_windows_run_is_bounded_unless_it_is_asked_for_whole() -> None:
    bounded, whole = ([step[0] for step in steps] for steps in (suite.bounded(), suite.whole([])))
    assert whole == [*bounded, "the suite on Windows"]
    assert suite.program("-m", "not release")[1] in [step[1] for step in suite.bounded()]
    assert [step[0] for step in suite.whole(["tests/store"])] == ["the suite on Windows"]


def test_where_no_windows_can_be_one_line_says_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(suite, "KIT", tmp_path)
    monkeypatch.setattr(suite, "ON_WINDOWS", False)
    monkeypatch.setattr(suite.shutil, "which", lambda _name: None)
    assert "setup.sh" in suite.hindrance() or "x86-64" in suite.hindrance()
    (tmp_path / "stamp").write_text("", "utf-8")
    assert suite.hindrance() == ""


@pytest.mark.skipif(suite.ON_WINDOWS, reason="nothing hinders the Windows run on Windows")
def test_a_windows_run_that_is_asked_for_and_cannot_be_is_a_failure(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "test.py"), "--only-windows"],
        env={"HALLCLIENT_WINE": str(tmp_path), "PATH": "", "PYTHONPATH": str(ROOT)},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout.startswith("== the Windows run is left out: ")
    assert done.stdout.splitlines()[-1] == "failed: the Windows run"
