"""The feed of changes: every act of every client, once, in order, whatever the line does."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import ResourceClosedError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from hallclient.base.changes import Change, touches
from hallclient.store import changes
from hallclient.store.audit import Act, act
from hallclient.store.changes import Watcher, last_seq
from hallclient.store.desk import Desk
from hallclient.store.engine import open_engine
from hallclient.store.roles import client_role, let_clients_in
from hallclient.store.unit_of_work import Store
from tests.conftest import ON_POSTGRESQL

DEADLINE = 10


class Notebook:
    """Keeps what a watcher tells; whoever waits for it is woken."""

    def __init__(self) -> None:
        self.told: list[Change] = []
        self.reached: list[bool] = []
        self._news = threading.Condition()

    def tell(self, found: tuple[Change, ...]) -> None:
        with self._news:
            self.told += found
            self._news.notify_all()

    def reach(self, is_back: bool) -> None:  # noqa: FBT001
        with self._news:
            self.reached.append(is_back)
            self._news.notify_all()

    def wait_for(self, subject: str) -> None:
        with self._news:
            heard = self._news.wait_for(lambda: subject in self.subjects(), DEADLINE)
        assert heard, f"{subject} was never told: {self.told}"

    def wait_until_reached(self, *wanted: bool) -> None:
        with self._news:
            assert self._news.wait_for(lambda: self.reached == list(wanted), DEADLINE), self.reached

    def subjects(self) -> list[str]:
        return [change.subject for change in self.told]


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
def elsewhere(desk: Desk, store_url: str) -> Iterator[Desk]:
    """The same hall on another PC: an engine of its own, counter 2."""
    store = Store(open_engine(store_url))
    yield replace(desk, store=store, counter=2, clerk="C002")
    store.close()


@pytest.fixture
def watcher(desk: Desk, notebook: Notebook) -> Iterator[Watcher]:
    watcher = Watcher(desk, notebook.tell, notebook.reach, since=last_seq(desk))
    watcher.start()
    yield watcher
    watcher.close()


def write(desk: Desk, subject: str) -> None:
    with act(desk, "test.write") as doing:
        doing.subject = subject


@pytest.mark.usefixtures("watcher")
def test_what_another_client_does_is_told_once_and_in_order(
    elsewhere: Desk, notebook: Notebook
) -> None:
    for number in range(1, 6):
        write(elsewhere, f"thing/{number}")
    notebook.wait_for("thing/5")
    assert notebook.subjects() == [f"thing/{number}" for number in range(1, 6)]
    assert notebook.told[0] == Change(1, "test.write", "thing/1", 2, "C002")


ANOTHER_PROGRAM = """
import sys
from hallclient.base.clock import SystemClock
from hallclient.store.audit import act
from hallclient.store.desk import Desk
from hallclient.store.engine import open_engine
from hallclient.store.keys import Keys
from hallclient.store.unit_of_work import Store

store = Store(open_engine(sys.argv[1]))
desk = Desk(store, SystemClock(), Keys(audit=b"k" * 32), "H001", 2, "C002")
with act(desk, "test.write") as doing:
    doing.subject = "other/1"
