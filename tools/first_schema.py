"""Writes the first migration from the tables as they are: until the first release only.

Afterwards a change of a table gets a migration of its own, written by hand and tested; the first
one is never written again. `tests/store/test_migrating.py` says when the two differ.
"""

import re
import sys

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations import ops
from sqlalchemy import create_engine

import hallclient.books  # every room's tables
import hallclient.hall  # noqa: F401 - and the store's own
from hallclient.store.columns import Record
from hallclient.store.migrating import MIGRATIONS

FILE = MIGRATIONS / "versions" / "0001_first_schema.py"
HEAD = '''"""The first schema: every table as it was when the first release was made."""

import sqlalchemy as sa
from alembic import op

from hallclient.store import columns

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes every table; the guards are put in place after the last migration."""
'''


def first_schema() -> str:
    """The text of the migration."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"target_metadata": Record.metadata},
        )
        found = produce_migrations(context, Record.metadata).upgrade_ops or ops.UpgradeOps()
        code = render_python_code(found, migration_context=context)
    engine.dispose()
    code = re.sub(r"[ \t]*#[^\n]*\n?", "", code).replace("hallclient.store.columns.", "columns.")
    return HEAD + re.sub(r",\s*info=\{[^}]*\}", "", code) + "\n"


def main() -> int:
    """Writes the file; `ruff format` gives it its shape."""
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(first_schema(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
