"""Incidents and channels of the hall; the words are data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from hallclient.base.language import language
from hallclient.base.places import resources
from hallclient.care.rules.errors import ChannelUnknown, IncidentUnknown


@dataclass(frozen=True)
class Incident:
    """What happens on the floor; `duty` is where it comes from, `urgent`: the manager is told."""

    code: str
    duty: str
    zh: str
    en: str
    urgent: bool

    @property
    def text(self) -> str:
        """Its name in the language in force."""
        return self.zh if language() == "zh" else self.en


@dataclass(frozen=True)
class ComplaintChannel:
    """How a complaint reached the hall."""

    code: str
    duty: str
    zh: str
    en: str

    @property
    def text(self) -> str:
        """Its name in the language in force."""
        return self.zh if language() == "zh" else self.en


@dataclass(frozen=True)
class CareStandard:
    """The shipped standard, read once."""

    incidents: Mapping[str, Incident]
    channels: Mapping[str, ComplaintChannel]


@cache
def care_standard() -> CareStandard:
    """What the hall's file says; a file that says nothing useful is a fault of the installation."""
    path = resources() / "standards" / "care.toml"
    read: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    incidents = {code: Incident(code, **each) for code, each in read["incidents"].items()}
    channels = {code: ComplaintChannel(code, **each) for code, each in read["channels"].items()}
    return CareStandard(MappingProxyType(incidents), MappingProxyType(channels))


def incident_of(code: str) -> Incident:
    """The incident with this code; raises IncidentUnknown."""
    found = care_standard().incidents.get(code)
    if found is None:
        raise IncidentUnknown(field="topic")
    return found


def channel_of(code: str) -> ComplaintChannel:
    """The channel with this code; raises ChannelUnknown."""
    found = care_standard().channels.get(code)
    if found is None:
        raise ChannelUnknown(field="channel")
    return found
