"""The bar and the lounge: drinks by batch, orders, counts, the list before opening, slips.

A line of the custody register gets the number of a customer's paper, encrypted.
"""

import sqlalchemy as sa
from alembic import op

from hallclient.store import columns

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables and the column; nothing that was there changes."""
    op.add_column("custody_items", sa.Column("own_number", columns.PersonalText(), nullable=True))
    _drinks()
    _orders()
    _counts()
    _lounge()


def _drinks() -> None:
    op.create_table(
        "drink_batches",
        _hall(),
        _key("number"),
        _text("goods", 24),
        _whole("servings"),
        _day("best_before", nullable=True),
        _at("at"),
        _text("by", 32),
        _seal(),
        sa.PrimaryKeyConstraint("hall", "number", name=op.f("pk_drink_batches")),
    )
    op.create_table(
        "drink_moves",
        _hall(),
        _key("number"),
        _whole("batch"),
        _day("business_date"),
        _text("step", 12),
        _whole("servings"),
        _at("at"),
        _text("by", 32),
        _text("second", 32),
        _whole("order_number"),
        _whole("count"),
        _text("cause", 16),
        _personal("note"),
        _seal(),
        sa.ForeignKeyConstraint(
            ["hall", "batch"],
            ["drink_batches.hall", "drink_batches.number"],
            name=op.f("fk_drink_moves_drink_batches"),
        ),
        sa.PrimaryKeyConstraint("hall", "number", name=op.f("pk_drink_moves")),
    )
    op.create_index("ix_drink_moves_batch", "drink_moves", ["hall", "batch"], unique=False)
    op.create_index("ix_drink_moves_day", "drink_moves", ["hall", "business_date"], unique=False)
    op.create_table(
        "drink_standings",
        _hall(),
        _key("batch"),
        _whole("left"),
        _day("opened_on", nullable=True),
        sa.ForeignKeyConstraint(
            ["hall", "batch"],
            ["drink_batches.hall", "drink_batches.number"],
            name=op.f("fk_drink_standings_drink_batches"),
        ),
        sa.PrimaryKeyConstraint("hall", "batch", name=op.f("pk_drink_standings")),
    )


def _orders() -> None:
    op.create_table(
        "drink_orders",
        _hall(),
        _key("number"),
        _day("business_date"),
        _at("at"),
        _text("by", 32),
        _whole("reception", nullable=True),
        _personal("seat"),
        _text("goods", 24),
        _whole("servings"),
        _seal(),
        sa.ForeignKeyConstraint(
            ["hall", "reception"],
            ["vip_receptions.hall", "vip_receptions.serial"],
            name=op.f("fk_drink_orders_vip_receptions"),
        ),
        sa.PrimaryKeyConstraint("hall", "number", name=op.f("pk_drink_orders")),
    )
    op.create_index("ix_drink_orders_day", "drink_orders", ["hall", "business_date"], unique=False)
    op.create_index(
        "ix_drink_orders_reception", "drink_orders", ["hall", "reception"], unique=False
    )
    op.create_table(
        "drink_ends",
        _hall(),
        _key("order_number"),
        _at("at"),
        _text("by", 32),
        _text("outcome", 12),
        sa.Column("phrased", sa.Boolean(), nullable=False),
        _text("cause", 24),
        _seal(),
        sa.ForeignKeyConstraint(
            ["hall", "order_number"],
            ["drink_orders.hall", "drink_orders.number"],
            name=op.f("fk_drink_ends_drink_orders"),
        ),
        sa.PrimaryKeyConstraint("hall", "order_number", name=op.f("pk_drink_ends")),
    )


def _counts() -> None:
    op.create_table(
        "drink_counts",
        _hall(),
        _key("number"),
        _day("business_date"),
        _at("at"),
        _text("by", 32),
        _text("witness", 32),
        _whole("moves"),
        _personal("note"),
        _seal(),
        sa.PrimaryKeyConstraint("hall", "number", name=op.f("pk_drink_counts")),
    )
    op.create_index("ix_drink_counts_day", "drink_counts", ["hall", "business_date"], unique=False)
    op.create_table(
        "drink_count_lines",
        _hall(),
        _key("count"),
        _key("batch"),
        _whole("booked"),
        _whole("counted"),
        _whole("written_off"),
        _whole("served"),
        _seal(),
        sa.ForeignKeyConstraint(
            ["hall", "batch"],
            ["drink_batches.hall", "drink_batches.number"],
            name=op.f("fk_drink_count_lines_drink_batches"),
        ),
        sa.ForeignKeyConstraint(
            ["hall", "count"],
            ["drink_counts.hall", "drink_counts.number"],
            name=op.f("fk_drink_count_lines_drink_counts"),
        ),
        sa.PrimaryKeyConstraint("hall", "count", "batch", name=op.f("pk_drink_count_lines")),
    )


def _lounge() -> None:
    op.create_table(
        "lounge_entries",
        _hall(),
        _key("number"),
        _day("business_date"),
        _text("item", 24),
        _at("at"),
        _text("by", 32),
        _text("result", 8),
        _whole("value", nullable=True),
        _personal("note"),
        _seal(),
        sa.PrimaryKeyConstraint("hall", "number", name=op.f("pk_lounge_entries")),
    )
    op.create_index(
        "ix_lounge_entries_day", "lounge_entries", ["hall", "business_date"], unique=False
    )
    op.create_table(
        "lounge_signatures",
        _hall(),
        _day("business_date"),
        _at("at"),
        _text("by", 32),
        _whole("failed"),
        _whole("entries"),
        _seal(),
        sa.PrimaryKeyConstraint("hall", "business_date", name=op.f("pk_lounge_signatures")),
    )
    op.create_table(
        "slip_counts",
        _hall(),
        _key("number"),
        _day("business_date"),
        _whole("counter"),
        _at("at"),
        _text("by", 32),
        _whole("services"),
        _whole("slips"),
        _personal("reason"),
        _seal(),
        sa.PrimaryKeyConstraint("hall", "number", name=op.f("pk_slip_counts")),
    )
    op.create_index(
        "ix_slip_counts_day", "slip_counts", ["hall", "business_date", "counter"], unique=False
    )


def _hall() -> sa.Column[str]:
    return sa.Column("hall", sa.String(length=16), nullable=False)


def _seal() -> sa.Column[str]:
    return sa.Column("seal", sa.String(length=32), nullable=False)


def _at(name: str) -> sa.Column[object]:
    return sa.Column(name, columns.UtcDateTime(timezone=True), nullable=False)


def _day(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _personal(name: str) -> sa.Column[str]:
    return sa.Column(name, columns.PersonalText(), nullable=False)


def _whole(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)
