"""What the end of a visit says besides its ticks: steps left out, recommendation, envelope."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds columns that visits which ended before leave empty; their seals stay as they are."""
    for column in (
        sa.Column("skipped", sa.JSON(), nullable=True),
        sa.Column("recommended", sa.String(length=32), nullable=True),
        sa.Column("pitch", sa.String(length=8), nullable=True),
        sa.Column("answer", sa.String(length=12), nullable=True),
        sa.Column("leaflets", sa.BigInteger(), nullable=True),
    ):
        op.add_column("visit_ends", column)
