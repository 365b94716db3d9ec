"""Refusals: what the clerk reads, in words they can act on."""

from typing import ClassVar

from hallclient.base.language import N_, tr
from hallclient.base.text import printable


class HallError(Exception):
    """A refusal the clerk is told about, in one sentence that says what to do.

    A subclass fixes `code` (stable: scripts and tests read it) and `sentence`; the facts
    fill the sentence and go to the log, so they never hold a document number, a mobile or a
    name of a customer. `field` names the form field that the sentence belongs to, if any.
    """

    code: ClassVar[str]
    sentence: ClassVar[str]

    def __init__(self, *, field: str = "", **facts: object) -> None:
        super().__init__(self.code, facts)
        self.field = field
        self.facts = facts

    def __str__(self) -> str:  # translated here: the language may change after the raise
        shown = {
            key: printable(tr(value)) if isinstance(value, str) else value
            for key, value in self.facts.items()
        }
        return tr(self.sentence).format(**shown)


class Several(HallError):
    """More than one field of a form is wrong; each error keeps its own field and code."""

    code = "several"
    sentence = N_("{count} entries need another look.")

    def __init__(self, errors: tuple[HallError, ...]) -> None:
        super().__init__(count=len(errors))
        self.errors = errors


def all_codes() -> dict[str, str]:
    """Every code with its English sentence, for `docs/messages.md`; import the rooms first."""
    found: dict[str, str] = {}
    todo = list(HallError.__subclasses__())
    while todo:
        cls = todo.pop()
        todo.extend(cls.__subclasses__())
        if "code" in cls.__dict__ or "sentence" in cls.__dict__:
            found[cls.code] = cls.sentence
    return dict(sorted(found.items()))
