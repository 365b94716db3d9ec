"""What a hall with several counters needs: a step for each room that changed its tables."""

import sqlalchemy as sa
from alembic import op

from hallclient.store import columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Runs every step, in the order in which the rooms were changed."""
    _approvals()
    _personal_keys()


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
        sa.PrimaryKeyConstraint("hall", "seal", name=op.f("pk_reseals")),
    )
