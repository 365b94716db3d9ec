"""The page of personal data that is due, worked by keys, in English, on the real services."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from hallclient.base.progress import Step
from hallclient.retention import service
from hallclient.retention.page import RetentionCalls, RetentionPage
from hallclient.retention.rules import Erased, StartErasing
from hallclient.staff.rules import Signature
from hallclient.ui.jobs import Lanes
from tests.pages import PatientHands, in_english, lanes, put_in_front, signing
from tests.retention.conftest import Archive, years

DAY = date(2026, 11, 22)

type Hands = PatientHands[RetentionPage[Signature]]

__all__ = ["in_english", "lanes"]


@pytest.fixture
def hands(qtbot: QtBot, archive: Archive, lanes: Lanes) -> Hands:
    """The page two years after a customer left; one more customer is in service."""
    archive.on(DAY)
    archive.end(archive.take_over(1, "13812345678"))
    archive.take_over(2, "13900000000", "杨柳")
    archive.on(DAY + years(2))
    desk = archive.manager

    def erase(ask: StartErasing, signature: Signature, step: Step) -> Erased:
        service.start(desk, ask, signature)
        return service.carry_on(desk, step)

    calls = RetentionCalls(
        plan=lambda: service.plan(desk),
        holds=lambda: service.holds(desk),
        find=lambda text, request_id: service.find(desk, text, request_id),
        erase=erase,
        carry_on=lambda step: service.carry_on(desk, step),
        set_hold=lambda ask, signature: service.set_hold(desk, ask, signature),
        release_hold=lambda ask, signature: service.release_hold(desk, ask, signature),
        sign=signing(archive.sign),
        clerk="M1",
    )
    page = RetentionPage(calls, lanes)
    put_in_front(qtbot, page)
    made = PatientHands(qtbot, page)
    made.settle()
    return made
