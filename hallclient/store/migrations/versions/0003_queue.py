"""The queue: tickets, their steps, counters, closed days."""

import sqlalchemy as sa
from alembic import op

from hallclient.store import columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STAFF = sa.String(length=32)


def upgrade() -> None:
    """Makes the tables; nothing that was there changes."""
    _tickets()
    _places()
    _counters()


def _hall() -> sa.Column[str]:
    return sa.Column("hall", sa.String(length=16), nullable=False)


def _seal() -> sa.Column[str]:
    return sa.Column("seal", sa.String(length=32), nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, columns.UtcDateTime(timezone=True), nullable=nullable)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def _tickets() -> None:
    op.create_table(
        "queue_tickets",
        _hall(),
        _key("serial"),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column("care", sa.Boolean(), nullable=False),
        _at("booked_at", nullable=True),
        sa.Column("customer", sa.String(length=32), nullable=False),
        sa.Column("note", columns.PersonalText(), nullable=False),
        _seal(),
        sa.PrimaryKeyConstraint("hall", "serial", name=op.f("pk_queue_tickets")),
    )
    keys = ["hall", "business_date", "number"]
    op.create_index("uq_queue_tickets_number", "queue_tickets", keys, unique=True)
    op.create_table(
        "queue_events",
        _hall(),
        _key("ticket"),
        _key("number"),
        sa.Column("step", sa.String(length=12), nullable=False),
        _at("at"),
        sa.Column("by", STAFF, nullable=False),
        _number("counter"),
        sa.Column("line", sa.String(length=1), nullable=False),
        _number("rank"),
        _number("place"),
        _number("turn"),
        _number("rating"),
        sa.Column("reason", columns.PersonalText(), nullable=False),
        _seal(),
        sa.ForeignKeyConstraint(
            ["hall", "ticket"],
            ["queue_tickets.hall", "queue_tickets.serial"],
            name=op.f("fk_queue_events_queue_tickets"),
        ),
        sa.PrimaryKeyConstraint("hall", "ticket", "number", name=op.f("pk_queue_events")),
    )
    op.create_table(
        "queue_days",
        _hall(),
        sa.Column("business_date", sa.Date(), nullable=False),
        _at("at"),
        sa.Column("by", STAFF, nullable=False),
        _number("issued"),
        _number("left_over"),
        _seal(),
        sa.PrimaryKeyConstraint("hall", "business_date", name=op.f("pk_queue_days")),
    )


def _places() -> None:
    op.create_table(
        "queue_places",
        _hall(),
        _key("serial"),
        sa.Column("business_date", sa.Date(), nullable=False),
        _at("booked_at", nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("line", sa.String(length=1), nullable=False),
        _number("rank"),
        _number("place"),
        _number("turn"),
        _number("counter"),
        _number("calls"),
        _at("called_at", nullable=True),
        _at("last_at", nullable=True),
        sa.Column("returned", sa.Boolean(), nullable=False),
        _number("steps"),
        sa.ForeignKeyConstraint(
            ["hall", "serial"],
            ["queue_tickets.hall", "queue_tickets.serial"],
            name=op.f("fk_queue_places_queue_tickets"),
        ),
        sa.PrimaryKeyConstraint("hall", "serial", name=op.f("pk_queue_places")),
    )
    op.create_index("ix_queue_places_state", "queue_places", ["hall", "state"])
    op.create_index("ix_queue_places_day", "queue_places", ["hall", "business_date"])
    here = sa.text("state IN ('called', 'serving')")
    op.create_index(
        "uq_queue_places_counter",
        "queue_places",
        ["hall", "counter"],
        unique=True,
        sqlite_where=here,
        postgresql_where=here,
    )


def _counters() -> None:
    op.create_table(
        "queue_counter_events",
        _hall(),
        _key("counter"),
        _key("number"),
        sa.Column("step", sa.String(length=8), nullable=False),
        _at("at"),
        sa.Column("by", STAFF, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("lines", sa.String(length=26), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        _seal(),
        sa.PrimaryKeyConstraint("hall", "counter", "number", name=op.f("pk_queue_counter_events")),
    )
    days = ["hall", "business_date"]
    op.create_index("ix_queue_counter_events_day", "queue_counter_events", days)
    op.create_table(
        "queue_counters",
        _hall(),
        _key("counter"),
        sa.Column("clerk", STAFF, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("lines", sa.String(length=26), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        _at("since"),
        _number("steps"),
        _number("run"),
        sa.PrimaryKeyConstraint("hall", "counter", name=op.f("pk_queue_counters")),
    )
    there = sa.text("state <> 'closed'")
    op.create_index(
        "uq_queue_counters_clerk",
        "queue_counters",
        ["hall", "clerk"],
        unique=True,
        sqlite_where=there,
        postgresql_where=there,
    )
