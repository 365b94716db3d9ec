"""What stands where its steps led: a ticket, a matter, the reception of a guest."""

from collections.abc import Callable, Iterable


def led_to[Standing, Event](
    after: Callable[[Standing | None, Event], Standing | None], events: Iterable[Event]
) -> Standing | None:
    """Where these events lead, one after the other; None for none.

    Args:
        after: where one event leads from a standing, None when it does not follow from it; before
            the first event the standing is None.

    Returns:
        None too as soon as one does not follow from those before.
    """
    stands: Standing | None = None
    for event in events:
        stands = after(stands, event)
        if stands is None:
            return None
    return stands
