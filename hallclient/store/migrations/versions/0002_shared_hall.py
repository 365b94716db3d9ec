"""What a hall with several counters needs: a step for each room that changed its tables."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from hallclient.customers.book import marks
from hallclient.store import columns
from hallclient.store.encrypting import encrypt_all
from hallclient.store.keys import Keys
from hallclient.store.schema import lift_guards

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Runs every step, in the order in which the rooms were changed."""
    _approvals()
    _late_entries()
    _keyed_search()
    _other_names()
    _personal_keys()
    _personal_text()
    _retention()


def _approvals() -> None:
    """Approvals asked for from another PC, what became of them, and what they were used for."""
    seal = ("seal", sa.String(length=32))
    op.create_table(
        "approval_requests",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("permission", sa.String(length=32), nullable=False),
        sa.Column("first", sa.String(length=32), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("facts", columns.PersonalText(), nullable=False),
        sa.Column("asked_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column(*seal, nullable=False),
        sa.PrimaryKeyConstraint("hall", "request_id", name=op.f("pk_approval_requests")),
    )
    op.create_index("ix_approval_requests_expires_at", "approval_requests", ["hall", "expires_at"])
    op.create_table(
        "approval_ends",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("reason", columns.PersonalText(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column(*seal, nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "request_id"],
            ["approval_requests.hall", "approval_requests.request_id"],
            name=op.f("fk_approval_ends_approval_requests"),
        ),
        sa.PrimaryKeyConstraint("hall", "request_id", name=op.f("pk_approval_ends")),
    )
    op.create_table(
        "approval_uses",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=48), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column(*seal, nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "request_id"],
            ["approval_ends.hall", "approval_ends.request_id"],
            name=op.f("fk_approval_uses_approval_ends"),
        ),
        sa.PrimaryKeyConstraint("hall", "request_id", name=op.f("pk_approval_uses")),
    )


def _late_entries() -> None:
    """Orders that were done on paper and entered later."""
    op.create_table(
        "late_entries",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("order_no", sa.String(length=40), nullable=False),
        sa.Column("done_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", columns.PersonalText(), nullable=False),
        sa.Column("approver", sa.String(length=32), nullable=False),
        sa.Column("approver_name", columns.PersonalText(), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "order_no"],
            ["orders.hall", "orders.order_no"],
            name=op.f("fk_late_entries_orders"),
        ),
        sa.PrimaryKeyConstraint("hall", "order_no", name=op.f("pk_late_entries")),
    )


