"""The rooms of the rail: which page, for whom, with which callables."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast

from hallclient.base.clock import hall_date
from hallclient.base.language import N_, tr
from hallclient.counter import service as counter
from hallclient.counter.rules import OrderQuery, OrderRow
from hallclient.customers import service as customers
from hallclient.customers.rules import CustomerDetail, CustomerOrder
from hallclient.policy import service as policy
from hallclient.settings import save_settings
from hallclient.staff import service as staff
from hallclient.staff.page.pc_settings import PcSettings
from hallclient.ui.page import Page
from hallclient.ui.shell import Entry, Room
from hallclient.ui.theme import Look, ThemeName

if TYPE_CHECKING:
    from hallclient.app.backstage import Seat
    from hallclient.app.client import Client
    from hallclient.store.desk import Desk


def rooms_of(client: "Client", seat: "Seat") -> tuple[Room, ...]:
    """Every room, in the order of the rail; the window shows those open to the person."""
    return (
        Room("counter", N_("Counter"), "counter", lambda: _counter(client, seat),
             frozenset({"order.make"})),
        Room("customers", N_("Customers"), "customer", lambda: _customers(client, seat),
             frozenset({"order.make", "customer.unmask"})),
        Room("shift", N_("Shift"), "shift", lambda: _shift(client, seat),
             frozenset({"shift.open"})),
        Room("shifts", N_("Shifts of the day"), "reports", lambda: _shifts(client, seat),
             frozenset({"shift.approve"})),
        Room("orders", N_("Order search"), "orders", lambda: _orders(client, seat),
             frozenset({"order.make", "order.reprint"})),
        Room("front-desk", N_("Front desk"), "front-desk", lambda: _front_desk(client, seat),
             frozenset({"care.take_down"})),
        Room("queue", N_("Queue"), "queue", lambda: _queue(client, seat),
             frozenset({"queue.ticket"})),
        Room("day", N_("Day close"), "day", lambda: _day(client, seat), frozenset({"day.close"})),
        Room("custody", N_("Custody"), "custody", lambda: _custody(client, seat),
             frozenset({"custody.keep"})),
        Room("vip", N_("VIP reception"), "vip", lambda: _vip(client, seat),
             frozenset({"vip.keep"})),
        Room("bar", N_("Bar and lounge"), "bar", lambda: _bar(client, seat),
             frozenset({"bar.serve"})),
        Room("notices", N_("Notices"), "alert", lambda: _notices(client, seat),
             frozenset({"notice.fault"})),
        Room("stock", N_("Stock"), "stock", lambda: _stock(client, seat),
             frozenset({"stock.receive", "stock.write_off"})),
        Room("catalog", N_("Plans and prices"), "catalog", lambda: _catalog(client, seat)),
        Room("people", N_("People"), "people", lambda: _people(client, seat),
             frozenset({"staff.change"})),
        Room("retention", N_("Personal data due"), "care", lambda: _retention(client, seat),
             frozenset({"customer.erase"})),
        Room("log", N_("Audit log"), "audit", lambda: _log(client, seat),
             frozenset({"audit.read"})),
        Room("settings", N_("Settings"), "settings", lambda: _settings(client, seat)),
    )  # fmt: skip


def entries_of(client: "Client", seat: "Seat") -> Sequence[Entry]:
    """What Ctrl+K finds besides the rooms: every business, by code, word or pinyin; the display."""
    return (*_businesses(client, seat), *_display(client, seat))


def _display(client: "Client", seat: "Seat") -> Sequence[Entry]:
    """The hall's display on this PC's second screen, for who answers for what hangs there."""
    if "notice.put_up" not in seat.person.permissions:
        return ()
    return (Entry("display", N_("Public screen"), client.screens.show_display, "大厅叫号屏"),)


def _businesses(client: "Client", seat: "Seat") -> Sequence[Entry]:
    from hallclient.counter.page import CounterPage

    def start(code: str) -> None:
        page = client.window.go("counter")
        if isinstance(page, CounterPage):
            page.start(code)

    if "order.make" not in seat.person.permissions:
        return ()
    return tuple(
        Entry(spec.code, spec.title, partial(start, spec.code), spec.chinese) for spec in seat.kinds
    )


def _counter(client: "Client", seat: "Seat") -> Page:
    from hallclient.app.counter_calls import counter_calls
    from hallclient.counter.page import CounterPage

    return CounterPage(counter_calls(client, client.backstage, seat), client.lanes)


def _front_desk(client: "Client", seat: "Seat") -> Page:
    from hallclient.app.front_desk_calls import front_desk_calls
    from hallclient.queue.page.front_desk import FrontDeskPage

    return FrontDeskPage(front_desk_calls(client, seat), client.lanes)


def _orders(client: "Client", seat: "Seat") -> Page:
    from hallclient.app.counter_calls import orders_calls
    from hallclient.counter.page import OrdersPage

    return OrdersPage(orders_calls(client, seat), client.lanes)


def _customers(client: "Client", seat: "Seat") -> Page:
    from hallclient.customers.page import CustomerCalls, CustomerPage

    desk = seat.desk
    may_end = "customer.end_service" in seat.person.permissions
    calls = CustomerCalls(
        look_up=lambda text, request_id: customers.look_up(desk, text, request_id),
        view=lambda customer_id: with_plan_names(desk, customers.view(desk, customer_id)),
        orders=lambda customer_id: tuple(
            _customer_order(row)
            for row in counter.find_orders(desk, OrderQuery(customer_id=customer_id))
        ),
        unmask=lambda customer_id, why, request: customers.unmask(desk, customer_id, why, request),
        amend=lambda ask: with_plan_names(desk, customers.amend(desk, ask)),
        end_service=(lambda ask: with_plan_names(desk, customers.end_service(desk, ask)))
        if may_end
        else None,
    )
    return CustomerPage(calls, client.lanes)


def with_plan_names(desk: "Desk", detail: CustomerDetail) -> CustomerDetail:
    """The customer's plans as the catalogue calls them today; one that is in none by its code."""
    from hallclient.catalog import service as catalog

    plans = catalog.read(desk).plans

    def name(code: str) -> str:
        return plans[code].name if code in plans else code

    named = (
        replace(each, plan=name(each.plan), next_plan=name(each.next_plan))
        for each in detail.subscriptions
    )
    return replace(detail, subscriptions=tuple(named))


