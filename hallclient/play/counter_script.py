"""The events of counters: shifts, orders and the money, to the close of the day."""

import re
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hallclient.customers.rules import DocumentKind
from hallclient.play.parts import Code, Event, Part, Pieces, Whole

LINE_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,31}")


class DocumentPart(Part):
    """An identity document as the customer shows it."""

    kind: DocumentKind
    number: str
    valid_from: str | None = None
    valid_until: str | None = None


class PartyPart(Part):
    """A customer or an agent. `entry` says whether the card reader or the clerk's keys read it."""

    name: str
    document: DocumentPart | None = None
    mobile: str = ""
    address: str = ""
    entry: Literal["typed", "reader"] = "typed"
    face: Literal["match", "no-match", "not-possible"] = "match"
    face_reason: str = ""
    face_approver: Code | None = None


class TenderPart(Part):
    """One tender; for cash the amount that the customer gives."""

    method: str
    amount_fen: Whole
    reference: str = ""


class LinePart(BaseModel):
    """One business: `kind` and the fields of that business, text or integers."""

    model_config = ConfigDict(extra="allow", frozen=True)
    kind: str

    @model_validator(mode="after")
    def _plain_fields(self) -> Self:
        for name, value in self.fields.items():
            if not LINE_NAME.fullmatch(name):
                raise ValueError(f"unknown field {name!r}")
            if isinstance(value, bool) or not isinstance(value, str | int):
                raise ValueError(f"{name}: text or a whole number is wanted")  # noqa: TRY004 - pydantic wants ValueError
            if name.endswith("_fen") and not isinstance(value, int):
                raise ValueError(f"{name}: a whole number of fen is wanted")
        return self

    @property
    def fields(self) -> dict[str, str | int]:
        """The fields of the business as the script has them."""
        return dict(self.__pydantic_extra__ or {})


class FloatPart(Part):
    """The float, counted by face value."""

    denominations: Pieces


class OpenShift(Event):
    """Count the float and open the shift."""

    do: Literal["open_shift"]
    float_: FloatPart = Field(alias="float")
    handed_by: Code | None = None
    handed_fen: Whole | None = None
    note: str = ""


class Order(Event):
    """A whole order: identify, fill, pay.

    `done_at` with its reason and second person makes it a later entry (补录).
    """

    do: Literal["order"]
    customer: PartyPart | None
    agent: PartyPart | None = None
    lines: tuple[LinePart, ...]
    tenders: tuple[TenderPart, ...]
    acknowledge: bool = True
    done_at: str = ""
    late_reason: str = ""
    late_approver: Code | None = None


class Draft(Event):
    """A half-done order that is left as it stands; `resume` or `void` refers to its id."""

    do: Literal["draft"]
    customer: PartyPart | None
    agent: PartyPart | None = None
    lines: tuple[LinePart, ...]


class Resume(Event):
    """Take up a draft that was left, and pay it."""

    do: Literal["resume"]
    draft: str
    tenders: tuple[TenderPart, ...]


class Void(Event):
    """Drop a draft; needs no second person."""

    do: Literal["void"]
    draft: str


class Reverse(Event):
    """Reverse a whole order (返销)."""

    do: Literal["reverse"]
    order: str
    reason: str
    approver: Code
    remote: bool = False


class Reprint(Event):
    """Print an order's papers again (补打)."""

    do: Literal["reprint"]
    order: str


class CashDrop(Event):
    """Cash from the till into the safe (投款)."""

    do: Literal["cash_drop"]
    amount_fen: Whole
    witness: Code


class TakeBack(Event):
    """Cash back from the safe: a mistaken drop is put right by its opposite."""

    do: Literal["take_back"]
    amount_fen: Whole
    reason: str
    approver: Code


class Transfer(Event):
    """Cash from one counter's till to another's."""

    do: Literal["transfer"]
    to_counter: int
    amount_fen: Whole
    witness: Code


class PayInOut(Event):
    """Cash paid into or out of the till that is no business, with a voucher."""

    do: Literal["pay_in", "pay_out"]
    amount_fen: Whole
    reason: str
    voucher: str
    approver: Code
    remote: bool = False


class Pause(Event):
    """The clerk leaves the seat (暂停服务) or comes back."""

    do: Literal["pause", "resume_service"]
    reason: str = ""


class Count(Event):
    """The blind count that closes the shift. Faces and tenders not named count as zero."""

    do: Literal["count"]
    denominations: Pieces
    tenders: dict[str, Whole] = Field(default_factory=dict)
    stock: dict[str, Whole] = Field(default_factory=dict)


class Recount(Event):
    """A second count, with a second person."""

    do: Literal["recount"]
    denominations: Pieces
    tenders: dict[str, Whole] = Field(default_factory=dict)
    stock: dict[str, Whole] = Field(default_factory=dict)
    approver: Code
    cause: str = ""


class ApproveShift(Event):
    """The duty manager approves the shift last counted at the counter."""

    do: Literal["approve_shift"]
    approver: Code
    note: str = ""


class MakeGood(Event):
    """A shortage is paid in by the clerk who owes it (短款赔补)."""

    do: Literal["make_good"]
    amount_fen: Whole
    witness: Code


class CloseDay(Event):
    """Close the business day."""

    do: Literal["close_day"]
    bag: str
    witness: Code
    deposit_fen: Whole


AnyCounter = Annotated[
    OpenShift | Order | Draft | Resume | Void | Reverse | Reprint | CashDrop | TakeBack | Transfer
    | PayInOut | Pause | Count | Recount | ApproveShift | MakeGood | CloseDay,
    Field(discriminator="do"),
]  # fmt: skip