def _keyed_search() -> None:
    """Marks and tokens by which customers are found, in place of their numbers and names in clear.

    Runs while the values are still in clear: they are encrypted in the next step.
    """
    mark = sa.String(length=32)
    op.drop_table("customer_terms")
    op.drop_index("uq_customers_holder", "customers")
    op.drop_index("ix_subscriptions_holder", "subscriptions")
    op.drop_index("uq_subscriptions_live", "subscriptions")
    number = sa.Column("number", sa.BigInteger(), server_default="0", nullable=False)
    op.add_column("customers", number)
    op.add_column("customers", sa.Column("holder_mark", mark, nullable=True))
    for name in ("document_mark", "mobile_mark"):
        op.add_column("customers", sa.Column(name, mark, server_default="", nullable=False))
    op.add_column("customers", sa.Column("erased_on", sa.Date(), nullable=True))
    for name in ("holder_mark", "mobile_mark"):
        op.add_column("subscriptions", sa.Column(name, mark, server_default="", nullable=False))
    op.create_table(
        "customer_tokens",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("token", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("hall", "token", "number", name=op.f("pk_customer_tokens")),
        sqlite_with_rowid=False,
    )
    _keyed_customers()
    _keyed_subscriptions()
    op.create_index("uq_customers_holder", "customers", ["hall", "holder_mark"], unique=True)
    op.create_index("ix_customers_document", "customers", ["hall", "document_mark"])
    op.create_index("ix_customers_mobile", "customers", ["hall", "mobile_mark"])
    op.create_index("ix_customers_number", "customers", ["hall", "number"])
    op.create_index("ix_subscriptions_holder", "subscriptions", ["hall", "holder_mark", "state"])
    live = sa.text("state = 'active'")
    op.create_index(
        "uq_subscriptions_live",
        "subscriptions",
        ["hall", "mobile_mark"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )


def _keyed_customers() -> None:
    names = ("hall", "customer_id", "holder", "document_number", "mobile", "name")
    rows = op.get_bind().execute(sa.select(sa.table("customers", *map(sa.column, names))))
    for row in map(dict, rows.mappings().all()):
        key, customer_id = _keys().index, row["customer_id"]
        _set_marks("customers", "customer_id", row, marks.customer_marks(key, row))
        number = marks.number_of(customer_id)
        tokens = [
            {"hall": row["hall"], "token": token, "number": number}
            for token in sorted(marks.tokens_of(key, row["name"]))
        ]
        if tokens:
            table = sa.table("customer_tokens", *map(sa.column, ("hall", "token", "number")))
            op.get_bind().execute(sa.insert(table), tokens)


def _keyed_subscriptions() -> None:
    names = ("hall", "subscription_id", "holder", "mobile")
    rows = op.get_bind().execute(sa.select(sa.table("subscriptions", *map(sa.column, names))))
    for row in map(dict, rows.mappings().all()):
        found = marks.subscription_marks(_keys().index, row)
        _set_marks("subscriptions", "subscription_id", row, found)


def _set_marks(name: str, key: str, row: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    table = sa.table(name, *map(sa.column, ("hall", key, *found)))
    same = (table.c.hall == row["hall"], table.c[key] == row[key])
    op.get_bind().execute(sa.update(table).where(*same).values(**found))


def _keys() -> Keys:
    """The database's keys; a database that holds rows is not migrated without them."""
    keys: Keys = context.config.attributes["keys"]
    return keys


def _other_names() -> None:
    """Tables without which version 0001 can write nothing personal get names it does not know.

    A client that was open while the hall was migrated would go on writing in clear: drafts, and
    all that is an act, as every act takes a number.
    """
    op.create_table(
        "dealt_numbers",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "name", name=op.f("pk_dealt_numbers")),
    )
    op.create_table(
        "drafts",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("draft_id", sa.String(length=64), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("clerk", sa.String(length=32), nullable=False),
        sa.Column("saved_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("content", columns.PersonalText(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "draft_id", name=op.f("pk_drafts")),
    )
    op.create_index("ix_drafts_clerk", "drafts", ["hall", "clerk"])
    whole = "hall, draft_id, counter, clerk, saved_at, state, content"
    op.execute(
        "INSERT INTO dealt_numbers (hall, name, last) SELECT hall, name, last FROM sequences"
    )
    op.execute(f"INSERT INTO drafts ({whole}) SELECT {whole} FROM order_drafts")  # noqa: S608
    for old in ("sequences", "order_drafts"):
        op.drop_table(old)


def _personal_keys() -> None:
    """The keys under which personal text is encrypted, and digests of what was encrypted late."""
    op.create_table(
        "personal_keys",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("whose", sa.String(length=64), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("wrapped", sa.Text(), nullable=False),
        sa.Column("made_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hall", "key_id", name=op.f("pk_personal_keys")),
    )
    op.create_index("uq_personal_keys_whose", "personal_keys", ["hall", "whose"], unique=True)
    op.create_table(
        "destroyed_keys",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("whose", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("hall", "key_id", name=op.f("pk_destroyed_keys")),
    )
    op.create_table(
        "key_versions",
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("proof", sa.String(length=64), nullable=False),
        sa.Column("made_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_key_versions")),
    )
    op.create_table(
        "reseals",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("hall", "seal", name=op.f("pk_reseals")),
    )


_NOTES = {
    "custody_counts": ("note", 200),
    "custody_entries": ("reason", 200),
    "custody_findings": ("description", 200),
    "custody_items": ("description", 200),
    "stock_movements": ("reason", 200),
    "stock_takes": ("note", 200),
}
"""Columns that were too short for what they hold once it is encrypted."""


def _personal_text() -> None:
    """Free text becomes personal text, and all personal text of earlier rows is encrypted.

    The last step: what other steps read of the earlier rows they read in clear.
    """
    keys: Keys | None = context.config.attributes.get("keys")
    connection = op.get_bind()
    op.add_column("audit", sa.Column("remark", columns.PersonalText(), nullable=True))
    op.add_column("order_lines", sa.Column("mobile_mark", sa.String(length=32), nullable=True))
    lift_guards(connection)
    for name, (column, length) in _NOTES.items():
        _widen(name, [(column, sa.String(length=length))])
    _widen("order_reversals", [(f"{who}_name", sa.String(64)) for who in ("clerk", "approver")])
    _lengthen("stock_movements", "first", "last")
    _lengthen("stock_items", "serial")
    op.drop_index("ix_stock_fifo", "stock_items")
    op.add_column("stock_items", sa.Column("place", sa.BigInteger(), nullable=True))
    if keys is not None:
        encrypt_all(connection, keys, datetime.now(UTC))
    op.drop_index("ix_order_lines_mobile", "order_lines")
    with op.batch_alter_table("order_lines") as lines:
        lines.drop_column("mobile")
        lines.alter_column("mobile_mark", existing_type=sa.String(length=32), nullable=False)
    op.create_index("ix_order_lines_mobile", "order_lines", ["hall", "mobile_mark"])
    with op.batch_alter_table("stock_items") as items:
        items.alter_column("place", existing_type=sa.BigInteger(), nullable=False)
    first_in = ("hall", "kind", "state", "face_fen", "received_at", "place", "serial")
    op.create_index("ix_stock_fifo", "stock_items", list(first_in))


def _lengthen(name: str, *serials: str) -> None:
    with op.batch_alter_table(name) as table:
        for serial in serials:
            table.alter_column(
                serial, existing_type=sa.String(32), type_=sa.String(64), existing_nullable=False
            )


def _widen(name: str, changed: list[tuple[str, sa.String]]) -> None:
    with op.batch_alter_table(name) as table:
        for column, kind in changed:
            table.alter_column(
                column, existing_type=kind, type_=columns.PersonalText(), existing_nullable=False
            )


def _retention() -> None:
    """Legal holds, runs of erasing, who was erased, and what stays of their papers."""
    hall = ("hall", sa.String(length=16))
    seal = ("seal", sa.String(length=32))
    op.create_table(
        "legal_holds",
        sa.Column(*hall, nullable=False),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("second", sa.String(length=32), nullable=False),
        sa.Column("reason", columns.PersonalText(), nullable=False),
        sa.Column(*seal, nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "customer_id"],
            ["customers.hall", "customers.customer_id"],
            name=op.f("fk_legal_holds_customers"),
        ),
        sa.PrimaryKeyConstraint("hall", "customer_id", "seq", name=op.f("pk_legal_holds")),
    )
    op.create_table(
        "erasing_runs",
        sa.Column(*hall, nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("second", sa.String(length=32), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("period", sa.BigInteger(), nullable=False),
        sa.Column("customers", sa.BigInteger(), nullable=False),
        sa.Column("months", sa.BigInteger(), nullable=False),
        sa.Column(*seal, nullable=False),
        sa.PrimaryKeyConstraint("hall", "run_id", name=op.f("pk_erasing_runs")),
    )
    run = ["hall", "run_id"], ["erasing_runs.hall", "erasing_runs.run_id"]
    op.create_table(
        "erasures",
        sa.Column(*hall, nullable=False),
        sa.Column("whose", sa.String(length=64), nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column(*seal, nullable=False),
        sa.ForeignKeyConstraint(*run, name=op.f("fk_erasures_erasing_runs")),
        sa.PrimaryKeyConstraint("hall", "whose", "run_id", name=op.f("pk_erasures")),
    )
    op.create_table(
        "erasing_ends",
        sa.Column(*hall, nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("customers", sa.BigInteger(), nullable=False),
        sa.Column("months", sa.BigInteger(), nullable=False),
        sa.Column(*seal, nullable=False),
        sa.ForeignKeyConstraint(*run, name=op.f("fk_erasing_ends_erasing_runs")),
        sa.PrimaryKeyConstraint("hall", "run_id", name=op.f("pk_erasing_ends")),
    )
    op.create_table(
        "paper_remains",
        sa.Column(*hall, nullable=False),
        sa.Column("paper_id", sa.String(length=32), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column(*seal, nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "paper_id"],
            ["papers.hall", "papers.paper_id"],
            name=op.f("fk_paper_remains_papers"),
        ),
        sa.PrimaryKeyConstraint("hall", "paper_id", name=op.f("pk_paper_remains")),
    )
