"""Who sees what is on record (promise 7): nothing personal in logs, crash files, errors, audit."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select, text

from hallclient.app.log import open_log
from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.counter import service as counter
from hallclient.counter.rules import LineDraft
from hallclient.customers import service as customers
from hallclient.customers.rules import AmendCustomer, DocumentDraft, DocumentKind, PartyDraft
from hallclient.staff import service as staff
from hallclient.staff.rules import AddPerson, AuditQuery, ChangePassword, ResetPassword, Role
from hallclient.store.audit import AuditRow
from hallclient.ui.crash import crash_text
from tests.counter.conftest import OTHER_ID, new_number, person, recharge
from tests.faults.conftest import PASSWORD, Hall

NAME, NUMBER, MOBILE, ADDRESS = "诸葛样例", OTHER_ID, "19900000007", "示范路7号"
LATIN = "ANNA SAMPLE"
SECRETS = (NAME, NUMBER, MOBILE, ADDRESS, LATIN, PASSWORD)


def customer(**more: Any) -> PartyDraft:
    party = person(NUMBER, NAME, **more)
    assert party.document is not None
    return replace(party, document=replace(party.document, address=ADDRESS))


def assert_nothing_personal(text_: str) -> None:
    for secret in SECRETS:
        assert secret not in text_, secret


@pytest.fixture
def worked(hall: Hall) -> Hall:
    """The customer was served in every way, and refused in some."""
    sold = hall.sell(new_number(7), customer=customer())
    hall.sell(recharge(MOBILE, "50"), customer=customer(mobile="13800138000"))
    counter.save_draft(hall.desk, hall.draft(recharge(MOBILE), customer=customer()))
    customers.look_up(hall.desk, NUMBER, new_id())
    customers.look_up(hall.desk, NAME, new_id())
    customers.unmask(hall.desk, sold.customer_id, "客户核对资料", new_id())
    ask = AmendCustomer(sold.customer_id, MOBILE, ADDRESS, "客户要求", new_id())
    customers.amend(hall.desk, ask)
    hall.reverse(hall.sell(recharge(MOBILE, "20"), customer=customer()).order_no)
    return hall


def details(hall: Hall) -> Iterator[tuple[str, str]]:
    with hall.desk.read() as session:
        for row in session.scalars(select(AuditRow)):
            yield row.action, json.dumps([row.subject, row.details], ensure_ascii=False)


def test_the_audit_log_names_no_customer(worked: Hall) -> None:
    for _action, said in details(worked):
        assert_nothing_personal(said)
    page = staff.audit_log(worked.manager, AuditQuery(page_size=1_000))
    assert_nothing_personal(repr(page))


def test_looking_and_unmasking_leave_a_row(worked: Hall) -> None:
    actions = {action for action, _ in details(worked)}
    assert {"customer.look-up", "customer.unmask"} <= actions


def refusals(hall: Hall) -> Iterator[HallError]:
    """What the counter refuses when personal data is in every field."""
    party, desk = customer(), hall.desk
    assert party.document is not None
    wrong = replace(party, document=replace(party.document, number=NUMBER[:-1] + "9"))
    old = replace(party, document=replace(party.document, valid_until="20200101"))
    passport = DocumentDraft(DocumentKind.PASSPORT, "E1", LATIN, valid_until="20400301")
    tries = [
        lambda: counter.complete(desk, hall.draft(recharge(MOBILE), customer=wrong)),
        lambda: counter.complete(desk, hall.draft(recharge(MOBILE), customer=old)),
        lambda: counter.complete(desk, hall.draft(recharge(), customer=PartyDraft(passport))),
        lambda: counter.complete(desk, hall.draft(new_number(7), customer=party)),
        lambda: counter.complete(
            desk, hall.draft(LineDraft("plan_change", {"mobile": MOBILE, "plan": "x"}))
        ),
        lambda: counter.order_of(desk, NUMBER),
        lambda: counter.hold(desk, "d1", "number", NUMBER),
        lambda: customers.unmask(hall.at("a1", 1), "x", NAME, new_id()),
        lambda: staff.sign_in(hall.at("", 1), NAME, PASSWORD),
        lambda: staff.add_person(hall.manager, AddPerson("c1", "某", Role.CLERK, PASSWORD, "x")),
    ]
    for attempt in tries:
        with pytest.raises(HallError) as caught:
            attempt()
        yield caught.value


def test_refusals_quote_nobody(worked: Hall) -> None:
    for refusal in refusals(worked):
        assert_nothing_personal(f"{refusal!r} {refusal} {refusal.args} {refusal.facts}")


def test_a_database_error_quotes_nobody_in_the_crash_file(worked: Hall) -> None:
    """A statement's values are hidden by the engine, a broken row's by the crash file."""
    with pytest.raises(Exception) as caught, worked.desk.write() as session:  # noqa: PT011
        session.execute(
            text(
                "INSERT INTO customers SELECT * FROM customers"
                " WHERE name <> :name OR document_number <> :number"
            ),
            {"name": NAME, "number": NUMBER},
        )
    assert not isinstance(caught.value, HallError)
    said = crash_text(caught.value, datetime(2026, 11, 22, tzinfo=UTC))
    assert "IntegrityError" in said
    assert_nothing_personal(said)


def stored(hall: Hall) -> str:
    """All that a copy of the database holds, as it lies there."""
    engine = hall.desk.store.engine
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        parts = [file, file.with_name(file.name + "-wal")]
        return "".join(part.read_bytes().decode("utf-8", "replace") for part in parts)
    with engine.connect() as connection:
        query = "SELECT t::text FROM {0} AS t"
        tables = inspect(connection).get_table_names()
        rows = [connection.execute(text(query.format(name))).scalars() for name in tables]
        return "\n".join(row for found in rows for row in found)


def test_the_database_shows_nobody(worked: Hall) -> None:
    said = stored(worked)
    assert "order.complete" in said
    assert_nothing_personal(said)


def test_the_log_file_loses_what_is_personal(tmp_path: Path) -> None:
    write = open_log(tmp_path)
    write(f"crash: ValueError: '{LATIN}' {NAME} {NUMBER} {MOBILE} {ADDRESS} '{PASSWORD}'")
    write(f'qt: could not load "{NAME}/{LATIN}.png"')
    logger = logging.getLogger("hallclient")
    for handler in list(logger.handlers):
        handler.close()
        logger.removeHandler(handler)
    said = (tmp_path / "hallclient.log").read_text("utf-8")
    assert said.count("\n") == 2
    assert_nothing_personal(said)


def test_no_password_is_in_any_repr() -> None:
    asks = (
        AddPerson("c9", "某", Role.CLERK, PASSWORD, "r"),
        ChangePassword(PASSWORD, PASSWORD, "r"),
        ResetPassword("c9", PASSWORD, "r"),
    )
    for ask in asks:
        assert PASSWORD not in repr(ask)


def test_lists_show_masked_values_only(worked: Hall) -> None:
    """What a clerk gets without unmasking."""
    desk = worked.desk
    (found,) = customers.find(desk, NUMBER)
    shown = repr([found, customers.view(desk, found.customer_id)])
    for secret in (NUMBER, NAME, ADDRESS):
        assert secret not in shown
