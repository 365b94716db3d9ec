"""The events of a day script about notices of the hall."""

from typing import Literal

from hallclient.play.parts import Event


class PutUpNotice(Event):
    """A notice is put up; `text` of a fault says what is out of service.

    Attributes:
        kind: announcement, fault or promotion; another one is refused.
        from_time, until: "HH:MM" of the day, or "YYYY-MM-DD HH:MM".
    """

    do: Literal["notice"]
    kind: str
    text: str
    en: str = ""
    from_time: str = ""
    until: str = ""


class OfNotice(Event):
    """Maintenance was called about a fault; a notice is taken down, of a fault saying why."""

    do: Literal["notice_report", "notice_down"]
    notice: str
    remark: str = ""
