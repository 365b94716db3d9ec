"""Whatever is handed in from outside is read, or refused in one sentence; nothing else is touched.

Day scripts are fuzzed in tests/journeys/test_mutations.py; here it is backups, card text, the
settings file, values of `hallclient check`, and database addresses.
"""

import json
import string
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from hallclient import hall as house
from hallclient import safekeeping
from hallclient.base.errors import HallError
from hallclient.customers.rules import CHECK_KINDS, check_value
from hallclient.look import THEMES, first_look
from hallclient.settings import load_settings, save_settings
from hallclient.store.keys import FileKeyStore
from tests.conftest import DAY
from tests.customers.test_rules_cards import RESIDENT
from tests.faults.arena import Arena
from tests.faults.ground import Ground
from tests.faults.kinds import damaged
from tests.faults.naughty import UNWRITABLE, big_list

QUICK = settings(
    max_examples=80,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
NAUGHTY = st.sampled_from([*big_list(), *UNWRITABLE])


def code_of(call: Any) -> str:
    """The refusal's code, "" when it was done; anything else fails the test."""
    try:
        call()
    except HallError as refused:
        if not str(refused).encode():
            raise AssertionError(f"{refused.code} says nothing") from refused
        return refused.code
    return ""


# backups


def mangled(content: bytes, chance: Random) -> bytes:
    """A copy that lost its end, got another's, or was spoilt somewhere."""
    way = chance.randrange(6)
    if way == 0:
        return content[: chance.randrange(len(content))]
    if way == 1:
        return content + chance.randbytes(chance.randrange(1, 9_000))
    if way == 2:
        return chance.randbytes(chance.randrange(5_000))
    if way == 3:
        return b""
    spoilt = bytearray(content)
    spoil = chance.choice(list(damaged.WAYS.values()))
    spoil(spoilt, chance.randrange(len(content) // damaged.PAGE) * damaged.PAGE, chance)
    return bytes(spoilt)


def test_a_mangled_backup_is_restored_whole_or_refused(arena: Arena) -> None:
    """The database in use stays as it was, unless what came in its place has sound books."""
    ground, folder = arena.embedded(), arena.folder()
    damaged.work(ground)
    safekeeping.backup(ground.place, folder / "copy.db")
    whole, chance, refused = (folder / "copy.db").read_bytes(), Random(11), 0
    for number in range(24):
        here = ground.copied(folder / f"hall{number}")
        before = here.file.read_bytes()
        copy = folder / f"copy{number}.db"
        copy.write_bytes(mangled(whole, chance))
        code = code_of(lambda here=here, copy=copy: safekeeping.restore(here.place, copy))
        if code:
            refused += 1
            assert code in ("backup.damaged", "database.damaged", "database.foreign"), code
            assert here.file.read_bytes() == before
        assert_sound(here)
    assert refused > 12


def assert_sound(ground: Ground) -> None:
    with ground.opened() as hall:
        assert house.verify(hall.desk) == ()


# card text, values to check


@QUICK
@given(st.one_of(st.binary(max_size=400).map(bytes.hex), st.text(max_size=60), NAUGHTY))
def test_card_text_of_anything(text: str) -> None:
    answered("card-text", text)


@QUICK
@given(st.data())
def test_card_text_with_one_byte_changed(data: st.DataObject) -> None:
    """A sound block, one of its bytes another, its end cut off now and then."""
    block = bytearray(bytes.fromhex(RESIDENT))
    block[data.draw(st.integers(0, len(block) - 1))] = data.draw(st.integers(0, 255))
    answered("card-text", block[: data.draw(st.integers(0, len(block)))].hex())
    answered("card-text", block.hex())


def answered(kind: str, text: str) -> None:
    """One answer, whose JSON can be printed; what is not valid has a reason and a sentence."""
    answer = check_value(kind, text, DAY)
    json.dumps(answer, ensure_ascii=False).encode(errors="surrogatepass")
    assert isinstance(answer["valid"], bool)
    if not answer["valid"]:
        assert answer["reason"]
        assert answer["message"]


@pytest.mark.parametrize("kind", sorted(CHECK_KINDS))
def test_every_naughty_string_as_a_value_to_check(kind: str) -> None:
    for text in (*big_list(), *UNWRITABLE):
        answered(kind, text)


@QUICK
@given(
    st.sampled_from(sorted(CHECK_KINDS)),
    st.one_of(st.text(alphabet=string.digits + "XxNJW .-０１２①²", max_size=24), st.text()),
)
def test_any_value_to_check(kind: str, text: str) -> None:
    answered(kind, text)


# this PC's settings


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This PC's settings file, not there yet."""
    monkeypatch.setenv("HALLCLIENT_CONFIG", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("HALLCLIENT_DATA_FOLDER", str(tmp_path / "data"))
    return tmp_path / "settings.toml"


NAMES = st.sampled_from(["counter", "database", "theme", "text_scale", "printer_name", "x", "hall"])
VALUES = st.one_of(
    st.text(max_size=20).map(json.dumps),
    st.integers().map(str),
    st.sampled_from(["true", "[1]", "1.5", "2026-11-22", "nan", "{a = 1}", "", '"""', "'"]),
)


@QUICK
@given(st.lists(st.tuples(NAMES, VALUES), max_size=4), st.binary(max_size=40), st.booleans())
def test_a_settings_file_of_anything(
    file: Path,
    lines: list[tuple[str, str]],
    tail: bytes,
    with_tail: bool,  # noqa: FBT001
) -> None:
    """Read, or refused with the setting's name; and the first window opens either way."""
    text = "".join(f"{name} = {value}\n" for name, value in lines)
    file.write_bytes(text.encode(errors="surrogatepass") + (tail if with_tail else b""))
    assert code_of(load_settings) in ("", "settings.wrong")
    assert first_look().theme in THEMES


@QUICK
@given(st.one_of(st.text(max_size=40), NAUGHTY))
def test_any_text_is_saved_and_read_again(file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    before = file.exists()
    if code_of(lambda: save_settings(printer_name=text)):
        assert file.exists() == before
    else:
        assert load_settings().printer_name == text


# where the database is


@QUICK
@given(
    st.one_of(
        st.text(max_size=40),
        NAUGHTY,
        st.tuples(
            st.sampled_from(["sqlite:///", "postgresql+psycopg://", "mysql://", "sqlite+x://"]),
            st.text(alphabet=string.printable, max_size=20),
        ).map("".join),
    )
)
def test_a_database_address_of_anything(tmp_path: Path, address: str) -> None:
    """No hall is there: it is said, whatever the address is, and nothing is made."""
    place = house.HallPlace(nowhere(address), FileKeyStore(tmp_path / "keys"))
    code = code_of(lambda: house.open_hall(place).close())
    assert code.startswith("database."), code
    assert list(tmp_path.iterdir()) == []


def nowhere(address: str) -> str:
    """The address, but never one of a server that might be listening on this PC."""
    try:
        parsed = make_url(address)
        server = parsed.get_backend_name() == "postgresql"
    except (ArgumentError, NoSuchModuleError, ValueError):
        return address
    if not server:
        return address
    away = parsed.set(host="127.0.0.1", port=1)
    return away.render_as_string(hide_password=False)
