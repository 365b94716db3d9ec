"""`hallclient check`: one answer for each value, and a status for all of them."""

import pytest

from tests.cli.conftest import Run

GOOD = "11010519491231002X"  # a sample number, of nobody


def test_a_good_number_says_what_it_holds(run: Run) -> None:
    ended = run("check", "resident-id", GOOD, "--json")
    assert ended.status == 0
    (told,) = ended.told
    assert told["valid"] is True
    assert told["reason"] is None
    assert "1949-12-31" in told.values()


def test_a_wrong_number_says_why(run: Run) -> None:
    ended = run("check", "resident-id", GOOD[:-1] + "1", "--json")
    (told,) = ended.told
    assert (ended.status, told["valid"], told["reason"]) == (1, False, "checksum")
    assert told["message"]
    plain = run("check", "resident-id", GOOD[:-1] + "1")
    assert (plain.status, plain.out) == (1, told["message"] + "\n")


def test_values_from_standard_input_are_answered_line_by_line(run: Run) -> None:
    ended = run("check", "mobile", "-", "--json", typed="19800000000\n12\r\n\n19900000000")
    assert ended.status == 1
    assert [told["valid"] for told in ended.told] == [True, False, False, True]
    assert run("check", "mobile", "-", "--json", typed="").status == 0


@pytest.mark.parametrize(
    ("kind", "value", "valid"),
    [
        ("resident-id", GOOD, True),
        ("permanent-resident-id", "x", False),
        ("passport", "X12345678", True),
        ("hk-macao-permit", "H12345678", True),
        ("taiwan-permit", "12345678", True),
        ("uscc", "1", False),
        ("iccid", "89860000000001000018", True),
        ("imei", "490154203237518", True),
        ("mobile", "19800000000", True),
        ("rmb", "107000.53", True),
        ("rmb", "1.234", False),
        ("card-text", "00", False),
    ],
)
def test_every_kind_answers_in_one_form(run: Run, kind: str, value: str, *, valid: bool) -> None:
    ended = run("check", kind, value, "--json")
    (told,) = ended.told
    assert told.keys() >= {"valid", "reason", "message"}
    assert told["valid"] is valid
    assert bool(told["reason"]) is not valid
    assert ended.status == (0 if valid else 1)


def test_amounts_in_words(run: Run) -> None:
    (told,) = run("check", "rmb", "107000.53", "--json").told
    assert told["text"] == "壹拾万柒仟元零伍角叁分"


def test_ages_are_reckoned_as_of_a_day(run: Run) -> None:
    (then,) = run("check", "resident-id", GOOD, "--json", "--as-of", "1960-01-01").told
    (now,) = run("check", "resident-id", GOOD, "--json", "--as-of", "2026-11-20").told
    assert (then["age"], now["age"]) == (10, 76)


@pytest.mark.parametrize(
    "words",
    [
        ("check", "horoscope", "x"),
        ("check", "mobile"),
        ("check", "mobile", "1", "--as-of", "yesterday"),
        ("checks", "mobile", "1"),
        ("check", "mobile", "1", "--colour"),
        ("export", "weather", "--out", "x.xlsx"),
        ("demo", "--headless", "--orders", "-1"),
        ("demo", "--headless", "--counters", "99"),
    ],
)
def test_wrong_usage_ends_with_two(run: Run, words: tuple[str, ...]) -> None:
    ended = run(*words)
    assert ended.status == 2
    assert "Traceback" not in ended.err
    assert ended.err


def test_as_a_program_of_its_own(shell: Run) -> None:
    ended = shell("check", "rmb", "-", "--json", typed="1\n壹\n")
    assert ended.status == 1
    assert [told["valid"] for told in ended.told] == [True, False]
    assert ended.err == ""
