"""Clients of a server may do their work and nothing that would change what is on the books."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors

from hallclient import hall as house
from hallclient.base.ids import new_id
from hallclient.hall import HallPlace
from hallclient.queue.rules.notices import OfNotice, PutUpNotice
from hallclient.queue.service import notices
from hallclient.queue.service.public import public_view
from hallclient.store.changes import changes_after, last_seq
from hallclient.store.columns import Record
from hallclient.store.roles import READ_ONLY, ClientRoleMissing
from hallclient.store.schema import append_only_tables
from tests.conftest import import_all_records
from tests.server.conftest import NEW, Ground
from tools import postgres

import_all_records()
TABLES = [table.name for table in Record.metadata.sorted_tables]
WRITTEN_ONCE = {table.name: next(iter(table.columns)).name for table in append_only_tables()}
KEPT = [table.name for table in Record.metadata.sorted_tables if table.info.get("kept")]


@pytest.fixture
def clerk(ground: Ground, hall_place: HallPlace) -> Iterator[psycopg.Connection]:
    """Plain SQL as a client, who has the password of its PC's settings and knows SQL."""
    with ground.connect("hall", "clerk") as connection:
        yield connection


def refused(connection: psycopg.Connection, statement: str) -> bool:
    try:
        connection.execute(statement.encode())
    except errors.InsufficientPrivilege:
        return True
    return False


def test_no_client_changes_what_is_written_once(clerk: psycopg.Connection) -> None:
    assert len(WRITTEN_ONCE) > 30
    for table, column in WRITTEN_ONCE.items():
        assert refused(clerk, f'UPDATE "{table}" SET {column} = {column}'), table
        assert refused(clerk, f'DELETE FROM "{table}"'), table


def test_no_client_deletes_what_is_kept(clerk: psycopg.Connection) -> None:
    assert {"business_days", "shifts", "dealt_numbers", "stock_items"} <= set(KEPT)
    for table in KEPT:
        assert refused(clerk, f'DELETE FROM "{table}"'), table


@pytest.mark.parametrize(
    "statement",
    [
        'TRUNCATE "{0}"',
        'ALTER TABLE "{0}" DISABLE TRIGGER ALL',
        'ALTER TABLE "{0}" ADD COLUMN extra int',
        'DROP TABLE "{0}"',
        'CREATE TRIGGER mine BEFORE UPDATE ON "{0}" FOR EACH ROW EXECUTE FUNCTION hall_keep()',
        'CREATE INDEX ON "{0}" (hall)',
    ],
)
def test_no_client_alters_a_table(clerk: psycopg.Connection, statement: str) -> None:
    for table in ("audit", "journal", "orders", "drafts", "business_days"):
        assert refused(clerk, statement.format(table)), table


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (a int)",
        "CREATE OR REPLACE FUNCTION hall_keep() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$",
        "DROP FUNCTION hall_keep() CASCADE",
        "SET session_replication_role = replica",
        "SET ROLE owner",
        "CREATE ROLE mine",
        "ALTER DATABASE hall SET search_path = mine",
        *(f"{verb} {table}" for table in READ_ONLY for verb in ("DELETE FROM", "TRUNCATE")),
        "INSERT INTO database_info SELECT * FROM database_info",
        "UPDATE alembic_version SET version_num = '9999'",
    ],
)
def test_no_client_changes_the_schema(clerk: psycopg.Connection, statement: str) -> None:
    assert refused(clerk, statement)


def test_clients_read_and_insert_everywhere(clerk: psycopg.Connection) -> None:
    for table in TABLES:
        clerk.execute(f'SELECT 1 FROM "{table}" LIMIT 1'.encode())
        may = clerk.execute("SELECT has_table_privilege(%s, 'INSERT')", [table]).fetchone()
        assert may == (table not in READ_ONLY,), table


def test_a_table_of_a_later_version_is_granted_when_migrated(
    ground: Ground, hall_place: HallPlace, clerk: psycopg.Connection
) -> None:
    with ground.connect("hall", "owner") as owner:
        owner.execute("DROP TABLE reseals")
        owner.execute("CREATE TABLE reseals (hall text, seal text, digest text)")
        assert refused(clerk, "SELECT 1 FROM reseals")
        owner.execute("GRANT ALL ON orders TO hall_clients")  # somebody meant well
    house.let_clients_in(ground.place("hall", "owner"))
    assert not refused(clerk, "SELECT 1 FROM reseals")
    assert refused(clerk, "DELETE FROM orders")


def test_a_display_reads_what_everybody_may_see_and_nothing_else(
    ground: Ground, hall_place: HallPlace
) -> None:
    postgres.command(ground.socket, "CREATE ROLE wall LOGIN IN ROLE hall_displays")
    put_up_and_reported(hall_place, "自助机")
    opened = house.open_display(ground.place("hall", "wall"))
    try:
        view = public_view(opened.desk)
        assert (view.hall, [one.zh for one in view.notices]) == (NEW.name, ["自助机"])
        last_seq(opened.desk)
        assert {change.action for change in changes_after(opened.desk, 0)} > {"notice.report"}
    finally:
        opened.close()
    secret = [
        ("queue_tickets", "note"),
        ("queue_events", "reason"),
        ("queue_notices", "by"),
        ("queue_notice_steps", "by"),
        ("queue_notice_steps", "remark"),
        ("audit", "actor"),
        ("audit", "counter"),
        ("audit", "remark"),
    ]
    with ground.connect("hall", "wall") as wall:
        for table, column in secret:
            assert refused(wall, f"SELECT {column} FROM {table}"), (table, column)
            assert refused(wall, f"SELECT * FROM {table}"), table
        for table in TABLES:
            assert refused(wall, f'INSERT INTO "{table}" SELECT * FROM "{table}"'), table
        personal = ("customers", "staff", "personal_keys", "orders", "journal")
        assert all(refused(wall, f'SELECT 1 FROM "{table}"') for table in personal)


def put_up_and_reported(place: HallPlace, what: str) -> None:
    opened = house.open_hall(place)
    manager = opened.desk.acting(NEW.manager_code, 0)
    hung = notices.put_up(manager, PutUpNotice(new_id(), "fault", what))
    notices.report(manager, OfNotice(new_id(), hung.serial, "样例张工 14:00 到"))
    opened.close()


def test_an_owner_who_may_make_no_roles_is_told_what_to_ask_for(ground: Ground) -> None:
    postgres.command(ground.socket, "CREATE ROLE plain LOGIN")
    ground.database("other", "plain")
    place = ground.place("other", "plain")
    house.create_hall(place, NEW).close()
    with pytest.raises(ClientRoleMissing, match='CREATE ROLE "other_clients";'):
        house.let_clients_in(place)
    postgres.command(ground.socket, "CREATE ROLE other_clients")
    house.let_clients_in(place)
    postgres.command(ground.socket, "CREATE ROLE visitor LOGIN IN ROLE other_clients")
    house.open_hall(ground.place("other", "visitor")).close()
