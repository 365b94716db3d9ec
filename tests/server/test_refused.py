"""A server that is not there, lets nobody in, or is none for us: one sentence each, status 1."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from psycopg import OperationalError
from sqlalchemy.exc import OperationalError as DBAPIOperationalError

from hallclient import cli
from hallclient import hall as house
from hallclient.base.errors import HallError
from hallclient.store.refused import ServerTooOld, refuse_unfit, why_refused
from hallclient.store.trouble import trouble
from tests.server.conftest import NEW, Ground
from tools import postgres

AT_CONNECTING = 'connection failed: connection to server at "127.0.0.1", port 5432 failed: '
RESERVED = "remaining connection slots are reserved for roles with the SUPERUSER attribute"
GONE, BUSY = "database.unreachable", "database.busy"
RULES = """local all postgres trust
local all with_password scram-sha-256
"""


def _rules(data: Path) -> None:
    (data / "pg_hba.conf").write_text(RULES, "utf-8")


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """A server that asks for a password and knows few logins."""
    with postgres.server(postgres.Making(prepare=_rules)) as socket:
        postgres.command(socket, "CREATE ROLE with_password LOGIN PASSWORD 'right'")
        postgres.command(socket, "CREATE ROLE nobody_knows LOGIN")
        yield Ground(socket, tmp_path_factory.mktemp("keys"))


def code_of(place: house.HallPlace) -> str:
    with pytest.raises(HallError) as caught:
        house.create_hall(place, NEW)
    assert str(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    ("login", "database", "code"),
    [
        ("with_password:wrong", "postgres", "server.login"),
        ("with_password", "postgres", "server.login"),
        ("nobody_knows", "postgres", "server.login"),
        ("with_password:right", "nothing", "server.no-database"),
        ("with_password:right", "postgres", "server.right"),
    ],
)
def test_who_is_not_let_in_is_told_why(
    strict: Ground, login: str, database: str, code: str
) -> None:
    assert code_of(strict.place(database, login)) == code


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("postgresql+psycopg://a@127.0.0.1:1/hall", "database.unreachable"),
        ("postgresql+psycopg://a@no-such-pc.invalid/hall", "database.unreachable"),
        ("postgresql://a@127.0.0.1:1/hall?colour=blue", "database.option"),
        ("postgresql://a@127.0.0.1:port/hall", "database.address"),
        ("mysql://a@127.0.0.1/hall", "database.address"),
        ("postgres://a@127.0.0.1/hall", "database.address"),
        ("hall", "database.address"),
    ],
)
def test_a_wrong_address_is_told_apart(
    ground_keys: house.HallPlace, address: str, code: str
) -> None:
    assert code_of(house.HallPlace(address, ground_keys.keys)) == code


@pytest.fixture
def ground_keys(tmp_path: Path) -> house.HallPlace:
    from hallclient.store.keys import FileKeyStore

    return house.HallPlace("", FileKeyStore(tmp_path))


def test_the_command_line_says_it_and_ends_with_1(
    strict: Ground, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = strict.place("postgres", "with_password:wrong").url
    monkeypatch.setattr("sys.argv", ["hallclient", "verify", "--database", url])
    assert cli.run() == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "wrong" not in said


def test_a_database_that_cannot_keep_every_name_is_refused(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with postgres.server(postgres.Making(encoding="LATIN1")) as socket:
        place = Ground(socket, tmp_path_factory.mktemp("keys")).place("postgres", "postgres")
        assert code_of(place) == "server.encoding"


def test_an_old_server_is_refused_before_it_is_asked_anything() -> None:
    closed = []
    info = SimpleNamespace(server_version=140012, parameter_status=lambda _name: "UTF8")
    with pytest.raises(ServerTooOld, match="14"):
        refuse_unfit(SimpleNamespace(info=info, close=lambda: closed.append(True)))
    assert closed


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('致命错误:  数据库 "hall" 不存在', "server.no-database"),
        ('致命错误:  用户 "clerk" Password 认证失败', "server.login"),
        ('FATAL:  role "clerk" does not exist', "server.login"),
        ("SSL error: certificate verify failed", "server.certificate"),
        ("server does not support SSL, but SSL was required", "server.certificate"),
    ],
)
def test_servers_speak_their_own_language(said: str, code: str) -> None:
    why = why_refused(f"{AT_CONNECTING}{said}")
    assert why is not None
    assert why.code == code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("consuming input failed: SSL connection has been closed unexpectedly", GONE),
        ("consuming input failed: SSL SYSCALL error: EOF detected", GONE),
        ("sending query failed: SSL SYSCALL error: Connection reset by peer", GONE),
        ("consuming input failed: server closed the connection unexpectedly", GONE),
        (f"{AT_CONNECTING}SSL SYSCALL error: EOF detected", GONE),
        (f"{AT_CONNECTING}FATAL:  the database system is starting up", GONE),
        (f"{AT_CONNECTING}FATAL:  sorry, too many clients already", BUSY),
        (f"{AT_CONNECTING}FATAL:  {RESERVED}", BUSY),
        (f'{AT_CONNECTING}FATAL:  too many connections for role "clerk"', BUSY),
    ],
)
def test_a_line_that_breaks_and_a_full_server_refuse_nobody(said: str, code: str) -> None:
    refusal = trouble(DBAPIOperationalError("COMMIT", {}, OperationalError(said)))
    assert refusal is not None
    assert refusal.code == code
