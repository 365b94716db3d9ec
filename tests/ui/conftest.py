"""Pages of the tests: English first, lanes that end with the test."""

from tests.pages import in_english, lanes

__all__ = ["in_english", "lanes"]
