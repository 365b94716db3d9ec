"""Units of work: a reader sees one moment, whoever writes meanwhile."""

from sqlalchemy import text

from hallclient.store.audit import act
from hallclient.store.desk import Desk

COUNT = text("SELECT count(*) FROM audit")


def test_a_reader_sees_one_moment_however_often_it_asks(desk: Desk) -> None:
    """A report must not see half of what was written while it is made."""
    with act(desk, "test.first"):
        pass
    with desk.read() as session:
        before = session.execute(COUNT).scalar_one()
        with act(desk, "test.second"):
            pass
        assert session.execute(COUNT).scalar_one() == before == 1
    with desk.read() as session:
        assert session.execute(COUNT).scalar_one() == 2
