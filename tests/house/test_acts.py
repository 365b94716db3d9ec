"""Every act that the program can write into the audit log has a name that people read."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

import hallclient
from hallclient.base.language import use_language
from hallclient.custody.rules import WAYS_OUT
from hallclient.staff.rules.acts import ACT_NAMES, act_name

TREES: Final = {
    source: ast.parse(source.read_text("utf-8"))
    for source in sorted(Path(hallclient.__file__).parent.rglob("*.py"))
}
PUT_TOGETHER: Final = {
    "custody.": tuple(step.value for step in WAYS_OUT),
    "till.pay-": ("in", "out"),
}
"""Actions whose end is a value: what stands before it, and every end there is."""


def called(call: ast.Call) -> str:
    return getattr(call.func, "id", "") or getattr(call.func, "attr", "")


def given(call: ast.Call, position: int) -> ast.expr | None:
    named = [word.value for word in call.keywords if word.arg == "action"]
    return next(iter([*named, *call.args[position : position + 1]]), None)


def is_handed_on(word: ast.expr | None) -> bool:
    return isinstance(word, ast.Name) and word.id == "action"


def helpers(tree: ast.Module) -> dict[str, int]:
    """Functions that hand their own `action` on to act(), and where it stands among the others."""
    found = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            names = [each.arg for each in function.args.args]
            calls = [each for each in ast.walk(function) if isinstance(each, ast.Call)]
            if "action" in names and any(
                called(call) == "act" and is_handed_on(given(call, 1)) for call in calls
            ):
                found[function.name] = names.index("action")
    return found


def places(tree: ast.Module, takers: dict[str, int]) -> Iterator[ast.expr]:
    """What is given as an action: to act(), to who hands it on, to an act that is open."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in takers:
            word = given(node, takers[called(node)])
            if word is not None:
                yield word
        elif isinstance(node, ast.Assign):
            yield from _set(node)


def _set(node: ast.Assign) -> Iterator[ast.expr]:
    """What `doing.action` becomes, alone or beside others."""
    for target in node.targets:
        names = target.elts if isinstance(target, ast.Tuple) else [target]
        words = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
        for name, word in zip(names, words, strict=False):
            if ast.unparse(name) == "doing.action":
                yield word


def words_of(tree: ast.Module, word: ast.expr) -> Iterator[str]:
    """Every action that an expression can be; "?" and the expression where that is not plain."""
    match word:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from words_of(tree, body)
            yield from words_of(tree, other)
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), ast.FormattedValue()]):
            yield from (text + end for end in PUT_TOGETHER.get(text, ("?",)))
        case ast.Name(id=name):
            kept = list(_kept(tree, name))
            for each in kept:
                yield from words_of(tree, each)
            if not kept and name != "action":
                yield f"?{name}"
        case _:
            yield f"?{ast.unparse(word)}"


def _kept(tree: ast.Module, name: str) -> Iterator[ast.expr]:
    """What a name stands for in its module."""
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            yield from (node.value for each in targets if getattr(each, "id", "") == name)


def actions() -> set[str]:
    """Every action of the program that can reach act()."""
    own = {source: helpers(tree) for source, tree in TREES.items()}
    shared = {name: at for each in own.values() for name, at in each.items() if name[0] != "_"}
    return {
        action
        for source, tree in TREES.items()
        for word in places(tree, {"act": 1} | shared | own[source])
        for action in words_of(tree, word)
    }


ACTIONS: Final = sorted(actions())


@pytest.mark.parametrize("action", ACTIONS)
def test_an_act_has_a_name(action: str) -> None:
    assert action in ACT_NAMES


def test_a_name_belongs_to_an_act() -> None:
    assert set(ACT_NAMES) - set(ACTIONS) == set()


def test_a_name_is_translated_and_an_unknown_act_is_shown_as_it_is() -> None:
    use_language("zh")
    assert act_name("order.complete") == "业务办结"
    assert act_name("later.thing") == "later.thing"
