"""What verify finds in the books of care, what is erased, and who counts as at work."""

import pytest
from sqlalchemy import text

from hallclient.care import service
from hallclient.care.rules import NotAtWork
from hallclient.staff import service as staff
from hallclient.staff.rules import SetActive
from hallclient.store.audit import act
from hallclient.store.personal import ERASED, cipher_of, erase
from hallclient.store.schema import lift_guards
from tests.care.conftest import Floor
from tests.conftest import HALL

CHANGED = {
    "UPDATE care_standings SET owner = 'g2'": "care.standing",
    "UPDATE care_standings SET state = 'nowhere'": "care.standing",
    "UPDATE care_events SET by = 'g2' WHERE step = 'offered'": "care.event",
    "DELETE FROM care_events WHERE number = 2": "care.event",
    "UPDATE care_matters SET number = 7": "care.gap",
}


@pytest.mark.parametrize(("statement", "code"), CHANGED.items())
def test_a_change_from_outside_is_found(floor: Floor, statement: str, code: str) -> None:
    floor.enquiry("g1")
    floor.offer(1, "g1", "c1")
    floor.accept(1, "c1")
    with floor.desk.store.write() as session:
        lift_guards(session.connection())
        if "care_matters" in statement:
            session.execute(text("DELETE FROM care_events"))
            session.execute(text("DELETE FROM care_standings"))
        session.execute(text(statement))
    assert code in floor.faults()


def test_what_a_customer_said_goes_with_the_customer(floor: Floor) -> None:
    floor.enquiry("g1", "我的宽带", contact="13800000000", customer="cust-1")
    floor.note(1, "g1", "住在三号楼")
    floor.enquiry("g1", "几点关门")
    with act(floor.at("m1"), "test.erase") as doing:
        erase(doing.session, HALL, "cust-1")
    with floor.desk.read() as session:
        cipher_of(session).forget()
    one, other = sorted(floor.seen("g1"), key=lambda each: each.number)
    assert (one.words, one.contact, other.words) == (ERASED, ERASED, "几点关门")
    assert service.course(floor.desk, 1)[1].words == ERASED
    assert floor.faults() == []


def test_nothing_that_was_said_is_stored_in_the_clear(floor: Floor) -> None:
    floor.complaint("g1", "多扣了我三十块", contact="王先生")
    floor.note(1, "g1", "昨天来过")
    stored = floor.sql("SELECT words, contact FROM care_matters") + floor.sql(
        "SELECT words, words FROM care_events"
    )
    assert len(stored) == 3
    assert not any(said in str(stored) for said in ("三十", "王先生", "昨天"))


def test_who_works_here_no_more_is_handed_nothing(floor: Floor) -> None:
    floor.enquiry("g1")
    gone = SetActive("c1", active=False, request_id="r")
    staff.set_active(floor.at("m1"), gone)
    with pytest.raises(NotAtWork):
        floor.offer(1, "g1", "c1")


def test_who_has_gone_home_or_left_the_hall_is_handed_nothing(floor: Floor) -> None:
    floor.enquiry("g1")
    with act(floor.at("c1"), "staff.sign-in") as doing:
        doing.subject = "staff/c1"
    floor.offer(1, "g1", "c1")
    staff.sign_out(floor.at("c1"))
    with pytest.raises(NotAtWork):
        floor.offer(1, "g1", "c1")
    with act(floor.at("c1"), "staff.sign-in") as doing:
        doing.subject = "staff/c1"
    floor.offer(1, "g1", "c1")