def _customer_order(row: OrderRow) -> CustomerOrder:
    titles = ", ".join(tr(title) for title in row.titles)
    return CustomerOrder(row.order_no, row.at, titles, bool(row.reversal_no))


def _shift(client: "Client", seat: "Seat") -> Page:
    from hallclient.till import service as till
    from hallclient.till.page import ShiftCalls, ShiftPage

    desk = seat.desk
    calls = ShiftCalls(
        till=lambda: till.my_till(desk),
        open_shift=lambda ask: till.open_shift(desk, ask),
        drop=lambda ask: till.cash_drop(desk, ask),
        take_back=lambda ask: till.take_back(desk, ask),
        transfer=lambda ask: till.transfer(desk, ask),
        pay=lambda ask: till.pay(desk, ask),
        pause=lambda ask: counter.pause(desk, ask),
        resume=lambda ask: counter.resume(desk, ask),
        count=lambda ask: till.count(desk, ask),
        recount=lambda ask: till.recount(desk, ask),
        sign=lambda code, password, permission: staff.sign(desk, code, password, permission),
        printed=client.print_papers,
        changed=client.refresh_top,
        clerk=seat.named,
        remotely=client.approvals.remotely(seat),
    )
    return ShiftPage(calls, client.lanes)


def _shifts(client: "Client", seat: "Seat") -> Page:
    from hallclient.till import service as till
    from hallclient.till.page import ShiftsCalls, ShiftsPage

    desk = seat.desk
    calls = ShiftsCalls(
        shifts=lambda: till.shifts_of_day(desk),
        result=lambda shift_id: till.count_result(desk, shift_id),
        approve=lambda ask: till.approve_shift(desk, ask),
        count_for=lambda ask: till.count_for(desk, ask),
        make_good=lambda ask: till.make_good(desk, ask),
        sign=lambda code, password, permission: staff.sign(desk, code, password, permission),
        printed=client.print_papers,
        approved=client.write_shift_report,
        clerk=seat.named,
    )
    return ShiftsPage(calls, client.lanes)


