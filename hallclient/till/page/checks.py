"""The clerk's own checks (收银自检) as a list of boxes; F8 ticks the next one."""

from hallclient.till.rules import When, till_checks
from hallclient.ui.widgets.prompt_list import Prompt, PromptList


def show_checks(boxes: PromptList, when: When) -> None:
    """The checks of one moment in the language in force; what is ticked stays ticked."""
    boxes.set_prompts(
        tuple(Prompt(check.duty, check.text, check.duty) for check in till_checks(when))
    )


def clear_checks(boxes: PromptList) -> None:
    """Nothing ticked: the next shift is checked anew."""
    boxes.acknowledge(frozenset())
