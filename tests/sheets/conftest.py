"""Workbooks are tested in English, whose catalogue is the source itself."""

from collections.abc import Iterator

import pytest

from hallclient.base.language import language, use_language


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = language()
    use_language("en")
    yield
    use_language(before)