def _queue(client: "Client", seat: "Seat") -> Page:
    from hallclient.app.queue_calls import board_calls
    from hallclient.queue.page.board import QueuePage

    return QueuePage(board_calls(client, seat), client.lanes)


def _day(client: "Client", seat: "Seat") -> Page:
    from hallclient.duty import service as duty
    from hallclient.duty.page import DayCalls, DayPage
    from hallclient.till import service as till

    desk, reports = seat.desk, client.backstage.reports
    calls = DayCalls(
        status=lambda: duty.day_status(desk),
        approve=lambda ask: till.approve_shift(desk, ask),
        close=lambda ask: duty.close_day(desk, ask),
        hand_over=lambda ask: duty.hand_over_bag(desk, ask),
        sign=lambda code, password, permission: staff.sign(desk, code, password, permission),
        report=lambda day: duty.export_day(desk, reports / duty.day_file(day), day),
        back_up=client.backstage.back_up if client.backstage.backs_up else None,
        clerk=seat.named,
    )
    page = DayPage(calls, client.lanes)
    page.closed.connect(lambda _closed: client.refresh_top())
    page.closed.connect(lambda _closed: client.print_papers())
    return page


def _custody(client: "Client", seat: "Seat") -> Page:
    from hallclient.custody import service as custody
    from hallclient.custody.page import CustodyCalls, CustodyPage

    desk = seat.desk
    calls = CustodyCalls(
        register=lambda: custody.register(desk),
        history=lambda number: custody.history(desk, number),
        counts=lambda: custody.counts(desk),
        receive=lambda ask, witness: custody.receive(desk, ask, witness),
        hand_over=lambda ask, taker: custody.hand_over(desk, ask, taker),
        give_out=lambda ask, taker: custody.give_out(desk, ask, taker),
        take_back=lambda ask, giver: custody.take_back(desk, ask, giver),
        dispose=lambda ask, witness: custody.dispose(desk, ask, witness),
        count=lambda ask, witness: custody.count(desk, ask, witness),
        sign=lambda code, password, permission: staff.sign(desk, code, password, permission),
        code=seat.person.code,
        clerk=seat.named,
        may_oversee="custody.oversee" in seat.person.permissions,
    )
    return CustodyPage(calls, client.lanes)


def _bar(client: "Client", seat: "Seat") -> Page:
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


def _notices(client: "Client", seat: "Seat") -> Page:
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


def _vip(client: "Client", seat: "Seat") -> Page:
    from hallclient.app.vip_calls import vip_calls
    from hallclient.vip.page.vip import VipPage

    may = seat.person.permissions
    calls = vip_calls(seat.desk, may_keep="vip.keep" in may)
    if "bar.serve" in may:
        calls = replace(calls, order_drink=lambda _reception: client.window.go("bar"))
    return VipPage(calls, client.lanes)


def _stock(client: "Client", seat: "Seat") -> Page:
    from hallclient.stock import service as stock
    from hallclient.stock.page import StockCalls, StockPage

    desk = seat.desk
    calls = StockCalls(
        counts=lambda: stock.counts(desk),
        report=lambda kind: stock.report(desk, kind),
        receive=lambda ask: stock.receive(desk, ask),
        take=lambda ask, witness: stock.take_stock(desk, ask, witness),
        change=lambda ask, approver: stock.change_state(desk, ask, approver),
        sign=lambda code, password, permission: staff.sign(desk, code, password, permission),
        clerk=seat.named,
        remotely=client.approvals.remotely(seat),
    )
    return StockPage(calls, client.lanes)


def _catalog(client: "Client", seat: "Seat") -> Page:
    from hallclient.catalog import service as catalog
    from hallclient.catalog.page import CatalogCalls, CatalogPage

    desk, clock = seat.desk, client.backstage.clock
    calls = CatalogCalls(
        read=lambda: catalog.read(desk),
        versions=lambda: catalog.versions(desk),
        change=lambda ask: catalog.change(desk, ask),
        today=lambda: hall_date(clock.now()),
        kinds=tuple((spec.code, spec.title) for spec in seat.kinds if spec.promoted),
        may_change="policy.change" in seat.person.permissions,
    )
    return CatalogPage(calls, client.lanes)


