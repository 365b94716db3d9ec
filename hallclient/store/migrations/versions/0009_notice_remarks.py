"""What is typed about a notice may name somebody: it is encrypted as every other note."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import context, op

from hallclient.store import columns
from hallclient.store.encrypting_notes import encrypt_notes
from hallclient.store.keys import Keys
from hallclient.store.schema import lift_guards

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLE = "queue_notice_steps"


def upgrade() -> None:
    """Widens the column for what it holds once it is encrypted, and encrypts what is there."""
    connection = op.get_bind()
    lift_guards(connection)
    with op.batch_alter_table(TABLE) as table:
        table.alter_column(
            "remark",
            existing_type=sa.String(length=200),
            type_=columns.PersonalText(),
            existing_nullable=False,
        )
    keys: Keys | None = context.config.attributes.get("keys")
    if keys is not None:
        encrypt_notes(connection, keys, datetime.now(UTC), TABLE, "remark")
