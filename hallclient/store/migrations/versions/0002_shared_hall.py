"""What a hall with several counters needs: a step for each room that changed its tables."""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Runs every step, in the order in which the rooms were changed."""
