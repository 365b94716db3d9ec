"""What a kind of business says of itself to menus, forms, scripts and checks."""

from dataclasses import dataclass
from enum import StrEnum


class ValueKind(StrEnum):
    """What a field holds: how a form shows it, how a day script writes it."""

    TEXT = "text"
    MOBILE = "mobile"
    MONEY = "money"
    ICCID = "iccid"
    SERIAL = "serial"
    COUNT = "count"
    CHOICE = "choice"


class Need(StrEnum):
    """Whether a business needs an identity document."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class Choice:
    """A value on offer with its label; `detail` is a second line, such as a fee."""

    value: str
    label: str
    detail: str = ""


@dataclass(frozen=True)
class Field:
    """One entry of a kind's form.

    Attributes:
        name: object name of the input widget in the form, and key in `LineDraft.fields`.
        label: English source text; accessible name of the widget.
        suggests: whether `Kind.choices` offers values; CHOICE fields always do.
        holds: stock kind that is held for the draft as soon as the field is filled, or "".
    """

    name: str
    label: str
    value: ValueKind = ValueKind.TEXT
    required: bool = True
    suggests: bool = False
    holds: str = ""

    @property
    def script_name(self) -> str:
        """The key in a day script: amounts are integer fen there and say so."""
        return f"{self.name}_fen" if self.value is ValueKind.MONEY else self.name


@dataclass(frozen=True)
class DocumentRule:
    """Who must show what. Source: field rules 11.

    Attributes:
        agent: whether an agent may act for the customer; a hall's policy may say otherwise.
        face: whether the face is compared with the document.
        of_age: whether the hall's youngest age applies.
    """

    need: Need = Need.NONE
    agent: bool = True
    face: bool = False
    of_age: bool = False


@dataclass(frozen=True)
class KindSpec:
    """What a kind is, for menus, forms and checks.

    Attributes:
        code: stable, lower case; `forms/kind_<code>.ui` is its form unless it brings its own.
        title: English source text.
        chinese: the term in use, for search by pinyin initials whatever language is shown.
        prompts: ids of `resources/standards/prompts.toml` that are mandatory.
        permission: of the person at the counter, besides `order.make`; "" for none.
        promoted: whether the catalogue's promotions are told and credited with it.
        own_form: dotted name of the module that holds a third party's compiled form, "" for a
            form of the house.
    """

    code: str
    title: str
    chinese: str
    fields: tuple[Field, ...]
    document: DocumentRule
    prompts: tuple[str, ...] = ()
    permission: str = ""
    promoted: bool = False
    own_form: str = ""

    @property
    def form(self) -> str:
        """Name of the form without its ending; a dotted one is a module of somebody else's."""
        return self.own_form or f"kind_{self.code}"
