"""Where steps lead: one after the other, or nowhere."""

from hallclient.base.steps import led_to


def follows(before: int | None, event: int) -> int | None:
    """Each number follows from the one before it; 1 is the first."""
    return event if event == (before or 0) + 1 else None


def test_steps_lead_to_the_last_one_and_none_is_passed_over() -> None:
    assert led_to(follows, [1, 2, 3]) == 3
    assert led_to(follows, []) is None
    assert led_to(follows, [2]) is None
    assert led_to(follows, [1, 3, 4]) is None
    assert led_to(follows, [1, 3, 1]) is None, "what does not follow is not begun anew"
