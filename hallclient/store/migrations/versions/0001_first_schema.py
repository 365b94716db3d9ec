"""The first schema: every table as it was when the first release was made."""

import sqlalchemy as sa
from alembic import op

from hallclient.store import columns

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes every table; the guards are put in place after the last migration."""
    op.create_table(
        "audit",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(length=48), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("hall", "seq", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_seal", "audit", ["hall", "seal"], unique=True)
    op.create_index("ix_audit_subject", "audit", ["hall", "subject"], unique=False)
    op.create_index("uq_audit_request", "audit", ["hall", "request_id"], unique=True)
    op.create_table(
        "bag_hand_overs",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("bag_number", sa.String(length=32), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("witness", sa.String(length=32), nullable=False),
        sa.Column("carrier", columns.PersonalText(), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("hall", "bag_number", name=op.f("pk_bag_hand_overs")),
    )
    op.create_table(
        "business_day_events",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("event_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("moved_from", sa.Date(), nullable=True),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("hall", "event_no", name=op.f("pk_business_day_events")),
    )
    op.create_table(
        "business_days",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("opened_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("hall", "business_date", name=op.f("pk_business_days")),
    )
    op.create_index(
        "uq_business_days_open",
        "business_days",
        ["hall"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "catalogue_items",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("set_by", sa.String(length=32), nullable=False),
        sa.Column("set_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("hall", "what", "code", "version", name=op.f("pk_catalogue_items")),
    )
    op.create_table(
        "counted_stock",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("shift_id", sa.String(length=24), nullable=False),
        sa.Column("count_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("booked", sa.BigInteger(), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint(
            "hall", "shift_id", "count_no", "kind", name=op.f("pk_counted_stock")
        ),
    )
    op.create_table(
        "counted_totals",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("shift_id", sa.String(length=24), nullable=False),
        sa.Column("count_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column("counted_fen", sa.BigInteger(), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint(
            "hall", "shift_id", "count_no", "method", name=op.f("pk_counted_totals")
        ),
    )
    op.create_table(
        "custody_counts",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("witness", sa.String(length=32), nullable=False),
        sa.Column("custodian", sa.String(length=32), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("hall", "number", name=op.f("pk_custody_counts")),
    )
    op.create_table(
        "custody_items",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("first", sa.String(length=32), nullable=False),
        sa.Column("last", sa.String(length=32), nullable=False),
        sa.Column("pieces", sa.BigInteger(), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("owner", columns.PersonalText(), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("hall", "number", name=op.f("pk_custody_items")),
    )
    op.create_index("ix_custody_items_kind", "custody_items", ["hall", "kind"], unique=False)
    op.create_table(
        "customer_accesses",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("access_id", sa.String(length=32), nullable=False),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("reason", columns.PersonalText(), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("hall", "access_id", name=op.f("pk_customer_accesses")),
    )
    op.create_index(
        "ix_customer_accesses_customer", "customer_accesses", ["hall", "customer_id"], unique=False
    )
    op.create_table(
        "customer_events",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("order_no", sa.String(length=40), nullable=False),
        sa.Column("reason", columns.PersonalText(), nullable=False),
        sa.Column("before", columns.PersonalText(), nullable=True),
        sa.Column("after", columns.PersonalText(), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("hall", "customer_id", "seq", name=op.f("pk_customer_events")),
    )
    op.create_table(
        "customer_terms",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("sort", sa.String(length=8), nullable=False),
        sa.Column(
            "term",
            columns.PersonalText().with_variant(columns.PersonalText(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint(
            "hall", "sort", "term", "customer_id", name=op.f("pk_customer_terms")
        ),
    )
    op.create_index(
        "ix_customer_terms_customer", "customer_terms", ["hall", "customer_id"], unique=False
    )
    op.create_table(
        "customers",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.Column("organisation", sa.Boolean(), nullable=False),
        sa.Column("name", columns.PersonalText(), nullable=False),
        sa.Column("holder", columns.PersonalText(), nullable=False),
        sa.Column("document_kind", sa.String(length=24), nullable=False),
        sa.Column("document_number", columns.PersonalText(), nullable=False),
        sa.Column("renewed", sa.String(length=2), nullable=False),
        sa.Column("valid_from", sa.String(length=10), nullable=False),
        sa.Column("valid_until", sa.String(length=10), nullable=False),
        sa.Column("entry", sa.String(length=8), nullable=False),
        sa.Column("mobile", columns.PersonalText(), nullable=False),
        sa.Column("address", columns.PersonalText(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("created_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "customer_id", name=op.f("pk_customers")),
    )
    op.create_index("uq_customers_holder", "customers", ["hall", "holder"], unique=True)
    op.create_table(
        "database_info",
        sa.Column("database_id", sa.String(length=32), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("database_id", name=op.f("pk_database_info")),
    )
    op.create_table(
        "day_closings",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("witness", sa.String(length=32), nullable=False),
        sa.Column("bag_number", sa.String(length=32), nullable=False),
        sa.Column("deposit_fen", sa.BigInteger(), nullable=False),
        sa.Column("over_fen", sa.BigInteger(), nullable=False),
        sa.Column("short_fen", sa.BigInteger(), nullable=False),
        sa.Column("next_date", sa.Date(), nullable=False),
        sa.Column("entry_no", sa.BigInteger(), nullable=True),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("hall", "number", name=op.f("pk_day_closings")),
    )
    op.create_index("uq_day_closings_date", "day_closings", ["hall", "business_date"], unique=True)
    op.create_table(
        "deposit_bags",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("bag_number", sa.String(length=32), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("sealed_by", sa.String(length=32), nullable=False),
        sa.Column("witness", sa.String(length=32), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("slip", sa.JSON(), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("hall", "bag_number", name=op.f("pk_deposit_bags")),
    )
    op.create_table(
        "halls",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("made_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("hall", name=op.f("pk_halls")),
    )
    op.create_table(
        "journal",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("entry_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("order_no", sa.String(length=40), nullable=False),
        sa.Column("shift_id", sa.String(length=24), nullable=True),
        sa.Column("reverses", sa.BigInteger(), nullable=True),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "reverses"],
            ["journal.hall", "journal.entry_no"],
            name=op.f("fk_journal_journal"),
        ),
        sa.PrimaryKeyConstraint("hall", "entry_no", name=op.f("pk_journal")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_journal_day", "journal", ["hall", "business_date"], unique=False)
    op.create_index("ix_journal_order", "journal", ["hall", "order_no"], unique=False)
    op.create_index(
        "uq_journal_reverses",
        "journal",
        ["hall", "reverses"],
        unique=True,
        sqlite_where=sa.text("reverses IS NOT NULL"),
        postgresql_where=sa.text("reverses IS NOT NULL"),
    )
    op.create_table(
        "order_drafts",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("draft_id", sa.String(length=64), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("clerk", sa.String(length=32), nullable=False),
        sa.Column("saved_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("content", columns.PersonalText(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "draft_id", name=op.f("pk_order_drafts")),
    )
    op.create_index("ix_order_drafts_clerk", "order_drafts", ["hall", "clerk"], unique=False)
    op.create_table(
        "orders",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("order_no", sa.String(length=40), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("clerk", sa.String(length=32), nullable=False),
        sa.Column("shift_id", sa.String(length=24), nullable=False),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.Column("parties", columns.PersonalText(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("received_fen", sa.BigInteger(), nullable=False),
        sa.Column("entry_no", sa.BigInteger(), nullable=True),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("hall", "order_no", name=op.f("pk_orders")),
    )
    op.create_index("ix_orders_customer", "orders", ["hall", "customer_id"], unique=False)
    op.create_index("ix_orders_day", "orders", ["hall", "business_date"], unique=False)
    op.create_index("ix_orders_shift", "orders", ["hall", "shift_id"], unique=False)
    op.create_table(
        "papers",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("paper_id", sa.String(length=32), nullable=False),
        sa.Column("original", sa.String(length=32), nullable=False),
        sa.Column("copy", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("payload", columns.PersonalText(), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("hall", "paper_id", name=op.f("pk_papers")),
    )
    op.create_index("uq_papers_copy", "papers", ["hall", "subject", "kind", "copy"], unique=True)
    op.create_table(
        "pieces",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("bundle", sa.String(length=48), nullable=False),
        sa.Column("face_fen", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pieces", sa.BigInteger(), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("hall", "bundle", "face_fen", name=op.f("pk_pieces")),
    )
    op.create_table(
        "sequences",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "name", name=op.f("pk_sequences")),
    )
    op.create_table(
        "service_refusals",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=True),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("clerk", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("reason", columns.PersonalText(), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("hall", "number", name=op.f("pk_service_refusals")),
    )
    op.create_table(
        "sign_in_tries",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("code_mark", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", columns.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("hall", "code_mark", name=op.f("pk_sign_in_tries")),
    )
    op.create_table(
        "staff",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", columns.PersonalText(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("password_by", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "code", name=op.f("pk_staff")),
    )
    op.create_table(
        "stock_items",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("serial", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("face_fen", sa.BigInteger(), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("received_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("order_no", sa.String(length=40), nullable=False),
        sa.Column("held_by", sa.String(length=64), nullable=False),
        sa.Column("held_until", columns.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("hall", "kind", "serial", name=op.f("pk_stock_items")),
    )
    op.create_index(
        "ix_stock_fifo",
        "stock_items",
        ["hall", "kind", "state", "face_fen", "received_at", "serial"],
        unique=False,
    )
    op.create_index("ix_stock_holds", "stock_items", ["hall", "held_by"], unique=False)
    op.create_table(
        "stock_movements",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("movement_id", sa.String(length=32), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("first", sa.String(length=32), nullable=False),
        sa.Column("last", sa.String(length=32), nullable=False),
        sa.Column("pieces", sa.BigInteger(), nullable=False),
        sa.Column("from_state", sa.String(length=16), nullable=False),
        sa.Column("to_state", sa.String(length=16), nullable=False),
        sa.Column("order_no", sa.String(length=40), nullable=False),
        sa.Column("prior_order", sa.String(length=40), nullable=False),
        sa.Column("face_fen", sa.BigInteger(), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("hall", "movement_id", name=op.f("pk_stock_movements")),
    )
    op.create_index(
        "ix_stock_movements_order", "stock_movements", ["hall", "order_no"], unique=False
    )
    op.create_table(
        "stock_takes",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("witness", sa.String(length=32), nullable=False),
        sa.Column("found", sa.BigInteger(), nullable=False),
        sa.Column("booked", sa.BigInteger(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("surplus", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("hall", "number", name=op.f("pk_stock_takes")),
    )
    op.create_table(
        "subscription_events",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("subscription_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("order_no", sa.String(length=40), nullable=False),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        sa.Column("before", columns.PersonalText(), nullable=True),
        sa.Column("after", columns.PersonalText(), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint(
            "hall", "subscription_id", "seq", name=op.f("pk_subscription_events")
        ),
    )
    op.create_index(
        "ix_subscription_events_order", "subscription_events", ["hall", "order_no"], unique=False
    )
    op.create_table(
        "custody_entries",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item", sa.BigInteger(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("second", sa.String(length=32), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("outside", columns.PersonalText(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "item"],
            ["custody_items.hall", "custody_items.number"],
            name=op.f("fk_custody_entries_custody_items"),
        ),
        sa.PrimaryKeyConstraint("hall", "number", name=op.f("pk_custody_entries")),
    )
    op.create_index("ix_custody_entries_item", "custody_entries", ["hall", "item"], unique=False)
    op.create_table(
        "custody_findings",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("count", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item", sa.BigInteger(), nullable=False),
        sa.Column("booked", sa.BigInteger(), nullable=False),
        sa.Column("found", sa.BigInteger(), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "count"],
            ["custody_counts.hall", "custody_counts.number"],
            name=op.f("fk_custody_findings_custody_counts"),
        ),
        sa.PrimaryKeyConstraint("hall", "count", "line", name=op.f("pk_custody_findings")),
    )
    op.create_table(
        "custody_standings",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("custodian", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("left", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "number"],
            ["custody_items.hall", "custody_items.number"],
            name=op.f("fk_custody_standings_custody_items"),
        ),
        sa.PrimaryKeyConstraint("hall", "number", name=op.f("pk_custody_standings")),
    )
    op.create_table(
        "order_lines",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("order_no", sa.String(length=40), nullable=False),
        sa.Column("line", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("mobile", columns.PersonalText(), nullable=False),
        sa.Column("content", columns.PersonalText(), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "order_no"],
            ["orders.hall", "orders.order_no"],
            name=op.f("fk_order_lines_orders"),
        ),
        sa.PrimaryKeyConstraint("hall", "order_no", "line", name=op.f("pk_order_lines")),
    )
    op.create_index("ix_order_lines_mobile", "order_lines", ["hall", "mobile"], unique=False)
    op.create_table(
        "order_reversals",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("reversal_no", sa.String(length=40), nullable=False),
        sa.Column("order_no", sa.String(length=40), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("clerk", sa.String(length=32), nullable=False),
        sa.Column("clerk_name", sa.String(length=64), nullable=False),
        sa.Column("shift_id", sa.String(length=24), nullable=False),
        sa.Column("approver", sa.String(length=32), nullable=False),
        sa.Column("approver_name", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("receipt_missing", sa.Text(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("entry_no", sa.BigInteger(), nullable=True),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "order_no"],
            ["orders.hall", "orders.order_no"],
            name=op.f("fk_order_reversals_orders"),
        ),
        sa.PrimaryKeyConstraint("hall", "reversal_no", name=op.f("pk_order_reversals")),
    )
    op.create_index(
        "ix_order_reversals_day", "order_reversals", ["hall", "business_date"], unique=False
    )
    op.create_index(
        "ix_order_reversals_shift", "order_reversals", ["hall", "shift_id"], unique=False
    )
    op.create_index(
        "uq_order_reversals_order", "order_reversals", ["hall", "order_no"], unique=True
    )
    op.create_table(
        "order_tenders",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("order_no", sa.String(length=40), nullable=False),
        sa.Column("tender", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("change_fen", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "order_no"],
            ["orders.hall", "orders.order_no"],
            name=op.f("fk_order_tenders_orders"),
        ),
        sa.PrimaryKeyConstraint("hall", "order_no", "tender", name=op.f("pk_order_tenders")),
    )
    op.create_index(
        "uq_order_tenders_reference",
        "order_tenders",
        ["hall", "method", "reference"],
        unique=True,
        sqlite_where=sa.text("reference <> ''"),
        postgresql_where=sa.text("reference <> ''"),
    )
    op.create_table(
        "postings",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("entry_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("shift_id", sa.String(length=24), nullable=True),
        sa.Column("memo", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "entry_no"],
            ["journal.hall", "journal.entry_no"],
            name=op.f("fk_postings_journal"),
        ),
        sa.PrimaryKeyConstraint("hall", "entry_no", "line", name=op.f("pk_postings")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_postings_sums",
        "postings",
        ["hall", "account", "shift_id", "memo", "amount_fen"],
        unique=False,
    )
    op.create_table(
        "print_jobs",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("job_id", sa.String(length=32), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("made_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("next_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("done_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["hall", "job_id"],
            ["papers.hall", "papers.paper_id"],
            name=op.f("fk_print_jobs_papers"),
        ),
        sa.PrimaryKeyConstraint("hall", "job_id", name=op.f("pk_print_jobs")),
    )
    op.create_index(
        "ix_print_jobs_state", "print_jobs", ["hall", "counter", "state", "next_at"], unique=False
    )
    op.create_table(
        "settings",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=48), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("value", sa.String(length=2000), nullable=False),
        sa.Column("effective_from", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(length=32), nullable=False),
        sa.Column("set_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["hall"], ["halls.hall"], name=op.f("fk_settings_halls")),
        sa.PrimaryKeyConstraint("hall", "key", "version", name=op.f("pk_settings")),
    )
    op.create_table(
        "shifts",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("shift_id", sa.String(length=24), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("clerk", sa.String(length=32), nullable=False),
        sa.Column("opened_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("counted_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["hall", "business_date"],
            ["business_days.hall", "business_days.business_date"],
            name=op.f("fk_shifts_business_days"),
        ),
        sa.PrimaryKeyConstraint("hall", "shift_id", name=op.f("pk_shifts")),
    )
    op.create_index("ix_shifts_day", "shifts", ["hall", "business_date"], unique=False)
    op.create_index(
        "uq_shifts_open_clerk",
        "shifts",
        ["hall", "clerk"],
        unique=True,
        sqlite_where=sa.text("counted_at IS NULL"),
        postgresql_where=sa.text("counted_at IS NULL"),
    )
    op.create_index(
        "uq_shifts_open_counter",
        "shifts",
        ["hall", "counter"],
        unique=True,
        sqlite_where=sa.text("counted_at IS NULL"),
        postgresql_where=sa.text("counted_at IS NULL"),
    )
    op.create_table(
        "staff_changes",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", columns.PersonalText(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password_mark", sa.String(length=64), nullable=False),
        sa.Column("password_by", sa.String(length=32), nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=False),
        sa.Column("changed_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "code"], ["staff.hall", "staff.code"], name=op.f("fk_staff_changes_staff")
        ),
        sa.PrimaryKeyConstraint("hall", "code", "version", name=op.f("pk_staff_changes")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("subscription_id", sa.String(length=32), nullable=False),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.Column("holder", columns.PersonalText(), nullable=False),
        sa.Column("mobile", columns.PersonalText(), nullable=False),
        sa.Column("iccid", sa.String(length=20), nullable=False),
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("next_plan", sa.String(length=32), nullable=False),
        sa.Column("next_plan_from", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("opened_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "customer_id"],
            ["customers.hall", "customers.customer_id"],
            name=op.f("fk_subscriptions_customers"),
        ),
        sa.PrimaryKeyConstraint("hall", "subscription_id", name=op.f("pk_subscriptions")),
    )
    op.create_index(
        "ix_subscriptions_customer", "subscriptions", ["hall", "customer_id"], unique=False
    )
    op.create_index(
        "ix_subscriptions_holder", "subscriptions", ["hall", "holder", "state"], unique=False
    )
    op.create_index(
        "uq_subscriptions_live",
        "subscriptions",
        ["hall", "mobile"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_table(
        "visit_ends",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("order_no", sa.String(length=40), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("clerk", sa.String(length=32), nullable=False),
        sa.Column("acknowledged", sa.JSON(), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "order_no"],
            ["orders.hall", "orders.order_no"],
            name=op.f("fk_visit_ends_orders"),
        ),
        sa.PrimaryKeyConstraint("hall", "order_no", name=op.f("pk_visit_ends")),
    )
    op.create_table(
        "cash_movements",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("shift_id", sa.String(length=24), nullable=False),
        sa.Column("to_shift_id", sa.String(length=24), nullable=True),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("to_counter", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("voucher", sa.Text(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("witness", sa.String(length=32), nullable=False),
        sa.Column("entry_no", sa.BigInteger(), nullable=True),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "shift_id"],
            ["shifts.hall", "shifts.shift_id"],
            name=op.f("fk_cash_movements_shifts"),
        ),
        sa.ForeignKeyConstraint(
            ["hall", "to_shift_id"], ["shifts.hall", "shifts.shift_id"], name="fk_moved_to_shift"
        ),
        sa.PrimaryKeyConstraint("hall", "number", name=op.f("pk_cash_movements")),
    )
    op.create_index("ix_cash_movements_shift", "cash_movements", ["hall", "shift_id"], unique=False)
    op.create_index("ix_cash_movements_to", "cash_movements", ["hall", "to_shift_id"], unique=False)
    op.create_table(
        "counts",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("shift_id", sa.String(length=24), nullable=False),
        sa.Column("count_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("witness", sa.String(length=32), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("early_by", sa.BigInteger(), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "shift_id"], ["shifts.hall", "shifts.shift_id"], name=op.f("fk_counts_shifts")
        ),
        sa.PrimaryKeyConstraint("hall", "shift_id", "count_no", name=op.f("pk_counts")),
    )
    op.create_table(
        "self_checks",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("shift_id", sa.String(length=24), nullable=False),
        sa.Column("moment", sa.String(length=24), nullable=False),
        sa.Column("duty", sa.String(length=16), nullable=False),
        sa.Column("ticked", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "shift_id"],
            ["shifts.hall", "shifts.shift_id"],
            name=op.f("fk_self_checks_shifts"),
        ),
        sa.PrimaryKeyConstraint("hall", "shift_id", "moment", "duty", name=op.f("pk_self_checks")),
    )
    op.create_table(
        "shift_approvals",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("shift_id", sa.String(length=24), nullable=False),
        sa.Column("count_no", sa.BigInteger(), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("early_released", sa.Boolean(), nullable=False),
        sa.Column("float_back_fen", sa.BigInteger(), nullable=False),
        sa.Column("takings_fen", sa.BigInteger(), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "shift_id"],
            ["shifts.hall", "shifts.shift_id"],
            name=op.f("fk_shift_approvals_shifts"),
        ),
        sa.PrimaryKeyConstraint("hall", "shift_id", name=op.f("pk_shift_approvals")),
    )
    op.create_table(
        "shift_openings",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("shift_id", sa.String(length=24), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("clerk", sa.String(length=32), nullable=False),
        sa.Column("at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("float_fen", sa.BigInteger(), nullable=False),
        sa.Column("handed_fen", sa.BigInteger(), nullable=False),
        sa.Column("handed_by", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entry_no", sa.BigInteger(), nullable=True),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "shift_id"],
            ["shifts.hall", "shifts.shift_id"],
            name=op.f("fk_shift_openings_shifts"),
        ),
        sa.PrimaryKeyConstraint("hall", "shift_id", name=op.f("pk_shift_openings")),
    )
    op.create_table(
        "shift_settlements",
        sa.Column("hall", sa.String(length=16), nullable=False),
        sa.Column("shift_id", sa.String(length=24), nullable=False),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column("expected_fen", sa.BigInteger(), nullable=False),
        sa.Column("counted_fen", sa.BigInteger(), nullable=False),
        sa.Column("over_fen", sa.BigInteger(), nullable=False),
        sa.Column("short_fen", sa.BigInteger(), nullable=False),
        sa.Column("entry_no", sa.BigInteger(), nullable=True),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "shift_id"],
            ["shifts.hall", "shifts.shift_id"],
            name=op.f("fk_shift_settlements_shifts"),
        ),
        sa.PrimaryKeyConstraint("hall", "shift_id", "method", name=op.f("pk_shift_settlements")),
    )
