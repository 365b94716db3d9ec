"""What was found of each batch while the bar is counted, until the count is put on record."""

from collections.abc import Sequence

from hallclient.vip.rules.bar import Batch, servings_from

FOUND_MOST = 9999


class Counting:
    """Servings found, batch by batch.

    What was found of a batch is forgotten when the book of it changes meanwhile, here or at another
    PC: a serving that went out after it was counted would be missing for ever.
    """

    def __init__(self) -> None:
        self._found: dict[int, tuple[int, int]] = {}

    def note(self, batch: Batch, typed: str) -> None:
        """So many were found of it. Raises ServingsWrong."""
        found = servings_from(typed, FOUND_MOST, "found", least=0)
        self._found[batch.number] = found, batch.left

    def found(self) -> dict[int, int]:
        """{batch: servings found}, of those that were counted."""
        return {number: found for number, (found, _) in self._found.items()}

    def text(self, batch: Batch) -> str:
        """As the table and the field show it."""
        found = self._found.get(batch.number)
        return "" if found is None else str(found[0])

    def keep(self, batches: Sequence[Batch], typing: Batch | None = None) -> tuple[int, ...]:
        """Forgets what is not so any more; the numbers of the batches to be counted again.

        Args:
            typing: the batch of which something stands in the field, as its book was then.
        """
        left = {batch.number: batch.left for batch in batches}
        then = {number: was for number, (_, was) in self._found.items()}
        if typing is not None:
            then.setdefault(typing.number, typing.left)
        again = [number for number, was in then.items() if left.get(number) != was]
        for number in again:
            self._found.pop(number, None)
        return tuple(number for number in again if number in left)

    def clear(self) -> None:
        """The count is on record."""
        self._found.clear()
