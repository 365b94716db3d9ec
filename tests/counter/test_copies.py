"""Copying a document: told what for, agreed to, on the order and on the form; papers go back."""

from dataclasses import replace

import pytest

from hallclient.base.errors import HallError
from hallclient.base.ids import new_id
from hallclient.counter import service
from hallclient.counter.papers import order_form
from hallclient.counter.rules import EndVisit, OrderDraft, prompts
from tests.counter.conftest import Hall, new_number, person, recharge

WHAT_FOR = "开户存档"


def ticked(hall: Hall, draft: OrderDraft) -> OrderDraft:
    """The draft with all that it asks to be said."""
    return replace(draft, acknowledged=frozenset(hall.quote(draft).prompts))


@pytest.mark.duty("S1-CT-08")
def test_a_copy_is_made_only_when_its_purpose_was_told_and_agreed_to(hall: Hall) -> None:
    draft = hall.paid(new_number(1), customer=person())
    assert "S1-CT-08" not in hall.quote(draft).prompts
    copied = replace(draft, copy_for=WHAT_FOR)
    assert "S1-CT-08" in hall.quote(copied).prompts
    with pytest.raises(HallError) as caught:
        service.complete(hall.desk, copied)
    assert caught.value.code == "order.prompt"
    assert str(prompts()["S1-CT-08"]) in str(caught.value)
    order = service.complete(hall.desk, ticked(hall, copied))
    assert order.copy_for == WHAT_FOR
    assert service.order_of(hall.desk, order.order_no).copy_for == WHAT_FOR
    assert WHAT_FOR in order_form(order).note


@pytest.mark.duty("S1-CT-08", "S1-CT-09")
def test_the_visit_does_not_end_before_the_papers_are_back(hall: Hall) -> None:
    draft = replace(hall.paid(new_number(1), customer=person()), copy_for=WHAT_FOR)
    order = service.complete(hall.desk, ticked(hall, draft))
    kept = EndVisit(order.order_no, frozenset(order.prompts_after) - {"S1-CT-09"}, new_id())
    with pytest.raises(HallError) as caught:
        service.end_visit(hall.desk, kept)
    assert str(prompts()["S1-CT-09"]) in str(caught.value)
    service.end_visit(hall.desk, replace(kept, acknowledged=frozenset(order.prompts_after)))


def test_nothing_is_copied_where_nothing_was_shown(hall: Hall) -> None:
    draft = replace(hall.paid(recharge()), copy_for=WHAT_FOR)
    (problem,) = (one.error for one in hall.quote(draft).problems if one.error.code == "order.copy")
    assert problem.field == "customer.copy_for"
    with pytest.raises(HallError) as caught:
        service.complete(hall.desk, ticked(hall, draft))
    assert caught.value.code == "order.copy"


def test_what_it_is_copied_for_survives_a_restart(hall: Hall) -> None:
    draft = replace(hall.draft(new_number(1), customer=person()), copy_for=WHAT_FOR)
    service.save_draft(hall.desk, draft)
    (view,) = service.drafts(hall.desk)
    assert view.draft.copy_for == WHAT_FOR
