"""What every part of a day script is built on."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"[A-Za-z0-9_-]{1,16}")]
At = Annotated[str, StringConstraints(pattern=r"([01][0-9]|2[0-3]):[0-5][0-9]")]
Whole = Annotated[int, Field(strict=True, ge=-(10**15), le=10**15)]
Pieces = dict[Annotated[str, StringConstraints(pattern=r"[0-9]{1,9}")], Whole]


class Part(BaseModel):
    """A part of a script: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Event(Part):
    """What every event has."""

    at: At
    counter: int | None = None
    by: Code | None = None
    id: str | None = None
