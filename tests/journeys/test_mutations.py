"""Whatever a script file holds, reading it ends with a day or with the places that are wrong."""

import json
from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hallclient.play.drafting import check_lines
from hallclient.play.sample import sample_day
from hallclient.play.script import DayScript, ScriptWrong, read_script

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
SAMPLE = sample_day()
plain_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=12)
    | st.sampled_from(["cash", "order", "C001", "25:00", "2026-02-30", -1, 0, 10**30]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def read(text: str) -> DayScript | None:
    """The day, or None when it is refused with places."""
    try:
        day = read_script(text)
        check_lines(day)
    except ScriptWrong as error:
        check_places(error)
        return None
    return day


def check_places(error: ScriptWrong) -> None:
    """Every mistake has a place and a word on what is wrong there."""
    assert error.places
    assert all(":" in place for place in error.places)


@QUICK
@given(st.text())
def test_any_text(text: str) -> None:
    read(text)


@QUICK
@given(plain_values)
def test_any_json(value: Any) -> None:
    assert read(json.dumps(value)) is None


@QUICK
@given(st.data())
def test_the_sample_with_one_part_exchanged(data: st.DataObject) -> None:
    script = deepcopy(SAMPLE)
    script["events"] = data.draw(st.permutations(script["events"][:6]))
    place: Any = script
    while True:
        keys = list(place) if isinstance(place, dict) else range(len(place))
        if not keys:
            return
        key = data.draw(st.sampled_from(list(keys)))
        inside = place[key]
        if not isinstance(inside, dict | list) or not inside or data.draw(st.booleans()):
            break
        place = inside
    if isinstance(place, dict) and data.draw(st.booleans()):
        del place[key]
    else:
        place[key] = data.draw(plain_values)
    read(json.dumps(script))


@QUICK
@given(st.binary(max_size=400))
def test_a_file_of_any_bytes(tmp_path_factory: Any, content: bytes) -> None:
    from hallclient.play.script import load_script

    path = tmp_path_factory.mktemp("bytes") / "script.json"
    path.write_bytes(content)
    try:
        load_script(path)
    except ScriptWrong as error:
        check_places(error)
