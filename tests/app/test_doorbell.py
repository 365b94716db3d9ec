"""The doorbell of the first window: who is heard, what is answered, and by whom."""

import os
import stat
import subprocess
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Client
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hallclient.app import doorbell
from hallclient.app.doorbell import Doorbell, ring

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bell(qapp: object) -> Iterator[Doorbell]:
    """A bell at a door of its own, and somebody who stands there."""
    hung = Doorbell(f"hallclient-{uuid.uuid4().hex[:12]}")
    hung.listen()
    assert hung.listens
    yield hung
    hung.close()


@contextmanager
def ringing(bell: Doorbell, patience: float) -> Iterator[Future[bool]]:
    """Another start that rings while this thread goes on."""
    with ThreadPoolExecutor(1) as others:
        yield others.submit(ring, bell._name, patience)


def test_the_thread_of_the_window_answers(qtbot: QtBot, bell: Doorbell) -> None:
    with ringing(bell, 30) as answered, qtbot.waitSignal(bell.rung, timeout=30_000):
        pass
    assert answered.result()


def test_a_window_that_hangs_does_not_say_that_it_has_come(bell: Doorbell) -> None:
    with ringing(bell, 0.5) as answered:
        assert not answered.result(timeout=30)  # this thread is the window's, and does nothing


def test_who_says_nothing_keeps_nobody_waiting(qtbot: QtBot, bell: Doorbell) -> None:
    with (
        Client(doorbell._address(bell._name)),
        ringing(bell, 30) as answered,
        qtbot.waitSignal(bell.rung, timeout=30_000),
    ):
        pass
    assert answered.result()


@pytest.mark.parametrize("said", [b"x", b"front ", b"x" * 5_000])
def test_who_says_something_else_is_not_answered(qtbot: QtBot, bell: Doorbell, said: bytes) -> None:
    with qtbot.assertNotEmitted(bell.rung), Client(doorbell._address(bell._name)) as line:
        line.send_bytes(said)
        with pytest.raises((EOFError, OSError)):
            line.recv_bytes()


def test_a_bell_that_was_taken_down_rings_for_nobody_and_can_be_hung_again(
    qtbot: QtBot, bell: Doorbell
) -> None:
    bell.close()
    assert not bell.listens
    assert not ring(bell._name, 0.3)
    bell.listen()
    with ringing(bell, 30) as answered, qtbot.waitSignal(bell.rung, timeout=30_000):
        pass
    assert answered.result()


def test_a_door_that_the_system_refuses_keeps_nobody_from_working(qapp: object) -> None:
    hung = Doorbell("x" * 300)  # no system takes so long a name
    hung.listen()
    assert not hung.listens
    hung.close()


@pytest.mark.skipif(os.name == "nt", reason="a pipe of Windows takes writers of its owner only")
def test_nobody_else_may_ring(bell: Doorbell) -> None:
    door = Path(doorbell._address(bell._name)).stat()
    assert stat.S_IMODE(door.st_mode) == 0o600


def test_nothing_of_qt_is_asked_that_the_build_leaves_out() -> None:
    code = (
        "import sys, hallclient.app.start, hallclient.app.doorbell as it; it.ring('nobody', 0.1); "
        "print('PySide6.QtNetwork' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert told.stdout.strip() == "False"
