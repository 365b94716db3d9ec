"""The command line: what other programs rely on (exit status 0 good, 1 failed, 2 wrong usage)."""

import json
import sys
from collections.abc import Callable

import pytest

from hallclient import cli

Run = Callable[..., int]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `hallclient` with these words; returns its exit status."""

    def started(*words: str) -> int:
        monkeypatch.setattr(sys, "argv", ["hallclient", *words])
        return cli.run()

    return started


def test_a_good_value_is_status_0_and_one_json_object(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", "rmb", "10.50", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["valid"], answer["text"]) == (True, "壹拾元零伍角整")


def test_a_bad_value_is_status_1_and_one_sentence(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", "resident-id", "110000198802291237") == 1
    assert capsys.readouterr().out.strip().count("\n") == 0


@pytest.mark.parametrize(
    "words",
    [
        ("check", "no-such-kind", "1"),
        ("no-such-command",),
        ("check", "rmb"),
        ("check", "rmb", "1", "--as-of", "yesterday"),
        ("demo", "--counters", "0"),
    ],
)
def test_wrong_usage_is_status_2_and_no_traceback(
    run: Run, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert run(*words) == 2
    told = capsys.readouterr().err
    assert told
    assert "Traceback" not in told


def test_a_refusal_is_status_1_and_its_sentence(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("verify", "--database", "sqlite:////no/such/hall.db") == 1
    assert "没有" in capsys.readouterr().err
