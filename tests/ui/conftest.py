"""Pages of the tests: English first, lanes that end with the test."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from hallclient.base.language import use_language
from hallclient.ui.jobs import Lanes


@pytest.fixture(autouse=True)
def in_english(qapp: QApplication) -> Iterator[None]:
    """Every test reads English unless it switches; the next one does too."""
    use_language("en")
    yield
    use_language("en")


@pytest.fixture
def lanes(qapp: QApplication) -> Iterator[Lanes]:
    """A write and a read lane, closed after the test."""
    lanes = Lanes.open()
    yield lanes
    lanes.close()
