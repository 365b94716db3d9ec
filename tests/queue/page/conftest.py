"""Pages of the queue: English sentences, and lanes that end with the test."""

from tests.pages import in_english, lanes

__all__ = ["in_english", "lanes"]
