"""Who may look at bar, lounge and custody: the right is asked for before anything is read."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from hallclient.base.ids import new_id
from hallclient.custody import service as custody
from hallclient.staff.book import second
from hallclient.staff.rules import Person
from hallclient.store.audit import AuditRow
from hallclient.store.desk import Desk
from hallclient.vip.rules import Step
from hallclient.vip.rules.bar import AskDrink
from hallclient.vip.service import bar as service
from hallclient.vip.service import lounge
from hallclient.vip.service.bar_report import bar_day
from tests.conftest import DAY
from tests.vip.bars import Bar, bar_in, refusal
from tests.vip.conftest import Vip


@pytest.fixture
def bar(desk: Desk) -> Bar:
    return bar_in(desk)


@pytest.mark.parametrize(
    "look",
    [
        service.board,
        lambda desk: service.orders(desk, DAY),
        lounge.day_of_lounge,
        custody.register,
        custody.counts,
        lambda desk: custody.history(desk, 1),
    ],
)
@pytest.mark.parametrize("who", ["g1", "a1", "nobody"])
def test_only_who_keeps_it_looks_at_it(bar: Bar, look: Callable[[Desk], object], who: str) -> None:
    assert refusal(lambda: look(bar.desk.acting(who))) == "permission.denied"
    look(bar.desk.acting("m1"))


@pytest.mark.duty("S1-VP-06")
def test_who_receives_guests_sees_how_their_drinks_stand(vip: Vip) -> None:
    one = vip.through(vip.guest(), Step.GREETED, Step.CHECKED, Step.SEATED)
    hands, guide = Bar(vip.host), vip.desk.acting("g1")
    hands.receive()
    assert service.drinks_of(guide, [one.serial]) == {}
    order = service.ask_drink(vip.host, AskDrink(new_id(), "tea", reception=one.serial))
    assert service.drinks_of(guide, [one.serial, 9]) == {one.serial: "绿茶 已点"}
    hands.bring(order)
    assert service.drinks_of(guide, [one.serial]) == {one.serial: "绿茶 已送到座位"}
    assert refusal(lambda: service.drinks_of(vip.desk.acting("c1"), [one.serial])) == (
        "permission.denied"
    )


@pytest.mark.duty("S0-BA-09", "S1-VP-26")
def test_a_report_that_is_refused_is_not_on_record_as_taken(
    bar: Bar, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = second.may

    def without_guests(person: Person, permission: str, amount_fen: int) -> bool:
        return permission != "vip.keep" and real(person, permission, amount_fen)

    monkeypatch.setattr(second, "may", without_guests)
    assert refusal(lambda: bar_day(bar.desk)) == "permission.denied"
    with bar.desk.read() as session:
        query = select(AuditRow.subject).where(AuditRow.action == "bar.report")
        assert session.scalars(query).all() == []
