"""The page of the hall's notices worked by keys, in English, on the real services."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hallclient.base.ids import new_id
from hallclient.queue.page.notices import NoticesCalls, NoticesPage
from hallclient.queue.rules.notices import NOTICE_PERMISSIONS, NoticeKind, PutUpNotice
from hallclient.queue.service import notices as service
from hallclient.staff.permissions import permission_table
from hallclient.staff.rules import Role
from hallclient.ui.jobs import Lanes
from tests.pages import Hands as PageHands
from tests.pages import put_in_front
from tests.queue.conftest import PEOPLE, Queue


class Hands(PageHands[NoticesPage]):
    """Hands on the notices, and how often they opened the display."""

    displays = 0

    def list(self) -> list[tuple[str, str]]:
        return [(row.text, self.page._state(row)) for row in self.page.ui.notices.rows()]

    def said(self) -> str:
        return self.page.notice.text()


type Show = Callable[..., Hands]


@pytest.fixture
def show(qtbot: QtBot, queue: Queue, lanes: Lanes) -> Show:
    """The page as somebody of the hall sees it."""

    def made(code: str = "g1") -> Hands:
        desk = queue.desk.acting(code, 0)
        table = permission_table()
        role: Role = PEOPLE[code]
        kinds = tuple(k for k, needed in NOTICE_PERMISSIONS.items() if table.allows(role, needed))
        calls = NoticesCalls(
            notices=lambda: service.notices(desk),
            put_up=lambda ask: service.put_up(desk, ask),
            report=lambda ask: service.report(desk, ask),
            take_down=lambda ask: service.take_down(desk, ask),
            now=queue.clock.now,
            kinds=kinds,
            show_display=lambda: setattr(hands, "displays", hands.displays + 1),
        )
        hands = Hands(qtbot, NoticesPage(calls, lanes))
        put_in_front(qtbot, hands.page)
        hands.settle()
        return hands

    return made


def put_up_fault(hands: Hands, what: str = "自助机") -> None:
    hands.key(Qt.Key.Key_F4)
    hands.page.ui.kind.set_value(NoticeKind.FAULT)
    hands.page._show_fields()
    hands.fill("Notice", what)
    hands.confirm()


@pytest.mark.duty("S1-FG-27", "S1-FG-28")
def test_a_fault_from_its_sign_to_its_mending(show: Show) -> None:
    hands = show("m1")
    put_up_fault(hands)
    assert hands.said() == "It is on the display."
    ((text, state),) = hands.list()
    assert (text.startswith("自助机 正在升级、暂停使用"), state) == (True, "on show")
    hands.page.ui.notices.selectRow(0)
    hands.key(Qt.Key.Key_F5)
    hands.fill("Remark", "王师傅 14:00 到")
    hands.confirm()
    (row,) = hands.page.ui.notices.rows()
    assert row.reported_by == "m1"
    hands.key(Qt.Key.Key_F6)
    hands.confirm()
    assert hands.page.refused is not None
    assert hands.page.refused.code == "notice.remedy"
    hands.fill("Remark", "换了纸卷")
    hands.confirm()
    assert hands.said() == "It is off the display, and stays on record."
    assert [state for _text, state in hands.list()] == ["removed"]


def test_a_notice_with_its_times_is_planned(show: Show) -> None:
    hands = show()
    hands.page.ui.kind.set_value(NoticeKind.PROMOTION)
    hands.fill("Notice", "充 100 送 10")
    hands.fill("From", "18:00")
    hands.fill("Until", "20:00")
    hands.confirm()
    assert hands.said() == "It will be on the display from 2026-11-22 18:00 on."
    assert hands.list() == [("充 100 送 10", "planned")]


def test_a_fault_has_no_times_and_a_clerk_no_other_kind(show: Show) -> None:
    hands = show("c1")
    shown = [hands.page.ui.kind.itemData(row) for row in range(hands.page.ui.kind.count())]
    assert len(shown) == 1
    assert not hands.page.ui.until.isVisible()
    hands.fill("Notice", "打印机")
    hands.confirm()
    assert [one.kind for one in hands.page.ui.notices.rows()] == [NoticeKind.FAULT]


def test_a_wrong_time_is_said_beside_its_field(show: Show) -> None:
    hands = show()
    hands.fill("Notice", "闭厅")
    hands.fill("From", "6pm")
    hands.confirm()
    assert hands.page.refused is not None
    assert (hands.page.refused.code, hands.page.focusWidget()) == (
        "notice.time",
        hands.page.ui.fromTime,
    )
    hands.fill("From", "")
    hands.confirm()
    assert hands.list() == [("闭厅", "on show")]


def test_without_a_notice_chosen_nothing_is_taken_down(show: Show) -> None:
    hands = show()
    hands.key(Qt.Key.Key_F6)
    hands.confirm()
    assert hands.page.refused is not None
    assert hands.page.refused.code == "notice.unknown"


def test_what_another_put_up_is_read_anew_and_what_hangs_comes_first(
    show: Show, queue: Queue
) -> None:
    hands = show()
    hands.fill("Notice", "闭厅")
    hands.confirm()
    hands.page.ui.notices.selectRow(0)
    hands.key(Qt.Key.Key_F6)
    hands.confirm()
    service.put_up(queue.desk.acting("c1", 1), PutUpNotice(new_id(), "fault", "打印机"))
    hands.page.refresh()
    hands.settle()
    assert [state for _text, state in hands.list()] == ["on show", "removed"]


def test_f9_opens_the_display(show: Show) -> None:
    hands = show()
    hands.key(Qt.Key.Key_F9)
    assert hands.displays == 1


def test_a_remark_that_is_too_long_is_said_at_its_field_and_stays_there(
    show: Show, queue: Queue
) -> None:
    service.put_up(queue.desk.acting("c1", 0), PutUpNotice(new_id(), "fault", "自助机"))
    hands = show()
    hands.page.ui.notices.selectRow(0)
    hands.key(Qt.Key.Key_F6)
    hands.fill("Remark", "x" * 250)
    hands.confirm()
    said = "The remark has 250 characters; 200 are possible. Shorten it."
    assert hands.page.errors.sentences() == {"remark": said}
    assert hands.page.ui.remark.text() == "x" * 250
    hands.fill("Remark", "换了纸卷")
    hands.confirm()
    assert service.notices_now(queue.desk) == ()
