"""Notices of the hall: put up, reported to maintenance, taken down."""

import sqlalchemy as sa
from alembic import op

from hallclient.store import columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STAFF = sa.String(length=32)


def upgrade() -> None:
    """Makes the tables; nothing that was there changes."""
    op.create_table(
        "queue_notices",
        _hall(),
        _key("serial"),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("zh", sa.String(length=200), nullable=False),
        sa.Column("en", sa.String(length=200), nullable=False),
        _at("from_at"),
        _at("until_at", nullable=True),
        _at("at"),
        sa.Column("by", STAFF, nullable=False),
        _seal(),
        sa.PrimaryKeyConstraint("hall", "serial", name=op.f("pk_queue_notices")),
    )
    op.create_table(
        "queue_notice_steps",
        _hall(),
        _key("notice"),
        _key("number"),
        sa.Column("step", sa.String(length=12), nullable=False),
        _at("at"),
        sa.Column("by", STAFF, nullable=False),
        sa.Column("remark", sa.String(length=200), nullable=False),
        _seal(),
        sa.ForeignKeyConstraint(
            ["hall", "notice"],
            ["queue_notices.hall", "queue_notices.serial"],
            name=op.f("fk_queue_notice_steps_queue_notices"),
        ),
        sa.PrimaryKeyConstraint("hall", "notice", "number", name=op.f("pk_queue_notice_steps")),
    )


def _hall() -> sa.Column[str]:
    return sa.Column("hall", sa.String(length=16), nullable=False)


def _seal() -> sa.Column[str]:
    return sa.Column("seal", sa.String(length=32), nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, columns.UtcDateTime(timezone=True), nullable=nullable)


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)
