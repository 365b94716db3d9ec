"""Drafts that the database cannot take lie on this PC, encrypted, and go home later, once."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from hallclient.base.clock import ScriptClock
from hallclient.base.errors import OutcomeUnknown
from hallclient.counter import service
from hallclient.counter.guests import GuestAt
from hallclient.counter.rules import OrderDraft, TenderDraft
from hallclient.counter.service import DraftsHere
from hallclient.counter.service import kept_here as module
from hallclient.store.desk import Desk
from hallclient.store.trouble import DatabaseBusy, DatabaseUnreachable
from hallclient.store.unit_of_work import Store
from tests.counter.conftest import ID, Hall, cash, person, recharge

MOBILE = "13800138000"


@pytest.fixture
def away(hall: Hall) -> Desk:
    """The clerk's desk while the database is away."""
    store = Store(hall.desk.store.engine)
    store.refuse_when_away(lambda: None)
    store.away = True
    return replace(hall.desk, store=store)


@pytest.fixture
def here(tmp_path: Path) -> DraftsHere:
    return DraftsHere(tmp_path / "drafts")


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "drafts").glob("*"))


def half_done(hall: Hall, amount: str = "50") -> OrderDraft:
    return hall.draft(recharge(MOBILE, amount), customer=person(), tenders=(cash("100"),))


def test_what_the_database_takes_leaves_nothing_here(
    hall: Hall, here: DraftsHere, tmp_path: Path
) -> None:
    draft = half_done(hall)
    here.save(hall.desk, draft)
    assert service.drafts(hall.desk)[0].draft == draft
    assert here.complete(hall.desk, hall.paid(recharge())).total_fen == 5_000
    assert files(tmp_path) == []


def test_a_draft_is_kept_encrypted_and_brought_home_by_the_next_start(
    hall: Hall, away: Desk, here: DraftsHere, tmp_path: Path
) -> None:
    draft = half_done(hall)
    here.save(away, draft)  # no refusal: the clerk goes on typing
    (file,) = files(tmp_path)
    assert os.name == "nt" or file.stat().st_mode & 0o077 == 0
    raw = file.read_bytes()
    assert all(word.encode() not in raw for word in (ID, "样例甲", MOBILE, draft.request_id))
    started_again = DraftsHere(tmp_path / "drafts")
    assert started_again.bring_home(hall.desk.acting("", 0)) == ()
    (view,) = service.drafts(hall.desk)
    assert (view.draft, view.clerk, view.counter) == (draft, "c1", 1)
    assert files(tmp_path) == []


def test_only_the_keys_it_was_written_with_open_it(
    hall: Hall, away: Desk, here: DraftsHere, tmp_path: Path
) -> None:
    here.save(away, half_done(hall))
    stranger = replace(hall.desk, keys=replace(hall.desk.keys, audit=b"x" * 32))
    assert here.bring_home(stranger) == ()
    assert len(files(tmp_path)) == 1  # it may be another hall's, whose client brings it home
    files(tmp_path)[0].write_text("1.not what was written", "ascii")
    assert here.bring_home(hall.desk) == ()
    assert service.drafts(hall.desk) == ()


def test_the_newer_of_the_two_counts(
    hall: Hall, away: Desk, here: DraftsHere, clock: ScriptClock
) -> None:
    draft = half_done(hall)
    later = replace(draft, tenders=(cash("200"),))
    service.save_draft(hall.desk, draft)
    here.save(away, later)
    here.bring_home(hall.desk)
    assert service.drafts(hall.desk)[0].draft == later
    here.save(away, draft)
    clock.set(clock.now().replace(hour=3))
    service.save_draft(hall.desk, later)  # typed on at another counter
    here.bring_home(hall.desk)
    assert service.drafts(hall.desk)[0].draft == later


def test_an_order_taken_without_an_answer_is_named_and_not_offered_again(
    hall: Hall, here: DraftsHere, tmp_path: Path
) -> None:
    draft = hall.paid(recharge())
    order = service.complete(hall.desk, draft)
    here.keep(hall.desk, draft, sent=True)
    assert here.bring_home(hall.desk) == (order.order_no,)
    assert service.drafts(hall.desk) == ()
    assert files(tmp_path) == []
    assert here.bring_home(hall.desk) == ()


