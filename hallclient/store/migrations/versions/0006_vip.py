"""VIP reception: tiers, receptions and their steps, what is kept of guests, bookings."""

import sqlalchemy as sa
from alembic import op

from hallclient.store import columns

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STAFF = sa.String(length=32)


def upgrade() -> None:
    """Makes the tables; nothing that was there changes."""
    _members()
    _receptions()
    _facts()
    _bookings()


def _members() -> None:
    op.create_table(
        "vip_members",
        _hall(),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.Column("tier", sa.String(length=16), nullable=False),
        _personal("card"),
        sa.Column("card_mark", sa.String(length=32), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall", "customer_id"],
            ["customers.hall", "customers.customer_id"],
            name=op.f("fk_vip_members_customers"),
        ),
        sa.PrimaryKeyConstraint("hall", "customer_id", name=op.f("pk_vip_members")),
    )
    op.create_index(
        "uq_vip_members_card",
        "vip_members",
        ["hall", "card_mark"],
        unique=True,
        sqlite_where=sa.text("card_mark <> ''"),
        postgresql_where=sa.text("card_mark <> ''"),
    )
    op.create_table(
        "vip_member_events",
        _hall(),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        _key("version"),
        sa.Column("tier", sa.String(length=16), nullable=False),
        _personal("card"),
        sa.Column("valid_until", sa.Date(), nullable=False),
        _at("at"),
        sa.Column("by", STAFF, nullable=False),
        _seal(),
        sa.PrimaryKeyConstraint(
            "hall", "customer_id", "version", name=op.f("pk_vip_member_events")
        ),
    )


def _receptions() -> None:
    op.create_table(
        "vip_receptions",
        _hall(),
        _key("serial"),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        _personal("who"),
        sa.Column("found_by", sa.String(length=8), nullable=False),
        sa.Column("tier", sa.String(length=16), nullable=False),
        sa.Column("lapsed", sa.Boolean(), nullable=False),
        sa.Column("booking", sa.BigInteger(), nullable=False),
        _seal(),
        sa.PrimaryKeyConstraint("hall", "serial", name=op.f("pk_vip_receptions")),
    )
    op.create_index(
        "ix_vip_receptions_customer", "vip_receptions", ["hall", "customer_id"], unique=False
    )
    op.create_index(
        "ix_vip_receptions_day", "vip_receptions", ["hall", "business_date"], unique=False
    )
    op.create_table(
        "vip_steps",
        _hall(),
        _key("reception"),
        _key("number"),
        sa.Column("step", sa.String(length=12), nullable=False),
        _at("at"),
        sa.Column("by", STAFF, nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.String(length=8), nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("leaflets", sa.BigInteger(), nullable=False),
        sa.Column("service", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.String(length=12), nullable=False),
        _personal("reason"),
        _seal(),
        sa.ForeignKeyConstraint(
            ["hall", "reception"],
            ["vip_receptions.hall", "vip_receptions.serial"],
            name=op.f("fk_vip_steps_vip_receptions"),
        ),
        sa.PrimaryKeyConstraint("hall", "reception", "number", name=op.f("pk_vip_steps")),
    )


def _facts() -> None:
    op.create_table(
        "vip_facts",
        _hall(),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=24), nullable=False),
        _key("version"),
        _personal("value"),
        sa.Column("consent", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        _at("at"),
        sa.Column("by", STAFF, nullable=False),
        _seal(),
        sa.PrimaryKeyConstraint(
            "hall", "customer_id", "item", "version", name=op.f("pk_vip_facts")
        ),
    )
    op.create_table(
        "vip_days",
        _hall(),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=24), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("hall", "customer_id", "item", name=op.f("pk_vip_days")),
    )
    op.create_index("ix_vip_days_mark", "vip_days", ["hall", "mark"], unique=False)


def _bookings() -> None:
    op.create_table(
        "vip_bookings",
        _hall(),
        _key("serial"),
        sa.Column("kind", sa.String(length=8), nullable=False),
        _at("due_at"),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        _personal("who"),
        _personal("purpose"),
        sa.Column("host", STAFF, nullable=False),
        _at("at"),
        sa.Column("by", STAFF, nullable=False),
        _seal(),
        sa.PrimaryKeyConstraint("hall", "serial", name=op.f("pk_vip_bookings")),
    )
    op.create_index("ix_vip_bookings_due", "vip_bookings", ["hall", "due_at"], unique=False)
    op.create_table(
        "vip_booking_ends",
        _hall(),
        _key("booking"),
        sa.Column("state", sa.String(length=12), nullable=False),
        _at("at"),
        sa.Column("by", STAFF, nullable=False),
        _personal("reason"),
        _seal(),
        sa.ForeignKeyConstraint(
            ["hall", "booking"],
            ["vip_bookings.hall", "vip_bookings.serial"],
            name=op.f("fk_vip_booking_ends_vip_bookings"),
        ),
        sa.PrimaryKeyConstraint("hall", "booking", name=op.f("pk_vip_booking_ends")),
    )


def _hall() -> sa.Column[str]:
    return sa.Column("hall", sa.String(length=16), nullable=False)


def _seal() -> sa.Column[str]:
    return sa.Column("seal", sa.String(length=32), nullable=False)


def _at(name: str) -> sa.Column[object]:
    return sa.Column(name, columns.UtcDateTime(timezone=True), nullable=False)


def _personal(name: str) -> sa.Column[str]:
    return sa.Column(name, columns.PersonalText(), nullable=False)


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)
