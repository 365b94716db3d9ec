"""What was taken down is shown and answered when its entry is taken out of an editable list."""

import pytest

from hallclient.base.language import use_language
from hallclient.care import service
from hallclient.care.rules import ChannelUnknown, IncidentUnknown, Place
from tests.care.conftest import Floor
from tests.lists import TakeOut, take_out

__all__ = ["take_out"]


def test_an_incident_and_a_complaint_whose_entries_are_gone_are_seen_and_answered(
    floor: Floor, take_out: TakeOut
) -> None:
    use_language("en")
    floor.incident("g1", "kiosk_paper", "2号机")
    floor.complaint("g1", channel="visit")
    take_out("care.toml", "incidents.kiosk_paper", "channels.visit")
    jam, complaint = floor.seen("g1")
    assert (jam.title, jam.words) == ("Incident", "2号机")
    assert (complaint.channel, complaint.standing.place) == ("visit", Place.ROOM)
    with pytest.raises(IncidentUnknown):
        floor.incident("g1", "kiosk_paper")
    with pytest.raises(ChannelUnknown):
        floor.complaint("g1", channel="visit")
    floor.offer(1, "g1", "m1")
    floor.accept(1, "m1")
    floor.close(1, "m1")
    floor.close(2, "g1")
    assert len(service.course(floor.desk, 1)) == 4
    assert floor.open("g1") == []
    assert floor.faults() == []
