"""Where guests are received: front desk, queue, notices, VIP reception, the bar."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from hallclient.staff import service as staff
from hallclient.ui.page import Page

if TYPE_CHECKING:
    from hallclient.app.backstage import Seat
    from hallclient.app.client import Client


def front_desk_page(client: "Client", seat: "Seat") -> Page:
    """Visitors and their papers, enquiries and complaints."""
    from hallclient.app.front_desk_calls import front_desk_calls
    from hallclient.queue.page.front_desk import FrontDeskPage

    return FrontDeskPage(front_desk_calls(client, seat), client.lanes)


def queue_page(client: "Client", seat: "Seat") -> Page:
    """Who waits, at which counter they are called, the figures of a day."""
    from hallclient.app.queue_calls import board_calls
    from hallclient.queue.page.board import QueuePage

    return QueuePage(board_calls(client, seat), client.lanes)


def notices_page(client: "Client", seat: "Seat") -> Page:
    """What hangs on the hall's display."""
    from hallclient.queue.page.notices import NoticesCalls, NoticesPage
    from hallclient.queue.rules.notices import NOTICE_PERMISSIONS
    from hallclient.queue.service import notices

    desk, may = seat.desk, seat.person.permissions
    calls = NoticesCalls(
        notices=lambda: notices.notices(desk),
        put_up=lambda ask: notices.put_up(desk, ask),
        report=lambda ask: notices.report(desk, ask),
        take_down=lambda ask: notices.take_down(desk, ask),
        now=client.backstage.clock.now,
        kinds=tuple(kind for kind, permission in NOTICE_PERMISSIONS.items() if permission in may),
        show_display=client.screens.show_display if "notice.put_up" in may else None,
    )
    return NoticesPage(calls, client.lanes)


def vip_page(client: "Client", seat: "Seat") -> Page:
    """VIP guests, from the door to the door."""
    from hallclient.app.vip_calls import vip_calls
    from hallclient.vip.page.vip import VipPage

    may = seat.person.permissions
    calls = vip_calls(seat.desk, may_keep="vip.keep" in may)
    if "bar.serve" in may:
        calls = replace(calls, order_drink=partial(_order_drink, client))
    return VipPage(calls, client.lanes)


def _order_drink(client: "Client", reception: int) -> None:
    """At the bar, with the guest who was in front."""
    from hallclient.vip.page.bar import BarPage

    page = client.window.go("bar")
    if isinstance(page, BarPage):
        page.ask(reception)


def bar_page(client: "Client", seat: "Seat") -> Page:
    """Drinks, the lounge, its lists and counts."""
    from hallclient.vip import service as vip
    from hallclient.vip.page.bar import BarPage
    from hallclient.vip.page.bar_calls import BarCalls
    from hallclient.vip.service import bar, bar_report, lounge

    desk, reports = seat.desk, client.backstage.reports
    calls = BarCalls(
        board=lambda: bar.board(desk),
        guests=lambda: vip.guests_here(desk),
        day=lambda: lounge.day_of_lounge(desk),
        receive=lambda ask: bar.receive(desk, ask),
        open_batch=lambda ask: bar.open_batch(desk, ask),
        ask=lambda ask: bar.ask_drink(desk, ask),
        bring=lambda ask: bar.bring(desk, ask),
        decline=lambda ask: bar.decline(desk, ask),
        write_off=lambda ask, approver: bar.write_off(desk, ask, approver),
        count=lambda ask, witness: bar.count(desk, ask, witness),
        enter=lambda ask: lounge.enter(desk, ask),
        sign_list=lambda ask: lounge.sign(desk, ask),
        count_slips=lambda ask: lounge.count_slips(desk, ask),
        report=lambda: bar_report.export_bar_day(desk, reports),
        sign=lambda code, password, permission: staff.sign(desk, code, password, permission),
        clerk=seat.named,
    )
    return BarPage(calls, client.lanes)
