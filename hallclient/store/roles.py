"""Who may do what on a server: the owner of the tables, and the role that clients belong to.

Clients read and insert everywhere, change rows where rows change, delete where rows come and go.
They own nothing: no client can alter a table, empty it or put a trigger out of action. Who makes
the hall owns it; the role of the clients has no login of its own, logins are granted it.

The display that hangs in the hall has a role too: it reads what everybody may see, column by
column, and nothing else.
"""

from typing import Final

from sqlalchemy import Connection, Engine, Table, text

from hallclient.base.errors import HallError
from hallclient.base.language import N_
from hallclient.store.columns import Record
from hallclient.store.meta import DatabaseInfo
from hallclient.store.versions import TABLE as VERSION_TABLE

READ_ONLY: Final = (DatabaseInfo.__tablename__, VERSION_TABLE)
"""What a client only reads: which database this is, and of which version."""


class ClientRoleMissing(HallError):
    """The owner may make tables but no roles; the hall is made, and its owner can use it."""

    code = "server.role"
    sentence = N_(
        "Clients need a role of their own, which this login may not make. Have an administrator "
        "of the server run: CREATE ROLE {role}; then run `hallclient migrate`."
    )


def client_role(connection: Connection) -> str:
    """The name of the clients' role: one for each database, for roles belong to the server."""
    database = connection.execute(text("SELECT current_database()")).scalar_one()
    return f"{database}_clients"


def display_role(connection: Connection) -> str:
    """The name of the role of the hall's displays."""
    database = connection.execute(text("SELECT current_database()")).scalar_one()
    return f"{database}_displays"


def let_clients_in(engine: Engine) -> None:
    """Makes the clients' role and gives it its rights in every table; safe to repeat.

    The same for the displays' role, where it is there or may be made.

    Rights that it should not have are taken away. SQLite has no roles: nothing to do.
    Raises ClientRoleMissing: nothing was changed.
    """
    if engine.dialect.name != "postgresql":
        return
    with engine.begin() as connection:
        role = client_role(connection)
        _make(connection, role)
        for statement in _grants(connection, role):
            connection.exec_driver_sql(statement)
        shown = display_role(connection)
        if _is_there(connection, shown) or _may_make(connection):
            _make(connection, shown)
            for statement in _display_grants(connection, shown):
                connection.exec_driver_sql(statement)


def _make(connection: Connection, role: str) -> None:
    if _is_there(connection, role):
        return
    if not _may_make(connection):
        raise ClientRoleMissing(role=_quoted(connection, role))
    connection.exec_driver_sql(f"CREATE ROLE {_quoted(connection, role)} NOLOGIN")


def _is_there(connection: Connection, role: str) -> bool:
    known = text("SELECT count(*) FROM pg_roles WHERE rolname = :role")
    return bool(connection.execute(known, {"role": role}).scalar_one())


def _may_make(connection: Connection) -> bool:
    may = text("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    return bool(connection.execute(may).scalar_one())


def _display_grants(connection: Connection, role: str) -> list[str]:
    to = _quoted(connection, role)
    shown = [table for table in Record.metadata.sorted_tables if "display" in table.info]
    return [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {to}",
        f"GRANT USAGE ON SCHEMA public TO {to}",
        *(f"GRANT SELECT ON {_quoted(connection, name)} TO {to}" for name in READ_ONLY),
        *(f"GRANT {_display_right(connection, table)} TO {to}" for table in shown),
    ]


def _display_right(connection: Connection, table: Table) -> str:
    columns = ", ".join(_quoted(connection, name) for name in table.info["display"])
    return f"SELECT ({columns}) ON {_quoted(connection, table.name)}"


def _grants(connection: Connection, role: str) -> list[str]:
    to = _quoted(connection, role)
    tables = [*Record.metadata.sorted_tables]
    rights = {table.name: _rights(table) for table in tables} | dict.fromkeys(READ_ONLY, "SELECT")
    return [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {to}, PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {to}",
        *(f"GRANT {may} ON {_quoted(connection, name)} TO {to}" for name, may in rights.items()),
    ]


def _rights(table: Table) -> str:
    """What a client may do with a table, as its record says."""
    if table.info.get("append_only"):
        return "SELECT, INSERT"
    if table.info.get("kept"):
        return "SELECT, INSERT, UPDATE"
    return "SELECT, INSERT, UPDATE, DELETE"


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)
