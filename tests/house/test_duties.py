"""The duties of the service standards: known, worded, and carried by tests."""

import ast
import tomllib
from datetime import date

from hallclient.base.places import resources
from tools import duties

WHEN = ("", "cash", "change", "document", "copy", "signature", "promotion", "line")


def test_every_duty_that_a_test_claims_is_in_the_standards() -> None:
    known, _ = duties.standards()
    assert sorted(set(duties.carried()) - set(known)) == []


def test_every_duty_is_worded_in_both_languages() -> None:
    known, _ = duties.standards()
    assert [duty for duty, words in known.items() if not words["en"] or not words["zh"]] == []
    assert len(known) == 588


def test_every_group_names_duties_that_exist() -> None:
    known, groups = duties.standards()
    named = [duty for names in groups.values() for duty in duties.expand(names, known)]
    assert sorted(set(named) - set(known)) == []


def test_the_duties_of_a_counter_day_are_carried() -> None:
    known, groups = duties.standards()
    wanted = duties.expand(groups["counter-day"], known)
    tests = duties.carried()
    assert [duty for duty in wanted if duty not in tests] == []


def test_marks_are_read_from_functions_classes_and_files() -> None:
    source = """
import pytest
pytestmark = [pytest.mark.duty("A-01")]
@pytest.mark.duty("A-02", "A-03")
def test_one(): ...
class TestTwo:
    @pytest.mark.parametrize("n", [pytest.param(1, marks=pytest.mark.duty("A-04"))])
    def test_three(self, n): ...
"""
    found = [(owner, call.args[0].value) for owner, call in duties.marks(ast.parse(source))]
    assert sorted(found) == [("*", "A-01"), ("test_one", "A-02"), ("test_three", "A-04")]


def test_the_checks_at_the_till_are_duties_with_words_and_a_moment() -> None:
    known, _ = duties.standards()
    checks = tomllib.loads((resources() / "standards" / "till_checks.toml").read_text("utf-8"))
    assert checks.pop("version") >= 1
    assert isinstance(checks.pop("effective_from"), date)
    for duty, check in checks.items():
        assert duty in known
        assert check["en"]
        assert check["zh"]
        assert check["when"] in ("opening", "leaving", "closing")
        assert check["points"] >= 0


def test_the_prompts_of_a_visit_are_duties_with_words_and_a_place() -> None:
    known, _ = duties.standards()
    path = resources() / "standards" / "prompts.toml"
    prompts = tomllib.loads(path.read_text("utf-8"))
    assert prompts.pop("version") >= 1
    assert isinstance(prompts.pop("effective_from"), date)
    for duty, prompt in prompts.items():
        assert duty in known
        assert prompt["en"]
        assert prompt["zh"]
        assert 1 <= prompt["step"] <= 16
        assert prompt["before"] in ("pay", "complete", "end")
        assert prompt["when"] in WHEN
        assert isinstance(prompt["mandatory"], bool)
