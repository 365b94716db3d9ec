"""Every act that the program can write into the audit log has a name that people read."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import hallclient
from hallclient.base.language import use_language
from hallclient.staff.rules.acts import ACT_NAMES, act_name

SOURCES = sorted(Path(hallclient.__file__).parent.rglob("*.py"))


def actions() -> Iterator[str]:
    """The action in every call of `act(desk, action, …)` that writes it out."""
    for source in SOURCES:
        for call in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "act":
                word = call.args[1] if len(call.args) > 1 else None
                if isinstance(word, ast.Constant):
                    yield str(word.value)


@pytest.mark.parametrize("action", sorted(set(actions())))
def test_an_act_has_a_name(action: str) -> None:
    assert action in ACT_NAMES


def test_a_name_is_translated_and_an_unknown_act_is_shown_as_it_is() -> None:
    use_language("zh")
    assert act_name("order.complete") == "业务办结"
    assert act_name("later.thing") == "later.thing"
