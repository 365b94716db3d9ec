"""What nobody waits for but belongs to every visit: greeting, asking, recommending, seeing off."""

from hallclient.counter.rules import prompts
from hallclient.counter.rules.prompts import END, PAY
from hallclient.counter.rules.seeing_off import courtesies
from hallclient.ui.widgets.prompt_list import Prompt


def at_the_start() -> tuple[Prompt, ...]:
    """Courtesies of the beginning, in the language in force."""
    return _prompts(PAY, document=True)


def at_the_end(*, document: bool, vip: bool) -> tuple[Prompt, ...]:
    """Courtesies of the end; some belong to a document that was shown, some to a VIP guest."""
    return _prompts(END, document=document, vip=vip)


def _prompts(before: str, *, document: bool, vip: bool = False) -> tuple[Prompt, ...]:
    return tuple(
        Prompt(each, str(prompts()[each]), each, optional=True)
        for each in courtesies(before, document=document, vip=vip)
    )
