"""What is over stays as it was: the database itself keeps closed days and approved shifts."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from hallclient.store.schema import missing_guards
from tests.duty.conftest import Hall

CLOSED = "business_date = '2026-11-22'"


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE business_days SET closed_at = NULL WHERE {CLOSED}",
        f"UPDATE business_days SET business_date = '2026-11-21' WHERE {CLOSED}",
        f"DELETE FROM business_days WHERE {CLOSED}",
        "UPDATE shifts SET state = 'counted'",
        "UPDATE shifts SET counted_at = NULL WHERE counter = 1",
        "DELETE FROM shifts",
    ],
)
def test_nothing_of_a_closed_day_can_be_changed(done: Hall, statement: str) -> None:
    done.close()
    engine, before = done.desk.store.engine, done.everything()
    with engine.connect() as connection, pytest.raises(DBAPIError, match="is final"):
        connection.execute(text(statement))
    assert done.everything() == before


def test_the_open_day_goes_on_and_a_guard_taken_away_is_missed(done: Hall) -> None:
    done.close()
    done.next_day()
    done.close(bag_number="B2026-0002")
    engine = done.desk.store.engine
    on = "" if engine.dialect.name == "sqlite" else " ON business_days"
    with engine.begin() as connection:
        assert missing_guards(connection) == []
        connection.execute(text(f"DROP TRIGGER keep_business_days_update{on}"))
        assert missing_guards(connection) == ["keep_business_days_update"]
