"""A whole played day, years later: everybody is erased, and the books still hold to the fen."""

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from hallclient import hall as house
from hallclient.base.clock import ScriptClock, from_hall
from hallclient.base.ids import new_id
from hallclient.customers import service as customers
from hallclient.customers.records import Customer, Subscription
from hallclient.customers.rules import EndService
from hallclient.paper import book
from hallclient.paper import service as paper
from hallclient.paper.records import Paper
from hallclient.retention import service as retention
from hallclient.retention.rules import StartErasing
from hallclient.staff.records import StaffMember
from hallclient.staff.rules import Person, Role, Signature, sealed_signature
from hallclient.store.audit import act
from hallclient.store.backup import write_backup
from hallclient.store.desk import Desk
from hallclient.store.personal import ERASED
from tests.journeys.conftest import Day, place_of

LATER = date(2040, 1, 1)


@pytest.fixture(scope="module")
def erased(sample: Day, tmp_path_factory: pytest.TempPathFactory) -> Day:
    """The sample day; thirteen years later all numbers have ended and all data is erased."""
    day = Day(tmp_path_factory.mktemp("erased"), sample.summary)
    write_backup(sample.database, day.database)
    shutil.copytree(sample.out / "reports", day.out / "reports")
    clock = ScriptClock(from_hall(date(2030, 1, 1), 9, 0))
    opened = house.open_hall(place_of(day.database), clock)
    try:
        desk = manager_of(opened.desk)
        with desk.read() as session:
            standing = select(Subscription.subscription_id).where(Subscription.state == "active")
            numbers = session.scalars(standing).all()
        for number in numbers:
            customers.end_service(desk, EndService(number, "the hall has moved", new_id()))
        clock.set(from_hall(LATER, 9, 0))
        plan = retention.plan(desk)
        assert plan.count > 10
        assert plan.months
        retention.start(desk, StartErasing(plan.mark, new_id()), signed(desk))
        assert retention.carry_on(desk).customers == plan.count
    finally:
        opened.close()
    return day


def manager_of(desk: Desk) -> Desk:
    with desk.read() as session:
        managers = select(StaffMember.code).where(StaffMember.role == Role.DUTY_MANAGER.value)
        return desk.acting(session.scalars(managers.order_by(StaffMember.code)).first() or "", 0)


def signed(desk: Desk) -> Signature:
    """Somebody else who may."""
    with desk.read() as session:
        query = select(StaffMember).where(
            StaffMember.role.in_((Role.DUTY_MANAGER.value, Role.AUDITOR.value)),
            StaffMember.code != desk.clerk,
        )
        other = session.scalars(query).first()
    assert other is not None
    who = Person(other.code, other.code, Role(other.role), active=True)
    return sealed_signature(desk.keys.audit, who, desk.now())


def test_the_books_hold_after_everybody_was_erased(erased: Day) -> None:
    assert erased.faults() == ()


def test_nobody_is_left_in_the_archive(erased: Day) -> None:
    opened = house.open_hall(place_of(erased.database))
    try:
        with opened.desk.read() as session:
            rows = session.scalars(select(Customer)).all()
            assert {(row.name, row.document_number, row.mobile) for row in rows} == {("", "", "")}
    finally:
        opened.close()


def test_the_workbooks_of_the_day_open_with_the_money_as_it_was(erased: Day, tmp_path) -> None:
    opened = house.open_hall(place_of(erased.database))
    before = next((erased.out / "reports").glob("day-*.xlsx"))
    after = tmp_path / "day.xlsx"
    try:
        house.export_day(manager_of(opened.desk), "", after)
        house.export_shift(manager_of(opened.desk), "", tmp_path / "shift.xlsx")
    finally:
        opened.close()
    assert ERASED in set(values(after, str))
    assert Counter(values(after, int)) == Counter(values(before, int))


def values(file: Path, kind: type) -> list[object]:
    """Every cell of this kind, of all sheets."""
    book = load_workbook(file, read_only=True)
    try:
        return [
            cell
            for sheet in book
            for row in sheet.iter_rows(values_only=True)
            for cell in row
            if type(cell) is kind
        ]
    finally:
        book.close()


def test_every_paper_of_the_day_prints_again(erased: Day) -> None:
    opened = house.open_hall(place_of(erased.database))

    class Tray:
        repeatable = True

        def print(self, pdf: bytes, name: str) -> None:
            assert pdf.startswith(b"%PDF")

    try:
        desk = manager_of(opened.desk)
        with desk.read() as session:
            subjects = set(session.scalars(select(Paper.subject)))
        with act(desk, "order.reprint") as doing:
            copied = [copy for subject in subjects for copy in book.enqueue_copies(doing, subject)]
        printed = paper.print_waiting(desk, Tray(), len(copied), hurry=True)
        assert len(printed) == len(copied) > 50
        assert {each.code for each in printed} == {""}
    finally:
        opened.close()