store.close()
"""


@pytest.mark.usefixtures("watcher")
def test_what_another_process_does_is_told(store_url: str, notebook: Notebook) -> None:
    subprocess.run([sys.executable, "-c", ANOTHER_PROGRAM, store_url], check=True)
    notebook.wait_for("other/1")


@pytest.mark.usefixtures("watcher")
def test_what_this_client_does_is_told_as_well(desk: Desk, notebook: Notebook) -> None:
    write(desk, "mine/1")
    notebook.wait_for("mine/1")


@pytest.mark.usefixtures("watcher")
def test_the_acts_of_another_hall_are_nobodys_business_here(
    elsewhere: Desk, notebook: Notebook
) -> None:
    write(replace(elsewhere, hall="H002"), "theirs/1")
    write(elsewhere, "ours/1")
    notebook.wait_for("ours/1")
    assert notebook.subjects() == ["ours/1"]


def test_an_act_that_is_rolled_back_is_never_told(
    elsewhere: Desk, watcher: Watcher, notebook: Notebook
) -> None:
    def fail() -> None:
        with elsewhere.write() as session:
            Act(session, elsewhere, "test.fail", None).close()
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    write(elsewhere, "thing/1")
    notebook.wait_for("thing/1")
    watcher.close()
    assert [change.action for change in notebook.told] == ["test.write"]


def test_more_acts_than_one_reading_takes_are_all_told(
    desk: Desk, elsewhere: Desk, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "BATCH", 2)
    monkeypatch.setattr(changes, "_AFTER", changes._AFTER.limit(2))
    for number in range(1, 6):
        write(elsewhere, f"thing/{number}")
    watcher = Watcher(desk, notebook.tell, since=1)
    watcher.start()
    notebook.wait_for("thing/5")
    watcher.close()
    assert [change.seq for change in notebook.told] == [2, 3, 4, 5]


def test_a_closed_watcher_has_no_thread_and_tells_nothing(
    elsewhere: Desk, watcher: Watcher, notebook: Notebook
) -> None:
    write(elsewhere, "thing/1")
    notebook.wait_for("thing/1")
    watcher.close()
    write(elsewhere, "thing/2")
    assert notebook.subjects() == ["thing/1"]
    assert "changes" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.skipif(not ON_POSTGRESQL, reason="an embedded database has no line that is cut")
@pytest.mark.usefixtures("watcher")
def test_a_cut_line_is_told_and_what_was_done_meanwhile_is_read_when_it_is_back(
    elsewhere: Desk, notebook: Notebook
) -> None:
    write(elsewhere, "before/1")
    notebook.wait_for("before/1")
    with elsewhere.store.engine.connect() as connection:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
        connection.execute(text(cut))
    write(elsewhere, "meanwhile/1")
    notebook.wait_for("meanwhile/1")
    notebook.wait_until_reached(False, True)
    write(elsewhere, "after/1")
    notebook.wait_for("after/1")
    assert notebook.subjects() == ["before/1", "meanwhile/1", "after/1"]


@pytest.mark.skipif(not ON_POSTGRESQL, reason="an embedded database has no roles")
def test_a_client_that_may_only_work_is_told_and_tells(
    desk: Desk, store_url: str, notebook: Notebook
) -> None:
    let_clients_in(desk.store.engine)
    with desk.store.engine.begin() as connection:
        connection.execute(text(f'CREATE ROLE pc IN ROLE "{client_role(connection)}" LOGIN'))
    store = Store(open_engine(make_url(store_url).set(username="pc").render_as_string()))
    client = replace(desk, store=store, counter=2, clerk="C002")
    watcher = Watcher(client, notebook.tell, since=0)
    watcher.start()
    write(client, "thing/1")
    notebook.wait_for("thing/1")
    watcher.close()
    store.close()
    with desk.store.engine.begin() as connection:
        connection.execute(text("DROP ROLE pc"))


@pytest.mark.usefixtures("watcher")
@pytest.mark.parametrize(
    "trouble",
    [OSError("the network is down"), NoConnectionFree(), ResourceClosedError("cut in the middle")],
    ids=lambda trouble: type(trouble).__name__,
)
def test_a_database_that_refuses_for_a_while_is_asked_again(
    desk: Desk,
    elsewhere: Desk,
    notebook: Notebook,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Exception,
) -> None:
    refusals = iter([True, True])
    real = changes.changes_after

    def refusing(asked: Desk, seq: int) -> tuple[Change, ...]:
        if next(refusals, False):
            raise trouble
        return real(asked, seq)

    monkeypatch.setattr(changes, "AWAY_FIRST", 0.01)
    monkeypatch.setattr(changes, "changes_after", refusing)
    write(elsewhere, "thing/1")
    notebook.wait_for("thing/1")
    notebook.wait_until_reached(False, True)
    assert notebook.subjects() == ["thing/1"]


@pytest.mark.skipif(not ON_POSTGRESQL, reason="only a server notifies")
def test_where_nobody_is_notified_the_client_looks_by_itself(
    desk: Desk, elsewhere: Desk, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "LISTEN_MOST", 0.05)
    with desk.store.write() as session:
        session.execute(text("DROP TRIGGER tell_audit_insert ON audit"))
    watcher = Watcher(desk, notebook.tell, since=0)
    watcher.start()
    write(elsewhere, "thing/1")
    notebook.wait_for("thing/1")
    watcher.close()


class Silent:
    """A connection to a server that says nothing."""

    def __init__(self) -> None:
        self._socket, self.server = socket.socketpair()

    def fileno(self) -> int:
        return self._socket.fileno()

    def execute(self, _statement: str) -> None:
        """Nobody listens."""

    def notifies(self, *, timeout: float) -> list[object]:
        assert timeout == 0
        return []

    def close(self) -> None:
        self._socket.close()
        self.server.close()


def test_a_client_with_many_open_files_is_told_as_well(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = pytest.importorskip("resource", reason="a limit of POSIX systems")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 2_000)), hard))
    with ExitStack() as opened:
        opened.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        for _ in range(1_024):
            opened.enter_context(Path(os.devnull).open("rb"))
        monkeypatch.setattr(changes, "_own_connection", lambda _store: Silent())
        ear = opened.enter_context(closing(changes._ServerEar(desk.store, desk.hall)))
        ear.wake()
        assert not ear.wait(threading.Event())  # it was woken, and no hall was named


def test_a_page_follows_an_action_or_all_of_a_room() -> None:
    done = (Change(1, "order.complete", "order/1", 1, "C001"),)
    assert touches(done, {"order.complete"})
    assert touches(done, {"order", "till"})
    assert not touches(done, {"order.reverse", "complete"})
    assert not touches((), {"order"})
