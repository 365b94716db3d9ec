"""The queue's standard as it is shipped: letters, roles, pauses; words in both languages."""

import tomllib
from datetime import date

import pytest

from hallclient.base.language import use_language
from hallclient.base.places import resources
from hallclient.queue.rules import (
    LineUnknown,
    PauseReasonMissing,
    line_of,
    pause_reason,
    queue_standard,
    served_lines,
)
from hallclient.staff.rules import Role
from tools import duties


@pytest.mark.duty("S1-CT-20")
def test_lines_and_pauses_are_duties_with_words() -> None:
    known, _ = duties.standards()
    read = tomllib.loads((resources() / "standards" / "queue.toml").read_text("utf-8"))
    assert read["version"] >= 1
    assert isinstance(read["effective_from"], date)
    standard = queue_standard()
    for each in (
        *standard.lines.values(), *standard.pauses.values(), *standard.says.values(),
    ):  # fmt: skip
        assert each.duty in known
        assert each.zh
        assert each.en
    assert [reason.zh for reason in standard.pauses.values()] == [
        "用餐", "小休", "复印", "交款", "取资料",
    ]  # fmt: skip


def test_the_letters_are_those_of_the_field_rules() -> None:
    assert {letter: line.priority for letter, line in queue_standard().lines.items()} == {
        "A": False, "B": False, "C": False, "V": True,
    }  # fmt: skip


def test_a_name_is_said_in_the_language_in_force() -> None:
    use_language("zh")
    assert (line_of("v").text, pause_reason("meal").text) == ("VIP客户", "用餐")
    use_language("en")
    assert (line_of("V").text, pause_reason("meal").text) == ("VIP customers", "Meal")


def test_roles_serve_known_lines_and_the_hall_decides_otherwise() -> None:
    letters = set(queue_standard().lines)
    assert set(queue_standard().serves) <= {role.value for role in Role}
    assert all(set(lines) <= letters for lines in queue_standard().serves.values())
    assert served_lines("reception", 3, {}) == "C"
    assert served_lines("reception", 3, {"3_a": True, "3_c": False, "4_b": True}) == "A"
    assert served_lines("guide", 3, {}) == ""


def test_what_is_not_in_the_standard_is_refused() -> None:
    with pytest.raises(LineUnknown):
        line_of("Z")
    with pytest.raises(PauseReasonMissing):
        pause_reason("")
