"""The front desk: where visitors were sent; enquiries, complaints, opinions, incidents."""

import sqlalchemy as sa
from alembic import op

from hallclient.store import columns

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STAFF = sa.String(length=32)


def upgrade() -> None:
    """Makes the tables; nothing that was there changes."""
    _guidances()
    _matters()
    _standings()


def _hall() -> sa.Column[str]:
    return sa.Column("hall", sa.String(length=16), nullable=False)


def _seal() -> sa.Column[str]:
    return sa.Column("seal", sa.String(length=32), nullable=False)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _personal(name: str) -> sa.Column[str]:
    return sa.Column(name, columns.PersonalText(), nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, columns.UtcDateTime(timezone=True), nullable=nullable)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def _guidances() -> None:
    op.create_table(
        "queue_guidances",
        _hall(),
        _key("serial"),
        sa.Column("business_date", sa.Date(), nullable=False),
        _at("at"),
        sa.Column("by", STAFF, nullable=False),
        _text("purpose", 24),
        _text("way", 16),
        _number("ticket"),
        _number("came_back"),
        sa.Column("care", sa.Boolean(), nullable=False),
        sa.Column("crowded", sa.Boolean(), nullable=False),
        _text("missing", 200),
        _text("offered", 64),
        _text("channel", 16),
        _text("customer", 32),
        _personal("note"),
        _seal(),
        sa.PrimaryKeyConstraint("hall", "serial", name=op.f("pk_queue_guidances")),
    )
    op.create_index("ix_queue_guidances_day", "queue_guidances", ["hall", "business_date"])
    op.create_index("ix_queue_guidances_ticket", "queue_guidances", ["hall", "ticket"])
    back = sa.text("came_back > 0")
    op.create_index(
        "uq_queue_guidances_came_back",
        "queue_guidances",
        ["hall", "came_back"],
        unique=True,
        sqlite_where=back,
        postgresql_where=back,
    )


def _matters() -> None:
    op.create_table(
        "care_matters",
        _hall(),
        _key("number"),
        sa.Column("business_date", sa.Date(), nullable=False),
        _text("kind", 12),
        _text("topic", 24),
        _text("channel", 16),
        _text("customer", 32),
        _personal("words"),
        _personal("contact"),
        _seal(),
        sa.PrimaryKeyConstraint("hall", "number", name=op.f("pk_care_matters")),
    )
    op.create_table(
        "care_events",
        _hall(),
        _key("matter"),
        _key("number"),
        _text("step", 12),
        _at("at"),
        sa.Column("by", STAFF, nullable=False),
        sa.Column("to", STAFF, nullable=False),
        _at("due", nullable=True),
        _text("place", 8),
        _personal("words"),
        _seal(),
        sa.ForeignKeyConstraint(
            ["hall", "matter"],
            ["care_matters.hall", "care_matters.number"],
            name=op.f("fk_care_events_care_matters"),
        ),
        sa.PrimaryKeyConstraint("hall", "matter", "number", name=op.f("pk_care_events")),
    )


def _standings() -> None:
    op.create_table(
        "care_standings",
        _hall(),
        _key("number"),
        _text("state", 8),
        sa.Column("owner", STAFF, nullable=False),
        sa.Column("offered_to", STAFF, nullable=False),
        _at("due", nullable=True),
        _text("place", 8),
        _at("since"),
        _number("steps"),
        sa.ForeignKeyConstraint(
            ["hall", "number"],
            ["care_matters.hall", "care_matters.number"],
            name=op.f("fk_care_standings_care_matters"),
        ),
        sa.PrimaryKeyConstraint("hall", "number", name=op.f("pk_care_standings")),
    )
    op.create_index("ix_care_standings_state", "care_standings", ["hall", "state"])
