"""The proxy does to a connection what it says: the tests of everything else stand on that."""

import threading
from collections.abc import Iterator

import psycopg
import pytest

from tools import postgres
from tools.proxy import Messages, Proxy, Strike, is_commit

COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"


@pytest.fixture
def table(server: postgres.Server) -> Iterator[None]:
    postgres.command(server.socket, "CREATE TABLE kept (n int)")
    yield
    postgres.command(server.socket, "DROP TABLE kept")


def connect(proxy: Proxy) -> psycopg.Connection:
    return psycopg.connect(host="127.0.0.1", port=proxy.port, user="postgres", dbname="postgres")


def kept(server: postgres.Server) -> int:
    with psycopg.connect(host=server.socket, user="postgres", dbname="postgres") as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert row is not None
    return int(row[0])


def write(proxy: Proxy) -> None:
    with connect(proxy) as connection:
        connection.execute("INSERT INTO kept VALUES (1)")


def test_everything_passes_while_nothing_is_asked_for(
    server: postgres.Server, proxy: Proxy, table: None
) -> None:
    write(proxy)
    write(proxy)
    assert kept(server) == 2


@pytest.mark.parametrize(("strike", "rows"), [(Strike.BEFORE, 0), (Strike.AFTER, 1)])
def test_a_strike_at_the_commit_ends_the_connection_before_or_after_it(
    server: postgres.Server, proxy: Proxy, table: None, strike: Strike, rows: int
) -> None:
    proxy.at_commit(strike)
    with pytest.raises(psycopg.OperationalError):
        write(proxy)
    assert proxy.struck.is_set()
    assert kept(server) == rows
    write(proxy)  # once only
    assert kept(server) == rows + 1


def test_a_strike_with_the_commit_leaves_it_done_or_not(
    server: postgres.Server, proxy: Proxy, table: None
) -> None:
    proxy.at_commit(Strike.WITH, number=2)
    write(proxy)
    with pytest.raises(psycopg.OperationalError):
        write(proxy)
    assert kept(server) in (1, 2)


def test_a_held_answer_leaves_the_client_waiting_until_the_cut(
    server: postgres.Server, proxy: Proxy, table: None
) -> None:
    proxy.at_commit(Strike.HELD)
    ended: list[Exception] = []

    def work() -> None:
        try:
            write(proxy)
        except psycopg.OperationalError as error:
            ended.append(error)

    worker = threading.Thread(target=work)
    worker.start()
    assert proxy.struck.wait(10)
    assert kept(server) == 1
    assert ended == []
    proxy.cut()
    worker.join(10)
    assert len(ended) == 1


def test_after_so_many_messages_the_connection_is_cut(
    server: postgres.Server, proxy: Proxy, table: None
) -> None:
    proxy.cut_after(4)  # startup (after the request for TLS), BEGIN, INSERT
    with pytest.raises(psycopg.OperationalError):
        write(proxy)
    assert kept(server) == 0
    write(proxy)
    assert kept(server) == 1


def test_who_is_refused_finds_nobody_and_later_the_same_port(proxy: Proxy) -> None:
    port = proxy.port
    with connect(proxy) as connection:
        proxy.refuse()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError):
        connect(proxy)
    proxy.listen()
    assert proxy.port == port
    connect(proxy).close()


def test_what_is_stalled_passes_later(proxy: Proxy) -> None:
    with connect(proxy) as connection:
        proxy.stall()
        answered = threading.Event()

        def ask() -> None:
            connection.execute("SELECT 1")
            answered.set()

        worker = threading.Thread(target=ask)
        worker.start()
        assert not answered.is_set()
        proxy.flow()
        worker.join(10)
        assert answered.is_set()


def test_messages_are_cut_where_they_end_however_they_come() -> None:
    tls = b"\x00\x00\x00\x08\x04\xd2\x16/"
    start = b"\x00\x00\x00\x09\x00\x03\x00\x00\x00"
    stream = tls + start + COMMIT + COMMIT
    for piece in range(1, len(stream)):
        reader = Messages()
        found = [
            message
            for at in range(0, len(stream), piece)
            for message in reader.feed(stream[at : at + piece])
        ]
        assert found == [tls, start, COMMIT, COMMIT]


@pytest.mark.parametrize(
    ("message", "is_one"),
    [
        (COMMIT, True),
        (b"Q\x00\x00\x00\x0ccommit;\x00", True),
        (b"P\x00\x00\x00\x0es1\x00COMMIT\x00\x00\x00", True),
        (b"Q\x00\x00\x00\x0dROLLBACK\x00", False),
        (b"D\x00\x00\x00\x0bCOMMIT\x00", False),
    ],
)
def test_a_commit_is_known_by_its_words(message: bytes, is_one: object) -> None:
    assert is_commit(message) is is_one