def _people(client: "Client", seat: "Seat") -> Page:
    from hallclient.staff.page.people import PeopleCalls, PeoplePage

    desk = seat.desk
    calls = PeopleCalls(
        people=lambda: staff.people(desk),
        add=lambda ask: staff.add_person(desk, ask),
        set_active=lambda ask: staff.set_active(desk, ask),
        change_role=lambda ask: staff.change_role(desk, ask),
        reset_password=lambda ask: staff.reset_password(desk, ask),
    )
    return PeoplePage(calls, client.lanes)


def _retention(client: "Client", seat: "Seat") -> Page:
    from hallclient.base.progress import Step
    from hallclient.retention import service as retention
    from hallclient.retention.page import RetentionCalls, RetentionPage
    from hallclient.retention.rules import Erased, StartErasing
    from hallclient.staff.rules import Signature

    desk = seat.desk

    def erase(ask: StartErasing, signature: Signature, step: Step) -> Erased:
        retention.start(desk, ask, signature)
        return retention.carry_on(desk, step)

    calls = RetentionCalls(
        plan=lambda: retention.plan(desk),
        holds=lambda: retention.holds(desk),
        find=lambda text, request_id: retention.find(desk, text, request_id),
        erase=erase,
        carry_on=lambda step: retention.carry_on(desk, step),
        set_hold=lambda ask, signature: retention.set_hold(desk, ask, signature),
        release_hold=lambda ask, signature: retention.release_hold(desk, ask, signature),
        sign=lambda code, password, permission: staff.sign(desk, code, password, permission),
        clerk=seat.named,
    )
    return RetentionPage(calls, client.lanes)


def _log(client: "Client", seat: "Seat") -> Page:
    from hallclient.staff.page.audit_log import AuditLogCalls, AuditLogPage

    calls = AuditLogCalls(audit_log=lambda query: staff.audit_log(seat.desk, query))
    return AuditLogPage(calls, client.lanes)


def _settings(client: "Client", seat: "Seat") -> Page:
    from hallclient.devices.raw_queue import has_raw_queues
    from hallclient.staff.page.settings import SettingsCalls, SettingsPage

    desk, backstage = seat.desk, client.backstage
    calls = SettingsCalls(
        read_pc=lambda: _pc_settings(client),
        save_pc=lambda asked: _save_pc(client, asked),
        printers=_printers,
        policy=lambda: policy.read(desk),
        history=lambda: policy.history(desk),
        change_policy=lambda ask: policy.change(desk, ask),
        change_password=lambda ask: staff.change_password(desk, ask),
        today=lambda: hall_date(backstage.clock.now()),
        may_change_hall="policy.change" in seat.person.permissions,
        takes_dots=has_raw_queues(),
    )
    page = SettingsPage(calls, client.lanes)
    page.pc_saved.connect(lambda kept: _apply(client, kept))
    return page


def _pc_settings(client: "Client") -> PcSettings:
    kept = client.backstage.settings
    return PcSettings(
        kept.language, kept.theme, kept.text_scale, kept.counter,
        printer=kept.printer_name if kept.printer != "pdf-folder" else "",
        past_driver=kept.printer == "receipt-queue",
        reader=kept.reader,
        library=str(kept.reader_library),
    )  # fmt: skip


def _save_pc(client: "Client", asked: PcSettings) -> PcSettings:
    driver = "receipt-queue" if asked.past_driver else "system"
    kept = save_settings(
        language=asked.language,
        theme=asked.theme,
        text_scale=asked.text_scale,
        counter=asked.counter,
        printer=driver if asked.printer else "pdf-folder",
        printer_name=asked.printer,
        reader=asked.reader,
        reader_library=asked.library,
    )
    client.backstage.use(kept)
    return _pc_settings(client)


def _apply(client: "Client", kept: PcSettings) -> None:
    client.window.set_language(kept.language)
    client.window.set_look(Look(cast(ThemeName, kept.theme), kept.text_scale))


def _printers() -> Sequence[str]:
    from hallclient.devices.patient_printer import named_within
    from hallclient.devices.system_printer import printer_names

    return named_within(printer_names)
