"""What is not ticked but belongs to every visit: greeting, asking, recommending, seeing off."""

from hallclient.base.language import language
from hallclient.counter.rules import prompts
from hallclient.counter.rules.prompts import END, PAY, Prompt


def at_the_start() -> str:
    """A line a courtesy of the beginning, in the language in force."""
    return _words(PAY)


def at_the_end() -> str:
    """A line a courtesy of the end, in the language in force."""
    return _words(END)


def _belongs(prompt: Prompt) -> bool:
    """To every visit, or to every document that is shown."""
    return prompt.always or prompt.when == "document"


def _words(before: str) -> str:
    zh = language() == "zh"
    return "\n".join(
        prompt.zh if zh else prompt.en
        for prompt in prompts().values()
        if not prompt.mandatory and prompt.before == before and _belongs(prompt)
    )
