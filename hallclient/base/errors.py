"""Refusals: what the clerk reads, in words they can act on."""

from collections.abc import Callable
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


class Away(HallError):
    """What is needed does not answer now and may in a moment, without anything being mended."""


class Doubtful(HallError):
    """It may have been done all the same, and nothing can tell: never repeated by itself."""


class OutcomeUnknown(HallError):
    """The connection broke while the work was being committed: done or not, nobody knows yet.

    Attributes:
        was_taken: asks the database by request id, in any thread; raises a HallError while it
            does not answer. When it says no, the work was not done and never will be.
    """

    code = "outcome.unknown"
    sentence = N_(
        "The connection broke before the answer came: it is not known yet whether this was "
        "taken. Take and give no money until it is; it is asked by itself."
    )

    def __init__(self, was_taken: Callable[[], bool]) -> None:
        super().__init__()
        self.was_taken = was_taken


class RecordConflict(HallError):
    """Somebody else changed the record after it was shown; nothing was written.

    Attributes:
        theirs: the record as it stands now, a frozen value of its room; with the version in it
            the same change may be asked for again. Never among the facts: they go to the log.
    """

    code = "record.conflict"
    sentence = N_("Somebody else changed this meanwhile. Compare both values and choose.")

    def __init__(self, theirs: object, *, field: str = "") -> None:
        super().__init__(field=field)
        self.theirs = theirs


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
