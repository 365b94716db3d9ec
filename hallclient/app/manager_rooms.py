"""Where managers watch over the hall: shifts, the day, what is kept, people, the log."""

from typing import TYPE_CHECKING

from hallclient.base.clock import hall_date
from hallclient.staff import service as staff
from hallclient.ui.page import Page

if TYPE_CHECKING:
    from hallclient.app.backstage import Seat
    from hallclient.app.client import Client


def shifts_page(client: "Client", seat: "Seat") -> Page:
    """Every shift of the day, for whoever approves it."""
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


def day_page(client: "Client", seat: "Seat") -> Page:
    """The close of the day, its bags and its report."""
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


def custody_page(client: "Client", seat: "Seat") -> Page:
    """What is in custody of the hall."""
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


def stock_page(client: "Client", seat: "Seat") -> Page:
    """Cards, numbers and invoices in stock."""
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


def catalog_page(client: "Client", seat: "Seat") -> Page:
    """Plans, prices and promotions."""
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


def people_page(client: "Client", seat: "Seat") -> Page:
    """Who works here, in which role."""
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


def retention_page(client: "Client", seat: "Seat") -> Page:
    """Personal data that is due to be erased."""
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


def log_page(client: "Client", seat: "Seat") -> Page:
    """Who did what, and when."""
    from hallclient.staff.page.audit_log import AuditLogCalls, AuditLogPage

    calls = AuditLogCalls(audit_log=lambda query: staff.audit_log(seat.desk, query))
    return AuditLogPage(calls, client.lanes)
