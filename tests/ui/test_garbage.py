"""No object of Qt ends in a worker's thread."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallclient.ui.garbage import Collector, collect_on_ui_thread


class InACycle(QObject):
    """Holds itself, as a page does that shows an error raised on its own lane."""

    def __init__(self, ended: list[str]) -> None:
        super().__init__()
        self.itself = self
        self.destroyed.connect(
            lambda: ended.append(threading.current_thread().name),
            Qt.ConnectionType.DirectConnection,
        )


@pytest.fixture
def often() -> Iterator[None]:
    """Thresholds at which every few new objects ask for a collection."""
    usual = gc.get_threshold()
    gc.set_threshold(50, 1, 1)
    yield
    gc.set_threshold(*usual)


def busy_worker() -> None:
    """Makes objects in another thread, as reading rows does, until Python would have collected."""

    def work() -> None:
        kept: list[list[object]] = []
        for _ in range(5_000):
            kept.append([kept])

    thread = threading.Thread(target=work, name="worker")
    thread.start()
    thread.join()


@pytest.mark.usefixtures("often")
def test_a_cycle_with_an_object_of_qt_ends_on_the_ui_thread(
    qtbot: QtBot, qapp: QApplication
) -> None:
    collect_on_ui_thread(qapp)
    ended: list[str] = []
    InACycle(ended)
    busy_worker()
    assert ended == []
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == [threading.main_thread().name]


def test_there_is_one_collector_however_often_it_is_asked_for(qapp: QApplication) -> None:
    collect_on_ui_thread(qapp)
    gc.enable()  # as between tests that have no window
    collect_on_ui_thread(qapp)
    assert len(qapp.findChildren(Collector)) == 1
    assert not gc.isenabled()
