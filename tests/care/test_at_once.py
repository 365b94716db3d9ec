"""Two desks at one moment: one room for one guest, one owner for one matter, one slip once."""

from hallclient.base.ids import new_id
from hallclient.care import service
from hallclient.care.rules import HandOver, OfMatter, Place, TakeComplaint, WithWords
from hallclient.till import book as till
from tests.care.conftest import Floor
from tests.concurrency.conftest import at_once, codes


def test_one_of_eight_guests_gets_the_room(floor: Floor) -> None:
    def taken() -> object:
        ask = TakeComplaint(new_id(), "多扣了三十块", cause="账单")
        return service.take_complaint(floor.at("g1"), ask, till.day_for_opening)

    at_once(*(taken for _ in range(8)))
    places = [one.standing.place for one in floor.seen()]
    assert (places.count(Place.ROOM), places.count(Place.REST)) == (1, 7)
    assert floor.faults() == []


def test_a_matter_is_accepted_by_one_or_given_to_another(floor: Floor) -> None:
    for _ in range(8):
        number = floor.enquiry("g1").number
        floor.offer(number, "g1", "c1")
        ends = at_once(
            lambda number=number: service.accept(floor.at("c1"), OfMatter(new_id(), number)),
            lambda number=number: service.hand_over(
                floor.at("g1"), HandOver(new_id(), number, "g2")
            ),
            lambda number=number: service.take_over(
                floor.at("m1"), WithWords(new_id(), number, "急")
            ),
        )
        assert set(codes(ends)) <= {"care.changed", "care.not-offered", "care.not-owner"}
        assert floor.faults() == []
    owners = {one.standing.owner for one in floor.seen()}
    assert owners <= {"c1", "g1", "m1"}


def test_one_click_that_arrives_four_times_is_one_complaint(floor: Floor) -> None:
    ask = TakeComplaint(new_id(), "多扣了三十块")
    at_once(
        *(
            lambda: service.take_complaint(floor.at("g1"), ask, till.day_for_opening)
            for _ in range(4)
        )
    )
    assert floor.open("m1") == [1]