def test_an_order_that_was_not_taken_is_a_draft_again(
    hall: Hall, here: DraftsHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = hall.paid(recharge())

    def lost(_desk: Desk, _draft: OrderDraft, _guest_at: GuestAt) -> None:
        raise OutcomeUnknown(lambda: False)

    monkeypatch.setattr(module, "complete", lost)
    with pytest.raises(OutcomeUnknown):
        here.complete(hall.desk, draft)
    assert here.bring_home(hall.desk) == ()
    assert service.drafts(hall.desk)[0].draft == draft


def test_a_busy_database_is_told_and_nothing_is_lost(
    hall: Hall, here: DraftsHere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_desk: Desk, _draft: OrderDraft) -> None:
        raise DatabaseBusy

    monkeypatch.setattr(module, "save_draft", busy)
    with pytest.raises(DatabaseBusy):
        here.save(hall.desk, half_done(hall))
    assert len(files(tmp_path)) == 1


def test_nothing_goes_home_while_the_database_is_away(
    hall: Hall, away: Desk, here: DraftsHere, tmp_path: Path
) -> None:
    here.save(away, half_done(hall))
    with pytest.raises(DatabaseUnreachable):
        here.bring_home(away)
    assert len(files(tmp_path)) == 1


def test_a_payment_of_unknown_outcome_is_not_forgotten_by_what_lies_here(
    hall: Hall, away: Desk, here: DraftsHere, tmp_path: Path
) -> None:
    draft = half_done(hall)
    asked = replace(draft, tenders=(TenderDraft("pos", "50", "P1", "unknown"),))
    service.park_unknown(hall.desk, asked)
    here.save(away, draft)
    here.bring_home(hall.desk)
    assert service.drafts(hall.desk)[0].draft == asked
    assert len(files(tmp_path)) == 1  # newer than what is there: kept until that is settled


def test_one_that_cannot_go_home_keeps_no_other_from_it(
    hall: Hall, away: Desk, here: DraftsHere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused, other = half_done(hall), half_done(hall, "60")
    here.save(away, refused)
    here.save(away, other)

    def save(desk: Desk, draft: OrderDraft) -> None:
        if draft == refused:
            raise DatabaseBusy
        service.save_draft(desk, draft)

    monkeypatch.setattr(module, "save_draft", save)
    assert here.bring_home(hall.desk) == ()
    assert [view.draft for view in service.drafts(hall.desk)] == [other]
    assert len(files(tmp_path)) == 1


def test_an_order_found_taken_before_the_database_goes_away_again_is_named_the_next_time(
    hall: Hall, here: DraftsHere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = {}
    for amount in ("50", "60"):
        draft = hall.paid(recharge(MOBILE, amount))
        orders[draft.request_id] = service.complete(hall.desk, draft).order_no
        here.keep(hall.desk, draft, sent=True)
    asked: list[str] = []
    found = module._found

    def breaks(desk: Desk, draft_id: str) -> object:
        asked.append(draft_id)
        if len(asked) > 1:
            raise DatabaseUnreachable
        return found(desk, draft_id)

    with monkeypatch.context() as midway:
        midway.setattr(module, "_found", breaks)
        with pytest.raises(DatabaseUnreachable):
            here.bring_home(hall.desk)
    started_again = DraftsHere(tmp_path / "drafts")
    assert sorted(started_again.bring_home(hall.desk)) == sorted(orders.values())
    assert files(tmp_path) == []


def test_one_that_cannot_be_read_keeps_no_other_from_going_home(
    hall: Hall, away: Desk, here: DraftsHere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as later_version:
        later_version.setattr(module, "draft_content", lambda _draft: "{}")
        here.save(away, half_done(hall))
    (tmp_path / "drafts" / "0.draft").mkdir()
    draft = half_done(hall)
    here.save(away, draft)
    assert here.bring_home(hall.desk) == ()
    assert [view.draft for view in service.drafts(hall.desk)] == [draft]
    assert len(files(tmp_path)) == 2


def test_an_order_that_commits_while_its_draft_goes_home_is_named(
    hall: Hall, here: DraftsHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = hall.paid(recharge())
    here.keep(hall.desk, draft, sent=True)
    orders = []

    def save(desk: Desk, kept: OrderDraft) -> None:
        orders.append(service.complete(hall.desk, draft).order_no)
        service.save_draft(desk, kept)

    monkeypatch.setattr(module, "save_draft", save)
    assert list(here.bring_home(hall.desk)) == orders
    assert service.drafts(hall.desk) == ()


def test_an_id_from_elsewhere_is_no_path(hall: Hall, away: Desk, tmp_path: Path) -> None:
    here = DraftsHere(tmp_path / "drafts")
    here.save(away, replace(half_done(hall), request_id="../../outside"))
    assert len(files(tmp_path)) == 1
    assert not (tmp_path.parent / "outside").exists()
